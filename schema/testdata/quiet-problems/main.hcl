workspace = "soc"

destination "webhook" "x" { url = "https://a.example/x" }

monitor "hours" {
  name = "Hours"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    last    = "5m"
  }
  quiet_hours {}
  quiet_hours { timezone = "UTC" }
  quiet_hours { timezone = null }
  quiet_hours {
    timezone = "Tokyo"
    days     = ["monday", "Fri", "mond", "x", 1]
  }
  quiet_hours {
    timezone = "UTC"
    days     = []
  }
  quiet_hours {
    timezone = "UTC"
    days     = "mon"
  }
  quiet_hours {
    timezone = "UTC"
    from     = "09:00"
  }
  quiet_hours {
    timezone = "UTC"
    to       = "09:00"
  }
  quiet_hours {
    timezone = "UTC"
    from     = "9:0"
    to       = "24:01"
  }
  quiet_hours {
    timezone = "UTC"
    from     = "24:00"
    to       = "25:00"
  }
  quiet_hours {
    timezone = "UTC"
    from     = "24:00"
    to       = "06:00"
  }
  quiet_hours {
    timezone = "UTC"
    from     = "06:00"
    to       = "06:00"
  }
  quiet_hours {
    timezone = "UTC"
    days     = ["mon"]
    holidays = ["2026-02-29", "25.12.2026"]
    except   = ["12-25"]
  }
  quiet_hours {
    timezone = "UTC"
    holidays = ["2026-12-25"]
    only     = true
  }
  quiet_hours {
    timezone = "UTC"
    from     = "00:00"
    to       = "24:00"
  }
  quiet_hours {
    timezone = "UTC"
    days     = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    only     = true
  }
  quiet_hours {
    timezone = "UTC"
    day      = ["mon"]
    form     = "09:00"
  }
  trigger "any" {
    severity = 1
    hits     = "> 0"
    quiet_hours {
      timezone = "UTC"
      days     = ["mon"]
      only     = "perhaps"
    }
    action "tell" {
      destination = destination.webhook.x
      message     = "x"
    }
  }
}

monitor "maintenance" {
  name = "Maintenance"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    last    = "5m"
  }
  maintenance {
    from = "2026-03-01"
    to   = "tomorrow"
  }
  maintenance {
    from = "2026-03-01T22:00"
    to   = "2026-03-01T23:00:00Z"
  }
  maintenance {
    from = "2026-03-01T22:00:00Z"
    to   = "2026-03-01T22:00:00+01:00"
  }
  maintenance {
    from     = "2026-03-29T02:30"
    to       = "2026-10-25T02:30"
    timezone = "Europe/Berlin"
  }
  maintenance {
    from     = "2026-03-29T02:30"
    to       = "2026-10-25T02:30"
    timezone = "Europe/Berlim"
  }
  maintenance {
    from = "2026-03-29T02:30:00Z"
  }
  trigger "any" {
    severity = 1
    hits     = "> 0"
    action "tell" {
      destination = destination.webhook.x
      message     = "x"
    }
  }
}

monitor "documents" {
  quiet_hours {
    timezone = "UTC"
    days     = ["sat", "sun"]
  }
  maintenance {
    from = "2026-03-01T22:00:00Z"
    to   = "2026-03-01T23:00:00Z"
  }
  body = {
    name         = "Documents"
    type         = "monitor"
    monitor_type = "doc_level_monitor"
    schedule     = { period = { interval = 5, unit = "MINUTES" } }
    inputs       = [{ doc_level_input = { indices = ["a"], queries = [{ id = "q", name = "q", query = "user:root", tags = [] }] } }]
    triggers = [
      { document_level_trigger = { name = "any", severity = "1", actions = [], condition = { script = { source = "query[name=q]" } } } },
    ]
  }
}

monitor "broken" {
  name = "Broken"
  schedule { interval = "5m" }
  extraction_query {
    indices = ["a"]
    last    = "5m"
  }
  trigger "any" {
    severity  = 1
    condition = "ctx.results[0].hits.total.value >"
    quiet_hours {
      timezone = "UTC"
      days     = ["mon"]
    }
    action "tell" {
      destination = destination.webhook.x
      message     = "x"
    }
  }
}

monitor "graph" {
  name = "Graph"
  lifecycle { ignore_changes = [trigger.any.quiet_hours, trigger.any.maintenance.from, quiet_hours] }
  schedule { interval = "5m" }
  graph {
    indices     = ["a"]
    aggregation = "count"
    last        = "1h"
  }
  trigger "any" {
    severity = 1
    above    = 5
    quiet_hours {
      timezone = "UTC"
      days     = ["mon"]
    }
    action "tell" {
      destination = destination.webhook.x
      message     = "x"
    }
  }
}
