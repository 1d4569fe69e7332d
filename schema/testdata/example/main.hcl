workspace = "soc"

cluster "prod" {
  url = "https://search.example.com"
}

variable "slack_url" {
  type      = string
  sensitive = true
}

variable "teams" {
  type    = map(string)
  default = { eu = "https://hooks.slack.com/services/T0/B0/eu", us = "https://hooks.slack.com/services/T0/B0/us" }
}

locals {
  login = { term = { "eventName.keyword" = "ConsoleLogin" } }
}

destination "sns" "security" {
  topic_arn = "arn:aws:sns:eu-west-1:123456789012:security"
  role_arn  = "arn:aws:iam::123456789012:role/alerting-sns"
}

destination "slack" "soc" {
  url = var.slack_url
}

destination "slack" "team" {
  for_each = var.teams
  url      = each.value
}

existing "slack" "oncall" {
  id = "T6Ps_KEBmzibbaqfQLhk"
}

destination "webhook" "hook" {
  host    = "hooks.example.com"
  port    = 8443
  path    = "/in?x=1"
  headers = { Authorization = "Bearer ${env("TOKEN")}" }
}

monitor "console_login" {
  name = "AWS console login"

  schedule {
    interval = "5m"
  }

  extraction_query {
    indices = ["cwl-*"]
    last    = "5m"
    lag     = "1m"
    filter  = [local.login, { terms = { x = [5, "5"] } }]
    size    = 10
  }

  trigger "any_login" {
    severity = 1
    hits     = "> 0"

    action "notify" {
      destination = destination.sns.security
      subject     = "Console login"
      message     = <<-EOT
        {{ctx.results.0.hits.total.value}} logins, the first by
        {{ctx.results.0.hits.hits.0._source.userIdentity.userName}}
      EOT
      throttle    = "10m"
    }

    dynamic "action" {
      for_each = var.teams
      labels   = ["team_${action.key}"]
      content {
        destination = destination.slack.team[action.key]
        message     = "hello ${action.key}"
      }
    }
  }

  lifecycle {
    ignore_changes  = [enabled, trigger.any_login.severity]
    prevent_destroy = true
  }
}

monitor "each" {
  for_each = toset(["a", "b"])
  name     = "each ${each.key}"
  schedule {
    cron     = "0 9 * * 1-5"
    timezone = "GMT+2"
  }
  extraction_query {
    indices = ["cwl-*"]
    filter  = [{ match = { user = var.slack_url } }]
  }
  trigger "many" {
    severity = "2"
    hits     = "> 11000"
    action "notify" {
      destination = existing.slack.oncall
      message     = "x"
    }
  }
}

import {
  to = monitor.each["a"]
  id = "T6Ps_KEBmzibbaqfQLhk"
}

moved {
  from = monitor.old
  to   = monitor.each["b"]
}

removed {
  from = monitor.gone
  lifecycle { destroy = false }
}

test "somebody logs in" {
  monitor = monitor.each["a"]
  events  = [{ user = "alice" }]
  expect "many" { fires = false }
}
