workspace = "soc"

variable "secret" {
  type      = string
  sensitive = true
  default   = "hidden"
}

monitor "written" {
  for_each   = { text = "soc", empty = [], blank = ["soc", " "], secret = [var.secret], number = [1] }
  name       = "Written ${each.key}"
  rbac_roles = each.value
  schedule { interval = "1h" }
  extraction_query {
    indices = ["cwl-*"]
    last    = "1h"
  }
  trigger "any" {
    severity = 1
    hits     = "> 0"
  }
}

monitor "twice" {
  rbac_roles = ["soc"]
  body = {
    name       = "Twice"
    rbac_roles = ["soc"]
    schedule   = { period = { interval = 1, unit = "HOURS" } }
    inputs     = [{ search = { indices = ["cwl-*"], query = { query = { range = { "@timestamp" = { gte = "{{period_start}}" } } } } } }]
    triggers   = [{ name = "any", severity = "1", condition = { script = { source = "ctx.results[0].hits.total.value > 0" } }, actions = [] }]
  }
}

monitor "no_list" {
  body = {
    name       = "No list"
    rbac_roles = "soc"
    schedule   = { period = { interval = 1, unit = "HOURS" } }
  }
}
