workspace = "web"

variable "slack_url" {
  type      = string
  sensitive = true
}

destination "slack" "web" {
  url = var.slack_url
}

# Shown, and to be edited, in the visual editor of the Dashboards.
monitor "slow_answers" {
  name = "Slow answers"

  schedule {
    interval = "5m"
  }

  graph {
    indices     = ["access-*"]
    last        = "15m"
    aggregation = "avg"
    field       = "duration_ms"
    group_by    = "host.keyword"

    where {
      field    = "status"
      in_range = [200, 299]
    }

    where {
      field       = "path.keyword"
      starts_with = "/api/"
    }
  }

  trigger "slow" {
    severity = 2
    above    = 750

    action "tell" {
      destination = destination.slack.web
      subject     = "Slow answers"
      throttle    = "30m"
      message     = <<-EOT
        {{ctx.results.0.aggregations.metric.value}} ms on the average of {{ctx.results.0.hits.total.value}} answers:
        {{#ctx.results.0.aggregations.terms_agg.buckets}}
        - {{key}} gave {{doc_count}}
        {{/ctx.results.0.aggregations.terms_agg.buckets}}
      EOT
    }
  }
}

monitor "no_logs" {
  name = "No logs yesterday"

  schedule {
    daily    = "07:00"
    timezone = "Europe/Berlin"
  }

  extraction_query {
    indices = ["access-*"]
    size    = 0
  }

  trigger "none" {
    severity = 3
    hits     = "== 0"

    action "tell" {
      destination = destination.slack.web
      message     = "Nothing was logged from {{ctx.periodStart}} to {{ctx.periodEnd}}."
    }
  }
}
