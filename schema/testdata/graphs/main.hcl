workspace = "soc"
variable "limit" { type = number }
variable "host" { type = string }
destination "webhook" "pager" { url = "https://pager.example.com" }
locals {
  filters = {
    text    = { field = "city", is = "Seattle" }
    keyword = { field = "city.keyword", is = "Seattle" }
    number  = { field = "age", is = 20 }
    truth   = { field = "errored", is = true }
  }
}
monitor "documents" {
  name = "documents"
  schedule { interval = "1h" }
  graph { indices = ["a"] }
  trigger "many" {
    severity = 1
    above    = 9999
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.results.0.hits.total.value}}"
    }
  }
}
monitor "figures" {
  for_each = toset(["count", "avg", "min", "max", "sum"])
  name     = "figures ${each.key}"
  schedule { interval = "5m" }
  graph {
    indices     = ["a", "b-*"]
    time_field  = "time"
    last        = "90m"
    aggregation = each.key
    field       = "bytes"
    group_by    = "host.keyword"
  }
  trigger "above" {
    name     = "Above ten"
    severity = 2
    above    = 10
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.results.0.aggregations.metric.value}} {{#ctx.results.0.aggregations.terms_agg.buckets}}{{key}}{{/ctx.results.0.aggregations.terms_agg.buckets}}"
    }
  }
  trigger "below" {
    severity = 3
    below    = 0.25
    action "page" {
      destination = destination.webhook.pager
      message     = "Low."
    }
  }
  trigger "equals" {
    severity = 4
    equals   = "7"
    action "page" {
      destination = destination.webhook.pager
      message     = "Seven."
    }
  }
  lifecycle { ignore_changes = [graph, trigger.above.above] }
}
monitor "where" {
  name = "where"
  schedule { interval = "1d" }
  graph {
    indices = ["a"]
    last    = "7d"
    dynamic "where" {
      for_each = local.filters
      content {
        field = where.value.field
        is    = where.value.is
      }
    }
    where {
      field  = "city"
      is_not = "Seattle"
    }
    where {
      field   = "age"
      is_null = true
    }
    where {
      field       = "age"
      is_not_null = true
    }
    where {
      field      = "age"
      is_greater = 20
    }
    where {
      field            = "age"
      is_greater_equal = 20.5
    }
    where {
      field   = "age"
      is_less = -1
    }
    where {
      field         = "age"
      is_less_equal = 20
    }
    where {
      field    = "age"
      in_range = [20, 40]
    }
    where {
      field        = "age"
      not_in_range = [20, 40]
    }
    where {
      field       = "city"
      starts_with = "Se"
    }
    where {
      field     = "city"
      ends_with = "tle"
    }
    where {
      field    = "city"
      contains = "Se"
    }
    where {
      field    = "city.keyword"
      contains = "Se"
    }
    where {
      field            = "city"
      does_not_contain = "Se"
    }
    where {
      field = "zip"
      type  = "keyword"
      is    = 98101
    }
  }
  trigger "none" {
    severity = 1
    equals   = 0
    action "page" {
      destination = destination.webhook.pager
      message     = "None."
    }
  }
}
monitor "not_known_yet" {
  name = "not known yet"
  schedule { interval = "1h" }
  graph {
    indices = ["a"]
    where {
      field = "host"
      is    = var.host
    }
    where {
      field    = "age"
      in_range = [1, var.limit]
    }
  }
  trigger "many" {
    severity = 1
    above    = var.limit
    action "page" {
      destination = destination.webhook.pager
      message     = "Many."
    }
  }
}
