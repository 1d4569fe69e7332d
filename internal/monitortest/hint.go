package monitortest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// hints are what is probably wrong where no event matches.
func (e *explainer) hints(n *Nearest) []string {
	var out []string
	if len(e.all) == 0 {
		return e.nowhere()
	}
	rejecting := e.clauses
	if n != nil {
		rejecting = slices.DeleteFunc(slices.Clone(e.clauses), func(c tried) bool {
			return !slices.ContainsFunc(n.Rejected, func(r Rejected) bool { return r.Path == c.path })
		})
	}
	for _, c := range rejecting {
		if c.not {
			continue
		}
		for _, f := range fieldsOf(c.query) {
			if hint := e.aboutField(f, c.query); hint != "" && !slices.Contains(out, hint) {
				out = append(out, hint)
			}
		}
	}
	return out
}

// nowhere says why the search sees no event at all.
func (e *explainer) nowhere() []string {
	if lost := len(e.out.Events.Lost) + e.out.Events.LostMore; lost > 0 && lost == e.out.Events.Read {
		return []string{"all events were lost: the mapping rejects them"}
	}
	if e.out.Events.Read == 0 {
		return []string{"there are no events"}
	}
	if !slices.Contains(e.added, true) {
		first := slices.MinFunc(e.data.documents, func(a, b Document) int { return a.time.Compare(b.time) })
		return []string{fmt.Sprintf("no event has come yet: the first is of %s", clock(first.time))}
	}
	if hint := e.elsewhere(); hint != "" {
		return []string{hint}
	}
	return nil
}

// elsewhere tells of events in indices that are not searched; "" for none.
func (e *explainer) elsewhere() string {
	if e.apart == nil {
		e.apart = e.findApart()
	}
	n, names := e.apart.events, e.apart.indices
	switch {
	case n == 0:
		return ""
	case len(e.indices) == 0:
		return fmt.Sprintf("the monitor searches %s, and the events are in %s", strings.Join(e.targets, ", "), strings.Join(names, ", "))
	}
	lie := "lie"
	if n == 1 {
		lie = "lies"
	}
	return fmt.Sprintf("the monitor searches %s, and not %s, where %d of the events %s", strings.Join(e.targets, ", "), strings.Join(names, ", "), n, lie)
}

// apart are events in indices that are not searched.
type apart struct {
	events  int
	indices []string
}

func (e *explainer) findApart() *apart {
	out := &apart{}
	for i, d := range e.data.documents {
		if !e.added[i] || e.isLost(d) || slices.ContainsFunc(e.indices, func(x *index.Index) bool { return x.Name == d.Index }) {
			continue
		}
		out.events++
		if !slices.Contains(out.indices, d.Index) {
			out.indices = append(out.indices, d.Index)
		}
	}
	return out
}

// aboutField says what is the matter with a field that a clause looks at.
func (e *explainer) aboutField(path string, query *orderedjson.Object) string {
	if strings.HasPrefix(path, "_") {
		return ""
	}
	f, x := e.field(path)
	if f == nil {
		return e.unmapped(path)
	}
	name := query.Keys()[0]
	if f.Type == "text" && name == "range" && path == e.window.fieldOf() {
		return fmt.Sprintf("%s is text in %s: its first value is no date to the server, so it is no date there for all that follow; write dates such as 2020-02-07T12:00:00Z, or give a mapping", path, x.Name)
	}
	exact := name == "term" || name == "terms" || name == "prefix" || name == "wildcard" || name == "regexp"
	if f.Type != "text" || !exact {
		return ""
	}
	for _, sub := range f.Multi {
		if sub.Type == "keyword" {
			return fmt.Sprintf("%s is text, which is searched by its words in lower case: %s looks at the whole value in %s", path, name, sub.Path)
		}
	}
	return fmt.Sprintf("%s is text in %s, which is searched by its words in lower case: use match, or map it as keyword", path, x.Name)
}

func (e *explainer) unmapped(path string) string {
	for _, x := range e.indices {
		if x.Mapping.Object(path) != nil {
			return fmt.Sprintf("%s is an object: name a field below it", path)
		}
	}
	words := fmt.Sprintf("no event that is searched has a field %s", path)
	if near := e.similar(path); near != "" {
		words += fmt.Sprintf(": did you mean %s?", near)
	}
	return words
}

// similar is the known field whose name is nearest; "" where none is near.
func (e *explainer) similar(path string) string {
	best, shortest := "", 1+max(2, len(path)/5)
	asked := strings.ToLower(path)
	for _, x := range e.indices {
		for _, known := range x.Mapping.Paths() {
			lower := strings.ToLower(known)
			d := levenshtein.Distance(asked, lower, nil)
			if strings.HasSuffix(lower, "."+asked) || strings.HasSuffix(asked, "."+lower) {
				d = 1
			}
			if d < shortest {
				best, shortest = known, d
			}
		}
	}
	return best
}
