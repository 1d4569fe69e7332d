package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/faults"
)

// Each secret has a word of letters and digits in it, which no spelling changes:
// where the word is, a secret has leaked, be it escaped for JSON, for HCL, for Go
// or for a URL, whole or in part. The rest of each secret is what escapes differ on.
const (
	slackLiteral = `https://hooks.slack.com/services/T0/B0/leakSlackLiteral`
	slackVar     = `https://hooks.slack.com/services/T0/B0/leakSlackVar?a=1&b=<é>`
	teamsURL     = `https://acme.webhook.office.com/webhookb2/leakTeams/IncomingWebhook/1?a=%20é`
	chatURL      = `https://chat.example.org/incoming/leakTeamsChat`
	webhookURL   = `https://hook.example.com/in/leakWebhookURL`
	headerValue  = `Bearer "leakHeader" & <tag> \ é/+=`
	envValue     = `leakEnv "quoted" 100% & more`
	variable     = `leakVariable, first line` + "\n" + `leakVariableSecond "line"`
	password     = `leakPassword:/@ %&"é`
)

var leak = regexp.MustCompile(`(?i)leak(Slack|Teams|Webhook|Header|Env|Variable|Password|Base)\w*`)

// expectNoLeak looks for the words in what a command has printed.
func expectNoLeak(t *testing.T, what string, got result) {
	t.Helper()
	for stream, text := range map[string]string{"stdout": got.stdout, "stderr": got.stderr} {
		for _, line := range strings.Split(text, "\n") {
			if word := leak.FindString(line); word != "" {
				t.Errorf("%s: %s shows %s: %s", what, stream, word, line)
			}
		}
	}
	if encoded := base64.StdEncoding.EncodeToString([]byte("user:" + password)); strings.Contains(got.stdout+got.stderr, encoded) {
		t.Errorf("%s shows the Authorization header", what)
	}
}

// hclQuoted is a text as a literal of HCL.
func hclQuoted(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "${", "$${").Replace(text)
}

// secretConfig has a secret everywhere one may stand.
func secretConfig() string {
	return fmt.Sprintf(`workspace = "masking"
variable "slack_url" {
  type      = string
  sensitive = true
}
variable "words" {
  type      = string
  sensitive = true
}
destination "slack" "literal" {
  url = "%s"
}
destination "slack" "var" {
  url = var.slack_url
}
destination "microsoft_teams" "soc" {
  url = "%s"
}
destination "webhook" "hook" {
  url     = "%s"
  headers = { Authorization = "%s", X-Env = env("SECRET") }
}
monitor "m" {
  name        = "M"
  schedule {
    interval = "1d"
  }
  extraction_query {
    indices = ["events-*"]
    last    = "1d"
    filter  = [{ term = { secret = var.words } }, { term = { other = env("SECRET") } }]
  }
  trigger "any" {
    severity = 1
    hits     = "> 0"
    action "tell" {
      destination = destination.slack.var
      subject     = "About ${env("SECRET")}"
      message     = "A word: ${var.words} and ${upper(var.words)}"
    }
  }
}
`, slackLiteral, hclQuoted(teamsURL), webhookURL, hclQuoted(headerValue))
}

func newSecretRig(t *testing.T) *rig {
	r := newRig(t)
	r.env["SECRET"] = envValue
	r.env["ALERTPLAN_VAR_slack_url"] = slackVar
	r.env["ALERTPLAN_VAR_words"] = variable
	r.env[envUsername], r.env[envPassword] = "user", password
	r.configure(secretConfig())
	return r
}

// expectNoLeak runs a command that must go well.
func (r *rig) expectNoLeak(command string, args ...string) {
	r.t.Helper()
	got := r.run(command, args...)
	expectNoLeak(r.t.(*testing.T), command+" "+strings.Join(args, " "), got)
	if got.code == 1 {
		r.t.Errorf("%s %s: %s", command, args, got)
	}
}

func TestNoCommandShowsASecret(t *testing.T) {
	r := newSecretRig(t)
	everything := func() {
		t.Helper()
		r.expectNoLeak("validate")
		r.expectNoLeak("validate", "--json")
		r.expectNoLeak("plan")
		r.expectNoLeak("plan", "--json")
		r.expectNoLeak("drift", "--unmanaged")
		r.expectNoLeak("drift", "--unmanaged", "--json")
		for _, at := range []string{"destination.slack.literal", "destination.slack.var", "destination.microsoft_teams.soc", "destination.webhook.hook", "monitor.m"} {
			r.expectNoLeak("show", at)
			r.expectNoLeak("show", "--json", at)
		}
		r.expectNoLeak("list")
		r.expectNoLeak("list", "--json")
		r.expectNoLeak("list", "--live")
		r.expectNoLeak("list", "--live", "--json")
	}
	everything()
	r.expectNoLeak("apply", "--auto-approve")
	everything()

	// What is replaced is no longer in the configuration, yet in the plan.
	was := r.env
	r.env = map[string]string{envURL: was[envURL], "SECRET": "another", "ALERTPLAN_VAR_slack_url": "https://hooks.slack.com/services/T/B/another", "ALERTPLAN_VAR_words": "others"}
	r.configure(strings.NewReplacer(slackLiteral, "https://hooks.slack.com/services/T/B/x", webhookURL, "https://x.example.com/", hclQuoted(headerValue), "y").Replace(secretConfig()))
	for _, args := range [][]string{
		{"plan", "--target", "destination.slack.literal"}, {"plan", "--json", "--target", "destination.slack.literal"}, {"drift"}, {"drift", "--json"},
	} {
		r.expectNoLeak(args[0], args[1:]...)
	}
	r.configure("workspace = \"masking\"\n")
	for _, args := range [][]string{{"plan", "--target", "destination.webhook.hook"}, {"plan", "--json", "--target", "destination.webhook.hook"}} {
		r.expectNoLeak(args[0], args[1:]...)
	}
	r.env = was
	r.configure(secretConfig())
	r.expectNoLeak("destroy", "--auto-approve")
}

// TestProblemsOfAConfigurationShowNoSecret puts errors around, beside and inside
// of secret literals: snippets of the file show lines.
func TestProblemsOfAConfigurationShowNoSecret(t *testing.T) {
	header := hclQuoted(headerValue)
	tests := map[string]string{
		"unknown attribute beside it": `destination "slack" "x" { url = "` + slackLiteral + `", nope = 1 }`,
		"refused by Teams":            `destination "microsoft_teams" "x" { url = "` + chatURL + `" }`,
		"refused by Mattermost":       `destination "mattermost" "x" { url = "` + chatURL + `" }`,
		"started by Teams":            `destination "microsoft_teams" "x" { url = "https://x.logic.azure.com/workflows/leakTeamsFlow" }`,
		"an address of e-mail":        `destination "email_group" "x" { recipients = [env("SECRET")] }`,
		"a sender":                    "destination \"ses_account\" \"x\" {\n  region = \"" + slackLiteral + "\"\n  from = env(\"SECRET\")\n}\ndestination \"slack\" \"y\" { url = \"" + slackLiteral + "\" }\n",
		"unknown attribute":           "destination \"slack\" \"x\" {\n  url = \"" + slackLiteral + "\"\n  urll = \"" + slackLiteral + "\"\n}\n",
		"no block end":                "destination \"slack\" \"x\" {\n  url = \"" + slackLiteral + "\"\n",
		"no string end":               "destination \"slack\" \"x\" {\n  url = \"" + slackLiteral + "\n}\n",
		"two values":                  "destination \"slack\" \"x\" {\n  url = \"" + slackLiteral + "\" \"again\"\n}\n",
		"a list":                      "destination \"slack\" \"x\" {\n  url = [\"" + slackLiteral + "\"]\n}\n",
		"an object":                   "destination \"slack\" \"x\" {\n  url = { a = \"" + slackLiteral + "\" }\n}\n",
		"a number beside it":          "destination \"slack\" \"x\" {\n  url = \"" + slackLiteral + "\" + 1\n}\n",
		"no URL":                      "destination \"slack\" \"x\" {\n  url = \"" + strings.TrimPrefix(slackLiteral, "https://") + "\"\n}\n",
		"another scheme":              "destination \"webhook\" \"x\" {\n  url = \"ftp://leakWebhookURL.example.com/leakWebhookPath\"\n}\n",
		"a template":                  "destination \"slack\" \"x\" {\n  url = \"" + slackLiteral + "${nope}\"\n}\n",
		"a function of it":            "destination \"slack\" \"x\" {\n  url = uper(\"" + slackLiteral + "\")\n}\n",
		"a header twice":              "destination \"webhook\" \"x\" {\n  url = \"" + webhookURL + "\"\n  headers = { a = \"" + header + "\", a = \"" + header + "\" }\n}\n",
		"a header's name":             "destination \"webhook\" \"x\" {\n  url = \"" + webhookURL + "\"\n  headers = { \"..\" = \"" + header + "\" }\n}\n",
		"a header's list":             "destination \"webhook\" \"x\" {\n  url = \"" + webhookURL + "\"\n  headers = { a = [\"" + header + "\"] }\n}\n",
		"headers no object":           "destination \"webhook\" \"x\" {\n  url = \"" + webhookURL + "\"\n  headers = \"" + header + "\"\n}\n",
		"a default":                   "variable \"v\" {\n  type = number\n  sensitive = true\n  default = \"leakVariableDefault\"\n}\n",
		"a password":                  "cluster \"c\" {\n  url = \"http://x\"\n  username = \"u\"\n  password = \"leakPassword1\"\n  nope = 1\n}\n",
		"a password, not closed":      "cluster \"c\" {\n  url = \"http://x\"\n  password = \"leakPassword1\n}\n",
		"a URL with a password":       "cluster \"c\" {\n  url = \"http://u:leakPassword2@host:port/\"\n}\n",
		"a sensitive index":           "variable \"v\" {\n  type = string\n  sensitive = true\n  default = \"leakVariableDefault\"\n}\nlocals {\n  x = { a = 1 }[var.v]\n}\ndestination \"slack\" \"x\" {\n  url = local.x\n}\n",
		"a sensitive number":          "variable \"v\" {\n  type = string\n  sensitive = true\n  default = \"leakVariableDefault\"\n}\n" + strings.Replace(monitorText("m", "M", 1), "size    = 1", "size = var.v", 1),
		"a sensitive interval":        "variable \"v\" {\n  type = string\n  sensitive = true\n  default = \"leakVariableDefault\"\n}\n" + strings.Replace(monitorText("m", "M", 1), `interval = "1d"`, "interval = var.v", 1),
		"a sensitive condition":       "variable \"v\" {\n  type = string\n  sensitive = true\n  default = \"leakVariable && (\"\n}\n" + strings.Replace(monitorText("m", "M", 1), `hits     = "> 0"`, "condition = var.v", 1),
		"a sensitive query":           "variable \"v\" {\n  type = string\n  sensitive = true\n  default = \"leakVariableDefault\"\n}\n" + strings.Replace(monitorText("m", "M", 1), "size    = 1", "filter = [{ term = { (var.v) = 1, b = 2 } }]", 1),
		"a comment before it":         "destination \"slack\" \"x\" {\n  name = \"N\" # a comment\n  url = [\"https://x.example.com/leakWebhookURL\"]\n}\n",
		"a secret of env":             strings.Replace(monitorText("m", "M", 1), `interval = "1d"`, `interval = env("SECRET")`, 1),
	}
	for name, config := range tests {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			r := &rig{t: t, dir: t.TempDir(), env: map[string]string{envURL: "http://127.0.0.1:9", "SECRET": envValue}}
			r.configure("workspace = \"masking\"\n" + config)
			for _, command := range [][]string{{"validate"}, {"validate", "--json"}, {"plan"}, {"show", "monitor.m"}, {"list"}} {
				got := r.run(command[0], command[1:]...)
				expectNoLeak(t, strings.Join(command, " "), got)
				if command[0] == "validate" && got.code != 1 {
					t.Errorf("%s finds nothing wrong: %s", command, got)
				}
			}
		})
	}
}

// TestErrorsOfTheServerShowNoSecret: servers quote what they were sent.
func TestErrorsOfTheServerShowNoSecret(t *testing.T) {
	r := newSecretRig(t)
	jsonText := func(text string) string {
		quoted, _ := json.Marshal(text)
		return string(quoted)
	}
	all := strings.Join([]string{slackLiteral, slackVar, webhookURL, headerValue, envValue, variable, password}, " and ")
	u, _ := url.Parse(slackVar)
	basic := base64.StdEncoding.EncodeToString([]byte("user:" + password))
	for name, body := range map[string]string{
		"reason":          `{"error":{"type":"x","reason":` + jsonText("Failed to send to "+all) + `},"status":400}`,
		"JSON in reason":  `{"error":{"type":"x","reason":` + jsonText("Failed: "+jsonText(all)) + `},"status":400}`,
		"cause":           `{"error":{"type":"x","reason":"r","caused_by":{"type":"y","reason":` + jsonText(all) + `}},"status":400}`,
		"text":            "Bad " + slackLiteral,
		"percent-encoded": `{"error":` + jsonText(url.QueryEscape(slackVar)+" "+url.PathEscape(slackVar)+" "+url.QueryEscape(headerValue)+" "+url.PathEscape(envValue)) + `}`,
		"as a URL":        `{"error":` + jsonText(u.String()+" "+u.RequestURI()+" "+u.Path) + `}`,
		"Authorization":   `{"error":` + jsonText("Not allowed: Basic "+basic) + `}`,
	} {
		r.proxy.Heal()
		r.proxy.Break(faults.Rule{Method: "POST", Path: regexp.MustCompile(channelsPath + "|" + monitorsPath + "$"), Fault: faults.Status(http.StatusBadRequest, body, nil)})
		expectNoLeak(t, "apply, "+name, r.apply())
		r.proxy.Heal()
		r.proxy.Break(faults.Rule{Fault: faults.Status(http.StatusUnauthorized, body, nil)})
		expectNoLeak(t, "plan, "+name, r.run("plan"))
	}
}

// TestConnectionErrorsShowNoPassword gives URLs that hold user and password, of
// which some can't be read.
func TestConnectionErrorsShowNoPassword(t *testing.T) {
	r := newRig(t)
	r.configure("workspace = \"masking\"\n")
	host := strings.TrimPrefix(r.url, "http://")
	r.proxy.Break(faults.Rule{Fault: faults.Status(500, `{"error":"no: leakPassword%2F6 leakPassword/6"}`, nil)})
	for _, given := range []string{
		"http://user:leakPassword1@127.0.0.1:1", "http://user:leakPassword 2@host", "http://user:leakPassword%zz@host",
		"http://user:leakPassword3@host:port", "https://user:leakPassword4@" + host, "user:leakPassword@host:9200",
		"ftp://user:leakPassword@host", "http://user:leakPassword@", "http://user:leakPassword@[::1", "http://user:leakPassword#@host",
		"http://user:leakPassword?@host", "http://user:leakPassword/@host:1", "http://user:leakPassword@no-such-host.invalid",
		"http://leakPassword@127.0.0.1:1", "://user:leakPassword@host", "http:// user:leakPassword@host", "http://user:leakPassword\n@host", "http://user:leakPassword\x00@host",
		strings.Replace(r.proxy.URL, "://", "://user:leakPassword%2F6@", 1),
	} {
		for _, command := range []string{"plan", "apply", "list"} {
			args := []string{"--url", given, "--timeout", "2s"}
			if command == "list" {
				args = append(args, "--live")
			}
			got := r.run(command, args...)
			if got.code != 1 {
				t.Errorf("%s %q: %s", command, given, got)
			}
			expectNoLeak(t, command+" "+given, got)
		}
		r.env = map[string]string{envURL: given}
		expectNoLeak(t, envURL+"="+given, r.run("plan"))
		r.env = map[string]string{}
		if err := os.WriteFile(filepath.Join(r.dir, "cluster.hcl"), []byte("cluster \"c\" {\n  url = \""+hclQuoted(given)+"\"\n}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"plan", "validate"} {
			expectNoLeak(t, command+" of a block with "+given, r.run(command))
		}
		os.Remove(filepath.Join(r.dir, "cluster.hcl"))
	}
}

// FuzzSecretLiterals reads what may be no HCL at all: it must end, and find the
// URL of a destination that follows.
func FuzzSecretLiterals(f *testing.F) {
	f.Add("workspace = \"a\nvariable \"v\" {\n  default = <<X\n${\n")
	f.Add("monitor \"m\" {{[(\xff\"")
	f.Add("a = 1 # a comment\nb = 2 // another")
	f.Add("\ufeff# /* \" \n")
	f.Fuzz(func(t *testing.T, before string) {
		secretLiterals(map[string]*hcl.File{"x.hcl": {Bytes: []byte(before)}}, nil, nil)
		after := before + "\ndestination \"webhook\" \"x\" {\n  url = \"https://example.com/in/secret\n}\n"
		found := secretLiterals(map[string]*hcl.File{"x.hcl": {Bytes: []byte(after)}}, nil, nil)
		plain := !strings.ContainsAny(before, "\"<*$%{[(\x00") && utf8.ValidString(before)
		if plain && !slices.Contains(found, "https://example.com/in/secret") {
			t.Errorf("not found behind %q: %q", before, found)
		}
	})
}
