workspace = "soc"
monitor "directive" {
  name = "directive"
  schedule { interval = "5m" }
  extraction_query { indices = ["a"] }
  trigger "t" {
    severity = 1
    hits     = "> 0"
    action "a" {
      destination = destination.webhook.x
      message     = "CPU at 90%{{ctx.results.0.hits.total.value}}"
    }
  }
}
