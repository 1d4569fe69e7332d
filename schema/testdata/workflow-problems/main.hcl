workspace = "soc"
destination "webhook" "pager" { url = "https://pager.example.com" }
locals {
  body = { name = "x", monitor_type = "bucket_level_monitor", enabled = false, schedule = { period = { interval = 5, unit = "MINUTES" } } }
  trigger = { bucket_level_trigger = { name = "any", severity = "1", actions = [], condition = { buckets_path = { c = "_count" }, parent_bucket_path = "c", script = { source = "params.c > 1" } } } }
}
monitor "query" {
  name = "Query"
  schedule { interval = "5m" }
  extraction_query { indices = ["cwl-*"] }
  trigger "any" {
    severity = 3
    hits     = "> 0"
  }
}
monitor "second" {
  name    = "Second"
  enabled = false
  schedule { interval = "5m" }
  extraction_query { indices = ["cwl-*"] }
  trigger "any" {
    severity = 3
    hits     = "> 0"
  }
}
monitor "other" {
  name    = "Other"
  enabled = false
  schedule { interval = "5m" }
  extraction_query { indices = ["cwl-*"] }
  trigger "any" {
    severity = 3
    hits     = "> 0"
    action "page" {
      destination = destination.webhook.pager
      message     = "x"
    }
  }
}
monitor "many" {
  for_each = toset(["eu", "us"])
  body     = merge(local.body, { name = "many ${each.key}", triggers = [local.trigger], inputs = [{ search = { indices = ["cwl-*", "more"], query = { size = 0, aggregations = { c = { composite = { sources = [{ user = { terms = { field = "user" } } }] } } } } } }] })
}
monitor "silent" {
  name    = "Silent"
  enabled = false
  schedule { interval = "5m" }
  extraction_query { indices = ["cwl-*"] }
}

workflow "nothing" {
  name = "Nothing"
  schedule { interval = "1h" }
}
workflow "refused" {
  name = "Refused"
  schedule { interval = "1h" }
  delegates = [monitor.query, monitor.query, monitor.many, "no id", 5, monitor.silent]
  trigger "a" {
    severity  = 1
    condition = "monitor[query]"
  }
}
workflow "unknown" {
  name = "Unknown"
  schedule { interval = "1h" }
  delegates = [monitor.query, monitor.nope]
  trigger "a" {
    severity  = 1
    condition = "monitor[query]"
  }
}
workflow "no_list" {
  name = "No list"
  schedule { interval = "1h" }
  delegates = monitor.query
  trigger "a" {
    severity  = 1
    condition = "monitor[query]"
  }
}
workflow "too_many" {
  name = "Too many"
  schedule { interval = "1h" }
  delegates = [for i in range(11) : "id${i}"]
  trigger "a" {
    severity  = 1
    condition = "monitor[id=id0]"
    quiet_hours {
      from = "09:00"
      to   = "18:00"
    }
  }
}
workflow "conditions" {
  name = "Conditions"
  schedule { interval = "1h" }
  audit_delegate_alerts = false
  delegates             = [monitor.second, monitor.many["eu"]]
  trigger "misspelt" {
    severity  = 1
    condition = "monitor[secnd]"
  }
  trigger "no_delegate" {
    severity  = 1
    condition = "monitor[other]"
  }
  trigger "no_key" {
    severity  = 1
    condition = "monitor[many]"
  }
  trigger "id" {
    severity  = 1
    condition = "monitor[id=nowhere]"
  }
  trigger "broken" {
    severity  = 1
    condition = "monitor[second"
  }
  trigger "words" {
    severity  = 1
    condition = "return true"
  }
  trigger "half" {
    severity  = 1
    condition = "monitor[second] &&"
  }
  trigger "parenthesis" {
    severity  = 1
    condition = "(monitor[second]"
  }
  trigger "beside" {
    severity  = 1
    condition = "monitor[second] (monitor[many[\"eu\"]])"
  }
  trigger "empty" {
    severity  = 1
    condition = " "
  }
  trigger "mixed" {
    severity  = 1
    condition = "monitor[second] || monitor[many[\"eu\"]] && monitor[second]"
  }
}
workflow "more_conditions" {
  name = "More conditions"
  schedule { interval = "1h" }
  delegates = [monitor.second]
  trigger "two_ways" {
    severity  = 1
    condition = "monitor[second]"
    all_of    = [monitor.second]
  }
  trigger "none" {
    severity = 1
  }
  trigger "lists" {
    severity = 1
    all_of   = []
    none_of  = [monitor.other]
  }
  trigger "hits" {
    severity = 1
    hits     = "> 0"
  }
  trigger "messages" {
    severity  = 1
    condition = "monitor[second]"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.trigger.name}}"
    }
  }
}
workflow "findings" {
  name = "Findings"
  schedule { interval = "1h" }
  delegates = ["id1"]
  delegate {
    monitor     = monitor.second
    findings_of = [monitor.second, monitor.query, monitor.many["eu"]]
  }
  delegate {
    monitor = monitor.many["eu"]
  }
  delegate {
    monitor     = monitor.other
    findings_of = [monitor.second, monitor.many["eu"]]
  }
  trigger "a" {
    severity  = 1
    condition = "monitor[second]"
  }
}
workflow "raw" {
  name = "x"
  body = {
    name     = "Raw", schedule = { period = { interval = 1, unit = "HOURS" } }, ui_metadata = {}, naem = "x"
    inputs   = [{ composite_input = { sequence = { delegates = [{ order = 1, monitor_id = "id1" }, { order = 2, monitor_id = "id1" }] } } }]
    triggers = [{ chained_alert_trigger = { name = "a", severity = "9", actions = [], condition = { script = { source = "monitor[id=nowhere]" } } } }]
  }
}
workflow "no_body" {
  body = { name = "Raw", schedule = { period = { interval = 1, unit = "HOURS" } }, inputs = [{ search = {} }] }
}
monitor "refers" {
  name    = monitor.query
  enabled = workflow.raw
}
