package alerting_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

const documentMonitor = `{"type":"monitor","name":"m","monitor_type":"doc_level_monitor","enabled":true,
	"schedule":{"period":{"interval":5,"unit":"MINUTES"}},
	"inputs":[{"doc_level_input":{"description":"","indices":["events"],"queries":[
		{"id":"q1","name":"root","query":"user:root","tags":["who"]},{"id":"q2","name":"gone","query":"what:delete*","tags":[]}]}}],
	"triggers":[{"document_level_trigger":{"id":"t","name":"t","severity":"2",
		"condition":{"script":{"source":"query[name=root] && !query[name=gone]","lang":"painless"}},
		"actions":[{"id":"a","name":"tell","destination_id":"channel","throttle_enabled":false,
			"subject_template":{"source":"{{ctx.monitor.name}}","lang":"mustache"},
			"message_template":{"source":"{{#ctx.alerts}}{{related_doc_ids}} {{#associated_queries}}{{name}} {{/associated_queries}}{{#sample_documents}}{{_source.what}}{{/sample_documents}}{{/ctx.alerts}}","lang":"mustache"}}]}}]}`

func (s *server) event(id, user, what string) {
	s.t.Helper()
	source := orderedjson.NewObject(orderedjson.Member{Key: "user", Value: user}, orderedjson.Member{Key: "what", Value: what})
	if _, err := s.docs.Write(index.Write{Index: "events", ID: id, Source: source}); err != nil {
		s.t.Fatal(err)
	}
}

func (s *server) total(path, key string) string {
	s.t.Helper()
	status, o := s.do("GET", path, "")
	if status != http.StatusOK {
		s.t.Fatal(path, status, o)
	}
	v, _ := o.Get(key)
	return fmt.Sprint(v)
}

// A document-level monitor begins where it is saved, looks at each document once,
// and begins again where it is enabled after it was not.
func TestDocumentLevelBySchedule(t *testing.T) {
	s := newServer(t)
	s.event("old", "root", "login")
	status, o := s.do("POST", "/monitors", documentMonitor)
	if status != http.StatusCreated {
		t.Fatal(status, o)
	}
	id := o.Text("_id")
	expect := func(sent int, alerts, findings string) {
		t.Helper()
		s.clock.Advance(5 * time.Minute)
		if len(s.sent) != sent || s.total("/monitors/alerts", "totalAlerts") != alerts || s.total("/findings/_search", "total_findings") != findings {
			t.Fatalf("%d messages, %s alerts, %s findings: %q", len(s.sent), s.total("/monitors/alerts", "totalAlerts"),
				s.total("/findings/_search", "total_findings"), s.sent)
		}
	}
	expect(0, "0", "0")
	s.event("1", "root", "login")
	s.event("2", "root", "delete it")
	s.event("3", "ann", "login")
	expect(1, "1", "2")
	if s.sent[0] != "m|1|events root login" {
		t.Fatal(s.sent[0])
	}
	expect(1, "1", "2")
	for _, enabled := range []string{"false", "true"} {
		if enabled == "true" {
			s.event("4", "root", "login")
		}
		body := strings.Replace(documentMonitor, `"enabled":true`, `"enabled":`+enabled, 1)
		if status, o := s.do("PUT", "/monitors/"+id, body); status != http.StatusOK {
			t.Fatal(status, o)
		}
	}
	expect(1, "1", "2")
	s.event("5", "root", "login")
	expect(2, "2", "3")
	if got := s.total("/findings/_search?searchString=who", "total_findings"); got != "3" {
		t.Fatal("found by tag: ", got)
	}
}
