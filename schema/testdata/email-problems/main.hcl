workspace = "soc"
variable "secret" {
  sensitive = true
  default   = "ann@example.org"
}
destination "smtp_account" "words" {
  host   = "smtp.example.org"
  port   = 587
  method = "starttls"
  from   = "alerts@example.org"
}
destination "smtp_account" "SSL" {
  host   = "smtp.example.org:465"
  port   = 0
  method = "SSL"
  from   = "Alerts <alerts@example.org>"
}
destination "smtp_account" "clear" {
  name   = "The relay"
  host   = "smtp.example.org"
  port   = 70000
  method = "none"
  from   = "alerts"
}
destination "smtp_account" "plain" {
  host   = ""
  port   = "smtp"
  method = "plain"
  from   = null
}
destination "smtp_account" "keys" {
  for_each = toset(["eu.west"])
  host     = "https://smtp.example.org"
  port     = 25.5
  method   = "ssl"
  from     = var.secret
  enabled  = false
}
destination "smtp_account" "misspelt" {
  hosts  = "smtp.example.org"
  port   = 465
  method = "ssl"
  from   = "alerts@example.org"
}
destination "ses_account" "ses" {
  region   = "not-a-region"
  role_arn = "role/x"
  from     = "alerts@exämple.org"
}
destination "ses_account" "good" {
  region = "eu-west-1"
  from   = "alerts@example.org"
}
destination "email_group" "nobody" { recipients = [] }
destination "email_group" "typed" { recipients = "ann@example.org" }
destination "email_group" "odd" { recipients = ["ann", null, 5, "bob@localhost", var.secret] }
destination "email_group" "addresses" { recipients = ["ann", null, 5, "bob@localhost"] }
destination "email_group" "team" {
  for_each   = { red = ["ann@example.org"] }
  recipients = each.value
}
destination "email" "nobody" { account = destination.ses_account.good }
destination "email" "empty" {
  account    = destination.ses_account.good
  recipients = []
  groups     = []
}
destination "email" "kinds" {
  account = destination.email_group.team["red"]
  groups  = [destination.ses_account.good, destination.email_group.team, "team", null]
}
destination "email" "texts" {
  account    = "mail"
  recipients = ["ann@example.org"]
  groups     = destination.email_group.team
}
destination "email" "one" {
  account = null
  groups  = destination.email_group.team["red"]
}
destination "email" "unknown" {
  account = destination.smtp_account.mial
  groups  = [destination.email_group.team["blue"]]
}
destination "email" "misspelt" {
  account   = destination.ses_account.good
  recipient = ["ann@example.org"]
}
destination "email" "itself" {
  account    = destination.email.itself
  recipients = ["ann@example.org"]
}
destination "microsoft_teams" "flow" { url = "https://prod-12.westeurope.logic.azure.com:443/workflows/abc/triggers/manual/paths/invoke?sig=topsecret" }
destination "microsoft_teams" "old" { url = "https://outlook.office.com/webhook/topsecret" }
destination "mattermost" "incoming" { url = "https://chat.example.org/incoming/topsecret" }
destination "slack" "workflow" { url = "https://hooks.slack.com/workflows/T0/A0/topsecret" }
destination "slack" "trigger" { url = "https://hooks.slack.com/triggers/T0/1/topsecret" }
existing "smtp_account" "x" { ids = "x" }
monitor "m" {
  schedule { interval = "5m" }
  extraction_query {
    indices = ["x"]
    last    = "5m"
  }
  trigger "t" {
    severity = 1
    hits     = "> 0"
    action "account" {
      destination = destination.ses_account.good
      message     = "x"
    }
    action "group" {
      destination = destination.email_group.team["red"]
      message     = "x"
    }
    action "theirs" {
      destination = existing.smtp_account.x
      message     = "x"
    }
  }
}
