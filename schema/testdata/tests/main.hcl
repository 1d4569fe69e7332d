workspace = "soc"

cluster "prod" {
  url     = "https://search.example.com"
  dialect = "opensearch-1.3"

  policy {
    require_tests = true
  }
}

variable "webhook" {
  sensitive = true
}

variable "region" {}

destination "webhook" "pager" {
  url = var.webhook
}

monitor "login" {
  name = "Login in ${var.region}"

  schedule {
    interval = "5m"
  }

  extraction_query {
    indices = ["cwl-*"]
    last    = "5m"
    filter  = [{ term = { "region.keyword" = var.region } }]
    aggregations = {
      by_user   = { terms = { field = "user.keyword" } }
      "by.host" = { terms = { field = "host.keyword" } }
    }
  }

  trigger "any" {
    severity = 1
    hits     = "> 0"

    action "page" {
      destination = destination.webhook.pager
      subject     = "Login"
      message     = "{{ctx.results.0.hits.total.value}} logins"
      throttle    = "10m"
    }

    action "log" {
      destination = destination.webhook.pager
      message     = "logins"
    }
  }
}

monitor "team" {
  for_each = { eu = "alice", ap = "bob" }
  name     = "Team ${each.key}"

  schedule {
    cron     = "0 9 * * *"
    timezone = "Asia/Tokyo"
  }

  extraction_query {
    indices = ["cwl-${each.key}-*"]
    last    = "1d"
  }

  trigger "any" {
    severity = 1
    hits     = "> 0"

    action "log" {
      destination = destination.webhook.pager
      message     = "logins"
    }
  }
}

monitor "raw" {
  body = {
    name         = "Buckets"
    monitor_type = "bucket_level_monitor"
    enabled      = true
    schedule     = { period = { interval = 1, unit = "HOURS" } }
    inputs = [{ search = { indices = ["cwl-*"], query = {
      size  = 0
      query = { range = { "@timestamp" = { gte = "{{period_end}}||-1h", lt = "{{period_end}}", format = "epoch_millis" } } }
      aggregations = { composite_agg = { composite = { sources = [{ user = { terms = { field = "user.keyword" } } }] } } }
    } } }]
    triggers = [{ bucket_level_trigger = {
      name      = "Many failures"
      severity  = "2"
      condition = { buckets_path = { n = "_count" }, parent_bucket_path = "composite_agg", script = { source = "params.n > 2", lang = "painless" } }
      actions   = [{ name = "Tell", destination_id = "x", message_template = { source = "m" } }]
    } }]
  }
}

monitor "documents" {
  body = {
    name         = "Documents"
    monitor_type = "doc_level_monitor"
    schedule     = { period = { interval = 1, unit = "MINUTES" } }
    inputs       = [{ doc_level_input = { description = "", indices = ["cwl"], queries = [{ id = "q", name = "q", query = "user:alice", tags = [], fields = [] }] } }]
    triggers     = [{ document_level_trigger = { name = "t", severity = "1", condition = { script = { source = "query[name=q]", lang = "painless" } }, actions = [{ name = "Tell", destination_id = "x", message_template = { source = "m" } }] } }]
  }
}
