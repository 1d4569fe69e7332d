workspace = "backups"

variable "teams_url" {
  type      = string
  sensitive = true
}

locals {
  # Whose backups, and who hears of them.
  people = {
    databases = ["dba@example.com", "dba-oncall@example.com"]
    mail      = ["postmaster@example.com"]
  }
}

# User and password are in the keystore of each node, under the account's name:
# opensearch.notifications.core.email.relay.username and ….password.
destination "smtp_account" "relay" {
  host   = "smtp.example.com"
  port   = 587
  method = "start_tls"
  from   = "backups@example.com"
}

destination "email_group" "team" {
  for_each   = local.people
  recipients = each.value
}

destination "email" "team" {
  for_each    = local.people
  name        = "Backups of ${each.key}"
  description = "Those who keep ${each.key} running."
  account     = destination.smtp_account.relay
  recipients  = ["backup-archive@example.com"]
  groups      = [destination.email_group.team[each.key]]
}

destination "email" "managers" {
  account    = destination.smtp_account.relay
  recipients = ["managers@example.com"]
  groups     = values(destination.email_group.team)
}

destination "microsoft_teams" "operations" {
  url = var.teams_url
}

monitor "failed_backup" {
  for_each = local.people
  name     = "Failed backups of ${each.key}"

  schedule {
    interval = "15m"
  }

  extraction_query {
    indices = ["backups-*"]
    last    = "15m"
    filter = [
      { term = { "service.keyword" = each.key } },
      { term = { "status.keyword" = "failed" } },
    ]
  }

  trigger "failed" {
    severity = 2
    hits     = "> 0"

    action "mail" {
      destination = destination.email.team[each.key]
      subject     = "{{ctx.results.0.hits.total.value}} failed backups of ${each.key}"
      throttle    = "4h"
      message     = <<-EOT
        {{#ctx.results.0.hits.hits}}
        {{_source.host}}: {{_source.reason}}
        {{/ctx.results.0.hits.hits}}
      EOT
    }
  }

  trigger "many_failed" {
    severity = 1
    hits     = "> 2"

    action "managers" {
      destination = destination.email.managers
      subject     = "Backups of ${each.key} fail"
      message     = "{{ctx.results.0.hits.total.value}} backups of ${each.key} failed in a quarter of an hour."
    }

    action "tell" {
      destination = destination.microsoft_teams.operations
      subject     = "Backups of ${each.key} fail"
      message     = "{{ctx.results.0.hits.total.value}} failed."
    }
  }
}
