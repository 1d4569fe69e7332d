package wire_test

import (
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// mutedBody is body with a mute in its second trigger, and words of it in the mark.
func mutedBody(words string) string {
	const line = `// Muted until 2026-03-08T05:00:00Z\nif (ctx.periodEnd.isBefore(Instant.parse('2026-03-08T05:00:00Z'))) { return false; }\n`
	first, second, _ := strings.Cut(body, `"id":"t1"`)
	second = strings.Replace(second, `"source":"true"`, `"source":"`+line+`true"`, 1)
	return strings.Replace(first+`"id":"t1"`+second, `"config_hash"`, words+`"config_hash"`, 1)
}

// A live monitor is what was declared, with its mutes beside the conditions; what the
// condition says counts, and the mark has the words of the same mute.
func TestLiveMutes(t *testing.T) {
	plain := decodeLive(t, `{"_id":"m1","monitor":`+body+`}`)
	ends := time.Date(2026, 3, 8, 5, 0, 0, 0, time.UTC)
	for words, want := range map[string]monitors.Mute{
		``: {Until: ends},
		`"mutes":{"t1":{"until":"2026-03-08T05:00:00Z","since":"2026-03-08T03:00:00Z","why":"it moves"}},`: {Until: ends, Since: ends.Add(-2 * time.Hour), Why: "it moves"},
		`"mutes":{"t1":{"until":"2026-03-08T06:00:00Z","since":"2026-03-08T03:00:00Z","why":"another"}},`:  {Until: ends},
		`"mutes":{"t0":{"until":"2026-03-08T05:00:00Z","since":"2026-03-08T03:00:00Z","why":"another"}},`:  {Until: ends},
		`"mutes":{"t1":{"until":"soon","since":"2026-03-08T03:00:00Z"}},`:                                  {Until: ends},
		`"mutes":{"t1":7},`: {Until: ends},
		`"mutes":[],`:       {Until: ends},
	} {
		live := decodeLive(t, `{"_id":"m1","monitor":`+mutedBody(words)+`}`)
		if live.Mark == nil || live.Monitor.Hash() != plain.Monitor.Hash() {
			t.Errorf("%s: it is another monitor", words)
			continue
		}
		if got := live.Monitor.Triggers[1].Mute; live.Monitor.Triggers[0].Mute != nil || !got.Same(&want) {
			t.Errorf("%s: %+v, want %+v", words, got, want)
		}
		sent := wire.EncodeMonitor(live.Monitor, nil)
		if again := decode(t, print(sent)); print(wire.EncodeMonitor(again, nil)) != print(sent) || !strings.Contains(print(sent), "Muted until 2026-03-08T05:00:00Z") {
			t.Errorf("%s: it is sent as %s", words, print(sent))
		}
	}
}

func TestMarkKeepsMutes(t *testing.T) {
	live := decodeLive(t, `{"_id":"m1","monitor":`+mutedBody(`"mutes":{"t9":{"until":"2026-03-08T06:00:00Z","since":"2026-03-08T03:00:00Z"},"t1":{"until":"2026-03-08T05:00:00Z","since":"2026-03-08T03:00:00Z","why":"it moves"}},`)+`}`)
	encoded := wire.EncodeMark(*live.Mark)
	again := wire.DecodeMark(orderedjson.NewObject(orderedjson.Member{Key: "alertplan", Value: encoded}))
	if again == nil || print(wire.EncodeMark(*again)) != print(encoded) || len(again.Mutes) != 2 || again.Mutes["t1"].Why != "it moves" {
		t.Errorf("%s became %+v", print(encoded), again)
	}
}

// What can be muted is a script that can be told apart; nothing else is changed.
func TestCanMute(t *testing.T) {
	for source, want := range map[string]bool{"true": true, "int f() { 1 } f() > 0": true, "if (": false} {
		trigger := monitors.Trigger{ID: "t", Name: "t", Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: source, Lang: "painless"}}}
		if got := wire.CanMute(trigger); got != want {
			t.Errorf("%q: %v", source, got)
		}
		plain := wire.EncodeMonitor(monitors.Monitor{Triggers: []monitors.Trigger{trigger}}, nil)
		trigger.Mute = &monitors.Mute{Until: time.Date(2026, 3, 8, 5, 0, 0, 0, time.UTC)}
		if muted := wire.EncodeMonitor(monitors.Monitor{Triggers: []monitors.Trigger{trigger}}, nil); (print(muted) != print(plain)) != want {
			t.Errorf("%q is sent as %s", source, print(muted))
		}
	}
	if wire.CanMute(monitors.Trigger{Condition: &monitors.DocumentCondition{Script: monitors.Script{Source: "query[name=a]"}}}) {
		t.Error("a document-level condition can be muted")
	}
}
