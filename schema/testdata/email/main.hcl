workspace = "soc"
variable "host" {}
variable "port" { type = number }
variable "people" { type = list(string) }
variable "main_account" { type = bool }
locals {
  teams = { red = ["ann@example.org", "bob@example.org"], "blue one" = ["eve@example.org"] }
}
destination "smtp_account" "mail" {
  host   = "smtp.example.org"
  port   = "587"
  method = "start_tls"
  from   = "alerts@example.org"
}
destination "smtp_account" "relay" {
  for_each    = toset(["a", "b"])
  description = "The relay."
  host        = "127.0.0.1"
  port        = 25
  method      = "none"
  from        = "alerts@example.org"
  lifecycle { ignore_changes = [host, port, method, from] }
}
destination "smtp_account" "unknown" {
  host   = var.host
  port   = var.port
  method = "ssl"
  from   = "alerts@${var.host}"
}
destination "ses_account" "ses" {
  region   = "eu-west-1"
  role_arn = "arn:aws:iam::123456789012:role/alerting-ses"
  from     = "alerts@example.org"
}
destination "email_group" "team" {
  for_each   = local.teams
  recipients = each.value
}
destination "email_group" "people" { recipients = var.people }
destination "email" "oncall" {
  account    = destination.smtp_account.mail
  recipients = ["zoe@example.org", "adam@example.org", "zoe@example.org"]
  groups     = values(destination.email_group.team)
}
destination "email" "theirs" {
  account = existing.ses_account.theirs
  groups  = [existing.email_group.theirs, destination.email_group.team["red"]]
  enabled = false
  lifecycle { ignore_changes = all }
}
destination "email" "each" {
  for_each   = destination.smtp_account.relay
  account    = each.value
  recipients = var.people
}
destination "email" "either" {
  account    = var.main_account ? destination.smtp_account.mail : destination.ses_account.ses
  recipients = [var.people[0], "zoe@example.org"]
}
destination "microsoft_teams" "soc" { url = "https://acme.webhook.office.com/webhookb2/0000/IncomingWebhook/1111/2222" }
destination "mattermost" "soc" { url = "http://10.1.2.3:8065/hooks/abc" }
existing "ses_account" "theirs" { id = "ses" }
existing "email_group" "theirs" { name = "Their people" }
