workspace = "soc"

destination "webhook" "pager" {
  for_each = toset(["soc", "dev"])
  url      = "https://pager.example.com/v1/page"
}

destination "webhook" "off" {
  url     = "https://pager.example.com/v1/page"
  enabled = false
}

locals {
  body = {
    name     = "Exported"
    schedule = { period = { interval = 1, unit = "HOURS" } }
    inputs   = [{ search = { indices = ["cwl-*"], query = { query = { range = { "@timestamp" = { gte = "{{period_start}}" } } } } } }]
    triggers = [{ name = "any", severity = "1", condition = { script = { source = "ctx.results[0].hits.total.value > 0" } }, actions = [
      { name = "a", destination_id = "old-1", message_template = { source = "x" } },
      { name = "b", destination_id = "old-2", message_template = { source = "x" } },
    ] }]
  }
}

monitor "exported" {
  body = local.body
  destinations = {
    "old-1" = destination.webhook.pager
    "old-2" = destination.webhook.off
    "old1"  = destination.webhook.pager["soc"]
    other   = "new"
  }
}

monitor "list" {
  body         = merge(local.body, { name = "List" })
  destinations = [destination.webhook.pager["soc"]]
}

monitor "none" {
  body         = merge(local.body, { name = "None", triggers = [] })
  destinations = { a = destination.webhook.pager["soc"] }
}

monitor "written" {
  name         = "Written"
  destinations = { a = destination.webhook.pager["soc"] }
  schedule { interval = "1h" }
  extraction_query {
    indices = ["cwl-*"]
  }
  trigger "any" {
    severity = 1
    hits     = "> 0"
    action "page" {
      destination = destination.webhook.pager["soc"]
      message     = "x"
    }
  }
}
