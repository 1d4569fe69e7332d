package monitors_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/monitors/quiet"
)

var weekend = quiet.Times{
	Hours:       []quiet.Hours{{Zone: "UTC", Days: quiet.Week[5:], To: quiet.EndOfDay}, {Zone: "UTC", Holidays: []string{"2026-12-25"}}},
	Maintenance: []quiet.Maintenance{{From: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)}},
}

// What is silenced can be told apart again, for each kind of condition that can be.
func TestAudible(t *testing.T) {
	script := monitors.Script{Source: "true", Lang: "painless"}
	params := orderedjson.NewObject(orderedjson.Member{Key: "end", Value: "mine"})
	for name, c := range map[string]monitors.Condition{
		"query":  &monitors.ScriptCondition{Script: script},
		"bucket": &monitors.BucketCondition{Script: script, BucketsPath: map[string]string{"n": "_count"}},
		"paths":  &monitors.BucketCondition{Script: script, BucketsPath: map[string]string{"end": "_count", "end2": "x"}},
		"params": &monitors.BucketCondition{Script: monitors.Script{Source: "params.end == 'mine'", Lang: "painless", Params: params}},
	} {
		silenced, ok := monitors.Silence(c, weekend, 0)
		if !ok {
			t.Errorf("%s can't be silenced", name)
			continue
		}
		got, times := monitors.Audible(silenced)
		if diff := cmp.Diff(fieldsText(t, c), fieldsText(t, got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		fields := monitors.Trigger{Condition: silenced}.Fields()
		for _, word := range []string{"quiet_hours", "maintenance"} {
			if !fields.Has(word) {
				t.Errorf("%s: no %s in %s", name, word, fieldsText(t, silenced))
			}
		}
		if len(times.Hours) == 0 || monitors.QuietAt(silenced, weekend.Maintenance[0].From) == "" || monitors.QuietAt(silenced, weekend.Maintenance[0].To) != "" {
			t.Errorf("%s: %+v", name, times)
		}
		if same, _ := monitors.Silence(got, times, 0); monitors.QuietAt(same, weekend.Maintenance[0].From) == "" {
			t.Errorf("%s: not silent again", name)
		}
	}
	if params.Len() != 1 {
		t.Error("the params of a condition were changed")
	}
}

func fieldsText(t *testing.T, c monitors.Condition) string {
	t.Helper()
	text, err := orderedjson.Marshal(monitors.Trigger{Condition: c}.Fields())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Some conditions can hold no quiet times; others hold what only looks like them.
func TestNotSilenced(t *testing.T) {
	for _, c := range []monitors.Condition{
		&monitors.DocumentCondition{Script: monitors.Script{Source: "query[name=a]", Lang: "painless"}},
		&monitors.OtherCondition{Wrapper: "chained_alert_trigger"},
		&monitors.ScriptCondition{Script: monitors.Script{Source: "1", Lang: "expression"}},
	} {
		if got, ok := monitors.Silence(c, weekend, 0); ok || got != c {
			t.Errorf("%T is silenced", c)
		}
		if _, ok := monitors.Silence(c, quiet.Times{}, 0); !ok {
			t.Errorf("%T can't go without quiet times", c)
		}
	}
	// The time of another kind of trigger, and a param that is not the server's.
	text := weekend.Write(quiet.Script{Statements: "true"}, quiet.Param("end"))
	for _, c := range []monitors.Condition{
		&monitors.ScriptCondition{Script: monitors.Script{Source: text}},
		&monitors.BucketCondition{Script: monitors.Script{Source: text}},
		&monitors.BucketCondition{Script: monitors.Script{Source: text, Params: orderedjson.NewObject(orderedjson.Member{Key: "end", Value: "{{period_start}}"})}},
		&monitors.BucketCondition{Script: monitors.Script{Source: strings.ReplaceAll(text, "params.end", "params.end2"),
			Params: orderedjson.NewObject(orderedjson.Member{Key: "end2", Value: "{{period_end}}"})}},
	} {
		if _, times := monitors.Audible(c); !times.IsZero() {
			t.Errorf("%+v is read from %+v", times, c)
		}
	}
}

// Where a condition has no value in this run, its quiet times have none either: a plan
// must not say that they go.
func TestQuietTimesOfAnUnknownCondition(t *testing.T) {
	live, _ := monitors.Silence(&monitors.ScriptCondition{Script: monitors.Script{Source: "true"}}, weekend, 0)
	desired := monitors.Trigger{Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: monitors.UnknownText("var.zone")}}}
	if got := (monitors.Trigger{Condition: live}).InWordsOf(desired).Fields(); got.Has("quiet_hours") {
		t.Errorf("%v", got.Keys())
	}
	known := monitors.Trigger{Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: "true"}}}
	if got := (monitors.Trigger{Condition: live}).InWordsOf(known).Fields(); !got.Has("quiet_hours") {
		t.Errorf("%v", got.Keys())
	}
}
