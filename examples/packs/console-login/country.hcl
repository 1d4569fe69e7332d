# The first login from a country. CloudTrail knows addresses, and no countries: this one
# needs a field that whoever loads the events has looked up. SIEM on Amazon OpenSearch
# Service does so where it has been given the GeoLite2 database; a CloudWatch Logs
# subscription does not, and the monitor is disabled unless var.country_field says more.

variable "country_field" {
  type        = string
  default     = ""
  nullable    = false
  description = "The field that has the country of sourceIPAddress as a keyword, where it is not the family's own: such as geoip.country_code2.keyword."
}

variable "country_days" {
  type        = number
  default     = 30
  nullable    = false
  description = "A country is new if nobody has signed in from there for so many days."

  validation {
    condition     = var.country_days >= 1 && floor(var.country_days) == var.country_days
    error_message = "The days are a whole number, 1 or more."
  }
}

locals {
  country         = var.country_field == "" ? local.family.country : var.country_field
  country_or_none = local.country == "" ? "source.geo.country_iso_code${local.kw}" : local.country

  # Logins of late: with the window of the others, which ends with the period.
  lately = { range = { (local.family.time_field) = { gte = "{{period_end}}||-${local.recent}", lt = "{{period_end}}", format = "epoch_millis" } } }
}

# A country is new when all of its logins are of late.
monitor "new_country" {
  name        = "${var.name_prefix}Console login from a new country"
  description = "Nobody has signed in from there for ${var.country_days} days. Is somebody travelling?"
  enabled     = local.on.new_country && local.country != ""

  schedule {
    interval = "${var.interval}m"
  }

  extraction_query {
    indices    = local.indices
    time_field = local.family.time_field
    last       = "${var.country_days}d"
    filter     = concat(local.done, local.except)
    aggregations = {
      by = {
        composite    = { size = 1000, sources = [{ country = { terms = { field = local.country_or_none } } }] }
        aggregations = { lately = { filter = local.lately } }
      }
      now = {
        filter = local.lately
        aggregations = {
          countries = {
            terms        = { field = local.country_or_none, size = 10 }
            aggregations = { who = { terms = { field = "userIdentity.arn${local.kw}", size = 5 } }, from = { terms = { field = "sourceIPAddress${local.kw}", size = 5 } } }
          }
        }
      }
    }
    size = 0
  }

  trigger "first" {
    severity  = local.severity.new_country
    condition = "params.lately == params.logins"

    buckets {
      parent_bucket_path = "by"
      buckets_path       = { lately = "lately>_count", logins = "_count" }
    }

    action "tell" {
      destination = var.destination
      subject     = "{{ctx.monitor.name}}"
      message     = <<-EOT
        {{#ctx.newAlerts}}
        A console login from {{bucket_keys}}, the first in ${var.country_days} days, until {{ctx.periodEnd}}.
        {{/ctx.newAlerts}}
        Logins in the last ${local.recent}:
        {{#ctx.results.0.aggregations.now.countries.buckets}}
        - {{key}}: {{doc_count}}, by {{#who.buckets}}{{key}} {{/who.buckets}}from {{#from.buckets}}{{key}} {{/from.buckets}}
        {{/ctx.results.0.aggregations.now.countries.buckets}}
      EOT

      action_execution_policy {
        actionable_alerts = ["NEW"]
      }
    }
  }
}
