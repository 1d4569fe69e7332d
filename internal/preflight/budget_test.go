package preflight_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/preflight"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// given is an allowance that is known.
func given(n int) func() preflight.Allowance {
	return func() preflight.Allowance { return allow(n) }
}

// allow allows so many of each context.
func allow(n int) preflight.Allowance {
	return preflight.Allowance{Of: func(compiles.Context) int { return n }}
}

func counts(p *plan.Preflight) string {
	by := map[plan.Reason]int{}
	for _, u := range p.Offline {
		by[u.Why]++
	}
	return fmt.Sprint(len(p.Ran), " ", by)
}

// firing answers that all triggers of all monitors fired.
type firing struct{ *cluster }

func (c firing) DryRun(ctx context.Context, m monitors.Monitor) (wire.Run, error) {
	if _, err := c.cluster.DryRun(ctx, m); err != nil {
		return wire.Run{}, err
	}
	return loudRun(m), nil
}

func TestBudget(t *testing.T) {
	same := many(30)
	for i := range same { // one search and one message for all
		same[i].Input, same[i].Triggers[0].Actions[0].Message = same[0].Input, same[0].Triggers[0].Actions[0].Message
	}
	tests := []struct {
		name      string
		fires     bool
		allowance preflight.Allowance
		monitors  []monitors.Monitor
		want      string
	}{
		{"all fit", true, allow(25), many(10), "10 map[]"},
		{"each has a search and a message", true, allow(25), many(30), "12 map[compile-rate:18]"},
		{"a message that is not sent costs nothing", false, allow(25), many(30), "24 map[compile-rate:6]"},
		{"equal scripts count once, conditions apart", true, allow(25), same, "25 map[compile-rate:5]"},
		{"nothing is left", true, allow(0), many(3), "0 map[compile-rate:3]"},
		{"less than one monitor needs", true, allow(1), many(3), "0 map[compile-rate:3]"},
		{"conditions have a rate of their own", true, preflight.Allowance{Of: func(c compiles.Context) int {
			if c == compiles.Trigger {
				return 4
			}
			return 25
		}}, many(30), "4 map[compile-rate:26]"},
		{"one rate for all contexts", true, preflight.Allowance{Of: allow(25).Of, Shared: true}, many(30), "8 map[compile-rate:22]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := &cluster{}
			var asked preflight.Cluster = c
			if test.fires {
				asked = firing{c}
			}
			report := preflightWith(t, asked, preflight.Options{Allow: func() preflight.Allowance { return test.allowance }}, planOf(test.monitors...))
			if got := counts(report); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if len(c.runs) != len(report.Ran) || len(c.searches) > 0 {
				t.Errorf("%d runs and %d searches for %d monitors", len(c.runs), len(c.searches), len(report.Ran))
			}
			if c.most > 2 {
				t.Errorf("%d runs at once", c.most)
			}
		})
	}
}

// TestBudgetOverSeveralPlans: what one had compiled counts for those of the next five
// minutes, but not a second time for the same monitors.
func TestBudgetOverSeveralPlans(t *testing.T) {
	m := &memory{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	run := func(list []monitors.Monitor) string {
		o := preflight.Options{Allow: given(25), Memory: m, Now: func() time.Time { return m.now }}
		return counts(preflightWith(t, firing{&cluster{}}, o, planOf(list...)))
	}
	all := many(60)
	for _, step := range []struct {
		after time.Duration
		list  []monitors.Monitor
		want  string
	}{
		{0, all[:12], "12 map[]"},
		{time.Minute, all[:12], "12 map[]"}, // an apply after its plan
		{time.Minute, all[20:22], "0 map[compile-rate:2]"},
		{4 * time.Minute, all[20:40], "12 map[compile-rate:8]"},
		{10 * time.Minute, all[40:60], "12 map[compile-rate:8]"},
	} {
		m.now = m.now.Add(step.after)
		if got := run(step.list); got != step.want {
			t.Errorf("after %s: got %s, want %s", step.after, got, step.want)
		}
	}
}

func TestEnabledOnesComeFirst(t *testing.T) {
	list := many(14)
	for i := range 7 {
		list[i].Enabled = false
	}
	report := preflightWith(t, firing{&cluster{}}, preflight.Options{Allow: given(14)}, planOf(list...))
	if got := fmt.Sprint(report.Ran); !strings.HasPrefix(got, "[monitor.m007") || len(report.Ran) != 7 {
		t.Errorf("got %s", got)
	}
}

func TestTrouble(t *testing.T) {
	refusal := func(k preflight.RefusalKind, reason string) error {
		return &preflight.Refusal{Kind: k, Reason: reason, Permissions: []string{"execute"}}
	}
	tests := []struct {
		name  string
		fails []error
		want  string
		runs  int
	}{
		{"may not", []error{refusal(preflight.Forbidden, "no")}, "0 map[not-permitted:5]", 1},
		{"down", []error{refusal(preflight.Unavailable, "no answer")}, "0 map[no-answer:5]", 1},
		{"down after the first", []error{nil, errBroken}, "1 map[no-answer:4]", 3},
		{"slow", []error{refusal(preflight.TooSlow, "late")}, "0 map[no-answer:5]", 1},
		{"compiles no more", []error{refusal(preflight.Rejected, "[script] Too many dynamic script compilations within, max: [75/5m]")}, "0 map[limit-reached:5]", 1},
		{"does not take one", []error{nil, refusal(preflight.Rejected, "unknown query [trem]"), nil}, "5 map[]", 5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := &cluster{errors: test.fails}
			report := preflightWith(t, c, preflight.Options{Allow: given(25)}, planOf(many(5)...))
			if got := counts(report); got != test.want || len(c.runs) > test.runs {
				t.Errorf("got %s after %d runs, want %s after %d", got, len(c.runs), test.want, test.runs)
			}
		})
	}
}

func TestTheLimitInAnAnswer(t *testing.T) {
	m := searching(1)
	run := loudRun(m)
	run.Triggers[0].Error = "[script] Too many dynamic script compilations within, max: [75/5m]; please use indexed, or scripts with parameters instead; this limit can be changed by the [script.context.trigger.max_compilations_rate] setting"
	report := preflightOf(t, &cluster{answers: []wire.Run{run}}, m, searching(2))
	if got := counts(report); got != "0 map[limit-reached:2]" || report.Failed() {
		t.Errorf("got %s, %v", got, report.Findings)
	}
}

func TestTimeLimits(t *testing.T) {
	o := preflight.Options{Allow: given(25), Each: 10 * time.Millisecond}
	report := preflightWith(t, &cluster{hangs: true}, o, planOf(many(5)...))
	if got := counts(report); got != "0 map[no-answer:5]" || len(report.Findings) == 0 || report.Findings[0].Kind != plan.SlowSearch {
		t.Errorf("each: got %s, %v", got, report.Findings)
	}
	o.Each, o.All = time.Hour, 10*time.Millisecond
	if got := counts(preflightWith(t, &cluster{hangs: true}, o, planOf(many(5)...))); got != "0 map[time-up:5]" {
		t.Errorf("all: got %s", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := preflight.Run(ctx, planOf(many(2)...), &cluster{hangs: true}, o); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: got %v", err)
	}
}

// TestAllow: a third of the rate, and no more than the caches have room for.
func TestAllow(t *testing.T) {
	rate := func(text string) compiles.Settings {
		return compiles.Read(map[string]string{"script.context.template.max_compilations_rate": text})
	}
	shared := compiles.Read(map[string]string{"script.max_compilations_rate": "60/5m"})
	tests := []struct {
		name     string
		settings compiles.Settings
		running  int
		want     int
	}{
		{"by default", compiles.Settings{}, 0, 25},
		{"a higher rate", rate("150/1m"), 0, 50},
		{"a longer time", rate("75/10m"), 0, 12},
		{"no limit", rate("unlimited"), 40, 60},
		{"room for ten", compiles.Settings{}, 90, 10},
		{"no room", compiles.Settings{}, 100, 0},
		{"more than there is room for", compiles.Settings{}, 150, 25},
		{"shared by all contexts", shared, 45, 10}, // each a search and a condition
	}
	for _, test := range tests {
		a := preflight.Allow(test.settings, many(test.running))
		context := compiles.Template
		if a.Shared {
			context = ""
		}
		if got := a.Of(context); got != test.want {
			t.Errorf("%s: got %d, want %d", test.name, got, test.want)
		}
	}
	off := many(90)
	for i := range off {
		off[i].Enabled = false
	}
	if got := preflight.Allow(compiles.Settings{}, off).Of(compiles.Template); got != 25 {
		t.Errorf("beside monitors that are switched off: got %d", got)
	}
}
