# Who guesses passwords? CloudTrail → CloudWatch Logs → OpenSearch (cwl-*), looked at
# user by user: each has an alert, and a message, of its own.

workspace = "brute-force"

variable "slack_url" {
  type        = string
  sensitive   = true
  description = "Incoming webhook of the channel that hears of it."
}

destination "slack" "soc" {
  url = var.slack_url
}

locals {
  failed = [
    { term = { "eventName.keyword" = "ConsoleLogin" } },
    { term = { "responseElements.ConsoleLogin.keyword" = "Failure" } },
  ]
}

monitor "failed_logins" {
  name        = "Many failed logins of one user"
  description = "More than 5 in 10 minutes. Ask the user; if it was somebody else, lock the user."

  schedule {
    interval = "1m"
  }

  extraction_query {
    indices  = ["cwl-*"]
    last     = "10m"
    filter   = local.failed
    group_by = ["userIdentity.userName.keyword"]
  }

  trigger "many" {
    severity = 2
    count    = "> 5"

    # Once when it begins, and once when it is over.
    action "tell" {
      destination = destination.slack.soc
      message     = <<-EOT
        {{#ctx.newAlerts}}
        {{bucket_keys}}: more than 5 failed logins in 10 minutes, until {{ctx.periodEnd}}.
        {{/ctx.newAlerts}}
        {{#ctx.completedAlerts}}
        {{bucket_keys}}: it is over.
        {{/ctx.completedAlerts}}
      EOT

      action_execution_policy {
        actionable_alerts = ["NEW", "COMPLETED"]
      }
    }
  }
}

monitor "password_spraying" {
  name        = "One address tries many users"
  description = "A few passwords, tried on many users: each of them fails too seldom to be seen."

  schedule {
    interval = "5m"
  }

  extraction_query {
    indices  = ["cwl-*"]
    last     = "1h"
    filter   = local.failed
    group_by = ["sourceIPAddress.keyword"]
    aggregations = {
      users = { cardinality = { field = "userIdentity.userName.keyword" } }
    }
  }

  trigger "many_users" {
    severity  = 1
    condition = "params.users >= 4"

    # The office has one address for all who mistype.
    buckets {
      composite_agg_filter = { "sourceIPAddress.keyword" = { exclude = ["203.0.113.10"] } }
    }

    # One message for all addresses of a run.
    action "page" {
      destination = destination.slack.soc
      subject     = "Password spraying"
      message     = <<-EOT
        Failed logins of 4 users or more, within an hour, from
        {{#ctx.newAlerts}}
        - {{bucket_keys}} (new)
        {{/ctx.newAlerts}}
        {{#ctx.dedupedAlerts}}
        - {{bucket_keys}} (goes on)
        {{/ctx.dedupedAlerts}}
        {{#ctx.completedAlerts}}
        - {{bucket_keys}} (over)
        {{/ctx.completedAlerts}}
      EOT

      action_execution_policy {
        scope = "per_execution"
      }
    }
  }
}
