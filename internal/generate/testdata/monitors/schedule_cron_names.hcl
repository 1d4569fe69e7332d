monitor "canonical" {
  name    = "canonical"
  enabled = false

  schedule {
    cron     = "0 9 * JAN MON-FRI"
    timezone = "UTC"
  }

  extraction_query {
    indices = ["cwl-*"]
    query   = { match_all = {} }
    size    = 0
  }

  trigger "t" {
    severity = 1
    hits     = "> 0"
  }
}
