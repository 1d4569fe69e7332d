monitor "canonical" {
  name    = "canonical"
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

  trigger "t_2" {
    name     = "t"
    severity = 1
    hits     = "> 0"
  }
}
