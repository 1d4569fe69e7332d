workspace = "soc"
variable "secret" {
  sensitive = true
  default   = "secret-index"
}
monitor "indices" {
  name = "indices"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["", "cwl-*,log-aws-*", " cwl-*", "CWL-*", "cwl-a?b", "_x", ":x", 5, null]
    last    = "1m"
    lag     = "later"
    filter  = [{ term = { a = 1, b = 2 } }, { trem = { a = 1 } }]
  }
}
monitor "none" {
  name = "none"
  schedule { interval = "5m" }
  extraction_query {
    indices    = []
    time_field = ""
    size       = -1
    filter     = [{ range = { eventTime = { gte = "now-5m" } } }]
  }
}
monitor "text" {
  name = "text"
  schedule { interval = "5m" }
  extraction_query {
    indices = "cwl-*"
    filter  = [{ match = { user = var.secret } }]
    query   = { match_all = {} }
  }
}
monitor "secret" {
  name = "secret"
  schedule { interval = "5m" }
  extraction_query {
    indices    = ["cwl-*", var.secret]
    time_field = "eventTime"
  }
}
monitor "event_time" {
  name = "event time"
  schedule { interval = "5m" }
  extraction_query {
    indices    = ["cwl-*"]
    time_field = "eventTime"
    size       = 10001
    filter = [
      { range = { eventTime = { gte = "{{period_end}}||-5m" } } },
      { query_string = { query = "a OR b AND c" } },
      { query_string = { query = "(a OR b" } },
      { query_string = { query = "\"a" } },
      { query_string = { query = "(a OR b) AND c" } },
      { regexp = { a = "[x" } },
      { regexp = { a = { value = "(x" } } },
      { bool = { must = [{ macth = { a = 1 } }] } },
    ]
    aggregations = {
      over_time = { date_histogram = { field = "@timestamp" } }
    }
  }
}
monitor "cron" {
  name = "cron"
  schedule {
    cron     = "0 9 * * *"
    timezone = "UTC"
  }
  extraction_query {
    indices = ["eventTime-*"]
    last    = "1h"
  }
}
monitor "windowless" {
  name = "windowless"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    query   = { term = { a = 1 } }
  }
}
monitor "raw" {
  name = "raw"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    last    = "5m"
    body    = { query = { match_all = {} }, aggs = { a = { terms = { field = "x" } } }, aggregations = {} }
  }
  trigger "t" {
    severity = 1
    hits     = "> 11000"
    action "a" {
      destination = null
      message     = null
    }
  }
}
monitor "raw_text" {
  name = "raw text"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    body    = jsonencode({ query = {} })
  }
}
monitor "aggs" {
  name = "aggs"
  schedule { interval = "5m" }
  extraction_query {
    indices      = ["a"]
    last         = "5m"
    aggregations = { users = { trems = { field = "user" } } }
  }
}
monitor "variables" {
  name = "variables"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["cwl-*"]
    filter = [
      { range = { "@timestamp" = { gte = "{{period.start}}", lt = "{{ctx.periodEnd}}" } } },
      { match = { a = "{{#x}}" } },
      { query_string = { query = "eventTime:[now-5m TO now]" } },
    ]
  }
}
monitor "large" {
  name = "large"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    filter  = concat([for i in range(1024) : { term = { a = i } }], [{ terms = { a = split(",", join(",", [for i in range(66) : join(",", range(1000))])) } }])
  }
}
monitor "strings" {
  name = "strings"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    filter = [
      { query_string = { query = "path:a/b" } },
      { query_string = { query = "a:[1 TO 2" } },
      { query_string = { query = "a b]" } },
      { query_string = { query = "a\\" } },
      { query_string = { query = "a) b" } },
      { query_string = { query = "a:[1 TO \"x]\"} AND path:\"a/b\" AND \\/x" } },
      { regexp = { a = "[]" } },
      { regexp = { a = "a\"" } },
      { regexp = { a = "a)" } },
      { regexp = { a = "a\\" } },
      { regexp = { a = { value = "a\"", flags = "NONE" } } },
      { regexp = { a = "[]a](b)[^]]\"(\"" } },
    ]
  }
}
monitor "foreign" {
  name = "foreign"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    body = {
      query = { bool = {
        filter = [{ range = { t = { gte = "now-5m" } } }, { moonphase = { phase = "full" } }]
        should = { knn = { v = { vector = [1, 2], k = 3 } } }
      } }
      aggregations = { a = { eclipses = { field = "t" }, aggs = { b = { max = { field = "x" } } } } }
    }
  }
}
monitor "forgotten" {
  name = "forgotten"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    body = {
      query = { bool = { filter = [
        { range = { t = { gte = "now-5m", from = "now-10m" } } },
        { simple_query_string = { query = "error", locale = "en" } },
      ] } }
      aggregations = { a = { variable_width_histogram = { field = "x", buckets = 3, shard_size = 500 } } }
    }
  }
}
