# Where messages go.

destination "slack" "pager" {
  name = "Team"
  url  = var.pager_url
}

destination "webhook" "pager" {
  url     = var.pager_url
  method  = "PUT"
  headers = { X = var.pager_X }
  enabled = false
}

destination "sns" "pager" {
  topic_arn = "arn:aws:sns:eu-west-1:1:x"
}

destination "email" "pager" {
  account    = destination.smtp_account.mail
  recipients = ["a@b.example"]
}

destination "smtp_account" "pager" {
  name   = "mail"
  host   = "mail.example"
  port   = 587
  method = "start_tls"
  from   = "a@b.example"
}

destination "ses_account" "pager" {
  name   = "mail"
  region = "eu-west-1"
  from   = "a@b.example"
}

destination "email_group" "pager" {
  name       = "all"
  recipients = ["a@b.example"]
}

existing "slack" "soc" {
  id = "id-1"
}
