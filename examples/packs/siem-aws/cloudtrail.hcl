# CloudTrail in log-aws-cloudtrail-*: calls from addresses of threat lists. The controls
# of the CIS benchmark are another pack, cis-aws.

variable "cloudtrail_ignored_users" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "Users (user.name) whose calls are not told."
}

monitor "cloudtrail_ioc" {
  name        = "${var.name_prefix}CloudTrail: call from an address of a threat list"
  description = "Somebody called AWS from an address that the loader found in a threat list. Ask the user; if it was somebody else, take the keys away."
  enabled     = contains(var.sources, "cloudtrail")

  schedule {
    interval = local.interval
  }

  extraction_query {
    indices    = local.indices.cloudtrail
    time_field = local.arrived
    last       = local.listed
    filter = concat(
      [{ exists = { field = "threat.matched.providers" } }],
      length(var.cloudtrail_ignored_users) == 0 ? [] : [{ bool = { must_not = [{ terms = { "user.name" = var.cloudtrail_ignored_users } }] } }],
    )
    aggregations = {
      # The loader writes one name with a dot in it, "threat.matched": _source.threat.matched is empty in messages.
      indicators = {
        terms = { field = "threat.matched.indicators", size = 10 }
        aggregations = {
          providers = { terms = { field = "threat.matched.providers", size = 5 } }
          users     = { terms = { field = "user.name", size = 5 } }
        }
      }
    }
    size = 10
  }

  trigger "any" {
    severity = local.severity.cloudtrail_ioc
    hits     = "> 0"

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} call(s) from addresses of threat lists, ingested within ${local.listed} until {{ctx.periodEnd}}.
        By indicator, users, and who lists it:
        {{#ctx.results.0.aggregations.indicators.buckets}}
        - {{key}}: {{doc_count}} by{{#users.buckets}} {{key}}{{/users.buckets}}, listed by{{#providers.buckets}} {{key}}{{/providers.buckets}}
        {{/ctx.results.0.aggregations.indicators.buckets}}
        The first ten:
        {{#ctx.results.0.hits.hits}}
        - {{_source.@timestamp}} {{_source.user.name}}{{^_source.user.name}}{{_source.userIdentity.arn}}{{/_source.user.name}} from {{_source.source.address}}: {{_source.eventName}} of {{_source.eventSource}}, {{_source.event.outcome}}, in {{_source.cloud.account.id}} {{_source.cloud.region}}
          https://{{_source.cloud.region}}.console.aws.amazon.com/cloudtrailv2/home?region={{_source.cloud.region}}#/events/{{_source.eventID}}
        {{/ctx.results.0.hits.hits}}
      EOT
      throttle    = local.throttle
    }
  }
}
