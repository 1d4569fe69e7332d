package monitortest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/monitors"
)

// queries are those of a document-level monitor; nil of others.
func (p *prepared) queries() []monitors.DocumentQuery {
	in, ok := p.monitor.Input.(*monitors.DocumentQueries)
	if !ok {
		return nil
	}
	return in.Queries
}

// queryPath is how a document-level monitor's query is called in explanations.
func queryPath(q monitors.DocumentQuery) string { return "query " + q.Name }

// hold says that a document-level monitor looks at an index which no events go to:
// a server has no such run.
func (l *loaded) hold(p *prepared) error {
	if p.queries() == nil {
		return nil
	}
	known := map[string]bool{}
	for _, x := range l.indices {
		known[x.Name] = true
		for _, alias := range x.Body.Object("aliases").Keys() {
			known[alias] = true
		}
	}
	for _, d := range l.documents {
		known[d.Index] = true
	}
	for _, target := range p.targets {
		if !known[target] && !strings.ContainsAny(target, "*,") {
			return &setupError{fmt.Sprintf("the monitor looks at %s, which is not there: the events are in %s", target, strings.Join(slices.Sorted(maps.Keys(known)), ", "))}
		}
	}
	return nil
}

// foundBy are the _ids that a query found in a run.
func (o *Outcome) foundBy(q monitors.DocumentQuery) []string {
	var out []string
	for _, entry := range texts(o.Found.Array(q.ID)) {
		out = append(out, documentID(entry))
	}
	return out
}

// aboutDocuments explains a run of a document-level monitor: what each query found,
// and which of them miss a document. They don't go through clause by clause: the
// percolator that runs them is no search.
func (s *series) aboutDocuments(out *Evidence, r Run, t *Triggered, w wanted) {
	found := map[string][]string{} // by document: names of queries
	for _, q := range s.queries() {
		for _, id := range r.Outcome.foundBy(q) {
			found[id] = append(found[id], q.Name)
		}
	}
	told := r.Outcome.IDs()
	if t != nil {
		told = t.Documents
	}
	out.Hits = int64(len(told))
	shown := cmp.Or(w.shown, mostShown)
	var best *Document
	for i, d := range s.data.documents {
		switch n := len(found[d.ID]); {
		case !s.added[i] || s.isLost(d):
		case slices.Contains(w.documents, d.ID):
			out.Missing = append(out.Missing, *s.nearDocument(d, found[d.ID]))
		case slices.Contains(told, d.ID):
			if len(out.Matched) < shown {
				out.Matched = append(out.Matched, s.matchDocument(d))
			}
		case best == nil || n > len(found[best.ID]) || n == len(found[best.ID]) && d.time.After(best.time):
			best = &s.data.documents[i]
		}
	}
	if len(out.Matched)+len(out.Missing) == 0 && best != nil {
		out.Nearest = s.nearDocument(*best, found[best.ID])
	}
	if t != nil {
		s.aboutTrigger(out, r, t)
	}
}

func (s *series) isLost(d Document) bool {
	return slices.ContainsFunc(s.out.Events.Lost, func(l Lost) bool { return l.ID == d.ID && l.Index == d.Index && l.At == d.At })
}

// matchDocument shows an event with the fields that the queries name.
func (s *series) matchDocument(d Document) Match {
	fields := []string{timeField}
	for _, q := range s.queries() {
		for _, f := range queryFields(q) {
			if !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
		}
	}
	return Match{At: d.At, ID: d.ID, Index: d.Index, Fields: valuesOf(d.Source, fields)}
}

// queryFields are the fields that a query names.
func queryFields(q monitors.DocumentQuery) []string {
	out := slices.Clone(q.Fields)
	for _, field := range querydsl.NamesOf(q.Query).Fields {
		out = append(out, sourceOf(field))
	}
	return out
}

func (s *series) nearDocument(d Document, found []string) *Nearest {
	out := &Nearest{Match: s.matchDocument(d), Clauses: len(s.queries()), Queries: true}
	for _, q := range s.queries() {
		if slices.Contains(found, q.Name) {
			out.Passed++
			continue
		}
		var fields []FieldValue
		if named := queryFields(q); len(named) > 0 {
			fields = valuesOf(d.Source, named)
		}
		out.Rejected = append(out.Rejected, Rejected{Path: queryPath(q), Clause: cut(quote(q.Query)), Got: hasText(fields) + blindness(q, d.Source)})
	}
	return out
}

// sourceOf is where a document has a field's values, by the custom that .keyword is
// a part of a text.
func sourceOf(field string) string {
	if n := len(field) - len(".keyword"); n > 0 && field[n:] == ".keyword" {
		return field[:n]
	}
	return field
}

// hasText says what an event has at some fields.
func hasText(fields []FieldValue) string {
	text := ""
	for _, f := range fields {
		words := "none"
		if len(f.Values) > 0 {
			words = cut(values(f.Values))
		}
		if text != "" {
			text += ", "
		}
		if len(fields) > 1 {
			text += f.Field + " "
		}
		text += words
	}
	if text == "" {
		return "the event does not match"
	}
	return "the event has " + text
}
