destination "sns" "security" {
  name      = "Security on call"
  topic_arn = var.topic_arn
  role_arn  = var.role_arn
}

destination "slack" "soc" {
  name = "SOC channel"
  url  = var.slack_url
}
