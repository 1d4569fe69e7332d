workspace = "soc"
variable "text" { type = string }
variable "list" { type = list(string) }
variable "number" { type = number }
variable "map" { type = map(string) }
variable "choice" { type = bool }
destination "slack" "a" { url = var.text }
destination "slack" "b" { url = "https://hooks.slack.com/services/${var.text}" }
destination "sns" "a" { topic_arn = var.text }
destination "webhook" "a" {
  host    = var.text
  port    = var.number
  headers = var.map
}
destination "webhook" "b" {
  url     = env("HOOK_URL")
  method  = var.text
  headers = { Authorization = "Bearer ${env("HOOK_TOKEN")}" }
}
existing "email" "a" { id = var.text }
monitor "m" {
  name        = "m ${var.text}"
  description = var.text
  schedule { interval = var.text }
  extraction_query {
    indices = var.list
    last    = var.text
    filter  = [{ term = { a = var.number } }, var.map]
    size    = var.number
  }
  trigger "t" {
    severity = var.number
    hits     = "> ${var.number}"
    action "a" {
      destination = var.choice ? destination.slack.a : destination.slack.b
      subject     = var.text
      message     = "hello ${var.text}"
      throttle    = var.text
    }
  }
  trigger "u" {
    severity  = 1
    condition = var.text
    action "a" {
      destination = destination.slack.a
      message     = "x"
    }
  }
}
monitor "cron" {
  name = "cron"
  schedule {
    cron     = var.text
    timezone = var.text
  }
  extraction_query {
    indices = ["a", var.text]
    query   = var.map
    lag     = var.text
  }
  trigger "u" {
    severity = 1
    hits     = "> 0"
    action "a" {
      destination = destination.slack.a
      message     = "x"
    }
  }
}
monitor "size" {
  name = "size"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    filter  = [{ match = { a = { query = "x", boost = var.number } } }, { term = { b = var.text } }]
    size    = var.number
  }
}
