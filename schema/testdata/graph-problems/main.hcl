workspace = "soc"
variable "key" {
  type      = string
  sensitive = true
  default   = "secret-value"
}
destination "webhook" "pager" { url = "https://pager.example.com" }
locals {
  graphs = {
    word      = { aggregation = "average", field = "bytes", last = "1h" }
    typo      = { aggregation = "mni", field = "bytes", last = "1h" }
    fieldless = { aggregation = "max", field = null, last = "1h" }
    empty     = { aggregation = "max", field = " ", last = "1h" }
    seconds   = { aggregation = "count", field = null, last = "30s" }
    minutes   = { aggregation = "count", field = null, last = "600s" }
    short     = { aggregation = "count", field = null, last = "1m" }
    long      = { aggregation = "count", field = null, last = "5 minutes" }
  }
  counts = { many = 10000, fine = 9999 }
  values = { list = ["a"], none = "", object = {}, nothing = null }
  ranges = { one = [1], back = [2, 1], same = [1, 1], texts = ["a", "b"], text = "1-2", null = [1, null] }
}
monitor "figure" {
  for_each = local.graphs
  name     = "figure ${each.key}"
  schedule { interval = "5m" }
  graph {
    indices     = ["a"]
    aggregation = each.value.aggregation
    field       = each.value.field
    last        = each.value.last
  }
  trigger "t" {
    severity = 1
    above    = 5
  }
}
monitor "both" {
  name = "both"
  schedule { interval = "5m" }
  extraction_query { indices = ["a"] }
  graph { indices = ["a"] }
}
monitor "neither" {
  name = "neither"
  schedule { interval = "5m" }
}
monitor "misspelt" {
  name = "misspelt"
  schedule { interval = "5m" }
  grahp { indices = ["a"] }
}
monitor "conditions" {
  name = "conditions"
  schedule { interval = "5m" }
  graph {}
  graph { indices = [] }
  trigger "hits" {
    severity = 1
    hits     = "> 5"
  }
  trigger "condition" {
    severity  = 1
    condition = "return true"
  }
  trigger "none" { severity = 1 }
  trigger "two" {
    severity = 1
    above    = 5
    below    = 3
  }
  trigger "text" {
    severity = 1
    above    = "five"
  }
  trigger "large" {
    severity = 1
    above    = 3000000000
  }
  trigger "secret" {
    severity = 1
    above    = var.key
  }
  trigger "many" {
    severity = 1
    above    = 10000
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.results.0.hits.hits.0._source.a}} {{ctx.results.0.aggregations.metric.value}}"
    }
  }
  trigger "few" {
    severity = 1
    below    = 10000
  }
  trigger "fewer" {
    severity = 1
    below    = 10001
  }
  trigger "never" {
    severity = 1
    below    = 0
  }
}
monitor "query" {
  name = "query"
  schedule { interval = "5m" }
  extraction_query { indices = ["a"] }
  trigger "above" {
    severity = 1
    above    = 5
  }
  trigger "beside" {
    severity = 1
    hits     = "> 5"
    equals   = 5
  }
}
monitor "values" {
  for_each = local.values
  name     = "values ${each.key}"
  schedule { interval = "5m" }
  graph {
    indices = ["a"]
    where {
      field = "a"
      is    = each.value
    }
  }
}
monitor "ranges" {
  for_each = local.ranges
  name     = "ranges ${each.key}"
  schedule { interval = "5m" }
  graph {
    indices = ["a"]
    where {
      field    = "a"
      in_range = each.value
    }
  }
}
monitor "filters" {
  name = "filters"
  schedule { interval = "5m" }
  graph {
    indices = ["a"]
    where { field = "a" }
    where { is = "a" }
    where {
      field  = ""
      is     = "a"
      is_not = "b"
    }
    where {
      field   = "a"
      is_null = false
    }
    where {
      field            = "a.keyword"
      does_not_contain = "b"
    }
    where {
      field      = "a"
      type       = "text"
      is_greater = 5
    }
    where {
      field = "a"
      type  = "number"
      is    = "five"
    }
    where {
      field = "a"
      type  = "boolean"
      is    = "true"
    }
    where {
      field = "a"
      type  = "keywrod"
      is    = "b"
    }
    where {
      field    = "a"
      contians = "b"
    }
    where {
      field = "a"
      is    = var.key
    }
    where {
      field      = "a"
      is_greater = "many"
    }
    where {
      field    = "a"
      contains = ""
    }
  }
}
