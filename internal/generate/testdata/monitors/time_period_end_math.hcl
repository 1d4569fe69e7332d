monitor "canonical" {
  name    = "canonical"
  enabled = false

  schedule {
    interval = "5m"
  }

  extraction_query {
    indices = ["cwl-*"]
    query = {
      range = {
        "@timestamp" = { gt = "{{period_end}}||-1h/h", lt = "{{period_end}}||/h" }
      }
    }
  }

  trigger "t" {
    severity = 1
    hits     = "> 0"
  }
}
