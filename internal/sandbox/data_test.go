package sandbox_test

import (
	"cmp"
	"context"
	"encoding/base64"
	"net"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/kept"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// keptRig is a sandbox in a folder, on a clock of its own.
type keptRig struct {
	t     *testing.T
	dir   string
	clock *clock.Manual
	users []security.Account
	as    string // user:password; "": nobody
	plays string // a dialect; "": the default one

	file   *kept.File
	server *sandbox.Server
}

func (k *keptRig) open(at time.Time) {
	k.t.Helper()
	d, err := dialect.Parse(cmp.Or(k.plays, dialect.OpenSearch2().Name))
	if err != nil {
		k.t.Fatal(err)
	}
	if k.file, err = kept.Open(k.dir, d.Name); err != nil {
		k.t.Fatal(err)
	}
	k.clock = clock.NewManual(at)
	if k.server, err = sandbox.Open(sandbox.Options{Dialect: d, Clock: k.clock, Data: k.file, Users: k.users}); err != nil {
		k.t.Fatal(err)
	}
}

// crash lets go of the file as it is.
func (k *keptRig) crash() {
	k.t.Helper()
	if err := k.file.Close(); err != nil {
		k.t.Fatal(err)
	}
}

// stop serves until it is told to stop, which it is at once, and lets go of the file.
func (k *keptRig) stop() {
	k.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		k.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(k.t.Context())
	cancel()
	if err := k.server.Serve(ctx, listener); err != nil {
		k.t.Error(err)
	}
	k.crash()
}

func (k *keptRig) ask(method, path, body string) (int, string) {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "127.0.0.1"
	r.Header.Set("Content-Type", "application/json")
	if k.as != "" {
		r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(k.as)))
	}
	w := httptest.NewRecorder()
	k.server.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func (k *keptRig) do(method, path, body string) string {
	k.t.Helper()
	status, text := k.ask(method, path, body)
	if status >= 300 {
		k.t.Errorf("%s %s: %d %s", method, path, status, text)
	}
	return text
}

// fill gives the sandbox something of everything.
func (k *keptRig) fill() {
	k.t.Helper()
	k.do("PUT", "/_template/old", `{"index_patterns":["o*"],"settings":{"number_of_shards":2}}`)
	k.do("PUT", "/_component_template/part", `{"template":{"mappings":{"properties":{"p":{"type":"keyword"}}}}}`)
	k.do("PUT", "/_index_template/stream", `{"index_patterns":["logs-*"],"data_stream":{},"composed_of":["part"]}`)
	k.do("POST", "/logs-a/_doc", `{"@timestamp":"2024-08-02T09:00:00Z","p":"x"}`)
	k.do("PUT", "/events", `{"settings":{"refresh_interval":"-1"},"mappings":{"properties":{"user":{"type":"keyword"}}},"aliases":{"all":{}}}`)
	k.do("PUT", "/events/_doc/1?routing=k", `{"user":"alice","n":1.50}`)
	k.do("PUT", "/_cluster/settings", `{"persistent":{"plugins.alerting.input_timeout":"31s","plugins.alerting.destination.allow_list":["slack"]},"transient":{"plugins.alerting.bulk_timeout":"31s"}}`)
	for id, kind := range map[string]string{
		"sns": `"sns","sns":{"topic_arn":"arn:aws:sns:eu-west-1:123456789012:x"}`, "slack": `"slack","slack":{"url":"https://hooks.slack.com/services/T/B/x"}`,
		"hook": `"webhook","webhook":{"url":"https://example.com/x?y=1","header_params":{"a":"b"},"method":"PUT"}`, "chime": `"chime","chime":{"url":"https://example.com"}`,
		"teams": `"microsoft_teams","microsoft_teams":{"url":"https://example.webhook.office.com/x"}`, "smtp": `"smtp_account","smtp_account":{"host":"mail.example.com","port":25,"method":"ssl","from_address":"a@example.com"}`,
		"ses": `"ses_account","ses_account":{"region":"eu-west-1","role_arn":"arn:aws:iam::123456789012:role/x","from_address":"a@example.com"}`, "group": `"email_group","email_group":{"recipient_list":[{"recipient":"a@example.com"}]}`,
	} {
		k.do("POST", "/_plugins/_notifications/configs", `{"config_id":"`+id+`","config":{"name":"`+id+` é","description":"d","is_enabled":true,"config_type":`+kind+`}}`)
	}
	k.do("POST", "/_plugins/_notifications/configs", `{"config_id":"gone","config":{"name":"x","config_type":"chime","chime":{"url":"https://example.com"}}}`)
	k.do("DELETE", "/_plugins/_notifications/configs/gone", "")
	k.do("POST", "/_plugins/_alerting/monitors", everyMinute)
	k.clock.Advance(90 * time.Second)
}

// everyMinute is a monitor that sends a message each time, at most once in ten
// minutes.
const everyMinute = `{"type":"monitor","name":"watch","monitor_type":"query_level_monitor","enabled":true,"schedule":{"period":{"interval":1,"unit":"MINUTES"}},
"inputs":[{"search":{"indices":["logs-a"],"query":{"query":{"match_all":{}}}}}],
"triggers":[{"query_level_trigger":{"id":"t","name":"t","severity":"1","condition":{"script":{"source":"return true","lang":"painless"}},
"actions":[{"id":"a","name":"a","destination_id":"sns","message_template":{"source":"fired","lang":"mustache"},"throttle_enabled":true,"throttle":{"value":10,"unit":"MINUTES"}}]}}]}`

// views are what is asked before a restart and after it.
var views = []string{
	"/", "/_cat/indices?h=index,uuid,pri,health,status&s=index&expand_wildcards=all", "/_mapping", "/_settings", "/_alias", "/_template", "/_index_template", "/_component_template",
	"/_data_stream", "/events/_doc/1?routing=k", "/logs-a/_search?version=true&seq_no_primary_term=true", "/_plugins/_notifications/configs?sort_field=name",
	"/_plugins/_alerting/monitors/alerts", "/_sandbox/messages", "/.opendistro-alerting-config/_search?version=true&size=100",
}

func (k *keptRig) look() map[string]string {
	k.t.Helper()
	seen := map[string]string{}
	for _, path := range views {
		text := k.do("GET", path, "")
		if _, after, ok := strings.Cut(text, `"timed_out"`); ok { // took is before it
			text = after
		}
		seen[path] = text
	}
	return seen
}

func TestRestartKeepsEverything(t *testing.T) {
	k := &keptRig{t: t, dir: t.TempDir()}
	k.open(morning)
	k.fill()
	k.clock.Advance(time.Second) // the channels' lists are refreshed by then
	before := k.look()
	if !strings.Contains(before["/_sandbox/messages"], "fired") || !strings.Contains(before["/_plugins/_alerting/monitors/alerts"], `"totalAlerts":1`) {
		t.Fatalf("nothing was sent: %v", before)
	}
	settings := k.do("GET", "/_cluster/settings", "")
	k.crash()

	k.open(morning) // it goes on from where it was
	if now := k.clock.Now(); now.Before(morning.Add(91 * time.Second)) {
		t.Errorf("time went back to %s", now)
	}
	after := k.look()
	for _, path := range views {
		if after[path] != before[path] {
			t.Errorf("GET %s after a restart: %s\nbefore: %s", path, after[path], before[path])
		}
	}
	transient := strings.Index(settings, `,"transient"`)
	if got := k.do("GET", "/_cluster/settings", ""); got != settings[:transient]+`,"transient":{}}` {
		t.Errorf("settings after a restart: %s\nbefore: %s", got, settings)
	}
	// What no refresh had shown is seen by searches now, as on a node.
	if text := k.do("GET", "/events/_count", ""); !strings.HasPrefix(text, `{"count":1,`) {
		t.Error(text)
	}
	// A deleted channel's version goes on within a minute, for which no answer stands: a
	// stream's rules still hold.
	if status, text := k.ask("PUT", "/logs-a/_doc/1", `{"@timestamp":"2024-08-02T09:00:00Z"}`); status != 400 || !strings.Contains(text, "op_type of create") {
		t.Errorf("%d %s", status, text)
	}
	// The monitor runs on, and remembers when it sent.
	k.clock.Advance(3 * time.Minute)
	if n := strings.Count(k.do("GET", "/_sandbox/messages", ""), `"throttled"`); n < 3 {
		t.Errorf("%d messages were held back after a restart, want 3 at least", n)
	}
	k.clock.Advance(10 * time.Minute)
	if n := strings.Count(k.do("GET", "/_sandbox/messages", ""), "fired"); n != 2 {
		t.Errorf("%d messages after the throttle's time, want 2", n)
	}
	k.crash()
}

// TestTimeGoesOnFromTheEnd of a sandbox that was stopped, though nothing was written
// for long before; a crash leaves the time of the last write.
func TestTimeGoesOnFromTheEnd(t *testing.T) {
	k := &keptRig{t: t, dir: t.TempDir()}
	k.open(morning)
	k.do("PUT", "/events/_doc/1", `{"a":1}`)
	k.clock.Advance(time.Hour)
	k.crash()

	k.open(morning)
	if now := k.clock.Now(); !now.Before(morning.Add(time.Hour)) {
		t.Errorf("after a crash it is %s", now)
	}
	k.clock.Advance(time.Hour)
	end := k.clock.Now()
	k.stop()

	k.open(morning)
	if now := k.clock.Now(); !now.Equal(end) {
		t.Errorf("it is %s, want %s", now, end)
	}
	k.crash()
}

// TestAnEmptyMappingIsKept: fields of its own kind are told of an index that was given a
// mapping, be it an empty one.
func TestAnEmptyMappingIsKept(t *testing.T) {
	k := &keptRig{t: t, dir: t.TempDir()}
	k.open(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))
	k.ask("PUT", "/given", `{"mappings":{}}`)
	k.ask("PUT", "/bare", `{}`)
	ask := func() string {
		_, given := k.ask("GET", "/given/_field_caps?fields=_id", "")
		_, bare := k.ask("GET", "/bare/_field_caps?fields=_id", "")
		return given + bare
	}
	before := ask()
	if !strings.Contains(before, "_id") {
		t.Fatal(before)
	}
	k.crash()
	k.open(k.clock.Now())
	if after := ask(); after != before {
		t.Errorf("before %s, after %s", before, after)
	}
	k.crash()
}

func TestResetEmptiesTheFile(t *testing.T) {
	k := &keptRig{t: t, dir: t.TempDir()}
	k.open(morning)
	k.fill()
	k.do("POST", sandbox.ResetPath, "")
	uuid := k.do("GET", "/", "")
	k.crash()
	k.open(morning)
	if text := k.do("GET", "/_cat/indices?expand_wildcards=all", ""); text != "" {
		t.Errorf("indices after a reset and a restart: %s", text)
	}
	for path, want := range map[string]string{"/_plugins/_notifications/configs": `"total_hits":0`, "/_sandbox/messages": `"messages":[]`, "/_index_template": "[]", "/_cluster/settings": `{"persistent":{}`} {
		if text := k.do("GET", path, ""); !strings.Contains(text, want) {
			t.Errorf("GET %s after a reset and a restart: %s", path, text)
		}
	}
	if got := k.do("GET", "/", ""); got != uuid {
		t.Errorf("another cluster after a restart: %s, before: %s", got, uuid)
	}
	k.do("PUT", "/x/_doc/1", `{}`)
	k.crash()
	k.open(morning)
	k.do("GET", "/x/_doc/1", "")
	k.crash()
}

// A disk that fails makes no answer that could be wrong.
func TestWhatIsNotKeptIsNotAnswered(t *testing.T) {
	k := &keptRig{t: t, dir: t.TempDir()}
	k.open(morning)
	k.do("PUT", "/x/_doc/1", `{"a":1}`)
	k.crash() // the file is closed, and can't be written any more
	for _, path := range []string{"/x/_doc/2", "/x/_doc/3"} {
		if status, text := k.ask("PUT", path, `{"a":1}`); status != 500 || !strings.Contains(text, "sandbox_not_kept_exception") || strings.Contains(text, "created") {
			t.Errorf("PUT %s: %d %s", path, status, text)
		}
	}
	k.open(morning)
	k.do("GET", "/x/_doc/1", "")
	k.crash()
}

func TestUsersAreKept(t *testing.T) {
	admin := security.Account{Name: "admin", Password: "aStrong-passw0rd!", BackendRoles: []string{"admin"}, Reserved: true}
	k := &keptRig{t: t, dir: t.TempDir(), users: []security.Account{admin}, as: "admin:aStrong-passw0rd!"}
	k.open(morning)
	k.do("PUT", "/_plugins/_security/api/internalusers/eve", `{"password":"another-Strong1!","backend_roles":["readers"]}`)
	view := "/_plugins/_security/api/internalusers"
	before := k.do("GET", view, "")
	k.crash()
	k.users[0].Password = "aNew-passw0rd!"
	k.open(morning)
	if status, _ := k.ask("GET", view, ""); status != 401 {
		t.Errorf("the old password of a user from the file is answered with %d", status)
	}
	k.as = "admin:aNew-passw0rd!"
	if after := k.do("GET", view, ""); after != before {
		t.Errorf("users after a restart: %s\nbefore: %s", after, before)
	}
	k.as = "eve:another-Strong1!"
	k.do("GET", "/_plugins/_security/authinfo", "")
	k.crash()
	data, err := os.ReadFile(k.dir + "/sandbox.db")
	if err != nil || strings.Contains(string(data), "another-Strong1!") {
		t.Errorf("a password lies in the file (%v)", err)
	}
}
