// Package replay plays recorded conversations with real nodes ("transcripts")
// against a server and tells where its answers differ. It is test support: the
// sandbox's tests use it, the program does not.
//
// A transcript is one scenario on one version, on a cluster that starts empty:
//
//	{"name": "alerts/completed", "about": …, "version": "2.19.4", "steps": […]}
//
// A step is a request with its answer (send, got, names, until), a pause
// (wait_ms), a local listener from here on (listen, status, answer, delay_ms) or
// what it was sent since (heard). In answers <<time>> stands for a time, <<id>>
// for a generated id, <<number>> for a number, <<any>> for anything, <<name>>
// for a value that was named before. Order of keys means nothing, order of lists
// does.
//
// The package must know nothing of the server but its URL.
package replay

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Level says how near an answer is to the recorded one.
type Level int

// The levels, best first. Reason: equal but for the text of an error.
const (
	Equal Level = iota
	Reason
	Different
)

func (l Level) String() string { return [...]string{"equal", "reason", "different"}[l] }

// ParseLevel reads a level's name.
func ParseLevel(name string) (Level, error) {
	for _, l := range []Level{Equal, Reason, Different} {
		if l.String() == name {
			return l, nil
		}
	}
	return Equal, fmt.Errorf("unknown level %q", name)
}

// Transcript is one recorded conversation.
type Transcript struct {
	Name, About, Version string
	Steps                []*orderedjson.Object
}

// Parse reads a transcript.
func Parse(data []byte) (*Transcript, error) {
	v, err := orderedjson.Parse(data)
	if err != nil {
		return nil, err
	}
	doc, ok := v.(*orderedjson.Object)
	if !ok || !doc.Has("steps") {
		return nil, fmt.Errorf("no transcript: it has no steps")
	}
	t := &Transcript{Name: doc.Text("name"), About: doc.Text("about"), Version: doc.Text("version")}
	for i, s := range doc.Array("steps") {
		step, ok := s.(*orderedjson.Object)
		if !ok {
			return nil, fmt.Errorf("step %d is no object", i)
		}
		t.Steps = append(t.Steps, step)
	}
	return t, nil
}

// Load reads a transcript from a file.
func Load(path string) (*Transcript, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	t, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return t, nil
}

// Difference is one place in which an answer is not the recorded one.
type Difference struct {
	// Step counts from 0; Request is its method and path.
	Step    int
	Request string
	Level   Level
	// At is the JSON pointer, or a word in brackets: (status).
	At string
	// Want and Have are the two values.
	Want, Have any
}

// longest is how much of a value String shows.
const longest = 300

func (d Difference) String() string {
	return fmt.Sprintf("%s: step %d %s %s: want %s, have %s", d.Level, d.Step, d.Request, d.At, show(d.Want), show(d.Have))
}

func show(v any) string {
	text, err := orderedjson.Marshal(v)
	if err != nil {
		text, _ = json.Marshal(fmt.Sprint(v))
	}
	return string(text[:min(len(text), longest)])
}

// Worst is the level of the worst difference, Equal where there is none.
func Worst(differences []Difference) Level {
	if len(differences) == 0 {
		return Equal
	}
	worst := slices.MaxFunc(differences, func(a, b Difference) int { return cmp.Compare(a.Level, b.Level) })
	return worst.Level
}
