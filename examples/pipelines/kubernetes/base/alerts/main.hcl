# What is mounted as the configuration: put your own files in its place.

workspace = "soc"

cluster "prod" {
  url = "https://opensearch.search.svc:9200"
}

variable "slack_url" { # drift compares what needs no secret, and asks for none
  type      = string
  sensitive = true
}

destination "slack" "soc" {
  url = var.slack_url
}

monitor "failed_logins" {
  name = "Failed logins"

  schedule {
    interval = "5m"
  }

  extraction_query {
    indices = ["auth-*"]
    last    = "5m"
    filter  = [{ term = { "event.outcome" = "failure" } }]
  }

  trigger "many" {
    severity = 2
    hits     = "> 20"

    action "page" {
      destination = destination.slack.soc
      subject     = "Failed logins"
      message     = "{{ctx.results.0.hits.total.value}} failed logins until {{ctx.periodEnd}}"
    }
  }
}
