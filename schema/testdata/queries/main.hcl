workspace = "soc"
existing "email" "x" { id = "x" }
locals {
  query = {
    default = { indices = ["cwl-*"] }
    lag     = { indices = ["cwl-*"], lag = "90s" }
    field   = { indices = ["log-aws-*", "remote:log-*", "<log-{now/d}>", "-old", "_all"], time_field = "event.created", last = "1h", lag = "30m" }
    one     = { indices = ["a"], filter = { term = { a = 1 } } }
    whole   = { indices = ["a"], query = { match_all = {} }, last = "2d" }
    own     = { indices = ["a"], query = { range = { "@timestamp" = { gte = "{{period_end}}||-1h" } } } }
    aggs    = { indices = ["a"], size = 0, aggregations = { users = { terms = { field = "user" } } } }
  }
}
monitor "m" {
  for_each = local.query
  name     = each.key
  enabled  = false
  schedule { interval = "1h" }
  extraction_query {
    indices      = each.value.indices
    time_field   = try(each.value.time_field, null)
    last         = try(each.value.last, null)
    lag          = try(each.value.lag, null)
    filter       = try(each.value.filter, null)
    query        = try(each.value.query, null)
    aggregations = try(each.value.aggregations, null)
    size         = try(each.value.size, null)
  }
  trigger "t" {
    severity = 3
    hits     = "!= 10000"
    action "a" {
      destination = existing.email.x
      message     = "x"
    }
  }
}
monitor "raw_search" {
  name = "raw search"
  schedule { interval = "1h" }
  extraction_query {
    indices = ["a"]
    body = {
      size             = 1
      track_total_hits = 20001
      query            = { range = { "@timestamp" = { gte = "{{period_start}}" } } }
      aggs             = { by = { terms = { field = "user" } } }
    }
  }
  trigger "t" {
    severity  = 3
    condition = "ctx.results[0].hits.total.value > 20000 && ctx.results[0].aggregations.by.buckets.size() > 1"
    action "a" {
      destination = existing.email.x
      message     = "{{#ctx.results.0.aggregations.by.buckets}}{{key}}{{/ctx.results.0.aggregations.by.buckets}}"
    }
  }
}
