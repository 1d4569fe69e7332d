workspce = "soc"
monitr "x" {}
destination "slack" "soc" {
  ulr = "https://hooks.slack.com/services/T0/B0/x"
}
monitor "x" {
  name    = "x"
  enabeld = true
  schedule { intervall = "5m" }
  extraction_query {
    indices = ["a"]
    filters = []
  }
  triger "a" {}
  trigger "b" {
    severity = 1
    hit      = "> 0"
    action "c" {
      destinaton  = destination.slack.soc
      message     = "x"
    }
  }
}
