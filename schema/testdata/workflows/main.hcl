workspace = "soc"
destination "webhook" "pager" { url = "https://pager.example.com" }

monitor "failed_logins" {
  for_each = toset(["eu", "us"])
  body = {
    name         = "Failed ${each.key}", monitor_type = "bucket_level_monitor", enabled = false
    schedule     = { period = { interval = 5, unit = "MINUTES" } }
    inputs       = [{ search = { indices = ["cwl-*"], query = { size = 0, aggregations = { c = { composite = { sources = [{ user = { terms = { field = "user" } } }] } } } } } }]
    triggers     = [{ bucket_level_trigger = { name = "any", severity = "1", actions = [], condition = { buckets_path = { c = "_count" }, parent_bucket_path = "c", script = { source = "params.c > 1" } } } }]
  }
}

monitor "console_login" {
  name    = "Console login"
  enabled = false
  schedule { interval = "5m" }
  extraction_query { indices = ["cwl-*"] }
  trigger "any" {
    severity = 3
    hits     = "> 0" # no action is needed: workflows tell
  }
}

workflow "listed" {
  name                  = "Listed"
  description           = "for people"
  enabled               = false
  audit_delegate_alerts = true
  schedule {
    daily    = "07:00"
    timezone = "Europe/Berlin"
  }
  delegates = [monitor.failed_logins["eu"], monitor.console_login, "T6Ps_KEBmzibbaqfQLhk"]
  trigger "both" {
    name      = "Both"
    severity  = 1
    condition = "(monitor[failed_logins[\"eu\"]] && !monitor[ console_login ]) || monitor[id=T6Ps_KEBmzibbaqfQLhk]"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.monitor.name}}"
      throttle    = "10m"
    }
  }
  trigger "lists" {
    severity = 2
    all_of   = [monitor.console_login]
    any_of   = [monitor.failed_logins["eu"], "T6Ps_KEBmzibbaqfQLhk"]
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.monitor.name}}"
    }
  }
  trigger "none" {
    severity = 2
    any_of   = [monitor.console_login]
    none_of  = [monitor.failed_logins["eu"]]
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.monitor.name}}"
    }
  }
  lifecycle { ignore_changes = [delegates, trigger.both.condition] }
}

workflow "blocks" {
  for_each = toset(["a", "b"])
  name     = "Blocks ${each.key}"
  schedule { interval = "1h" }
  dynamic "delegate" {
    for_each = ["eu", "us"]
    content {
      monitor = monitor.failed_logins[delegate.value]
    }
  }
  delegate {
    monitor     = monitor.console_login
    findings_of = [monitor.failed_logins["eu"], monitor.failed_logins["us"]]
  }
  trigger "all" {
    severity  = 1
    condition = "monitor[console_login]"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.monitor.name}}"
    }
  }
}

workflow "raw" {
  body = {
    type     = "workflow", workflow_type = "composite", name = "Raw", enabled = false
    schedule = { period = { interval = 1, unit = "HOURS" } }
    inputs = [{ composite_input = { sequence = { delegates = [
      { order = 2, monitor_id = monitor.console_login },
      { order = 1, monitor_id = "T6Ps_KEBmzibbaqfQLhk" },
    ] } } }]
    triggers = [{ chained_alert_trigger = {
      id        = "x", name = "Both of them", severity = "1", actions = []
      condition = { script = { source = "monitor[id=T6Ps_KEBmzibbaqfQLhk] && monitor[console_login]", lang = "painless" } }
    } }]
  }
}

import {
  to = workflow.raw
  id = "W6Ps_KEBmzibbaqfQLhk"
}
moved {
  from = workflow.old
  to   = workflow.listed
}
removed {
  from = workflow.gone
}
