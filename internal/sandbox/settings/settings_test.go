package settings_test

import (
	"fmt"
	"strings"
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

// TestScripts: what 1.3.14 and 2.19.4 answer.
func TestScripts(t *testing.T) {
	s := settings.NewStore(dialect.OpenSearch2())
	for _, step := range []struct{ name, value, refused string }{
		{"script.context.template.max_compilations_rate", "x", "parameter must contain a positive integer and a timevalue, i.e. 10/1m, but was [x]"},
		{"script.context.trigger.max_compilations_rate", "75", "parameter must contain a positive integer and a timevalue, i.e. 10/1m, but was [75]"},
		{"script.context.template.max_compilations_rate", "-1/5m", "rate [-1] must be positive"},
		{"script.context.template.max_compilations_rate", "75/1s", "time value [1s] must be at least on a one minute resolution"},
		{"script.context.template.cache_max_size", "x", "Failed to parse value [x] for setting [script.context.template.cache_max_size]"},
		{"script.context.template.cache_max_size", "-1", "Failed to parse value [-1] for setting [script.context.template.cache_max_size] must be >= 0"},
		{"script.max_compilations_rate", "x", "parameter must contain a positive integer and a timevalue, i.e. 10/1m, but was [x]"},
		{"script.cache.max_size", "x", "persistent setting [script.cache.max_size], not dynamically updateable"},
		{"script.disable_max_compilations_rate", "x", "persistent setting [script.disable_max_compilations_rate], not dynamically updateable"},
		{"script.context.template.nope", "x", "persistent setting [script.context.template.nope], not recognized"},
		{"script.context.template.max_compilations_rate", "200/5m", ""},
		{"script.context.template.max_compilations_rate", "unlimited", ""},
		{"script.context.template.cache_max_size", "200", ""},
		{"script.max_compilations_rate", "use-context", ""},
	} {
		_, _, err := s.Update(object(t, fmt.Sprintf(`{%q:%q}`, step.name, step.value)), nil)
		switch {
		case step.refused == "" && err != nil:
			t.Errorf("%s = %s: %v", step.name, step.value, err)
		case step.refused != "" && (err == nil || !strings.Contains(err.Error(), step.refused)):
			t.Errorf("%s = %s: got %v, want %s", step.name, step.value, err, step.refused)
		}
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
