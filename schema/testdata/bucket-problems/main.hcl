workspace = "soc"

cluster "old" {
  url     = "https://search.example.com"
  dialect = "opensearch-1.3"
}

destination "webhook" "pager" {
  url = "https://pager.example.com/v1/page"
}

locals {
  indices = ["cwl-*"]
}

monitor "mixed" {
  name = "Mixed"
  schedule { interval = "5m" }
  extraction_query {
    indices      = local.indices
    last         = "5m"
    aggregations = { users = { terms = { field = "user" } } }
  }
  trigger "buckets" {
    severity = 1
    count    = "> 5"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.results.0.hits.total.value}}, {{ctx.alert.id}}"
    }
  }
  trigger "documents" {
    severity = 1
    hits     = "> 5"
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
}

monitor "grouped" {
  name = "Grouped"
  schedule { interval = "5m" }
  extraction_query {
    indices  = local.indices
    last     = "5m"
    group_by = ["user", "", "user"]
  }
  trigger "hits" {
    severity = 1
    hits     = "> 5"
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "none" {
    severity = 1
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "both" {
    severity  = 1
    count     = "> 5"
    condition = "params.count > 5"
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "never" {
    severity = 1
    count    = "< 1"
    buckets {
      buckets_path = { count = "_count" }
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.results.0.hits.total.value}}"
    }
  }
  trigger "form" {
    severity = 1
    count    = "many"
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
}

monitor "parents" {
  name = "Parents"
  schedule { interval = "5m" }
  extraction_query {
    indices = local.indices
    last    = "5m"
    aggregations = {
      users   = { terms = { field = "user", size = 50 } }
      regions = { terms = { field = "region", size = 50 } }
      hours   = { date_histogram = { field = "@timestamp", fixed_interval = "1h" } }
      kinds   = { filters = { filters = { a = { term = { a = 1 } } } } }
      sizes   = { range = { field = "bytes", keyed = true, ranges = [{ to = 10 }] } }
      bytes   = { sum = { field = "bytes" } }
    }
  }
  dynamic "trigger" {
    for_each = {}
    labels   = ["x"]
    content {}
  }
  trigger "several" {
    severity = 1
    count    = "> 5"
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "unknown" {
    severity = 1
    count    = "> 5"
    buckets {
      parent_bucket_path = "user"
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "hours" {
    severity = 1
    count    = "> 5"
    buckets {
      parent_bucket_path = "hours"
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "named" {
    severity = 1
    count    = "> 5"
    buckets {
      parent_bucket_path = "kinds"
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "keyed" {
    severity = 1
    count    = "> 5"
    buckets {
      parent_bucket_path = "sizes"
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "figure" {
    severity = 1
    count    = "> 5"
    buckets {
      parent_bucket_path = "bytes"
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "through" {
    severity = 1
    count    = "> 5"
    buckets {
      parent_bucket_path = "users>regions"
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
}

monitor "without" {
  name = "Without"
  schedule { interval = "5m" }
  extraction_query {
    indices = local.indices
    last    = "5m"
  }
  trigger "none" {
    severity = 1
    count    = "> 5"
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
}

monitor "paths" {
  name = "Paths"
  schedule { interval = "5m" }
  extraction_query {
    indices = local.indices
    last    = "5m"
    aggregations = {
      users = {
        composite = {
          sources = [
            { user = { terms = { field = "user", missing_bucket = true } } },
            { hour = { date_histogram = { field = "@timestamp", fixed_interval = "1h" } } },
          ]
        }
        aggs = {
          ips   = { cardinality = { field = "ip" } }
          bytes = { stats = { field = "bytes" } }
          late  = { percentiles = { field = "took" } }
          bad   = { filter = { term = { status = 500 } } }
          last  = { top_hits = { size = 1 } }
        }
      }
    }
  }
  trigger "all" {
    severity  = 1
    condition = "params.a > 1 && params.zz > 2 && params.b == null"
    buckets {
      buckets_path = {
        a = "ip"
        b = "bytes"
        c = "bytes.most"
        d = "late"
        e = "bad"
        f = "_key"
        g = "ips.max"
        h = "last"
        i = 5
      }
      gap_policy = "skipp"
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.newAlerts.0.bucket_keys}}"
    }
  }
  trigger "derived" {
    severity  = 1
    condition = "params.ipz > 1"
    action "page" {
      destination = destination.webhook.pager
      message     = <<-EOT
        {{#ctx.newAlerts}}
        {{bucket_keys}}: {{bucket.doc_count}}, {{ctx.results.0.hits.total.value}}
        {{/ctx.newAlerts}}
      EOT
      action_execution_policy {
        scope             = "per_bucket"
        actionable_alerts = ["NEW", "new", "COMPLETED"]
      }
    }
    buckets {}
  }
  trigger "broken" {
    severity  = 1
    condition = "params.count >"
    buckets {
      buckets_path = {}
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
      throttle    = "10m"
      action_execution_policy {
        scope             = "per_execution"
        actionable_alerts = ["NEW"]
      }
    }
  }
  trigger "empty" {
    severity  = 1
    condition = " "
    buckets {}
    buckets {}
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
      action_execution_policy {
        actionable_alerts = []
      }
    }
  }
}

monitor "filters" {
  name = "Filters"
  schedule { interval = "5m" }
  extraction_query {
    indices = local.indices
    last    = "5m"
    size    = 0
    aggregations = {
      pairs = { composite = { size = 100, sources = [{ user = { terms = { field = "user" } } }, { region = { terms = { field = "region" } } }] } }
      users = { terms = { field = "user" } }
    }
  }
  trigger "one" {
    severity = 1
    count    = "> 5"
    buckets {
      parent_bucket_path   = "pairs"
      composite_agg_filter = { user = { exclude = ["ci"] }, regio = { includes = "[a" } }
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "plain" {
    severity = 1
    count    = "> 5"
    buckets {
      parent_bucket_path = "pairs"
      filter             = { exclude = "[a" }
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "terms" {
    severity = 1
    count    = "> 5"
    buckets {
      parent_bucket_path   = "users"
      composite_agg_filter = { user = { exclude = [1] } }
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "both" {
    severity = 1
    count    = "> 5"
    buckets {
      parent_bucket_path   = "users"
      filter               = {}
      composite_agg_filter = []
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
}

monitor "raw" {
  body = {
    name         = "Raw"
    monitor_type = "bucket_level_monitor"
    schedule     = { period = { interval = 1, unit = "MINUTES" } }
    inputs = [{ search = { indices = ["cwl-*"], query = {
      size  = 0
      query = { range = { "@timestamp" = { gte = "{{period_start}}" } } }
      aggregations = {
        users = { composite = { sources = [{ user = { terms = { field = "user" } } }, { region = { terms = { field = "region" } } }] } }
        hours = { date_histogram = { field = "@timestamp", fixed_interval = "1h" } }
      }
    } } }]
    triggers = [
      { bucket_level_trigger = {
        name     = "many"
        severity = "1"
        condition = {
          buckets_path         = { n = "_count", ips = "ips" }
          parent_bucket_path   = "users"
          script               = { source = "params.m > 5" }
          composite_agg_filter = { user = { exclude = ["ci"] } }
        }
        actions = [{ name = "page", destination_id = destination.webhook.pager, message_template = { source = "{{ctx.newAlerts.0.bucket_keys}} {{ctx.results.0.hits}}" } }]
      } },
      { bucket_level_trigger = {
        id        = "[hours]"
        name      = "hours"
        severity  = "1"
        condition = { buckets_path = { n = "_count" }, parent_bucket_path = "hours", script = { source = "params.n > params.most", params = { most = 5 } }, filter = { exclude = ["ci"] } }
        actions   = [{ name = "page", destination_id = destination.webhook.pager, message_template = { source = "Page." } }]
      } },
    ]
  }
}

monitor "documents" {
  name = "Documents"
  schedule { interval = "1m" }
  document_queries {
    indices = ["cwl"]
    query "any" {
      query = "a:b"
    }
  }
  trigger "count" {
    severity = 1
    count    = "> 5"
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
}

monitor "graph" {
  name = "Graph"
  schedule { interval = "1h" }
  graph {
    indices     = ["cwl-*"]
    aggregation = "sum"
    field       = "bytes-sent"
    group_by    = ["a", "b", "c"]
  }
  trigger "count" {
    severity = 1
    count    = "> 5"
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
  trigger "buckets" {
    severity = 1
    above    = 5
    buckets {
      filter = { exclude = ["ci"] }
    }
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.results.0.hits.total.value}}"
    }
  }
  trigger "condition" {
    severity  = 1
    condition = "params._count > 5"
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
}

monitor "beside" {
  name = "Beside"
  schedule { interval = "1h" }
  graph {
    indices  = ["cwl-*"]
    group_by = "a"
  }
  trigger "count" {
    severity = 1
    count    = "> 5"
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
    }
  }
}
