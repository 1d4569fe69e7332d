workspace = "soc"

destination "webhook" "pager" {
  url = "https://pager.example.com/v1/page"
}

# Everything by itself.
monitor "short" {
  name = "Short"
  schedule { interval = "5m" }
  extraction_query {
    indices      = ["cwl-*"]
    last         = "10m"
    group_by     = ["user.keyword", "awsRegion.keyword"]
    aggregations = { ips = { cardinality = { field = "ip" } } }
  }
  trigger "many" {
    severity = 2
    count    = ">= 5"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{#ctx.newAlerts}}{{bucket_keys}}{{/ctx.newAlerts}}{{#ctx.dedupedAlerts}}{{bucket_keys}}{{/ctx.dedupedAlerts}}"
    }
  }
  trigger "wide" {
    severity  = 2
    condition = "params.ips > 3 && params['count'] > 5 && params.get('x') == 1"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.newAlerts.0.bucket_keys}}"
      action_execution_policy {
        scope             = "per_alert"
        actionable_alerts = ["NEW"]
      }
    }
  }
}

# In the API's words.
monitor "long" {
  name = "Long"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["cwl-*"]
    last    = "10m"
    aggregations = {
      failed = {
        filter = { exists = { field = "errorCode" } }
        aggs = {
          users = {
            terms = { field = "user", size = 100 }
            aggs = {
              bytes = { stats = { field = "bytes" } }
              late  = { percentiles = { field = "took", percents = [95, 99.5] } }
              bad   = { filter = { term = { status = 500 } }, aggs = { ips = { cardinality = { field = "ip" } } } }
            }
          }
        }
      }
      total = { sum = { field = "bytes" } }
    }
  }
  quiet_hours {
    from     = "09:00"
    to       = "18:00"
    timezone = "Asia/Tokyo"
  }
  trigger "many" {
    severity  = 2
    condition = "params.n > 5 && params.late > 100 && params.max > 10 && params.ips > 1"
    buckets {
      parent_bucket_path = "failed>users"
      buckets_path       = { n = "_count", max = "bytes.max", late = "late[99.5]", ips = "bad>ips.value", bad = "bad._count" }
      gap_policy         = "insert_zeros"
      filter             = { include = "a.*", exclude = ["x", "b"] }
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
      action_execution_policy {
        scope = "per_execution"
      }
    }
  }
}

# Triggers that dynamic makes.
monitor "dynamic" {
  name = "Dynamic"
  schedule { interval = "5m" }
  extraction_query {
    indices      = ["cwl-*"]
    last         = "10m"
    aggregations = { sizes = { range = { field = "bytes", ranges = [{ to = 10 }, { from = 10 }] } } }
  }
  dynamic "trigger" {
    for_each = { some = 5, many = 50 }
    labels   = [trigger.key]
    content {
      severity = 2
      count    = "> ${trigger.value}"
      action "page" {
        destination = destination.webhook.pager
        message     = "Page."
      }
    }
  }
}

# As the visual editor has it.
monitor "graph" {
  name = "Graph"
  schedule { interval = "1h" }
  graph {
    indices     = ["cwl-*"]
    aggregation = "avg"
    field       = "session.minutes"
    group_by    = toset(["user.keyword", "awsRegion.keyword"])
  }
  trigger "long" {
    severity = 1
    above    = 5.5
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "unknown" {
    severity = 1
    below    = var.limit
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
}

variable "limit" {
  type = number
}
