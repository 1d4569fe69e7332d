workspace = "soc"
destination "webhook" "x" { url = "https://a.example/x" }
destination "webhook" "each" {
  for_each = { eu = "https://a.example/x", us = "https://b.example/x" }
  url      = each.value
}
monitor "new" {
  name = "new"
  schedule { interval = "1m" }
  extraction_query { indices = ["a"] }
}
import {
  to = destination.webhook.each["eu"]
  id = "ap_soc_webhook_each-eu_abcdef"
}
moved {
  from = monitor.oldest
  to   = monitor.old
}
moved {
  from = monitor.old
  to   = monitor.new
}
moved {
  from = destination.webhook.all
  to   = destination.webhook.each
}
moved {
  from = destination.webhook.each["as"]
  to   = destination.webhook.x
}
removed {
  from = destination.slack.gone["eu"]
}
removed {
  from = pack.cis.monitor.root_usage["eu"]
  lifecycle {
    destroy = false
  }
}
moved {
  from = workflow.first
  to   = workflow.second
}
moved {
  from = workflow.second
  to   = workflow.third
}
removed {
  from = workflow.third
}
