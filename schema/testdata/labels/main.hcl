workspace = "soc"
monitor "no label" { name = "x" }
destination "slack" "1st" { url = "https://hooks.slack.com/services/T/B/x" }
monitor "m" {
  name = "m"
  schedule { interval = "1m" }
  extraction_query { indices = ["a"] }
  trigger "any login" {
    severity = 1
    hits     = "> 0"
  }
}
cluster "lacks" {}
monitor "too" "many" {}
destination "slack" {}
variable {}
workspace "soc" {}
locals = {}
