monitor "monitor_7fd0bb" {
  name    = "監視 😀 \"q\""
  enabled = false

  schedule {
    interval = "5m"
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
