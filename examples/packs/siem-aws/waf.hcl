# AWS WAF. event.action is what became of a request, rule.name the rule that decided
# (Default_Action if none did), rule.ruleset the web ACL. Rules that only count are not
# among these. source.ip is whoever connects: a proxy or a CDN in front of the web ACL
# is one client.

variable "waf_blocks" {
  type        = number
  default     = 100
  nullable    = false
  description = "More blocked requests than this of one client are told."

  validation {
    condition     = var.waf_blocks >= 0 && floor(var.waf_blocks) == var.waf_blocks
    error_message = "waf_blocks is a whole number, 0 or more."
  }
}

variable "waf_ignored_clients" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "Addresses and networks whose blocked requests are not counted, such as those of a scanner of your own."

  validation {
    condition     = alltrue([for n in var.waf_ignored_clients : can(cidrhost(n, 0)) || can(cidrcontains("${n}/32", n)) || can(cidrcontains("${n}/128", n))])
    error_message = "waf_ignored_clients holds addresses and networks, such as 203.0.113.0/24."
  }
}

variable "waf_bad_input_rules" {
  type        = list(string)
  default     = ["*KnownBadInputs*"]
  nullable    = false
  description = "Patterns of the names (rule.name) that the rule group for known bad inputs has in your web ACLs. The default is AWS's own name; rules that look at its labels have names of their own."

  validation {
    condition     = length(var.waf_bad_input_rules) > 0
    error_message = "waf_bad_input_rules holds one pattern at least."
  }
}

variable "waf_bad_inputs" {
  type        = number
  default     = 10
  nullable    = false
  description = "More requests than this that were blocked as known bad inputs are told."

  validation {
    condition     = var.waf_bad_inputs >= 0 && floor(var.waf_bad_inputs) == var.waf_bad_inputs
    error_message = "waf_bad_inputs is a whole number, 0 or more."
  }
}

locals {
  waf_left_out = length(var.waf_ignored_clients) == 0 ? [] : [{ bool = { must_not = [{ terms = { "source.ip" = var.waf_ignored_clients } }] } }]
}

monitor "waf_blocks_per_client" {
  name        = "${var.name_prefix}WAF: many blocked requests of a client"
  description = "Somebody tries what the web ACL knows. It is blocked: look at what of the same client was not."
  enabled     = contains(var.sources, "waf")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.waf
    time_field = local.arrived
    last       = local.counted
    filter     = concat([{ term = { "event.action" = "BLOCK" } }], local.waf_left_out)
    aggregations = {
      by = {
        composite = { size = 1000, sources = [{ client = { terms = { field = "source.ip" } } }] }
      }
      most = {
        terms = { field = "source.ip", size = 10, min_doc_count = var.waf_blocks + 1 }
        aggregations = {
          rules = { terms = { field = "rule.name", size = 3 } }
          hosts = { terms = { field = "url.domain", size = 3 } }
        }
      }
    }
    size = 0
  }

  trigger "many" {
    severity = local.severity.waf_blocks_per_client
    count    = "> ${var.waf_blocks}"

    buckets {
      parent_bucket_path = "by"
    }

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{#ctx.newAlerts}}
        {{bucket_keys}}: more than ${var.waf_blocks} requests blocked within ${local.counted}, until {{ctx.periodEnd}}.
        {{/ctx.newAlerts}}
        {{#ctx.completedAlerts}}
        {{bucket_keys}}: no longer more than ${var.waf_blocks} blocked requests, at {{ctx.periodEnd}}.
        {{/ctx.completedAlerts}}
        Clients with more now:
        {{#ctx.results.0.aggregations.most.buckets}}
        - {{key}}: {{doc_count}} by{{#rules.buckets}} {{key}}{{/rules.buckets}}, at{{#hosts.buckets}} {{key}}{{/hosts.buckets}}
        {{/ctx.results.0.aggregations.most.buckets}}
      EOT

      action_execution_policy {
        actionable_alerts = ["NEW", "COMPLETED"]
      }
    }
  }
}

monitor "waf_known_bad_inputs" {
  name        = "${var.name_prefix}WAF: known bad inputs"
  description = "Requests that exploit what is known: Log4j, deserialisation, paths such as /.env. They were blocked: see that what they aim at is patched."
  enabled     = contains(var.sources, "waf")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.waf
    time_field = local.arrived
    last       = local.counted
    filter = concat([
      { term = { "event.action" = "BLOCK" } },
      { bool = { should = [for p in var.waf_bad_input_rules : { wildcard = { "rule.name" = p } }], minimum_should_match = 1 } },
    ], local.waf_left_out)
    aggregations = {
      clients = { terms = { field = "source.ip", size = 10 } }
      hosts   = { terms = { field = "url.domain", size = 10 } }
    }
    size = 10
  }

  trigger "many" {
    severity = local.severity.waf_known_bad_inputs
    hits     = "> ${var.waf_bad_inputs}"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} requests blocked as known bad inputs, ingested within ${local.counted} until {{ctx.periodEnd}}.
        By client:
        {{#ctx.results.0.aggregations.clients.buckets}}
        - {{key}}: {{doc_count}}
        {{/ctx.results.0.aggregations.clients.buckets}}
        The first ten:
        {{#ctx.results.0.hits.hits}}
        - {{_source.@timestamp}} {{_source.source.ip}}{{#_source.httpRequest.country}} ({{_source.httpRequest.country}}){{/_source.httpRequest.country}} {{_source.http.request.method}} {{_source.url.domain}}{{_source.url.path}}, {{_source.rule.name}} of {{_source.rule.ruleset}} in {{_source.cloud.account.id}} {{_source.cloud.region}}
        {{/ctx.results.0.hits.hits}}
      EOT
      throttle    = local.throttle
    }
  }
}
