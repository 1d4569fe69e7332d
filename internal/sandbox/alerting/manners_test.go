package alerting_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// send sends a request and gives the answer as it is.
func (s *server) send(method, path, body string) (int, string) {
	r := httptest.NewRequestWithContext(s.t.Context(), method, plugin+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.rt.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// TestARefusedDeletionIsCut on a real server, by a second answer; the status is
// right (monitors/delete_twice).
func TestARefusedDeletionIsCut(t *testing.T) {
	s := newServer(t)
	s.create(monitor("true", "t"))
	status, sane := s.send("DELETE", "/monitors/nobody", "")
	if status != http.StatusNotFound || !strings.Contains(sane, "Monitor with nobody is not found") {
		t.Fatalf("%d %s", status, sane)
	}
	s.rt.AsReal()
	for turn := range 4 {
		status, got := s.send("DELETE", "/monitors/nobody", "")
		_, err := orderedjson.Parse([]byte(got))
		if cut := turn%2 == 0; status != http.StatusNotFound || cut != (err != nil) || !cut && got != sane {
			t.Errorf("%d: %d %s", turn, status, got)
		}
		if len(got) != len(sane) {
			t.Errorf("%d: %d bytes, want as many as the first answer has, %d", turn, len(got), len(sane))
		}
	}
}

// TestADocumentMonitorOverNoIndex never ends on a real server when it is run
// inline, and no other of its kind does afterwards (observed-runs, fact 37).
func TestADocumentMonitorOverNoIndex(t *testing.T) {
	s := newServer(t)
	const over = `{"name":"d","type":"monitor","monitor_type":"doc_level_monitor","schedule":{"period":{"interval":1,"unit":"DAYS"}},` +
		`"inputs":[{"doc_level_input":{"indices":["INDEX"],"queries":[{"id":"q","name":"q","query":"a:1","tags":[]}]}}],"triggers":[]}`
	missing := strings.Replace(over, "INDEX", "nothere", 1)
	status, answer := s.send("POST", "/monitors/_execute?dryrun=true", missing)
	if status != http.StatusNotFound || !strings.Contains(answer, "Configured indices are not found: [nothere]") {
		t.Errorf("%d %s", status, answer)
	}
	if err := s.docs.Create("there", nil); err != nil {
		t.Fatal(err)
	}
	there := strings.Replace(over, "INDEX", "there", 1)
	if status, answer := s.send("POST", "/monitors/_execute?dryrun=true", there); status != http.StatusOK {
		t.Errorf("%d %s", status, answer)
	}
	s.rt.AsReal()
	for _, body := range []string{missing, there} {
		if !s.silent("POST", "/monitors/_execute?dryrun=true", body) {
			t.Error("it was answered")
		}
	}
	s.api.Reset()
	if s.silent("POST", "/monitors/_execute?dryrun=true", there) {
		t.Error("the reset changed nothing")
	}
}

// deepMonitor is a body with that many levels in ui_metadata, so one more in all.
func deepMonitor(levels int) string {
	return `{"name":"m","schedule":{"period":{"interval":1,"unit":"DAYS"}},"ui_metadata":` + strings.Repeat(`{"a":`, levels) + "1" + strings.Repeat("}", levels) + `}`
}

// TestADeepMonitorEndsSaving on a real server of 2.19, until it is started anew
// (observed-monitors, fact 29).
func TestADeepMonitorEndsSaving(t *testing.T) {
	s := newServer(t)
	s.create(deepMonitor(2000)) // played sanely, it is one like others
	id := s.create(deepMonitor(1))
	s.rt.AsReal()
	s.create(deepMonitor(1000))
	if !s.silent("POST", "/monitors", deepMonitor(2000)) {
		t.Error("it was answered")
	}
	if !s.silent("POST", "/monitors", deepMonitor(1)) || !s.silent("PUT", "/monitors/"+id, deepMonitor(1)) {
		t.Error("a later monitor was saved")
	}
	if status, _ := s.send("GET", "/monitors/"+id, ""); status != http.StatusOK {
		t.Errorf("%d: reading goes on", status)
	}
	if status, _ := s.send("POST", "/monitors", "{"); status != http.StatusInternalServerError {
		t.Errorf("%d: what is no monitor is refused before", status)
	}
	s.api.Reset()
	s.create(deepMonitor(1))
}

// TestDeepMonitorsElsewhere: 3.5 refuses what is nested beyond 1,000, 1.3 takes it.
func TestDeepMonitorsElsewhere(t *testing.T) {
	for name, asReal := range map[string]bool{"opensearch-3.5": false, "opensearch-1.3": true} {
		t.Run(name, func(t *testing.T) {
			d, err := dialect.Parse(name)
			if err != nil {
				t.Fatal(err)
			}
			s := newServerOf(t, d)
			if asReal {
				s.rt.AsReal()
			}
			s.create(deepMonitor(999))
			if d.MaxNesting == 0 {
				s.create(deepMonitor(2000))
				s.create(deepMonitor(1))
				return
			}
			for _, levels := range []int{1000, 2000} {
				status, text := s.send("POST", "/monitors", deepMonitor(levels))
				const want = "Document nesting depth (1001) exceeds the maximum allowed (1000, from `StreamReadConstraints.getMaxNestingDepth()`)"
				if status != http.StatusInternalServerError || !strings.Contains(text, want) {
					t.Errorf("%d %s", status, text)
				}
			}
		})
	}
}
