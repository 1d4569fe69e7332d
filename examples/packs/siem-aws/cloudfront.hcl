# CloudFront, standard and real-time logs. sc_status is a text ("000": the client had
# gone), http.response.status_code a number; there is no account, and the region is
# "global". Standard logs come in files, minutes to hours late: counts are of what
# arrived together, not of what happened together.

variable "cloudfront_errors" {
  type        = number
  default     = 100
  nullable    = false
  description = "More errors than this are told."

  validation {
    condition     = var.cloudfront_errors >= 0 && floor(var.cloudfront_errors) == var.cloudfront_errors
    error_message = "cloudfront_errors is a whole number, 0 or more."
  }
}

variable "cloudfront_4xx" {
  type        = number
  default     = 200
  nullable    = false
  description = "More answers of 4xx than this to one client are told."

  validation {
    condition     = var.cloudfront_4xx >= 0 && floor(var.cloudfront_4xx) == var.cloudfront_4xx
    error_message = "cloudfront_4xx is a whole number, 0 or more."
  }
}

variable "cloudfront_ignored_hosts" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "Host names (url.domain) that no rule looks at."
}

locals {
  cloudfront_left_out = length(var.cloudfront_ignored_hosts) == 0 ? [] : [{ bool = { must_not = [{ terms = { "url.domain" = var.cloudfront_ignored_hosts } }] } }]
}

monitor "cloudfront_errors" {
  name        = "${var.name_prefix}CloudFront: many errors"
  description = "Answers that CloudFront calls errors, or of 5xx. The detailed result says whose fault it is."
  enabled     = contains(var.sources, "cloudfront")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.cloudfront
    time_field = local.arrived
    last       = local.counted
    filter = concat([{
      bool = {
        should = [
          { term = { x_edge_result_type = "Error" } },
          { range = { "http.response.status_code" = { gte = 500 } } },
        ]
        minimum_should_match = 1
      }
    }], local.cloudfront_left_out)
    aggregations = {
      hosts = {
        terms        = { field = "url.domain", size = 10 }
        aggregations = { results = { terms = { field = "x_edge_detailed_result_type", size = 5 } } }
      }
    }
    size = 5
  }

  trigger "many" {
    severity = local.severity.cloudfront_errors
    hits     = "> ${var.cloudfront_errors}"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} errors, ingested within ${local.counted} until {{ctx.periodEnd}}.
        By host:
        {{#ctx.results.0.aggregations.hosts.buckets}}
        - {{key}}: {{doc_count}},{{#results.buckets}} {{doc_count}} of {{key}}{{/results.buckets}}
        {{/ctx.results.0.aggregations.hosts.buckets}}
        Some of them:
        {{#ctx.results.0.hits.hits}}
        - {{_source.@timestamp}} {{_source.sc_status}} {{_source.x_edge_detailed_result_type}}: {{_source.source.ip}} {{_source.http.request.method}} {{_source.url.full}}, distribution {{_source.distribution_id}} at {{_source.x_edge_location}}
        {{/ctx.results.0.hits.hits}}
      EOT
      throttle    = local.throttle
    }
  }
}

monitor "cloudfront_4xx_per_client" {
  name        = "${var.name_prefix}CloudFront: a client asks for what is not there"
  description = "One client got many answers of 4xx: it looks for something, or holds an old link."
  enabled     = contains(var.sources, "cloudfront")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.cloudfront
    time_field = local.arrived
    last       = local.counted
    filter     = concat([{ range = { "http.response.status_code" = { gte = 400, lt = 500 } } }], local.cloudfront_left_out)
    aggregations = {
      by = {
        composite = { size = 1000, sources = [{ client = { terms = { field = "source.ip" } } }] }
      }
      most = {
        terms = { field = "source.ip", size = 10, min_doc_count = var.cloudfront_4xx + 1 }
        aggregations = {
          statuses = { terms = { field = "http.response.status_code", size = 3 } }
          hosts    = { terms = { field = "url.domain", size = 3 } }
        }
      }
    }
    size = 0
  }

  trigger "many" {
    severity = local.severity.cloudfront_4xx_per_client
    count    = "> ${var.cloudfront_4xx}"

    buckets {
      parent_bucket_path = "by"
    }

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{#ctx.newAlerts}}
        {{bucket_keys}}: more than ${var.cloudfront_4xx} answers of 4xx within ${local.counted}, until {{ctx.periodEnd}}.
        {{/ctx.newAlerts}}
        {{#ctx.completedAlerts}}
        {{bucket_keys}}: no longer more than ${var.cloudfront_4xx} answers of 4xx, at {{ctx.periodEnd}}.
        {{/ctx.completedAlerts}}
        Clients with more now:
        {{#ctx.results.0.aggregations.most.buckets}}
        - {{key}}: {{doc_count}},{{#statuses.buckets}} {{doc_count}} of {{key}}{{/statuses.buckets}}, at{{#hosts.buckets}} {{key}}{{/hosts.buckets}}
        {{/ctx.results.0.aggregations.most.buckets}}
      EOT

      action_execution_policy {
        actionable_alerts = ["NEW", "COMPLETED"]
      }
    }
  }
}
