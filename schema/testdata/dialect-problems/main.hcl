workspace = "soc"

cluster "old" {
  url     = "https://old.example.com"
  dialect = "opensearch-1.3"
}

cluster "signed" {
  url     = "https://signed.example.com"
  dialect = "opensearch-1.3"
  aws {
    region = "eu-west-1"
  }
}

cluster "new" {
  url     = "https://new.example.com"
  dialect = "opensearch-2.19"
}

cluster "unsaid" {
  url = "https://unsaid.example.com"
}

destination "sns" "topic" {
  topic_arn = "arn:aws:sns:eu-west-1:123456789012:alerts"
  role_arn  = "arn:aws:iam::123456789012:role/alerting-sns"
}

destination "mattermost" "soc" {
  url = "https://chat.example.com/hooks/abc"
}

destination "webhook" "off" {
  url     = "https://pager.example.com/v1"
  enabled = false
}

monitor "documents" {
  name       = "Documents"
  rbac_roles = ["soc"]
  schedule {
    interval = "1m"
  }
  document_queries {
    indices = ["cwl"]
    query "root" {
      query = "userIdentity.type:Root"
    }
  }
  trigger "any" {
    severity  = 1
    condition = "query[name=root]"
    action "tell" {
      destination = destination.sns.topic
      message     = "Root."
    }
  }
}

workflow "both" {
  name      = "Both"
  delegates = [monitor.documents]
  schedule {
    interval = "5m"
  }
  trigger "root" {
    severity  = 1
    condition = "monitor[documents]"
    action "tell" {
      destination = destination.sns.topic
      message     = "Root."
    }
  }
}
