# Elastic Load Balancing. Three formats share the index, told apart by @log_type: alb
# and clb have a status (elb_status_code is the load balancer's, target_status_code or
# backend_status_code that of what stands behind), nlb has none. Their names of TLS
# versions differ, too.

variable "elb_5xx" {
  type        = number
  default     = 50
  nullable    = false
  description = "More answers than this with a status of 500 or above are told."

  validation {
    condition     = var.elb_5xx >= 0 && floor(var.elb_5xx) == var.elb_5xx
    error_message = "elb_5xx is a whole number, 0 or more."
  }
}

variable "elb_ignored" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "Load balancers that no rule looks at, as the field elb has them: app/NAME/ID of an ALB, net/NAME/ID of an NLB, the name of a classic one."
}

variable "elb_old_tls" {
  type        = list(string)
  default     = ["SSLv3", "TLSv1", "TLSv1.1"]
  nullable    = false
  description = "Versions that should be used no more, as the logs of ALBs have them."

  validation {
    condition     = length(var.elb_old_tls) > 0 && length(setsubtract(var.elb_old_tls, ["SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"])) == 0
    error_message = "elb_old_tls holds some of SSLv2, SSLv3, TLSv1, TLSv1.1 and TLSv1.2."
  }
}

locals {
  elb_left_out = length(var.elb_ignored) == 0 ? [] : [{ bool = { must_not = [{ terms = { elb = var.elb_ignored } }] } }]

  # NLBs write tlsv10, tlsv11, tlsv12.
  elb_old_tls_of_nlb = [for v in var.elb_old_tls : v == "TLSv1" ? "tlsv10" : replace(lower(v), ".", "")]
}

monitor "elb_5xx" {
  name        = "${var.name_prefix}ELB: many errors"
  description = "Load balancers answer with 5xx: 502, 503 and 504 are mostly their own, 500 comes from what stands behind."
  enabled     = contains(var.sources, "elb")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.elb
    time_field = local.arrived
    last       = local.counted
    filter = concat([
      { terms = { "@log_type" = ["alb", "clb"] } },
      { range = { "http.response.status_code" = { gte = 500 } } },
    ], local.elb_left_out)
    aggregations = {
      load_balancers = {
        terms        = { field = "elb", size = 10 }
        aggregations = { statuses = { terms = { field = "http.response.status_code", size = 5 } } }
      }
    }
    size = 5
  }

  trigger "many" {
    severity = local.severity.elb_5xx
    hits     = "> ${var.elb_5xx}"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} answers of 5xx, ingested within ${local.counted} until {{ctx.periodEnd}}.
        By load balancer:
        {{#ctx.results.0.aggregations.load_balancers.buckets}}
        - {{key}}: {{doc_count}},{{#statuses.buckets}} {{doc_count}} of {{key}}{{/statuses.buckets}}
        {{/ctx.results.0.aggregations.load_balancers.buckets}}
        Some of them:
        {{#ctx.results.0.hits.hits}}
        - {{_source.@timestamp}} {{_source.http.response.status_code}} {{_source.source.ip}} {{_source.http.request.method}} {{_source.url.full}}{{#_source.target_status_code}}, the target said {{_source.target_status_code}}{{/_source.target_status_code}}, in {{_source.cloud.account.id}} {{_source.cloud.region}}
        {{/ctx.results.0.hits.hits}}
      EOT
      throttle    = local.throttle
    }
  }
}

monitor "elb_old_tls" {
  name        = "${var.name_prefix}ELB: old TLS"
  description = "A client came in by a version of TLS that should be off. Give the listener a newer security policy, or find the client."
  enabled     = contains(var.sources, "elb")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.elb
    time_field = local.arrived
    last       = local.listed
    filter = concat([{
      bool = {
        should = [
          { bool = { filter = [{ terms = { "@log_type" = ["alb", "clb"] } }, { terms = { ssl_protocol = var.elb_old_tls } }] } },
          { bool = { filter = [{ term = { "@log_type" = "nlb" } }, { terms = { tls_protocol_version = local.elb_old_tls_of_nlb } }] } },
        ]
        minimum_should_match = 1
      }
    }], local.elb_left_out)
    aggregations = {
      load_balancers = {
        terms        = { field = "elb", size = 10 }
        aggregations = { clients = { terms = { field = "source.ip", size = 5 } } }
      }
    }
    size = 10
  }

  trigger "any" {
    severity = local.severity.elb_old_tls
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} request(s) over an old TLS, ingested within ${local.listed} until {{ctx.periodEnd}}.
        By load balancer, and the clients:
        {{#ctx.results.0.aggregations.load_balancers.buckets}}
        - {{key}}: {{doc_count}}, from{{#clients.buckets}} {{key}}{{/clients.buckets}}
        {{/ctx.results.0.aggregations.load_balancers.buckets}}
        The first ten:
        {{#ctx.results.0.hits.hits}}
        - {{_source.@timestamp}} {{_source.source.ip}} by {{_source.ssl_protocol}}{{_source.tls_protocol_version}} to {{_source.elb}}{{#_source.user_agent.original}}, {{_source.user_agent.original}}{{/_source.user_agent.original}}, in {{_source.cloud.account.id}} {{_source.cloud.region}}
        {{/ctx.results.0.hits.hits}}
      EOT
      throttle    = local.throttle
    }
  }
}
