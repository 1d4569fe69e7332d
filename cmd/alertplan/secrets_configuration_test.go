package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// hidden are the secrets of the scenario, by name. The formats hold what encodings
// differ on: signs, quotes, blanks, line breaks, letters beyond ASCII.
var hidden = map[string]planted{}

func init() {
	for name, format := range map[string]string{
		"slack literal":       "https://hooks.slack.com/services/T01/B02/%s",
		"slack variable":      "https://hooks.slack.com/services/T01/B02/%s?a=1&b=<é>",
		"slack, rotated away": "https://hooks.slack.com/services/T01/B02/%s",
		"chime var file":      "https://hooks.chime.aws/incomingwebhooks/1?token=%s%%3D%%3D",
		"teams flag":          "https://acme.webhook.office.com/webhookb2/%s@1/IncomingWebhook/2?x=%%20é",
		"file":                "https://file.example.com/hooks/%s",
		"webhook environment": "https://hook.example.com/in/%s/a+b/c=d?key=1&e=f#g",
		"webhook user":        "https://bot:%s@hook.example.com/in",
		"header literal":      `Bearer "%s" & <tag> \ é/+=`,
		"input of a pack":     "Pack %s, as it is",
		"header environment":  "Token %s'; 100%% & more",
		"words in a message":  "%s is what nobody may read, as it is long enough to be broken into lines twice over, and holds \"quotes\"",
		"a term":              "term/%s=+ ~",
		"a script":            "params.get('%s') == \"<&>\"",
		"several lines":       "-----BEGIN SECRET-----\nMIIB%s\n\"second\" line & more of it\n-----END SECRET-----\n",
		"a default":           "default:%s!",
		"raw body":            "raw(%s)",
		"block's password":    "p@ss:%s/ %%&\"é",
		"other password":      "0ther:%s?",
		"password of a URL":   "url%s!~",
		"token":               "eyJhbGciOiJIUzI1NiJ9.%s.x-y_z",
		"token file":          "tf-%s==",
		"access key":          "wJalrXUtnFEMI/K7MDENG/%s+",
		"session token":       "FwoGZXIvYXdzE/%s//==",
		"proxy password":      "proxy%s&1",
		"client key":          "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC%s",
		"somebody else's URL": "https://theirs.example.com/in/%s?x=1",
		"their header":        "Theirs %s",

		"webhook of drift":      "/hooks/T01/%s?a=1&b=2",
		"webhook file of drift": "/hooks/T01/%s",
	} {
		hidden[name] = plant(name, format)
	}
	hidden["a number"] = plantCore("a number", "918273645546372819", "918273645546372819")
}

func secretNamed(name string) string {
	s, ok := hidden[name]
	if !ok {
		panic("no secret " + name)
	}
	return s.value
}

// secretScene has a secret in every place where one may stand.
func secretScene(t *testing.T, dir, clusterURL string) {
	t.Helper()
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	q := func(name string) string { return hclQuoted(secretNamed(name)) }
	write("packs/inside/main.hcl", secretPack)
	write("hook.txt", secretNamed("file")+"\n")
	write("values.vars", "chime_url = \""+q("chime var file")+"\"\n")
	write("events.ndjson", `{"@timestamp":"2026-03-09T00:01:00Z","eventName":"ConsoleLogin"}`+"\n")
	write("main.hcl", strings.NewReplacer(
		"@CLUSTER@", clusterURL, "@PASSWORD@", q("block's password"), "@LITERAL@", q("slack literal"), "@HEADER@", q("header literal"),
		"@DEFAULT@", q("a default"), "@INPUT@", q("input of a pack"), "@USER@", q("webhook user"),
	).Replace(secretMain))
	raw, _ := json.Marshal(map[string]any{
		"name": "Raw", "type": "monitor", "monitor_type": "query_level_monitor", "enabled": false,
		"schedule": map[string]any{"period": map[string]any{"interval": 5, "unit": "MINUTES"}},
		"inputs":   []any{map[string]any{"search": map[string]any{"indices": []string{"cwl-*"}, "query": map[string]any{"size": 0, "query": map[string]any{"match_all": map[string]any{}}}}}},
		"triggers": []any{},
	})
	write("raw.json", string(raw))
}

const secretMain = `workspace = "secrets"

cluster "scene" {
  url      = "@CLUSTER@"
  username = "deploy"
  password = "@PASSWORD@"
}

variable "slack_url" {
  type      = string
  sensitive = true
}

variable "chime_url" {
  type      = string
  sensitive = true
}

variable "teams_url" {
  type      = string
  sensitive = true
}

variable "words" {
  type      = string
  sensitive = true
}

variable "term" {
  type      = string
  sensitive = true
}

variable "script" {
  type      = string
  sensitive = true
}

variable "lines" {
  type      = string
  sensitive = true
}

variable "raw" {
  type      = string
  sensitive = true
}

variable "number" {
  type      = number
  sensitive = true
}

variable "defaulted" {
  type      = string
  sensitive = true
  default   = "@DEFAULT@"
}

destination "slack" "literal" {
  url = "@LITERAL@"
}

destination "slack" "var" {
  url = var.slack_url
}

destination "chime" "var" {
  url = var.chime_url
}

destination "microsoft_teams" "soc" {
  url = var.teams_url
}

destination "webhook" "file" {
  url = trimspace(file("hook.txt"))
}

destination "webhook" "hook" {
  url     = env("HOOK_URL")
  headers = { Authorization = "@HEADER@", X-Env = env("HOOK_HEADER") }
}

destination "webhook" "user" {
  url = "@USER@"
}

monitor "login" {
  name = "Login"

  schedule {
    interval = "5m"
  }

  extraction_query {
    indices = ["cwl-*"]
    last    = "5m"

    filter = [
      { term = { secret = var.term } },
      { term = { number = var.number } },
      { terms = { others = [var.defaulted, var.lines] } },
    ]
  }

  trigger "any" {
    severity  = 1
    condition = "ctx.results[0].hits.total.value > 0 || ${var.script}"

    action "tell" {
      destination = destination.slack.var
      subject     = "About ${env("HOOK_HEADER")}"
      message     = "A word: ${var.words} and ${upper(var.words)}\n${var.lines}"
    }
  }
}

monitor "quiet" {
  name = "Quiet"

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
      destination = destination.webhook.hook
      message     = "Known: ${var.words}"
    }
  }
}

monitor "raw" {
  body = merge(jsondecode(file("raw.json")), {
    inputs = [{ search = { indices = ["cwl-*"], query = { size = 0, query = { term = { x = var.raw } } } } }]
  })
}

pack "inside" {
  source  = "./packs/inside"
  header  = "@INPUT@"
  words   = var.words
  hooks   = { one = var.slack_url }
  missing = destination.webhook.user
}

test "words" {
  monitor = monitor.quiet
  events  = "events.ndjson"

  expect "any" {
    fires   = true
    message = "another message than the one that comes"
  }
}
`

const secretPack = `variable "header" {
  type      = string
  sensitive = true
}

variable "words" {
  type = string
}

variable "hooks" {
  type = map(string)
}

variable "missing" {
  type = destination
}

destination "webhook" "inside" {
  url     = "https://hook.example.com/inside"
  headers = { Authorization = var.header }
}

destination "slack" "inside" {
  url = var.hooks["one"]
}

monitor "inside" {
  name    = "Inside"
  enabled = false

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
      destination = var.missing
      message     = "Known: ${var.words}"
    }
  }
}
`

// sceneEnvironment gives the scene its values.
func sceneEnvironment() []string {
	return []string{
		"HOOK_URL=" + secretNamed("webhook environment"), "HOOK_HEADER=" + secretNamed("header environment"),
		"ALERTPLAN_VAR_slack_url=" + secretNamed("slack variable"), "ALERTPLAN_VAR_words=" + secretNamed("words in a message"),
		"ALERTPLAN_VAR_term=" + secretNamed("a term"), "ALERTPLAN_VAR_script=" + secretNamed("a script"),
		"ALERTPLAN_VAR_lines=" + secretNamed("several lines"), "ALERTPLAN_VAR_raw=" + secretNamed("raw body"),
		"ALERTPLAN_VAR_number=" + secretNamed("a number"),
	}
}
