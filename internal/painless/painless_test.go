package painless_test

import (
	"errors"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

func triggerContext(results ...javavalue.Value) *painless.TriggerContext {
	return &painless.TriggerContext{
		Results:     results,
		PeriodStart: time.Date(2024, 3, 1, 11, 55, 0, 0, time.UTC),
		PeriodEnd:   time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC),
		Monitor:     painless.MonitorFields{ID: "m", Name: "logins", Version: 3, Enabled: true},
		Trigger:     painless.TriggerFields{ID: "t", Name: "many", Severity: "1"},
	}
}

func TestTriggerContext(t *testing.T) {
	acknowledged := triggerContext()
	acknowledged.Alert = &painless.AlertFields{ID: "a", Version: 2, Acknowledged: true}
	failed := triggerContext()
	failed.Error = "all shards failed"
	cases := []struct {
		script string
		ctx    *painless.TriggerContext
		want   string
	}{
		{"", triggerContext(), "compile error illegal_argument_exception"},
		{"ctx.monitor.name == 'logins' && ctx.monitor.version == 3L && ctx.monitor.enabled", triggerContext(), "true"},
		{"ctx.trigger.severity == '1' && ctx.trigger.id == 't'", triggerContext(), "true"},
		{"ctx.alert == null", triggerContext(), "true"},
		{"ctx.alert.alert.acknowledged", acknowledged, "true"},
		{"ctx.alert.alert.id == 'a'", acknowledged, "true"},
		{"ctx.alert.acknowledged", acknowledged, "compile error illegal_argument_exception"},
		{"ctx.alert.alert.acknowledged", triggerContext(), "runtime error null_pointer_exception"},
		{"ctx.error == null", triggerContext(), "true"},
		{"ctx.error.message == 'all shards failed'", failed, "true"},
		{"ctx.results[0] == null", failed, "runtime error index_out_of_bounds_exception"},
		{"ctx.periodEnd.toEpochMilli() - ctx.periodStart.toEpochMilli() == 300000L", triggerContext(), "true"},
		{"ctx['results']", triggerContext(), "compile error illegal_argument_exception"},
		{"ctx.nope", triggerContext(), "compile error illegal_argument_exception"},
		{"params.x == null", triggerContext(), "true"},
		{"params.x = 1; true", triggerContext(), "runtime error unsupported_operation_exception"},
	}
	for _, c := range cases {
		if got := outcomeOf(c.script, painless.QueryLevelTrigger, painless.Bindings{Ctx: c.ctx}); got != c.want {
			t.Errorf("%s: got %s, want %s", c.script, got, c.want)
		}
	}
}

func TestBucketSelector(t *testing.T) {
	params := javavalue.NewHashMap()
	params.Put("n", 3.0) // counts come as Double
	for script, want := range map[string]string{
		"params.n > 1":            "true",
		"params.n / 2 == 1.5":     "true",
		"params.nope > 1":         "runtime error null_pointer_exception",
		"params.n":                "runtime error class_cast_exception",
		"ctx.results.size() == 0": "compile error illegal_argument_exception",
		"":                        "compile error illegal_argument_exception",
	} {
		if got := outcomeOf(script, painless.BucketSelector, painless.Bindings{Params: params}); got != want {
			t.Errorf("%q: got %s, want %s", script, got, want)
		}
	}
}

func TestCompileErrorsTellThePlace(t *testing.T) {
	cases := []struct {
		script string
		offset int
		reason string
	}{
		{"ctx.results[0].hits.total.value > 5 and true", 36, "unexpected token ['and'] was expecting one of [{<EOF>, ';'}]."},
		{"ctx.periodEnd.millis > 0", 13, "field [java.time.Instant, millis] not found"},
		{"ctx.keySet().size() > 3", 3, "member method [org.opensearch.alerting.script.QueryLevelTriggerExecutionContext, keySet/0] not found"},
		{"ctx.trigger.severity == 1", 24, "Cannot cast from [int] to [java.lang.Object]."},
		{"Instant.now().isAfter(ctx.periodEnd)", 7, "static method [java.time.Instant, now/0] not found"},
		{"return", 0, "cannot cast from [boolean] to [void]"},
		{"  ", 2, "invalid function definition: found no statements for function [execute] with [1] parameters"},
		{"ctx.results[0].hits.total.value > 0 && ", 39, "unexpected end of script."},
	}
	for _, c := range cases {
		_, err := painless.Compile(c.script, painless.QueryLevelTrigger)
		var compile *painless.CompileError
		if !errors.As(err, &compile) || compile.Offset != c.offset || compile.Reason != c.reason {
			t.Errorf("%s: got %v (%+v), want %d: %s", c.script, err, compile, c.offset, c.reason)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, script := range []string{
		"Math.random() < 1", "Math.pow(2, 0.5) > 1",
		"System.currentTimeMillis() > 0", "/a(?<=(b)*)/.matcher('a').find()",
		"def s = 'x'; for (int i = 0; i < 40; i++) { s += s } return true",
		"int f(int n) { n == 0 ? 0 : f(n - 1) } return f(2000) == 0",
	} {
		got, err := run(script)
		var unsupported *painless.UnsupportedError
		if !errors.As(err, &unsupported) {
			t.Errorf("%s: got %v, %v; want a refusal", script, got, err)
		}
	}
}

func run(script string) (painless.Value, error) {
	s, err := painless.Compile(script, painless.QueryLevelTrigger)
	if err != nil {
		return nil, err
	}
	return s.Run(painless.Bindings{Ctx: triggerContext()})
}

func TestLimits(t *testing.T) {
	for script, want := range map[string]string{
		"int n = 0; for (int i = 0; i < 999999; i++) { n++ } return n > 0":  "true",
		"int n = 0; for (int i = 0; i < 1000000; i++) { n++ } return n > 0": "runtime error painless_error",
		"int f(int n) { f(n + 1) } return f(0) > 0":                         "runtime error stack_overflow_error",
	} {
		if got := outcomeOf(script, painless.QueryLevelTrigger, painless.Bindings{Ctx: triggerContext()}); got != want {
			t.Errorf("%s: got %s, want %s", script, got, want)
		}
	}
}

func TestAScriptRunsSeveralTimesAtOnce(t *testing.T) {
	script, err := painless.Compile("int n = 0; for (x in ctx.results) { n += x.v } return n == params.sum", painless.QueryLevelTrigger)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	for i := range 8 {
		go func() {
			result := javavalue.NewHashMap()
			result.Put("v", int32(i))
			params := javavalue.NewHashMap()
			params.Put("sum", int32(i))
			got, err := script.Run(painless.Bindings{Params: params, Ctx: triggerContext(result)})
			if err == nil && got != true {
				err = errors.New("wrong sum")
			}
			done <- err
		}()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
