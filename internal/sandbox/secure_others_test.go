package sandbox_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/replay"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// What a cluster holds that others than admin run the transcripts on.
var otherSetup = [][3]string{
	{"PUT", "/t-shop/_doc/1?refresh=true", `{"a":1,"@timestamp":"2026-01-01T00:00:00Z"}`},
	{"PUT", "/t-shop/_alias/t-alias", `{}`},
	{"PUT", "/_index_template/t-template", `{"index_patterns":["t-made-*"]}`},
	{"POST", "/_plugins/_notifications/configs", `{"config_id":"hook","config":{"name":"Hook","config_type":"webhook","webhook":{"url":"https://hooks.example.org/in"}}}`},
	{"POST", "/_plugins/_alerting/monitors?refresh=true", `{"type":"monitor","name":"Errors","monitor_type":"query_level_monitor","enabled":false,
		"schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[{"search":{"indices":["t-shop"],"query":{"query":{"match_all":{}}}}}],"triggers":[]}`},
	{"PUT", "/_cluster/settings", `{"persistent":{"plugins.alerting.request_timeout":"11s"}}`},
}

// What is looked at before and after.
var otherState = []string{
	"/_cat/indices?format=json&h=index,docs.count&s=index", "/_mapping", "/_settings", "/_alias", "/_index_template", "/_template", "/t-*/_search",
	"/_cluster/settings", "/_plugins/_alerting/monitors/_search?size=1000", "/_plugins/_alerting/monitors/alerts", "/_plugins/_notifications/configs",
	"/_plugins/_security/api/internalusers", "/_plugins/_security/api/roles", "/_plugins/_security/api/rolesmapping",
}

var took = regexp.MustCompile(`"took":\d+`)

func stateOf(s *sandbox.Server, paths []string) string {
	var b strings.Builder
	for _, path := range paths {
		body := ""
		if strings.Contains(path, "monitors/_search") {
			body = `{"query":{"match_all":{}}}`
		}
		b.WriteString(path + " " + took.ReplaceAllString(asUser(s, "admin:secret", "GET", path, body).Body.String(), "") + "\n")
	}
	return b.String()
}

// Whoever may only read can run everything that was recorded, and the cluster is as it was
// before; nobody is told of more than routes. Faults (5xx) are those of requests that no
// server understands.
func TestOthersRunTheTranscripts(t *testing.T) {
	t.Parallel()
	for _, pair := range []string{"reader:secret", "none:secret", "nobody:wrong", "alerter:secret"} {
		t.Run(pair, func(t *testing.T) {
			now := clock.NewManual(time.Now())
			server, control := serverOfOthers(t, now), serverOfOthers(t, now)
			now.Advance(time.Minute) // lists show what was written
			paths := slices.Clone(otherState)
			if pair == "alerter:secret" { // he may save monitors, over patterns that fit nothing
				paths = slices.DeleteFunc(paths, func(p string) bool {
					return strings.HasPrefix(p, "/_cat") || strings.Contains(p, "_alerting") || slices.Contains([]string{"/_mapping", "/_settings", "/_alias"}, p)
				})
			}
			before := stateOf(server, paths)
			statuses := map[int]int{}
			sendAll(t, [2]*sandbox.Server{server, control}, pair, statuses)
			if after := stateOf(server, paths); after != before {
				t.Errorf("it was\n%s\nand is\n%s", before, after)
			}
			t.Logf("answers by status: %v", statuses)
		})
	}
}

// serverOfOthers is a secured server that holds something.
func serverOfOthers(t *testing.T, now clock.Clock) *sandbox.Server {
	t.Helper()
	server := sandbox.New(sandbox.Options{Clock: now, Users: []security.Account{
		{Name: "admin", Password: "secret", BackendRoles: []string{"admin"}, Reserved: true},
		{Name: "reader", Password: "secret", BackendRoles: []string{"readers"}},
		{Name: "alerter", Password: "secret", BackendRoles: []string{"alerters"}},
		{Name: "none", Password: "secret"},
	}})
	for _, s := range otherSetup {
		if w := asUser(server, "admin:secret", s[0], s[1], s[2]); w.Code >= 300 {
			t.Fatalf("%s %s: %d %s", s[0], s[1], w.Code, w.Body)
		}
	}
	return server
}

var named = regexp.MustCompile(`<<\w+>>`)

// sendAll sends the requests of all transcripts as one user to the first server. A fault
// must be one that admin gets, too, on the second.
func sendAll(t *testing.T, servers [2]*sandbox.Server, pair string, statuses map[int]int) {
	t.Helper()
	server, control := servers[0], servers[1]
	files, err := filepath.Glob("testdata/transcripts/2.19.4*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		transcript, err := replay.Parse(named.ReplaceAll(data, []byte("x")))
		if err != nil {
			continue // what is named is a number
		}
		for _, step := range transcript.Steps {
			q := step.Object("send")
			path := q.Text("path")
			if q == nil || !strings.HasPrefix(path, "/") || strings.ContainsAny(path, " %") || strings.HasPrefix(path, "//") || step.Object("got").Has("no_answer_after_ms") {
				continue
			}
			body := q.Text("raw")
			if v, ok := q.Get("body"); ok {
				text, _ := orderedjson.Marshal(v)
				body = string(text)
			}
			w := asUser(server, pair, q.Text("method"), path, body)
			statuses[w.Code]++
			if w.Code >= http.StatusInternalServerError && asUser(control, "admin:secret", q.Text("method"), path, body).Code < 500 {
				t.Errorf("%s: %s %s: %d %.300s", transcript.Name, q.Text("method"), path, w.Code, w.Body)
			}
			if pair == "nobody:wrong" && w.Code < 400 && !strings.HasPrefix(path, "/_plugins/_security/health") && q.Text("method") != "OPTIONS" {
				t.Errorf("%s: nobody may %s %s: %d", transcript.Name, q.Text("method"), path, w.Code)
			}
		}
	}
}
