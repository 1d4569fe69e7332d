workspace = "soc"

destination "webhook" "pager" {
  url = "https://pager.example.com/v1/page"
}

monitor "paths" {
  for_each = {
    unknown   = { path = "/_cluster/heath" }
    search    = { path = "/_search" }
    longer    = { path = "/_cat/indicesx" }
    question  = { path = "/_cluster/health?level=shards" }
    snapshots = { path = "_cat/snapshots/" }
    tasks     = { path = "/_cat/tasks", path_params = "x" }
    twice     = { path = "/_cluster/health/a", path_params = "b" }
    odd       = { path = "/_cluster/health", path_params = "a?level=shards" }
    blank     = { path = "/_cat/indices", path_params = "a, b" }
  }
  name = "Path ${each.key}"
  schedule { interval = "1m" }
  cluster_metrics {
    path        = each.value.path
    path_params = try(each.value.path_params, null)
  }
  trigger "t" {
    severity  = 1
    condition = "ctx.results[0].status == 'red'"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.results.0.status}}"
    }
  }
}

monitor "conditions" {
  name = "Conditions"
  schedule { interval = "1m" }
  cluster_metrics {
    path     = "/_cluster/health"
    clusters = ["EU", "us"]
  }
  graph {
    indices = ["cwl-*"]
  }
  trigger "hits" {
    severity = 1
    hits     = "> 0"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.results.0.hits.total.value}}"
    }
  }
  trigger "script" {
    severity  = 1
    condition = "ctx.results[0].hits.total.value > 0"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.alerts}}"
    }
  }
  trigger "none" {
    severity = 1
    action "page" {
      destination = destination.webhook.pager
      message     = "x"
    }
  }
  trigger "broken" {
    severity  = 1
    condition = "ctx.results[0].status =="
    action "page" {
      destination = destination.webhook.pager
      message     = "x"
    }
  }
}

monitor "raw" {
  body = {
    name         = "Raw"
    monitor_type = "cluster_metrics_monitor"
    schedule     = { period = { interval = 1, unit = "MINUTES" } }
    inputs       = [{ uri = { path = "/_cluster/stat", clusters = ["a b"] } }]
    triggers     = [{ name = "t", severity = "1", condition = { script = { source = "ctx.results[0].hits.total.value > 0" } }, actions = [] }]
  }
}
