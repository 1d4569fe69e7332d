# GuardDuty. The loader gives findings of severity 9 and more no severitylabel, and
# stops there: ThreatPurpose, ThreatFamilyName and event.category = malware are missing,
# too. So rules go by event.severity, which is a whole number (8.5 is 8), and by rule.id,
# the finding's type. Each update of a finding is a new document with the same @id.

variable "guardduty_severity" {
  type        = number
  default     = 7
  nullable    = false
  description = "Findings of this severity or more are told one by one: 7 is high, 9 critical."

  validation {
    condition     = var.guardduty_severity >= 1 && var.guardduty_severity <= 10 && floor(var.guardduty_severity) == var.guardduty_severity
    error_message = "guardduty_severity is a whole number from 1 to 10: the index keeps 8.5 as 8."
  }
}

variable "guardduty_type_severity" {
  type        = number
  default     = 4
  nullable    = false
  description = "Findings of this severity or more are told by their type: 4 is medium."

  validation {
    condition     = var.guardduty_type_severity >= 1 && var.guardduty_type_severity <= 10 && floor(var.guardduty_type_severity) == var.guardduty_type_severity
    error_message = "guardduty_type_severity is a whole number from 1 to 10: the index keeps 8.5 as 8."
  }
}

variable "guardduty_samples" {
  type        = bool
  default     = false
  nullable    = false
  description = "true: sample findings count, too, to try the alerts out."
}

variable "guardduty_ignored_types" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "Types of findings that are not told, such as Recon:EC2/PortProbeUnprotectedPort."
}

locals {
  guardduty_left_out = concat(
    var.guardduty_samples ? [] : [
      { term = { "service.additionalInfo.sample" = true } },
      { wildcard = { "service.additionalInfo.value" = "*\"sample\":true*" } },
    ],
    length(var.guardduty_ignored_types) == 0 ? [] : [{ terms = { "rule.id" = var.guardduty_ignored_types } }],
  )

  guardduty_findings = <<-EOT
    {{#ctx.results.0.hits.hits}}
    - severity {{_source.event.severity}} {{_source.rule.id}}: {{_source.rule.name}}{{#_source.user.name}}, user {{_source.user.name}}{{/_source.user.name}}{{#_source.cloud.instance.id}}, instance {{_source.cloud.instance.id}}{{/_source.cloud.instance.id}}{{#_source.source.ip}}, from {{_source.source.ip}}{{/_source.source.ip}}, in {{_source.cloud.account.id}} {{_source.cloud.region}}, {{_source.@timestamp}}
      https://{{_source.cloud.region}}.console.aws.amazon.com/guardduty/home?region={{_source.cloud.region}}#/findings?search=id%3D{{_source.id}}
    {{/ctx.results.0.hits.hits}}
  EOT
}

monitor "guardduty_high_or_critical" {
  name        = "${var.name_prefix}GuardDuty: severe finding"
  description = "A finding of high or critical severity, that is no sample. Follow its link."
  enabled     = contains(var.sources, "guardduty")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.guardduty
    time_field = local.arrived
    last       = local.listed
    query = {
      bool = {
        filter   = [{ range = { "event.severity" = { gte = var.guardduty_severity } } }]
        must_not = local.guardduty_left_out
      }
    }
    size = 10
  }

  trigger "any" {
    severity = local.severity.guardduty_high_or_critical
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} finding(s) of severity ${var.guardduty_severity} or more, ingested within ${local.listed} until {{ctx.periodEnd}}. The first ten:
        ${chomp(local.guardduty_findings)}
      EOT
      throttle    = local.throttle
    }
  }
}

monitor "guardduty_malware" {
  name        = "${var.name_prefix}GuardDuty: malware"
  description = "A finding that speaks of malware: a backdoor, a trojan, crypto mining, a malicious file. Isolate what it names."
  enabled     = contains(var.sources, "guardduty")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.guardduty
    time_field = local.arrived
    last       = local.listed
    query = {
      bool = {
        filter = [{
          bool = {
            should = concat([{ term = { "event.category" = "malware" } }], [
              # The same by its type, for severities of 9 and more.
              for type in ["Backdoor:*", "CryptoCurrency:*", "Trojan:*", "*/MaliciousFile*", "*/SuspiciousFile*"] : { wildcard = { "rule.id" = type } }
            ])
            minimum_should_match = 1
          }
        }]
        must_not = local.guardduty_left_out
      }
    }
    size = 10
  }

  trigger "any" {
    severity = local.severity.guardduty_malware
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} finding(s) of malware, ingested within ${local.listed} until {{ctx.periodEnd}}. The first ten:
        ${chomp(local.guardduty_findings)}
      EOT
      throttle    = local.throttle
    }
  }
}

monitor "guardduty_per_finding_type" {
  name        = "${var.name_prefix}GuardDuty: findings by type"
  description = "Findings of one type, counted once each however often they are updated."
  enabled     = contains(var.sources, "guardduty")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.guardduty
    time_field = local.arrived
    last       = local.counted
    query = {
      bool = {
        filter   = [{ range = { "event.severity" = { gte = var.guardduty_type_severity } } }]
        must_not = local.guardduty_left_out
      }
    }
    aggregations = {
      by = {
        composite    = { size = 1000, sources = [{ type = { terms = { field = "rule.id" } } }] }
        aggregations = { findings = { cardinality = { field = "@id" } } }
      }
      most = {
        terms = { field = "rule.id", size = 10 }
        aggregations = {
          findings = { cardinality = { field = "@id" } }
          worst    = { max = { field = "event.severity" } }
          accounts = { terms = { field = "cloud.account.id", size = 5 } }
        }
      }
    }
    size = 0
  }

  trigger "any" {
    severity  = local.severity.guardduty_per_finding_type
    condition = "params.findings > 0"

    buckets {
      parent_bucket_path = "by"
    }

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{#ctx.newAlerts}}
        {{bucket_keys}} was found within ${local.counted}, until {{ctx.periodEnd}}.
        {{/ctx.newAlerts}}
        Types of severity ${var.guardduty_type_severity} or more now:
        {{#ctx.results.0.aggregations.most.buckets}}
        - {{key}}: {{findings.value}} finding(s), severity up to {{worst.value}}, in{{#accounts.buckets}} {{key}}{{/accounts.buckets}}
        {{/ctx.results.0.aggregations.most.buckets}}
      EOT

      action_execution_policy {
        actionable_alerts = ["NEW"]
      }
    }
  }
}
