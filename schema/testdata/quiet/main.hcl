workspace = "soc"

variable "zone" { default = "Asia/Tokyo" }
variable "missing" {}
variable "absent" {}

destination "webhook" "x" { url = "https://a.example/x" }

monitor "office" {
  name = "Office"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    last    = "5m"
  }

  quiet_hours { # of both triggers
    holidays = ["2027-01-01", "2026-12-25", "2026-12-25"]
    timezone = var.zone
  }
  maintenance {
    from     = "2026-03-01T22:00"
    to       = "2026-03-02T02:00:30"
    timezone = "Europe/Berlin"
  }

  trigger "hits" {
    severity = 1
    hits     = "> 0"
    quiet_hours {
      days     = ["fri", "mon", "tue", "wed", "thu"]
      from     = "9:00"
      to       = "18:00"
      timezone = var.zone
      except   = ["2026-12-25"]
    }
    maintenance {
      from = "2026-05-01T00:00:00+09:00"
      to   = "2026-05-02T00:00+09:00"
    }
    action "tell" {
      destination = destination.webhook.x
      message     = "x"
    }
  }

  trigger "script" {
    severity  = 2
    condition = <<-EOT
      boolean many(def n) {
        return n > 2;
      }
      if (ctx.results[0].hits.total.value == 0) {
        return false;
      }
      many(ctx.results[0].hits.total.value)
    EOT
    dynamic "quiet_hours" {
      for_each = { "Asia/Kolkata" = "22:00", "GMT+2" = "20:00" }
      content {
        from     = quiet_hours.value
        to       = "24:00"
        timezone = quiet_hours.key
        only     = true
      }
    }
    action "tell" {
      destination = destination.webhook.x
      message     = "x"
    }
  }
}

monitor "unknown" {
  name = "Unknown"
  quiet_hours {
    days     = ["sun"]
    timezone = var.absent
  }
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    last    = "5m"
  }
  trigger "any" {
    severity = 1
    hits     = "> 0"
    quiet_hours {
      days     = ["sat", "sun"]
      holidays = [var.missing]
      timezone = "UTC"
    }
    action "tell" {
      destination = destination.webhook.x
      message     = "x"
    }
  }
}

monitor "buckets" {
  quiet_hours {
    days     = ["sat", "sun"]
    timezone = "UTC"
  }
  body = {
    name         = "Buckets"
    type         = "monitor"
    monitor_type = "bucket_level_monitor"
    schedule     = { period = { interval = 5, unit = "MINUTES" } }
    inputs = [{ search = { indices = ["a"], query = {
      size  = 0
      query = { range = { "@timestamp" = { gte = "{{period_end}}||-5m", lt = "{{period_end}}", format = "epoch_millis" } } }
      aggs  = { by = { terms = { field = "user", size = 50 } } }
    } } }]
    triggers = [
      { bucket_level_trigger = { name = "one", severity = "1", actions = [], condition = {
        buckets_path = { end = "_count" }, parent_bucket_path = "by", script = { source = "params.end > params.least", params = { least = 2 } } } } },
      { bucket_level_trigger = { name = "two", severity = "1", actions = [], condition = {
        buckets_path = { n = "_count" }, parent_bucket_path = "by", script = "params.n > 5" } } },
    ]
  }
}
