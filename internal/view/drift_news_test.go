package view_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/driftjob"
	"github.com/alertplan/alertplan/internal/view"
)

// news has some of every event.
func news() map[string]*driftjob.News {
	changed := driftjob.Object{
		Key: "monitor.login", Kind: driftjob.Changed, Address: "monitor.login", ID: "T6Ps_KEBmzibbaqfQLhk", Name: "AWS \"console\" <!channel>\x1b[31m & more",
		Fields: []string{"enabled", "trigger.any.severity"}, LastUpdate: morning,
	}
	wide := changed
	wide.Fields = []string{"a", "b", "c", "d", "e", "f"}
	wide.Name = strings.Repeat("long ", 100)
	gone := driftjob.Object{Key: "monitor.out", Kind: driftjob.Missing, Address: "monitor.out", Name: "Logout"}
	copied := driftjob.Object{Key: "monitor.two", Kind: driftjob.Copies, Address: "monitor.two", Name: "Two"}
	nobodys := driftjob.Object{Key: "monitor id1", Kind: driftjob.Unmanaged, ID: "id1", Name: "Just trying", LastUpdate: morning}
	bare := driftjob.Object{Key: "monitor.bare", Kind: driftjob.Changed, Address: "monitor.bare"}
	of := func(change driftjob.Change, objects ...driftjob.Object) (list []driftjob.Moved) {
		for _, o := range objects {
			list = append(list, driftjob.Moved{Object: o, Change: change})
		}
		return list
	}
	var many []driftjob.Object
	for i := range 250 {
		many = append(many, driftjob.Object{Key: fmt.Sprint(i), Kind: driftjob.Missing, Address: fmt.Sprintf("monitor.m%d", i)})
	}
	base := driftjob.News{Workspace: "soc", Cluster: "prod", At: morning, Since: morning.Add(-130 * time.Minute)}
	with := func(event driftjob.Event, change func(*driftjob.News)) *driftjob.News {
		n := base
		n.Event = event
		change(&n)
		return &n
	}
	drift := driftjob.Counts{Changed: 2, Missing: 1, Copies: 1, Unmanaged: 1, Unchanged: 7}
	return map[string]*driftjob.News{
		"appeared": with(driftjob.Appeared, func(n *driftjob.News) {
			n.Counts, n.Objects, n.First = drift, of(driftjob.New, changed, gone, copied, nobodys, bare), true
		}),
		"many": with(driftjob.Appeared, func(n *driftjob.News) { n.Counts, n.Objects = driftjob.Counts{Missing: 250}, of(driftjob.New, many...) }),
		"wide": with(driftjob.Appeared, func(n *driftjob.News) { n.Counts, n.Objects = driftjob.Counts{Changed: 1}, of(driftjob.New, wide) }),
		"changed": with(driftjob.HasChanged, func(n *driftjob.News) {
			n.Counts, n.Unseen = drift, 50*time.Minute
			n.Objects = slices.Concat(of(driftjob.New, changed), of(driftjob.Other, bare), of(driftjob.Same, copied, nobodys), of(driftjob.Gone, gone))
		}),
		"ended": with(driftjob.Ended, func(n *driftjob.News) {
			n.Counts, n.Objects = driftjob.Counts{Unchanged: 1}, of(driftjob.Gone, changed, gone)
		}),
		"blind": with(driftjob.Blind, func(n *driftjob.News) {
			n.Failures, n.Outcome, n.Why = 3, driftjob.Unreachable, "GET /: connection refused"
		}),
		"failed":     with(driftjob.Blind, func(n *driftjob.News) { n.Workspace, n.Cluster, n.Failures, n.Why = "", "", 1, "" }),
		"sees again": with(driftjob.SeesAgain, func(n *driftjob.News) { n.Unseen, n.Counts = 25*time.Hour, driftjob.Counts{Unchanged: 3} }),
		"sees again, and the same": with(driftjob.SeesAgain, func(n *driftjob.News) {
			n.Unseen, n.Counts, n.Objects = 61*time.Minute, driftjob.Counts{Changed: 1, Unchanged: 3}, of(driftjob.Same, changed)
		}),
	}
}

func TestNewsOfDrift(t *testing.T) {
	all := news()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		n := all[name]
		lines := view.DriftNews(n)
		slack, err := view.DriftNewsSlack(n)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join("testdata", "news", strings.ReplaceAll(name, " ", "-")+".txt"), []byte(strings.Join(lines, "\n")+"\n\n"+string(slack)+"\n"))
		if len(lines) > 15 {
			t.Errorf("%s: %d lines", name, len(lines))
		}
		for _, l := range lines {
			if utf8.RuneCountInString(l) > 200 || strings.ContainsAny(l, "\n\x1b") {
				t.Errorf("%s: %q", name, l)
			}
		}
		var body map[string]string
		if json.Unmarshal(slack, &body) != nil || len(body) != 1 || strings.ContainsAny(body["text"], "<>") {
			t.Errorf("%s: %s", name, slack)
		}
	}
}

// newsInJSON are those for machines, for the schema.
func newsInJSON() (list []any) {
	all := news()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		list = append(list, view.NewDriftNewsJSON(all[name]))
	}
	return list
}

func TestLinesOfAJob(t *testing.T) {
	var out bytes.Buffer
	p := view.NewPrinter(&out, view.Plain)
	for _, l := range []driftjob.Look{
		{Outcome: driftjob.NoDrift, Workspace: "soc", Cluster: "prod", Counts: driftjob.Counts{Unchanged: 12}},
		{Outcome: driftjob.Drift, Workspace: "soc", Cluster: "prod", Counts: driftjob.Counts{Changed: 1, Unmanaged: 2}},
		{Outcome: driftjob.Unreachable, Why: "GET /: connection\x1b refused"},
	} {
		p.Timed(morning, "%s", view.LookWords(l))
	}
	for _, d := range []time.Duration{20 * time.Millisecond, 5 * time.Second, time.Minute, 10*time.Minute + 29*time.Second, time.Hour, 130 * time.Minute, 24 * time.Hour, 100 * time.Hour} {
		p.Timed(morning, "%s", view.SightWords(d))
	}
	for _, e := range []driftjob.Event{driftjob.Appeared, driftjob.HasChanged, driftjob.Ended, driftjob.Blind, driftjob.SeesAgain} {
		p.Timed(morning, "Posted: %s.", view.EventWords(e))
	}
	golden(t, filepath.Join("testdata", "news", "lines.txt"), out.Bytes())
}
