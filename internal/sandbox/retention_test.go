package sandbox_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// histories lists the indices of past alerts.
func (r *rig) histories() []string {
	r.t.Helper()
	answer := r.call("GET /.opendistro-alerting-alert-history*/_settings?expand_wildcards=all", "")
	return slices.Sorted(slices.Values(answer.Keys()))
}

func (r *rig) wantHistories(want ...string) {
	r.t.Helper()
	if got := r.histories(); !slices.Equal(got, want) {
		r.t.Errorf("%s: %s, want %s", r.now.Now().Format(time.DateOnly), strings.Join(got, " "), strings.Join(want, " "))
	}
}

// Past alerts go into a new index when the one before is 30 days old, and are gone
// 60 days after their index was made (from source, with the defaults).
func TestHistoryIsRolledOverAndDropped(t *testing.T) {
	const day, stem = 24 * time.Hour, ".opendistro-alerting-alert-history-"
	s, _ := scheduled(t)
	s.after(time.Hour)
	id := s.create(monitorOf(minutes(10), "", above("t", 0, "")))
	s.event("1")
	s.after(10 * time.Minute)
	s.call("DELETE /events/_doc/1?refresh=true", "")
	s.after(10 * time.Minute)
	s.wantHistories(stem + "2024.08.02-1")
	s.update(id, monitorOf(minutes(10), `, "enabled": false`, above("t", 0, "")))
	s.after(29 * day)
	s.wantHistories(stem + "2024.08.02-1")
	s.after(2 * day)
	s.wantHistories(stem+"2024.08.02-1", stem+"2024.09.01-000002")
	if got := s.alerts(id); !strings.HasPrefix(got, "t COMPLETED") {
		t.Errorf("the alert of the index before is %q", got)
	}
	s.after(30 * day)
	s.wantHistories(stem+"2024.09.01-000002", stem+"2024.10.01-000003")
	s.wantAlerts(id)
}

// It is rolled over when it is full, too; where the past is not kept, it is only
// dropped.
func TestHistoryThatIsFull(t *testing.T) {
	const stem = ".opendistro-alerting-alert-history-"
	s, _ := scheduled(t)
	s.call("PUT /_cluster/settings", `{"persistent": {"plugins.alerting.alert_history_max_docs": 2}}`)
	id := s.create(monitorOf(minutes(1), "", above("t", 0, "")))
	for n := range 3 {
		s.event(fmt.Sprint(n))
		s.after(time.Minute)
		s.call(fmt.Sprintf("DELETE /events/_doc/%d?refresh=true", n), "")
		s.after(time.Minute)
	}
	s.wantHistories(stem + "2024.08.02-1")
	s.after(12 * time.Hour)
	s.wantHistories(stem+"2024.08.02-000002", stem+"2024.08.02-1")
	if got := strings.Count(s.alerts(id), "COMPLETED"); got != 3 {
		t.Errorf("%d alerts are told", got)
	}
	s.call("PUT /_cluster/settings", `{"persistent": {"plugins.alerting.alert_history_enabled": false, "plugins.alerting.alert_history_retention_period": "1h"}}`)
	s.update(id, monitorOf(minutes(1), `, "enabled": false`, above("t", 0, "")))
	s.after(12 * time.Hour)
	if answer, o := s.send("GET /.opendistro-alerting-alert-history-2024*/_settings?expand_wildcards=all", ""); answer != 200 || o.Len() != 0 {
		t.Errorf("%d %v are left", answer, o.Keys())
	}
}
