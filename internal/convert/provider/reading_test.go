package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/provider"
)

const sample = `
variable "team" { default = "SOC" }
variable "url" { sensitive = true }
variable "n" {
  type    = number
  default = 5
}
variable "list" { default = ["a-*"] }
variable "shape" { default = "x" }
variable "unused" {}
locals {
  name = "${var.team} logins"
  big  = upper(var.shape)
}
resource "opensearch_destination" "chat" {
  body = jsonencode({ name = "Chat", type = "slack", slack = { url = var.url } })
}
resource "elasticsearch_opendistro_monitor" "m" {
  for_each = toset(["x", "y"])
  body = <<-EOT
    {"type": "monitor", "name": "${local.name} ${each.key} ${local.big}", "enabled": true,
     "schedule": {"period": {"interval": 1, "unit": "MINUTES"}},
     "inputs": [{"search": {"indices": ${jsonencode(var.list)}, "query": {"query": {"term": {"n": "${var.n}"}}}}}],
     "triggers": [{"name": "T", "severity": "1", "condition": {"script": {"source": "true", "lang": "painless"}},
       "actions": [{"name": "A", "destination_id": "${opensearch_destination.chat.id}", "message_template": {"source": "${aws_sns_topic.t.arn}"}}]}]}
  EOT
}
`

func source(text string) []convert.Source {
	return []convert.Source{{Name: "main.tf", Text: []byte(text)}}
}

func TestRead(t *testing.T) {
	state := provider.State{Instances: []provider.Instance{
		{Type: "opensearch_destination", Address: "opensearch_destination.chat", ID: "chat-id"},
		{Type: "elasticsearch_opendistro_monitor", Address: `elasticsearch_opendistro_monitor.m["x"]`, ID: "id-x"},
	}}
	r := provider.Read(source(sample), &state, provider.Files{})
	if r.Diagnostics.HasErrors() || len(r.Objects) != 3 || len(r.Diagnostics) != 1 {
		t.Fatalf("%d objects, %v", len(r.Objects), r.Diagnostics)
	}
	var names []string
	for _, v := range r.Variables {
		names = append(names, fmt.Sprintf("%s=%v %s", v.Name, v.Default, v.Type))
	}
	if got := strings.Join(names, ", "); got != "aws_sns_topic_t_arn=<nil> string, var.n=5 number, team=SOC string, url=<nil> string" && got != "aws_sns_topic_t_arn=<nil> string, n=5 number, team=SOC string, url=<nil> string" {
		t.Error(got)
	}
	byID := map[string]*provider.Object{}
	for _, o := range r.Objects {
		byID[o.ID] = o
	}
	x := byID["id-x"]
	if x == nil || x.New || x.Label != "m_x" || x.Known.Monitor.Monitor.Name != "SOC logins x X" || x.Known.Monitor.Destinations[0] != "chat-id" {
		t.Fatalf("%+v", x)
	}
	spelt := string(r.Words.Spell([]byte(fmt.Sprintf("name = %q\nmessage = %q\n", x.Kept.Monitor.Monitor.Name, x.Kept.Monitor.Monitor.Triggers[0].Actions[0].Message.Source))))
	if spelt != "name = \"${var.team} logins x X\"\nmessage = var.aws_sns_topic_t_arn\n" {
		t.Error(spelt)
	}
	y := byID[provider.MadeUp+`elasticsearch_opendistro_monitor.m["y"]`]
	if y == nil || !y.New {
		t.Errorf("%+v", y)
	}
}

// TestPlaces: problems of bodies are told at their lines.
func TestPlaces(t *testing.T) {
	for text, line := range map[string]int{
		"resource \"opensearch_monitor\" \"a\" {\n  body = <<E\n{\n  \"a\": 1\n  \"b\": 2\n}\nE\n}\n": 5,
		"resource \"opensearch_monitor\" \"a\" {\n  body = <<E\n{\"a\": 1,\n\nE\n}\n":                 3,
		"resource \"opensearch_monitor\" \"a\" {\n  body = <<E\n{\"name\": \"x\", \"schedule\": {\"period\": {\"interval\": 1, \"unit\": \"MINUTES\"}},\n\"inputs\": [],\n\"triggers\": [\n{\"query_level_trigger\": {\n\"name\": []}}]}\nE\n}\n": 7,
		"resource \"opensearch_monitor\" \"a\" {\n  body = \"\"\n}\n":    2,
		"resource \"opensearch_monitor\" \"a\" {\n  body = \"[1]\"\n}\n": 2,
		"resource \"opensearch_monitor\" \"a\" {\n}\n":                   1,
		"resource \"opensearch_monitor\" \"a\" {\n  body = jsonencode({\n    name = \"x\"\n    schedule = { period = { interval = 1, unit = \"MINUTES\" } }\n    triggers = [{\n      name     = \"t\"\n      severity = []\n    }]\n  })\n}\n": 7,
	} {
		r := provider.Read(source(text), nil, provider.Files{})
		if len(r.Diagnostics) != 1 || r.Diagnostics[0].Severity != hcl.DiagError || r.Diagnostics[0].Subject.Start.Line != line {
			t.Errorf("%s: %v, want line %d", text, r.Diagnostics, line)
		}
	}
}

// TestRedacted: what problems quote shows keys and monitors, and no texts of channels.
func TestRedacted(t *testing.T) {
	text := "locals {\n  url = \"https://secret\"\n  open = \"secret==\n  escaped = \"secret\\\"=\n  key = { \"shown\" = 1 }\n}\nresource \"opensearch_destination\" \"d\" { body = \"secret\" }\nresource \"opensearch_monitor\" \"m\" {\n  body = \"{\\\"name\\\": \\\"shown\\\"} https://secret\"\n}\n"
	got := string(provider.Redacted(source(text))[0].Text)
	if strings.Contains(got, "secret") || !strings.Contains(got, "shown") || !strings.Contains(got, `"opensearch_destination" "d"`) || len(got) != len(text) {
		t.Error(got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add("resource \"opensearch_monitor\" \"a\" {\n  body = <<E\n{\"a\":\nE\n}\n")
	f.Add("variable \"n\" {\n  default = \n}\nresource \"elasticsearch_monitor\" \"\" {\n  a = var.n\n}\n")
	f.Add("resource \"opensearch_monitor\" \"⟦∘⟧\" {\n  body = \"⟦⟪⦃⦗${var.x}\"\n}\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 3000 {
			return
		}
		r := provider.Read(source(text), &provider.State{}, provider.Files{})
		for _, o := range r.Objects {
			if o.Known == nil || (o.Known.Monitor == nil) == (o.Known.Channel == nil) {
				t.Errorf("%s is neither a monitor nor a channel, or both", o.Address)
			}
		}
		if len(provider.Redacted(source(text))[0].Text) != len(text) {
			t.Error("places have moved")
		}
	})
}
