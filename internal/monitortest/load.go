package monitortest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/alertplan/alertplan/internal/events"
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
	rules     []*rule // of the sources, in their order
	indices   []Index
	notes     []string
	remarks   []string
}

// documents reads one source.
func (f *files) documents(s testcase.Source) ([]events.Document, error) {
	if s.File != "" {
		docs, err := f.load(s.File)
		if err != nil {
			return nil, &setupError{"events can't be read: " + eachOnce(err)}
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

// eachOnce are an error's lines, those that say the same thing once.
func eachOnce(err error) string {
	return strings.Join(slices.Compact(strings.Split(err.Error(), "\n")), "\n")
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
	return out, out.makeIndices()
}

func (l *loaded) add(s testcase.Source, docs []events.Document, targets []string) error {
	pattern := cmp.Or(s.Index, firstTarget(targets))
	r, err := newRule(s, pattern)
	if err != nil {
		return err
	}
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
		if !slices.Contains(r.used, one.Index) {
			r.used = append(r.used, one.Index)
		}
		l.documents = append(l.documents, one)
	}
	l.rules = append(l.rules, r)
	if fallbacks > 0 {
		l.remarks = append(l.remarks, fmt.Sprintf("%d of %d events of %s have no @timestamp: their eventTime was taken for it", fallbacks, len(docs), named(s)))
	}
	return nil
}

func (l *loaded) note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(l.notes, text) {
		l.notes = append(l.notes, text)
	}
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
