workspace = "soc"
variable "slack_url" { default = "https://hooks.slack.com/services/T/B/x" }
locals {
  events = ["a"]
  wrong  = local.evnts
}
destination "slack" "soc" { url = var.slack_ulr }
destination "slack" "team" {
  for_each = { eu = "https://hooks.slack.com/services/T/B/x", us = "https://hooks.slack.com/services/T/B/x" }
  url      = each.value
}
existing "email" "oncall" { id = "x" }
monitor "m" {
  name = "m ${each.key}"
  schedule { interval = interval }
  extraction_query {
    indices = [monitor.m.name, lokal.x, slack.soc, events, var, local.wrong]
    filter  = [for x in local.events : { term = { a = x } }]
  }
  trigger "t" {
    severity = 1
    hits     = "> 0"
    action "a" {
      destination = destination.slack.sco
      message     = "${destination.slack.soc}"
    }
    action "b" {
      destination = destination.sns.soc
      message     = "x"
    }
    action "c" {
      destination = destination.slack.team["ue"]
      message     = "x"
    }
    action "d" {
      destination = destination.slack.team
      message     = "x"
    }
    action "e" {
      destination = destination.slack.soc["eu"]
      message     = "x"
    }
    action "f" {
      destination = destination.slack
      message     = "x"
    }
    action "g" {
      destination = "destination.slack.soc"
      message     = "x"
    }
    action "h" {
      destination = destination.slack.soc.url
      message     = "x"
    }
    action "i" {
      destination = destination.email.oncall
      message     = "x"
    }
    action "j" {
      destination = 5
      message     = "x"
    }
    dynamic "action" {
      for_each = toset(["eu", "as"])
      labels   = ["k${action.key}"]
      content {
        destination = destination.slack.team[action.value]
        message     = "x"
      }
    }
    dynamic "action" {
      for_each = local.nothing
      labels   = ["l${acton.key}"]
      content {}
    }
  }
}
