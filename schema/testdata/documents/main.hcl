workspace = "soc"

destination "webhook" "pager" {
  url = "https://pager.example.com/v1/page"
}

monitor "logins" {
  name = "Logins one by one"
  schedule { interval = "1m" }
  document_queries {
    indices                         = ["audit"]
    description                     = "What nobody should do"
    delete_query_index_in_every_run = true
    query "root" {
      query = "user:root AND NOT mfa:true"
      tags  = ["auth", "root"]
    }
    dynamic "query" {
      for_each = { sudo = "cmd:sudo", su = "cmd:su" }
      labels   = [query.key]
      content {
        query = query.value
        tags  = ["auth"]
      }
    }
    query "words" {
      name   = "any-word"
      query  = "secret"
      fields = ["msg*"]
    }
  }
  trigger "root" {
    severity  = 1
    condition = "query[name=root] && !(query[name=any-word] || query[name=su])"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{#ctx.alerts}}{{related_doc_ids}} {{/ctx.alerts}}"
      action_execution_policy {
        scope = "per_execution"
      }
    }
  }
  trigger "all" {
    severity  = 3
    condition = "return true"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{#ctx.alerts}}{{#associated_queries}}{{name}}{{/associated_queries}}{{/ctx.alerts}}"
    }
  }
}

monitor "health" {
  name = "Health"
  schedule { interval = "1m" }
  cluster_metrics {
    path        = "/_cluster/health"
    path_params = "audit"
    clusters    = ["eu", "us-1"]
  }
  trigger "red" {
    severity  = 1
    condition = "ctx.results[0].eu.status == 'red'"
    action "page" {
      destination = destination.webhook.pager
      message     = "{{ctx.results.0.eu.status}}"
    }
    quiet_hours {
      days     = ["sat", "sun"]
      timezone = "Europe/Berlin"
    }
  }
}
