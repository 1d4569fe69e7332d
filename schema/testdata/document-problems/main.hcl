workspace = "soc"

destination "webhook" "pager" {
  url = "https://pager.example.com/v1/page"
}

monitor "input" {
  name = "Input"
  schedule { interval = "1m" }
  document_queries {
    indices = ["audit-*", "audit-2026.11.21", "<audit-{now/d}>", "_all", "eu:audit", "Audit", "a,b"]
    query "_hidden" {
      query = "user:root"
    }
    query "named" {
      name  = "two words"
      query = "user:root"
      tags  = ["a b", "fine"]
    }
    query "again" {
      name  = "_hidden"
      query = "user:root"
    }
    query "refused" {
      name  = "a..b?"
      query = "user:root"
    }
  }
  trigger "hits" {
    severity = 1
    hits     = "> 0"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.results.0.hits.total.value}} {{ctx.alert.id}}"
      throttle    = "10m"
    }
  }
  trigger "named" {
    severity  = 1
    condition = "query[name=two words] || query[tag=fien] || query[id=x]"
  }
  extraction_query {
    indices = ["cwl-*"]
  }
}

monitor "queries" {
  name = "Queries"
  schedule { interval = "1m" }
  document_queries {
    indices = []
    query "bare" {
      query = "root"
    }
    query "keyword" {
      query = "user.keyword:root"
    }
    query "broken" {
      query = "user:(root"
    }
    query "empty" {
      query = " "
    }
    query "fields" {
      query  = "root"
      fields = ["user", "msg*"]
    }
    query "mixed" {
      query = "a:1 OR b:2 AND c:3"
    }
    dynamic "query" {
      for_each = range(5)
      labels   = ["q${query.value}"]
      content {
        query = "n:${query.value}"
      }
    }
  }
  trigger "any" {
    severity  = 1
    condition = "return true"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.trigger.name}}"
    }
  }
}

monitor "conditions" {
  for_each = {
    empty      = " "
    bare       = "true"
    around     = "return true;"
    never      = "return false"
    painless   = "ctx.results[0].hits.total.value > 0"
    lines      = "query[name=root] ||\nquery[name=sudo]"
    bracket    = "(query[name=root]"
    operator   = "query[name=root] &&"
    word       = "query[name=root] and query[name=sudo]"
    joined     = "(query[name=root])(query[name=sudo])"
    unclosed   = "query[name=root"
    key        = "query[nam=root]"
    nothing    = "query"
    precedence = "query[name=root] || query[name=sudo] && query[tag=auth]"
    contrary   = "query[name=root] && !query[tag=auth]"
    unknown    = "query[name=rooot]"
    tag        = "query[tag=aut]"
    label      = "query[name=other]"
    id         = "query[id=root]"
  }
  name = "Condition ${each.key}"
  schedule { interval = "1m" }
  document_queries {
    indices = ["audit"]
    query "root" {
      query = "user:root"
      tags  = ["auth"]
    }
    query "sudo" {
      query = "cmd:sudo"
    }
    query "other" {
      name  = "Other"
      query = "cmd:su"
    }
  }
  trigger "t" {
    severity  = 1
    condition = each.value
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.trigger.name}}"
    }
  }
}

monitor "nothing" {
  name = "Nothing"
  schedule { interval = "1m" }
  document_queries {
    indices         = ["audit"]
    fan_out_enabled = "maybe"
  }
  trigger "none" {
    severity = 1
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.trigger.name}}"
    }
    quiet_hours {
      days     = ["sat"]
      timezone = "Europe/Berlin"
    }
  }
}

monitor "raw" {
  body = {
    name         = "Raw"
    monitor_type = "doc_level_monitor"
    schedule     = { period = { interval = 1, unit = "MINUTES" } }
    inputs = [{ doc_level_input = { indices = ["audit"], queries = [
      { id = "one", name = "root", query = "user:root", tags = ["(x)"] },
      { id = "one", name = "sudo", query = "cmd:sudo" },
    ] } }]
    triggers = [{ document_level_trigger = {
      name      = "any"
      severity  = "1"
      condition = { script = { source = "query[id=on]" } }
      actions   = []
    } }]
  }
}
