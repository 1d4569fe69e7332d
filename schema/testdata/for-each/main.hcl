workspace = "soc"
variable "secret" {
  sensitive = true
  default   = "s3cret-key"
}
variable "unset" { type = set(string) }
locals { nothing = null }
destination "slack" "a" {
  for_each = ["a"]
  url      = "https://hooks.slack.com/services/T/B/x"
}
destination "slack" "b" {
  for_each = var.unset
  url      = "https://hooks.slack.com/services/T/B/x"
}
destination "slack" "c" {
  for_each = toset([var.secret])
  url      = "https://hooks.slack.com/services/T/B/x"
}
destination "slack" "d" {
  for_each = "a"
  url      = "https://hooks.slack.com/services/T/B/x"
}
destination "slack" "e" {
  for_each = local.nothing
  url      = "https://hooks.slack.com/services/T/B/x"
}
destination "slack" "f" {
  for_each = toset([1, 2])
  url      = "https://hooks.slack.com/services/T/B/x"
}
destination "slack" "g" {
  for_each = { (var.secret) = 1 }
  url      = "https://hooks.slack.com/services/T/B/x"
}
destination "slack" "fine" {
  for_each = toset([nonsensitive(var.secret)])
  url      = "https://hooks.slack.com/services/T/B/x"
}
monitor "m" {
  for_each = ["a"]
  name     = "m"
}
monitor "n" {
  name = "n"
  schedule { interval = "1m" }
  extraction_query { indices = ["a"] }
  dynamic "trigger" {
    for_each = var.unset
    labels   = [trigger.key]
    content {
      severity = 1
      hits     = "> 0"
    }
  }
}
import {
  to = monitor.m["a"]
  id = "x"
}
import {
  to = destination.slack.b["a"]
  id = "ap_soc_slack_x"
}
destination "slack" "h" {
  for_each = { "a\nb" = 1 }
  url      = "https://hooks.slack.com/services/T/B/x"
}
