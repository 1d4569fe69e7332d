package monitortest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/events"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// rule is what a source says of indices.
type rule struct {
	pattern  string   // where its documents go that don't say it
	used     []string // the indices that they went to
	stated   bool     // the source names its index itself
	body     *orderedjson.Object
	patterns []string // of a template; nil of anything else
	priority int64    // of a template
}

func newRule(s testcase.Source, pattern string) (*rule, error) {
	r := &rule{pattern: pattern, stated: s.Index != ""}
	var err error
	if r.body, r.patterns, err = indexBody(s.Mapping); err != nil || r.patterns == nil {
		return r, err
	}
	template := unwrapped(s.Mapping)
	for _, key := range []string{"priority", "order"} {
		v, _ := template.Get(key)
		if n, ok := v.(json.Number); ok {
			r.priority, _ = n.Int64()
		}
	}
	return r, nil
}

// takes tells whether the rule shapes an index that its own source has no
// document in: a template by its patterns, a mapping by the index that it is for.
func (r *rule) takes(name string) bool {
	switch {
	case r.body == nil || len(r.used) > 0 && r.patterns == nil:
		return false
	case r.patterns != nil:
		return matchesAny(r.patterns, name)
	}
	return !r.stated || mapping.SimpleMatch(r.pattern, name)
}

func matchesAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return mapping.SimpleMatch(p, name) })
}

// makeIndices finds out which indices there are before the documents come, and how
// each is made: those of documents, and those that a source names without having
// any.
func (l *loaded) makeIndices() error {
	var names []string
	for _, r := range l.rules {
		for _, name := range r.used {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for _, r := range l.rules {
		empty := len(r.used) == 0 && !slices.ContainsFunc(names, func(name string) bool {
			return mapping.SimpleMatch(r.pattern, name) || r.patterns != nil && matchesAny(r.patterns, name)
		})
		if empty && (r.stated || len(names) == 0) {
			names = append(names, events.DailyIndex(r.pattern, orderedjson.NewObject()))
		}
	}
	for _, r := range l.rules {
		if len(r.used) == 0 && r.patterns != nil && !slices.ContainsFunc(names, func(name string) bool { return matchesAny(r.patterns, name) }) {
			l.note("the template is for %s, and no event goes there", strings.Join(r.patterns, ", "))
		}
	}
	for _, name := range names {
		r, err := l.ruleFor(name)
		if err != nil {
			return err
		}
		if r != nil {
			l.indices = append(l.indices, Index{Name: name, Body: r.body})
		} else if !slices.ContainsFunc(l.documents, func(d Document) bool { return d.Index == name }) {
			l.indices = append(l.indices, Index{Name: name})
		}
	}
	return nil
}

// ruleFor finds the mapping of an index: that of the sources whose documents are
// in it, else the one that takes it; of templates the one of the highest priority.
// nil: by dynamic mapping.
func (l *loaded) ruleFor(name string) (*rule, error) {
	var best *rule
	for _, own := range []bool{true, false} {
		for _, r := range l.rules {
			if r.body == nil || own != slices.Contains(r.used, name) {
				continue
			}
			if own && r.patterns != nil && !matchesAny(r.patterns, name) {
				l.note("the template is for %s, which index %s does not match: it was made without", strings.Join(r.patterns, ", "), name)
				continue
			}
			if !own && !r.takes(name) {
				continue
			}
			switch {
			case best == nil, best.patterns != nil && (r.patterns == nil || r.priority > best.priority):
				best = r
			case r.patterns != nil && (best.patterns == nil || r.priority < best.priority), orderedjson.Equal(best.body, r.body):
			default:
				return nil, &setupError{fmt.Sprintf("index %s has two mappings: give it one, or put the events into different indices", name)}
			}
		}
		if best != nil {
			break
		}
	}
	return best, nil
}

func orNull(o *orderedjson.Object) any {
	if o == nil {
		return nil
	}
	return o
}
