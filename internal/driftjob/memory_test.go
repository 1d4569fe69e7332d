package driftjob_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/driftjob"
)

// objects are n that drifted, others with each number.
func objects(number, n int) []driftjob.Object {
	list := make([]driftjob.Object, n)
	for i := range list {
		key := fmt.Sprintf("monitor.m%d_%d", number, i)
		list[i] = driftjob.Object{Key: key, Address: key, Kind: driftjob.Changed, Name: strings.Repeat("x", 50), Digest: "d"}
	}
	return list
}

// look is one in words: "!" failed, else what drifts: a word each, KEY or KEY=DIGEST.
func look(text string) driftjob.Look {
	l := driftjob.Look{Outcome: driftjob.NoDrift, Workspace: "soc", Cluster: "prod"}
	if text == "!" {
		return driftjob.Look{Outcome: driftjob.Unreachable, Why: "away"}
	}
	for _, word := range strings.Fields(text) {
		key, digest, _ := strings.Cut(word, "=")
		l.Outcome = driftjob.Drift
		l.Objects = append(l.Objects, driftjob.Object{Key: key, Kind: driftjob.Changed, Digest: digest})
	}
	return l
}

// told is news in words.
func told(n *driftjob.News) string {
	if n == nil {
		return "-"
	}
	words := []string{string(n.Event)}
	for _, o := range n.Objects {
		words = append(words, string(o.Change)+":"+o.Key)
	}
	if n.Unseen > 0 {
		words = append(words, "unseen:"+n.Unseen.String())
	}
	if n.Event == driftjob.Blind {
		words = append(words, fmt.Sprintf("%d since %s", n.Failures, n.Since.Format("15:04")))
	}
	return strings.Join(words, " ")
}

// Each step is a look and what is told of it, "x" before it where telling fails. Looks
// come every ten minutes from midnight on.
func TestWhatIsNews(t *testing.T) {
	for name, steps := range map[string][][2]string{
		"all is well":                   {{"", "-"}, {"", "-"}},
		"appears, stays, ends":          {{"", "-"}, {"a", "appeared new:a"}, {"a", "-"}, {"a", "-"}, {"", "ended gone:a"}, {"", "-"}},
		"there from the beginning":      {{"a", "appeared new:a"}, {"a", "-"}},
		"changes":                       {{"a", "appeared new:a"}, {"a b", "changed new:b same:a"}, {"a=2 b", "changed changed:a same:b"}, {"b", "changed same:b gone:a"}, {"b", "-"}},
		"comes again":                   {{"a", "appeared new:a"}, {"", "ended gone:a"}, {"a", "appeared new:a"}},
		"away for a moment":             {{"", "-"}, {"!", "-"}, {"!", "-"}, {"", "-"}, {"!", "-"}, {"!", "-"}, {"", "-"}},
		"away":                          {{"", "-"}, {"!", "-"}, {"!", "-"}, {"!", "blind 3 since 00:10"}, {"!", "-"}, {"!", "-"}, {"", "sees_again unseen:50m0s"}, {"", "-"}},
		"away, and away again":          {{"!", "-"}, {"!", "-"}, {"!", "blind 3 since 00:00"}, {"", "sees_again unseen:30m0s"}, {"!", "-"}, {"!", "-"}, {"!", "blind 3 since 00:40"}},
		"drift, seen through an outage": {{"a", "appeared new:a"}, {"!", "-"}, {"!", "-"}, {"!", "blind 3 since 00:10"}, {"a", "sees_again same:a unseen:30m0s"}, {"a", "-"}},
		"drift during an outage":        {{"", "-"}, {"!", "-"}, {"!", "-"}, {"!", "blind 3 since 00:10"}, {"a", "appeared new:a unseen:30m0s"}, {"a", "-"}},
		"ends during an outage":         {{"a", "appeared new:a"}, {"!", "-"}, {"!", "-"}, {"!", "blind 3 since 00:10"}, {"", "ended gone:a unseen:30m0s"}},

		"not told":                      {{"a", "x appeared new:a"}, {"a", "x appeared new:a"}, {"a", "appeared new:a"}, {"a", "-"}},
		"not told, and changed":         {{"a", "x appeared new:a"}, {"a b", "appeared new:a new:b"}, {"a b", "-"}},
		"not told, and gone":            {{"a", "x appeared new:a"}, {"", "x ended gone:a"}, {"", "ended gone:a"}, {"", "-"}},
		"not told of one of two":        {{"a", "appeared new:a"}, {"a b", "x changed new:b same:a"}, {"a", "changed same:a gone:b"}, {"a", "-"}},
		"the end not told":              {{"a", "appeared new:a"}, {"", "x ended gone:a"}, {"", "ended gone:a"}, {"", "-"}},
		"the end not told, and again":   {{"a", "appeared new:a"}, {"", "x ended gone:a"}, {"a", "-"}},
		"the outage not told":           {{"!", "-"}, {"!", "-"}, {"!", "x blind 3 since 00:00"}, {"!", "blind 4 since 00:00"}, {"!", "-"}},
		"the outage not told, and over": {{"", "-"}, {"!", "-"}, {"!", "-"}, {"!", "x blind 3 since 00:10"}, {"", "-"}},
		"seeing again not told":         {{"!", "-"}, {"!", "-"}, {"!", "blind 3 since 00:00"}, {"", "x sees_again unseen:30m0s"}, {"!", "-"}, {"", "sees_again unseen:50m0s"}},
	} {
		t.Run(name, func(t *testing.T) {
			var kept []byte
			at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
			var memory driftjob.Memory
			for i, step := range steps {
				if kept != nil { // it is the same when it was kept in between
					memory = driftjob.Memory{}
					if err := json.Unmarshal(kept, &memory); err != nil {
						t.Fatal(err)
					}
				}
				news := memory.Note(driftjob.Run{Look: look(step[0]), Begun: at}, driftjob.Patience{Failures: 3})
				want, lost := strings.CutPrefix(step[1], "x ")
				if diff := cmp.Diff(want, told(news)); diff != "" {
					t.Fatalf("look %d, %q (-want +got):\n%s", i+1, step[0], diff)
				}
				switch {
				case news != nil && lost:
					memory.Keep(news)
				case news != nil:
					memory.Tell(news)
				}
				at = at.Add(10 * time.Minute)
				var err error
				if kept, err = json.Marshal(memory); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// Drift that is only there while an apply runs is told of nobody who waits for a second
// look.
func TestPatienceWithDrift(t *testing.T) {
	var memory driftjob.Memory
	for i, step := range [][2]string{
		{"", "-"}, {"a", "-"}, {"", "-"}, {"a", "-"}, {"a", "appeared new:a"}, {"a", "-"}, {"a b", "-"}, {"a", "-"}, {"a b", "-"}, {"a b c", "changed new:b new:c same:a"},
		{"", "ended gone:b gone:c gone:a"}, {"a", "-"}, {"!", "-"}, {"a", "appeared new:a"},
	} {
		news := memory.Note(driftjob.Run{Look: look(step[0])}, driftjob.Patience{Drift: 2, Failures: 3})
		if told(news) != step[1] {
			t.Fatalf("look %d: told %s, want %s", i+1, told(news), step[1])
		}
		if news != nil {
			memory.Tell(news)
		}
	}
}

func TestSince(t *testing.T) {
	at := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	var memory driftjob.Memory
	note := func(minutes int, text string) *driftjob.News {
		news := memory.Note(driftjob.Run{Look: look(text), Begun: at.Add(time.Duration(minutes) * time.Minute)}, driftjob.Patience{Failures: 3})
		if news != nil {
			memory.Tell(news)
		}
		return news
	}
	note(0, "")
	if n := note(10, "a"); n.First || !n.Since.Equal(at.Add(10*time.Minute)) {
		t.Errorf("appeared: %+v", n)
	}
	if n := note(20, "b"); !n.Since.Equal(at.Add(10 * time.Minute)) {
		t.Errorf("changed: %+v", n)
	}
	if n := note(30, ""); !n.Since.Equal(at.Add(10*time.Minute)) || n.Workspace != "soc" || n.Cluster != "prod" {
		t.Errorf("ended: %+v", n)
	}
	if n := note(40, "a"); !n.Since.Equal(at.Add(40 * time.Minute)) {
		t.Errorf("appeared again: %+v", n)
	}
	memory = driftjob.Memory{}
	if n := note(50, "a"); !n.First {
		t.Errorf("the first look: %+v", n)
	}
}

func TestAnotherWorkspaceIsAnotherStory(t *testing.T) {
	var memory driftjob.Memory
	memory.Tell(memory.Note(driftjob.Run{Look: look("a")}, driftjob.Patience{Failures: 3}))
	other := look("a")
	other.Workspace = "dev"
	if n := memory.Note(driftjob.Run{Look: other}, driftjob.Patience{Failures: 3}); told(n) != "appeared new:a" || !n.First {
		t.Errorf("told %s", told(n))
	}
}

func TestNobodyWantsToHearOfOutages(t *testing.T) {
	var memory driftjob.Memory
	for range 10 {
		if n := memory.Note(driftjob.Run{Look: look("!")}, driftjob.Patience{}); n != nil {
			t.Fatalf("told %s", told(n))
		}
	}
}
