package main

import "strings"

// kindExample declares one kind of object, as small as it can be.
type kindExample struct {
	kind string // as the language calls it
	text string
}

const emailAccount = `destination "smtp_account" "mail" {
  host   = "smtp.example.org"
  port   = 587
  method = "start_tls"
  from   = "alerts@example.org"
}
`

// sendingTo is a monitor whose action sends to a destination.
func sendingTo(destination string) string {
	return `monitor "m" {
  name = "M"
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
    action "tell" {
      destination = ` + destination + `
      message     = "x"
    }
  }
}
`
}

// monitorOf is a monitor of which the schedule and a trigger are the usual ones.
func monitorOf(input, condition string) string {
	return `monitor "m" {
  name = "M"
  schedule {
    interval = "5m"
  }
` + input + `
  trigger "any" {
    severity = 1
    ` + condition + `
  }
}
`
}

// destinationExamples has each kind of destination, with a monitor that sends to it
// where one can.
var destinationExamples = []kindExample{
	{"slack", "destination \"slack\" \"d\" {\n  url = \"https://hooks.slack.com/services/T/B/x\"\n}\n" + sendingTo("destination.slack.d")},
	{"chime", "destination \"chime\" \"d\" {\n  url = \"https://hooks.chime.aws/incomingwebhooks/x?token=y\"\n}\n" + sendingTo("destination.chime.d")},
	{"webhook", "destination \"webhook\" \"d\" {\n  url = \"https://pager.example.org/page\"\n}\n" + sendingTo("destination.webhook.d")},
	{"microsoft_teams", "destination \"microsoft_teams\" \"d\" {\n  url = \"https://x.webhook.office.com/webhookb2/y\"\n}\n" + sendingTo("destination.microsoft_teams.d")},
	{"mattermost", "destination \"mattermost\" \"d\" {\n  url = \"https://mattermost.example.org/hooks/x\"\n}\n" + sendingTo("destination.mattermost.d")},
	{"sns", "destination \"sns\" \"d\" {\n  topic_arn = \"arn:aws:sns:eu-west-1:123456789012:alerts\"\n  role_arn  = \"arn:aws:iam::123456789012:role/sns\"\n}\n" + sendingTo("destination.sns.d")},
	{"smtp_account", emailAccount},
	{"ses_account", "destination \"ses_account\" \"d\" {\n  region   = \"eu-west-1\"\n  role_arn = \"arn:aws:iam::123456789012:role/ses\"\n  from     = \"alerts@example.org\"\n}\n"},
	{"email_group", "destination \"email_group\" \"d\" {\n  recipients = [\"ann@example.org\"]\n}\n"},
	{"email", emailAccount + "destination \"email\" \"d\" {\n  account    = destination.smtp_account.mail\n  recipients = [\"oncall@example.org\"]\n}\n" + sendingTo("destination.email.d")},
}

// monitorExamples has each kind of monitor.
var monitorExamples = []kindExample{
	{"query level", monitorOf("  extraction_query {\n    indices = [\"cwl-*\"]\n    last    = \"5m\"\n  }", `hits = "> 0"`)},
	{"query level, by a graph", monitorOf("  graph {\n    indices    = [\"cwl-*\"]\n    time_field = \"@timestamp\"\n    last       = \"1h\"\n  }", `above = 5`)},
	{"bucket level", monitorOf("  extraction_query {\n    indices  = [\"cwl-*\"]\n    last     = \"5m\"\n    group_by = [\"user.keyword\"]\n  }", `count = "> 2"`)},
	{"document level", monitorOf("  document_queries {\n    indices = [\"audit\"]\n    query \"root\" {\n      query = \"user:root\"\n    }\n  }", `condition = "query[name=root]"`)},
	{"cluster metrics", monitorOf("  cluster_metrics {\n    path = \"/_cluster/health\"\n  }", `condition = "ctx.results[0].number_of_nodes > 0"`)},
	{"composite (workflow)", strings.Replace(monitorOf("  extraction_query {\n    indices = [\"cwl-*\"]\n    last    = \"5m\"\n  }", `hits = "> 0"`), "name = \"M\"", "name    = \"M\"\n  enabled = false", 1) + `workflow "w" {
  name = "W"
  schedule {
    interval = "5m"
  }
  delegates = [monitor.m]
  trigger "both" {
    severity  = 1
    condition = "monitor[m]"
  }
}
`},
	{"raw body", `monitor "m" {
  body = {
    name     = "M"
    schedule = { period = { interval = 5, unit = "MINUTES" } }
    inputs   = [{ search = { indices = ["cwl-*"], query = { query = { range = { t = { gte = "now-5m" } } } } } }]
    triggers = []
  }
}
`},
}
