package monitors_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

var muteEnds = time.Date(2026, 3, 8, 5, 0, 0, 0, time.UTC)

// A mute leaves each kind of condition as it was, silent or not.
func TestMuted(t *testing.T) {
	script := monitors.Script{Source: "true", Lang: "painless"}
	params := orderedjson.NewObject(orderedjson.Member{Key: "end", Value: "mine"})
	bucket := &monitors.BucketCondition{Script: script, BucketsPath: map[string]string{"n": "_count"}}
	silent, _ := monitors.Silence(bucket, weekend, 0)
	for name, c := range map[string]monitors.Condition{
		"query": &monitors.ScriptCondition{Script: script}, "bucket": bucket, "quiet bucket": silent,
		"params": &monitors.BucketCondition{Script: monitors.Script{Source: "params.end == 'mine'", Lang: "painless", Params: params}},
	} {
		muted, ok := monitors.Muted(c, muteEnds, 0)
		if !ok || fieldsText(t, muted) == fieldsText(t, c) {
			t.Errorf("%s is not muted: %s", name, fieldsText(t, muted))
		}
		got, until := monitors.Unmuted(muted)
		if diff := cmp.Diff(fieldsText(t, c), fieldsText(t, got)); diff != "" || !until.Equal(muteEnds) {
			t.Errorf("%s, until %v: %s", name, until, diff)
		}
		if _, until := monitors.Unmuted(c); !until.IsZero() {
			t.Errorf("%s seems to be muted", name)
		}
	}
	if params.Len() != 1 {
		t.Error("the params of a condition were changed")
	}
}

func TestNotMuted(t *testing.T) {
	muted, _ := monitors.Muted(&monitors.ScriptCondition{Script: monitors.Script{Source: "true"}}, muteEnds, 0)
	source := muted.(*monitors.ScriptCondition).Script.Source
	for _, c := range []monitors.Condition{
		&monitors.DocumentCondition{Script: monitors.Script{Source: source, Lang: "painless"}},
		&monitors.ChainedCondition{}, &monitors.OtherCondition{}, nil,
		&monitors.ScriptCondition{Script: monitors.Script{Source: source, Lang: "expression"}},
		&monitors.BucketCondition{Script: monitors.Script{Source: source}}, // it sees no ctx
	} {
		if _, until := monitors.Unmuted(c); !until.IsZero() {
			t.Errorf("%T: muted until %v", c, until)
		}
	}
	for _, c := range []monitors.Condition{&monitors.DocumentCondition{}, &monitors.ChainedCondition{}, &monitors.OtherCondition{}, nil} {
		if _, ok := monitors.Muted(c, muteEnds, 0); ok || monitors.Mutable(c) {
			t.Errorf("%T can be muted", c)
		}
	}
}

// What a mute is, is no part of what a monitor is.
func TestHashKnowsNoMute(t *testing.T) {
	m := monitors.Monitor{Name: "n", Triggers: []monitors.Trigger{{ID: "t", Name: "t", Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: "true"}}}}}
	before := m.Hash()
	m.Triggers[0].Mute = &monitors.Mute{Until: muteEnds}
	if m.Hash() != before || len(m.Mutes()) != 1 || len(m.WithoutMutes().Mutes()) != 0 || m.Triggers[0].Mute == nil {
		t.Errorf("%v", m.Mutes())
	}
}

func TestMuteIsOver(t *testing.T) {
	m := monitors.Mute{Until: muteEnds}
	if m.IsOver(muteEnds.UnixMilli()-1) || !m.IsOver(muteEnds.UnixMilli()) || m.IsOver(0) {
		t.Error("a mute is over when its end has come")
	}
	if !m.Same(&monitors.Mute{Until: muteEnds}) || m.Same(nil) || m.Same(&monitors.Mute{Until: muteEnds, Why: "x"}) {
		t.Error("which mutes are the same")
	}
}
