workspace = "soc"

destination "webhook" "pager" {
  url = "https://pager.example.com/v1/page"
}

monitor "query_level" {
  name = "Query level"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["cwl-*"]
    last    = "5m"
  }
  trigger "any" {
    severity = 1
    hits     = "> 0"
    action "page" {
      destination = destination.webhook.pager
      message     = "Page."
      action_execution_policy {
        scope = "per_alert"
      }
    }
  }
}

monitor "throttled" {
  body = {
    name         = "Throttled"
    monitor_type = "bucket_level_monitor"
    schedule     = { period = { interval = 1, unit = "MINUTES" } }
    inputs = [{ search = { indices = ["cwl-*"], query = {
      query        = { range = { "@timestamp" = { gte = "{{period_start}}" } } }
      aggregations = { users = { terms = { field = "user" } } }
    } } }]
    triggers = [{ bucket_level_trigger = {
      name      = "many"
      severity  = "1"
      condition = { buckets_path = { n = "_count" }, parent_bucket_path = "users", script = { source = "params.n > 5" } }
      actions = [
        {
          name                    = "page"
          destination_id          = destination.webhook.pager
          message_template        = { source = "Page." }
          throttle_enabled        = true
          throttle                = { value = 10, unit = "MINUTES" }
          action_execution_policy = { action_execution_scope = { per_execution = {} } }
        },
        {
          name                    = "never"
          destination_id          = destination.webhook.pager
          message_template        = { source = "Page." }
          action_execution_policy = { action_execution_scope = { per_alert = { actionable_alerts = [] } } }
        },
      ]
    } }]
  }
}
