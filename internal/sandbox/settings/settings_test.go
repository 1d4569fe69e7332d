package settings_test

import (
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

func object(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}

func TestLayers(t *testing.T) {
	const limit = "plugins.alerting.monitor.max_monitors"
	s := settings.NewStore(dialect.OpenSearch2())
	for _, step := range []struct {
		persistent, transient string
		want                  int
	}{
		{`{}`, `{}`, 1000},
		{`{"opendistro.alerting.monitor.max_monitors":7}`, `{}`, 7},
		{`{"plugins":{"alerting":{"monitor":{"max_monitors":"8"}}}}`, `{}`, 8},
		{`{}`, `{"plugins.alerting.monitor.max_monitors":9}`, 9},
		{`{}`, `{"plugins.alerting.*":null}`, 8},
		{`{"plugins.alerting.monitor.max_monitors":null}`, `{}`, 7},
		{`{"*":null}`, `{}`, 1000},
	} {
		if _, _, err := s.Update(object(t, step.persistent), object(t, step.transient)); err != nil {
			t.Fatal(err)
		}
		if got := s.Int(limit); got != step.want {
			t.Errorf("after %s %s: %d, want %d", step.persistent, step.transient, got, step.want)
		}
	}
}

func TestAllOrNothing(t *testing.T) {
	s := settings.NewStore(dialect.OpenSearch2())
	_, _, err := s.Update(object(t, `{"plugins.alerting.request_timeout":"3s","plugins.alerting.nope":1}`), nil)
	if err == nil || s.Duration("plugins.alerting.request_timeout") != 10*time.Second {
		t.Errorf("%v, %v", err, s.Duration("plugins.alerting.request_timeout"))
	}
}

func TestKinds(t *testing.T) {
	s := settings.NewStore(dialect.OpenSearch2())
	if s.Bool("plugins.alerting.filter_by_backend_roles") || len(s.List("plugins.alerting.destination.allow_list")) != 5 {
		t.Error("defaults")
	}
	if _, _, err := s.Update(object(t, `{"opensearch.notifications.core.http.host_deny_list":"a,b"}`), nil); err != nil {
		t.Fatal(err)
	}
	if got := s.List("opensearch.notifications.core.http.host_deny_list"); len(got) != 2 {
		t.Errorf("a text with commas is a list: %v", got)
	}
	s.Reset()
	if got := s.List("opensearch.notifications.core.http.host_deny_list"); len(got) != 0 {
		t.Errorf("after a reset: %v", got)
	}
}

func FuzzUpdate(f *testing.F) {
	f.Add(`{"plugins.alerting.action_throttle_max_value":"90s","plugins":{"alerting":{"x":[1]}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := orderedjson.Parse([]byte(text))
		o, ok := v.(*orderedjson.Object)
		if err != nil || !ok {
			return
		}
		s := settings.NewStore(dialect.OpenSearch2())
		_, _, _ = s.Update(o, nil)
		persistent, _ := s.Snapshot()
		settings.Nested(persistent)
	})
}
