workspace = "soc"
monitor "both" {
  name = "x"
  body = { name = "y", schedule = { period = { interval = 1, unit = "MINUTES" } } }
  schedule { interval = "1m" }
}
monitor "no_object" {
  body = file("monitor.json")
}
monitor "no_file" {
  body = jsondecode(file("missing.json"))
}
monitor "outside" {
  body = jsondecode(file("../raw-body/monitor.json"))
}
monitor "link" {
  body = jsondecode(file("link.json"))
}
monitor "twice" {
  body = jsondecode(file("twice.json"))
}
monitor "no_monitor" {
  body = { nme = "x" }
}
monitor "query" {
  body = {
    name     = ""
    schedule = { period = { interval = 1, unit = "MINUTES" } }
    inputs   = [{ search = { indices = [], query = { size = 20000, query = { trem = { a = 1 } } } } }]
    triggers = [for i in range(11) : { name = "t${i}", severity = "1", condition = { script = { source = "nonsense(" } }, actions = [] }]
  }
}
monitor "limit" {
  body = {
    name     = "limit"
    schedule = { period = { interval = 1, unit = "MINUTES" } }
    inputs   = [{ search = { indices = ["cwl-*"], query = { query = { range = { eventTime = { gte = "now-5m" } } } } } }]
    triggers = [{ name = "t", severity = "1", condition = { script = { source = "ctx.results[0].hits.total.value > 20000" } }, actions = [] }]
  }
}
monitor "details" {
  body = { monitor = {
    name     = "details"
    schedule = { cron = { expression = "@daily", timezone = "PST" } }
    inputs   = [{ search = { indices = ["a,b"], query = { query = { term = { a = "{{period_end}}" } } } } }]
    triggers = [
      { name = "", severity = "9", condition = { script = { source = "true" } }, actions = [
        { name = "", destination_id = "", message_template = { source = "{{#a}}" }, throttle = { value = 2000, unit = "MINUTES" } },
        { name = "b", destination_id = "x", message_template = { source = "{{ctx.results[0].x}}" }, subject_template = { source = "{{/a}}" } },
      ] },
    ]
  } }
}
monitor "seconds" {
  body = { name = "seconds", schedule = { period = { interval = 5, unit = "SECONDS" } }, inputs = [{ search = { indices = ["a"], query = { query = { trem = {} } } } }] }
}
monitor "wire" {
  body = { name = "wire", schedule = { period = { interval = 1, unit = "MINUTES" } }, triggers = [{ name = "a", severity = "1", condition = 5 }] }
}
monitor "documents" {
  body = {
    name         = "documents"
    monitor_type = "doc_level_monitor"
    schedule     = { period = { interval = 1, unit = "MINUTES" } }
    inputs       = [{ doc_level_input = { indices = ["a-*", "cwl-2026.11.21", "A", "fine"], queries = [
      { id = "bare", name = "bare", query = "eventName:Console Login", tags = [], fields = [] },
      { id = "part", name = "part", query = "NOT user.name.keyword:alice", tags = [], fields = [] },
      { id = "open", name = "open", query = "user:\"alice", tags = [], fields = [] },
      { id = "fields", name = "fields", query = "alice", tags = [], fields = ["user"] },
      { id = "fine", name = "fine", query = "user:(alice bob) AND \"a text\" AND NOT _exists_:x", tags = [], fields = [] },
    ] } }]
    triggers     = [{ document_level_trigger = { name = "a", severity = "1", condition = { script = "true" }, actions = [] } }]
  }
}
monitor "inputless" {
  body = {
    name     = "inputless"
    schedule = { period = { interval = 1, unit = "MINUTES" } }
    triggers = [{ name = "a", severity = "1", condition = { script = "true" }, actions = [] }]
  }
}
monitor "dropped" {
  body = {
    name       = "dropped"
    enabeld    = false
    rbac_roles = ["soc"]
    schedule   = { period = { interval = 1, unit = "MINUTES", offset = 1 } }
    inputs     = [{ search = { indices = ["cwl-*"], query = { query = { range = { "@timestamp" = { gte = "{{period_start}}" } } } } } }]
    triggers   = [{ name = "t", severity = "1", condition = { script = { source = "ctx.results[0].hits.total.value > 0" } }, actions = [] }]
  }
}
monitor "muted" {
  body = {
    name     = "muted"
    schedule = { period = { interval = 1, unit = "MINUTES" } }
    inputs   = [{ search = { indices = ["cwl-*"], query = { query = { range = { eventTime = { gte = "now-5m" } } } } } }]
    triggers = [{ name = "t", severity = "1", actions = [], condition = { script = {
      source = "// Muted until 2026-03-08T05:00:00Z\nif (ctx.periodEnd.isBefore(Instant.parse('2026-03-08T05:00:00Z'))) { return false; }\nctx.results[0].hits.total.value > 0"
    } } }]
  }
}
