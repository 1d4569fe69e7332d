package monitortest

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/events"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// files are the events of files, each read once however many tests use it.
type files struct {
	mu   sync.Mutex
	read map[string]func() ([]events.Document, error)
}

func newFiles() *files { return &files{read: map[string]func() ([]events.Document, error){}} }

func (f *files) load(path string) ([]events.Document, error) {
	f.mu.Lock()
	once := f.read[path]
	if once == nil {
		once = sync.OnceValues(func() ([]events.Document, error) { return events.Open(events.Options{}, path).All() })
		f.read[path] = once
	}
	f.mu.Unlock()
	return once()
}

// loaded are a test's documents in order, and the indices that they need.
type loaded struct {
	documents []Document
	indices   []Index
	notes     []string
}

// documents reads one source.
func (f *files) documents(s testcase.Source) ([]events.Document, error) {
	if s.File != "" {
		docs, err := f.load(s.File)
		if err != nil {
			return nil, &setupError{"events can't be read: " + err.Error()}
		}
		return docs, nil
	}
	values := make([]any, len(s.Documents))
	for i, d := range s.Documents {
		values[i] = d
	}
	docs, err := events.Inline(values)
	if err != nil {
		return nil, &setupError{"events can't be read: " + err.Error()}
	}
	return docs, nil
}

// sameAs names what sources give: equal names, equal documents and indices. "" for
// sources that are not files alone.
func sameAs(sources []testcase.Source, targets []string) string {
	var b strings.Builder
	for _, s := range sources {
		if s.File == "" {
			return ""
		}
		pattern := cmp.Or(s.Index, firstTarget(targets))
		fmt.Fprintf(&b, "%q %q %s\n", s.File, pattern, printed(orNull(s.Mapping)))
	}
	return b.String()
}

// loadAll reads a test's sources. Documents that don't say their index go to the
// source's, or to the monitor's first one.
func (f *files) loadAll(sources []testcase.Source, targets []string) (*loaded, error) {
	out := &loaded{}
	if len(sources) == 0 {
		sources = []testcase.Source{{}} // an empty index
	}
	for _, s := range sources {
		docs, err := f.documents(s)
		if err != nil {
			return nil, err
		}
		if err := out.add(s, docs, targets); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (l *loaded) add(s testcase.Source, docs []events.Document, targets []string) error {
	pattern := cmp.Or(s.Index, firstTarget(targets))
	earlier, fallbacks := len(l.documents), 0
	for _, d := range docs {
		one := Document{Index: d.Index, ID: d.ID, Source: d.Source, At: testcase.Place{File: s.File, Line: d.Line}}
		if one.At.File == "" {
			one.At = s.At
		}
		if d.ID == strconv.Itoa(d.Number) {
			one.ID = strconv.Itoa(earlier + d.Number) // numbers of two sources must not meet
		}
		if one.Index == "" {
			one.Index = events.DailyIndex(pattern, d.Source)
		}
		if d.EventTimeUsed {
			fallbacks++
		}
		l.documents = append(l.documents, one)
	}
	if fallbacks > 0 {
		l.notes = append(l.notes, fmt.Sprintf("%d of %d events of %s have no @timestamp: their eventTime was taken for it",
			fallbacks, len(docs), named(s)))
	}
	if s.Mapping == nil && len(docs) > 0 {
		return nil
	}
	return l.declare(s, pattern, docs)
}

func named(s testcase.Source) string {
	if s.File != "" {
		return s.File
	}
	return "the test"
}

// firstTarget is the first of the monitor's indices that documents can go to.
func firstTarget(targets []string) string {
	for _, t := range targets {
		if !strings.HasPrefix(t, "-") && !strings.HasPrefix(t, "<") && !strings.HasPrefix(t, "_") {
			return t
		}
	}
	return "events"
}

// declare makes the indices of a source's documents with its mapping. A source
// without documents has an index all the same, so that the search finds one.
func (l *loaded) declare(s testcase.Source, pattern string, docs []events.Document) error {
	body, patterns, err := indexBody(s.Mapping)
	if err != nil {
		return err
	}
	names := []string{}
	for _, d := range l.documents[len(l.documents)-len(docs):] {
		names = append(names, d.Index)
	}
	if len(docs) == 0 {
		names = append(names, events.DailyIndex(pattern, orderedjson.NewObject()))
	}
	for _, name := range names {
		if err := l.index(name, body, patterns); err != nil {
			return err
		}
	}
	return nil
}

func (l *loaded) index(name string, body *orderedjson.Object, patterns []string) error {
	if !fits(name, patterns) {
		note := fmt.Sprintf("the template is for %s, which index %s does not match: it was made without", strings.Join(patterns, ", "), name)
		if len(l.notes) == 0 || l.notes[len(l.notes)-1] != note {
			l.notes = append(l.notes, note)
		}
		return nil
	}
	for _, x := range l.indices {
		if x.Name != name {
			continue
		}
		if !orderedjson.Equal(orNull(x.Body), orNull(body)) {
			return &setupError{fmt.Sprintf("index %s has two mappings: give it one, or put the events into different indices", name)}
		}
		return nil
	}
	l.indices = append(l.indices, Index{Name: name, Body: body})
	return nil
}

func orNull(o *orderedjson.Object) any {
	if o == nil {
		return nil
	}
	return o
}

func fits(name string, patterns []string) bool {
	if patterns == nil {
		return true
	}
	for _, p := range patterns {
		if mapping.SimpleMatch(p, name) {
			return true
		}
	}
	return false
}
