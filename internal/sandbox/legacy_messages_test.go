package sandbox_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// What old destinations are sent is recorded, too, without secrets.
func TestMessagesOfDestinations(t *testing.T) {
	played, err := dialect.Parse("opensearch-1.3")
	if err != nil {
		t.Fatal(err)
	}
	s, p := startWith(t, sandbox.Options{Clock: clock.NewManual(morning), Dialect: played}), newPager(t)
	s.call("PUT /events", `{}`)
	s.event("1")
	body := monitorOf(minutes(1), "", above("t", 0, throttledMinutes(60)), above("u", 0, ""))
	for _, url := range []string{p.url, "http://127.0.0.1:1/secret-path"} {
		id := s.call("POST /_plugins/_alerting/destinations", fmt.Sprintf(`{"name": "SOC", "type": "slack", "slack": {"url": %q}}`, url)).Text("_id")
		body = strings.Replace(body, `"pager"`, fmt.Sprintf("%q", id), 1)
	}
	s.create(body)
	s.after(2 * time.Minute)
	if got := p.take(); len(got) != 1 {
		t.Errorf("heard %v", got)
	}
	var lines []string
	for _, x := range s.call("GET /_sandbox/messages", "").Array("messages") {
		m, _ := x.(*orderedjson.Object)
		lines = append(lines, strings.Join([]string{m.Text("trigger"), m.Text("outcome"), m.Text("channel"), m.Text("kind")}, " "))
		if text, _ := orderedjson.Marshal(m); strings.Contains(string(text), "secret") {
			t.Errorf("a secret is shown: %s", text)
		}
	}
	if got, want := strings.Join(lines, ", "), "t sent SOC slack, u failed SOC slack, t throttled SOC slack, u failed SOC slack"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
