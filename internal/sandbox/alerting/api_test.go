package alerting_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

const plugin = "/_plugins/_alerting"

// server is the API on a clock that stands still.
type server struct {
	t     *testing.T
	api   *alerting.API
	rt    *rest.Router
	clock *clock.Manual
	docs  *index.Store
	sent  []string
	fail  error
}

func newServer(t *testing.T) *server { return newServerOf(t, dialect.OpenSearch2()) }

func newServerOf(t *testing.T, d dialect.Dialect) *server {
	s := &server{t: t, clock: clock.NewManual(time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC))}
	s.docs = index.NewStore(s.clock.Now)
	s.api = alerting.New(alerting.Deps{Dialect: d, Clock: s.clock, Documents: s.docs, Sender: s, NodeName: "n"})
	s.rt = rest.NewRouter(d)
	s.api.Register(s.rt)
	t.Cleanup(s.api.Close)
	return s
}

// Send is the channel of the tests.
func (s *server) Send(_ context.Context, channelID, subject, message string) (alerting.Delivery, error) {
	if channelID != "channel" {
		return alerting.Delivery{}, alerting.ErrNoChannel
	}
	if s.fail != nil {
		return alerting.Delivery{}, s.fail
	}
	s.sent = append(s.sent, subject+"|"+message)
	return alerting.Delivery{MessageID: "sent"}, nil
}

func (s *server) do(method, path, body string) (int, *orderedjson.Object) {
	s.t.Helper()
	status, o, answered := s.try(s.t.Context(), method, path, body)
	if !answered {
		s.t.Fatalf("%s %s was not answered", method, path)
	}
	return status, o
}

// try sends a request; answered is false where the connection was closed without
// an answer.
func (s *server) try(ctx context.Context, method, path, body string) (status int, o *orderedjson.Object, answered bool) {
	s.t.Helper()
	r := httptest.NewRequestWithContext(ctx, method, plugin+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	defer func() {
		if thrown := recover(); thrown != nil {
			if err, ok := thrown.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				panic(thrown)
			}
			answered = false
		}
	}()
	s.rt.ServeHTTP(w, r)
	v, err := orderedjson.Parse(w.Body.Bytes())
	if err != nil {
		s.t.Fatalf("%s %s: %v in %s", method, path, err, w.Body)
	}
	o, _ = v.(*orderedjson.Object)
	return w.Code, o, true
}

// silent sends a request of which it is known that no answer comes.
func (s *server) silent(method, path, body string) bool {
	ctx, cancel := context.WithCancel(s.t.Context())
	cancel() // the client has gone, which is what ends the waiting
	_, _, answered := s.try(ctx, method, path, body)
	return !answered
}

// monitor is a body without inputs whose triggers have one condition.
func monitor(condition string, triggers ...string) string {
	list := []string{}
	for _, id := range triggers {
		list = append(list, fmt.Sprintf(`{"query_level_trigger":{"id":%q,"name":"n","severity":"1","condition":{"script":{"source":%q}},`+
			`"actions":[{"id":"a","name":"tell","destination_id":"channel","message_template":"{{ctx.trigger.id}}",`+
			`"throttle_enabled":true,"throttle":{"value":10}}]}}`, id, condition))
	}
	return fmt.Sprintf(`{"name":"m","enabled":false,"schedule":{"period":{"interval":1,"unit":"MINUTES"}},"triggers":[%s]}`, strings.Join(list, ","))
}

func (s *server) create(body string) string {
	s.t.Helper()
	status, o := s.do("POST", "/monitors", body)
	if status != http.StatusCreated {
		s.t.Fatalf("%d %v", status, o)
	}
	return o.Text("_id")
}

// states are the alerts as "trigger state".
func (s *server) states(query string) []string {
	s.t.Helper()
	_, o := s.do("GET", "/monitors/alerts?sortString=trigger_id"+query, "")
	list := []string{}
	for _, a := range o.Array("alerts") {
		alert := a.(*orderedjson.Object)
		list = append(list, alert.Text("trigger_id")+" "+alert.Text("state"))
	}
	return list
}

func (s *server) wantStates(want ...string) {
	s.t.Helper()
	if got := s.states(""); fmt.Sprint(got) != fmt.Sprint(want) {
		s.t.Errorf("got alerts %q, want %q", got, want)
	}
}

// TestAcknowledgeUnderAnUnknownID: on a real server it is never answered, and
// neither is any later one, until the reset (alerts/acknowledged_under_unknown_monitor).
func TestAcknowledgeUnderAnUnknownID(t *testing.T) {
	s := newServer(t)
	s.rt.AsReal()
	id := s.create(monitor("true", "t"))
	s.do("POST", "/monitors/"+id+"/_execute", "")
	if status, _ := s.do("POST", "/monitors/"+id+"/_acknowledge/alerts", `{"alerts":["x"]}`); status != http.StatusOK {
		t.Errorf("got %d", status)
	}
	for _, monitorID := range []string{"nobody", id} {
		if !s.silent("POST", "/monitors/"+monitorID+"/_acknowledge/alerts", `{"alerts":["x"]}`) {
			t.Errorf("%s was answered", monitorID)
		}
	}
	s.wantStates("t ACTIVE") // all else is answered
	s.api.Reset()
	if s.silent("POST", "/monitors/"+id+"/_acknowledge/alerts", `{"alerts":["x"]}`) {
		t.Error("the reset changed nothing")
	}
}

// TestAcknowledgeSanely: otherwise an unknown id is told, and harms nobody.
func TestAcknowledgeSanely(t *testing.T) {
	s := newServer(t)
	id := s.create(monitor("true", "t"))
	s.do("POST", "/monitors/"+id+"/_execute", "")
	status, answer := s.do("POST", "/monitors/nobody/_acknowledge/alerts", `{"alerts":["x"]}`)
	if reason := answer.Object("error").Text("reason"); status != http.StatusNotFound || reason != "Monitor with nobody is not found" {
		t.Errorf("got %d %s", status, reason)
	}
	if status, _ := s.do("POST", "/monitors/"+id+"/_acknowledge/alerts", `{"alerts":["x"]}`); status != http.StatusOK {
		t.Errorf("the next one: got %d", status)
	}
	for _, body := range []string{`{"x":[]}`, `{"alerts":["x"],"y":[]}`} {
		status, answer := s.do("POST", "/monitors/"+id+"/_acknowledge/alerts", body)
		if status != http.StatusBadRequest || answer.Object("error").Text("type") != "illegal_argument_exception" {
			t.Errorf("%s: got %d %v", body, status, answer)
		}
	}
}

// TestEmptyListAsUIMetadata: the parser never ends where it is the last field,
// and eats the rest of the monitor where it is not (observed-channels, fact 1).
func TestEmptyListAsUIMetadata(t *testing.T) {
	s := newServer(t)
	endless := `{"name":"m","schedule":{"period":{"interval":1,"unit":"DAYS"}},"ui_metadata":[]}`
	status, answer := s.do("POST", "/monitors", endless)
	if reason := answer.Object("error").Text("reason"); status != http.StatusBadRequest || reason != "[1:78] [ui_metadata] must be an object, but is a list" {
		t.Errorf("got %d %q", status, reason)
	}
	s.rt.AsReal()
	if !s.silent("POST", "/monitors", endless) {
		t.Error("it was answered")
	}
	if status, _ := s.do("POST", "/monitors", `{"name":"m","schedule":{"period":{"interval":1,"unit":"DAYS"}},"ui_metadata":[1]}`); status != http.StatusCreated {
		t.Errorf("got %d", status)
	}
}

// TestMoreThanTenAlertsOfADeletedMonitor: ten are moved, the rest stays open for
// good (alerts/more_than_ten_deleted).
func TestMoreThanTenAlertsOfADeletedMonitor(t *testing.T) {
	s := newServer(t)
	id := s.create(monitor("true", "a"))
	s.do("POST", "/monitors/"+id+"/_execute", "")
	const alerts = ".opendistro-alerting-alerts"
	first := s.docs.Get(alerts).Docs[0]
	for i := range 11 {
		if _, err := s.docs.Write(index.Write{Index: alerts, ID: fmt.Sprint("copy", i), Source: first.Source}); err != nil {
			t.Fatal(err)
		}
	}
	s.do("DELETE", "/monitors/"+id, "")
	for state, want := range map[string]int{"DELETED": 10, "ACTIVE": 2} {
		if got := s.states("&alertState=" + state); len(got) != want {
			t.Errorf("got %d alerts %s, want %d", len(got), state, want)
		}
	}
}

func TestAlertsLiveOn(t *testing.T) {
	s := newServer(t)
	id := s.create(monitor("true", "t", "u"))
	run := func() { s.do("POST", "/monitors/"+id+"/_execute", "") }
	run()
	s.wantStates("t ACTIVE", "u ACTIVE")
	_, o := s.do("GET", "/monitors/alerts?sortString=trigger_id", "")
	first := o.Array("alerts")[0].(*orderedjson.Object).Text("id")
	s.do("POST", "/monitors/"+id+"/_acknowledge/alerts", fmt.Sprintf(`{"alerts":[%q]}`, first))
	s.do("PUT", "/monitors/"+id, monitor("true", "t", "v"))
	s.wantStates("t ACKNOWLEDGED", "u DELETED")
	run()
	s.wantStates("t ACKNOWLEDGED", "u DELETED", "v ACTIVE")
	s.do("PUT", "/monitors/"+id, monitor("false", "t", "v"))
	run()
	s.wantStates("t COMPLETED", "u DELETED", "v COMPLETED")
}

// TestThrottle: the memory lies in the open alert under the action's id; a failed
// action is throttled all the same (throttle/failed_action).
func TestThrottle(t *testing.T) {
	s := newServer(t)
	id := s.create(monitor("true", "t"))
	s.fail = errors.New("no room")
	s.do("POST", "/monitors/"+id+"/_execute", "")
	s.wantStates("t ERROR")
	s.fail = nil
	s.do("POST", "/monitors/"+id+"/_execute", "")
	s.wantStates("t ACTIVE")
	if len(s.sent) != 0 {
		t.Errorf("sent %q within the throttle", s.sent)
	}
	s.clock.Advance(10*time.Minute + time.Millisecond)
	s.do("POST", "/monitors/"+id+"/_execute?dryrun=true", "")
	s.do("POST", "/monitors/"+id+"/_execute", "")
	if fmt.Sprint(s.sent) != "[|t]" {
		t.Errorf("sent %q", s.sent)
	}
}

// TestSchedule: the first run comes one interval after the monitor was enabled
// (alerts/by_schedule).
func TestSchedule(t *testing.T) {
	s := newServer(t)
	enabled := strings.Replace(monitor("true", "t"), `"enabled":false`, `"enabled":true`, 1)
	id := s.create(enabled)
	s.clock.Advance(59 * time.Second)
	s.wantStates()
	s.clock.Advance(time.Second)
	s.wantStates("t ACTIVE")
	s.clock.Advance(10 * time.Minute)
	if len(s.sent) != 1 {
		t.Errorf("sent %d messages in eleven runs, want 1", len(s.sent))
	}
	s.do("PUT", "/monitors/"+id, monitor("true", "t", "later"))
	s.clock.Advance(time.Hour)
	s.wantStates("t ACTIVE")
}

func TestRefreshFalseIsSeenLater(t *testing.T) {
	s := newServer(t)
	id := s.create(monitor("true"))
	s.do("PUT", "/monitors/"+id+"?refresh=false", strings.Replace(monitor("true"), `"m"`, `"renamed"`, 1))
	name := func() string {
		_, o := s.do("POST", "/monitors/_search", `{}`)
		hit := o.Object("hits").Array("hits")[0].(*orderedjson.Object)
		return hit.Object("_source").Text("name")
	}
	if got := name(); got != "m" {
		t.Errorf("at once: got %q", got)
	}
	s.clock.Advance(time.Second)
	if got := name(); got != "renamed" {
		t.Errorf("a second later: got %q", got)
	}
}
