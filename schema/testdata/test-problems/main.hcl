workspace = "soc"

destination "webhook" "pager" {
  url = "https://a.example/x"
}

variable "unset" {}

variable "secret" {
  sensitive = true
}

cluster "dialect" {
  url     = "https://a.example"
  dialect = "opensearch-2.9"

  policy {
    require_test = true
  }
  policy {
    require_tests = "maybe"
  }
}

monitor "login" {
  name = "Login"

  schedule {
    interval = "5m"
  }

  extraction_query {
    indices      = ["cwl-*"]
    last         = "5m"
    size         = 0
    aggregations = { by_user = { terms = { field = "user.keyword" } } }
  }

  trigger "any" {
    severity = 1
    hits     = "> 0"

    action "page" {
      destination = destination.webhook.pager
      message     = "logins"
    }
  }

  trigger "quiet" {
    name     = "Nobody hears of it"
    severity = 1
    hits     = "> 0"
  }
}

monitor "team" {
  for_each = { eu = "alice", ap = "bob" }
  name     = "Team ${each.key}"

  schedule {
    interval = "5m"
  }

  extraction_query {
    indices = ["cwl-*"]
    last    = "5m"
  }

  trigger "any" {
    severity = 1
    hits     = "> 0"

    action "page" {
      destination = destination.webhook.pager
      message     = "logins"
    }
  }
}

monitor "broken" {
  name = "Broken"

  schedule {
    interval = "5x"
  }

  extraction_query {
    indices = ["cwl-*"]
    last    = "5m"
  }

  trigger "any" {
    severity = 1
    hits     = "> 0"

    action "page" {
      destination = destination.webhook.pager
      message     = "logins"
    }
  }
}

monitor "documents" {
  body = {
    name         = "Documents"
    monitor_type = "doc_level_monitor"
    schedule     = { period = { interval = 1, unit = "MINUTES" } }
    inputs       = [{ doc_level_input = { description = "", indices = ["cwl"], queries = [{ id = "q", name = "q", query = "user:alice", tags = [], fields = [] }] } }]
    triggers     = [{ document_level_trigger = { name = "t", severity = "1", condition = { script = { source = "query[name=q]", lang = "painless" } }, actions = [] } }]
  }
}

monitor "health" {
  body = {
    name         = "Health"
    monitor_type = "cluster_metrics_monitor"
    schedule     = { period = { interval = 1, unit = "MINUTES" } }
    inputs       = [{ uri = { api_type = "CLUSTER_HEALTH", path = "_cluster/health/", path_params = "", url = "http://localhost:9200/_cluster/health/" } }]
    triggers     = [{ query_level_trigger = { name = "t", severity = "1", condition = { script = { source = "true", lang = "painless" } }, actions = [] } }]
  }
}
