package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// Some aggregations at the top, with none below them, are computed from the index of
// a shard where the search finds all of its documents: ranges and histograms of dates
// from points, terms from their frequencies. No document is looked at then, whatever
// terminate_after and min_score say (2.19.4).

// certainty tells whether the server does something that can't always be foretold.
type certainty int

const (
	no certainty = iota
	perhaps
	yes
)

// findsAll tells whether the server knows that a query finds all documents of a shard.
func (s *shard) findsAll(q query) certainty {
	if s.dialect.CollectsAll || slices.ContainsFunc(s.docs, func(d *doc) bool { return len(d.Nested) > 0 }) {
		return no
	}
	form := s.countableWhole(q)
	if s.whole != nil || s.Mapping.HasNested() && form != countsAll { // narrowed by an alias, or to what is not nested
		return s.perhapsAll(q)
	}
	switch form {
	case countsAll:
		if s.Mapping.HasNested() {
			return no
		}
		return yes
	case countsNone:
		return no
	case countsOne:
		if !s.unseen && s.gone == nil && s.perhapsAll(q) == perhaps {
			return yes
		}
	}
	return s.perhapsAll(q)
}

// perhapsAll is no where a document is known that is not found.
func (s *shard) perhapsAll(q query) certainty {
	if s.whole != nil && len(s.docs) < len(s.whole) || slices.ContainsFunc(s.docs, func(d *doc) bool { return !q.matches(d) }) {
		return no
	}
	return perhaps
}

// alone tells whether the aggregation stands at the top with none below it.
func (a *aggregation) alone() bool {
	return a.parent == nil && !slices.ContainsFunc(a.subs, func(sub *aggregation) bool { return !sub.pipeline() })
}

// pointed is the field whose points may be asked for an aggregation by ranges; nil
// where documents are looked at.
func (a *aggregation) pointed(s *shard) *mapping.Field {
	if s.dialect.CollectsAll || !a.alone() || a.body.Has("missing") || a.body.Has("script") {
		return nil
	}
	f := s.field(a.body.Text("field"))
	if f == nil || !f.Indexed || pointBytes(f) == 0 {
		return nil
	}
	switch dated := f.Type == "date" || f.Type == "date_nanos"; a.kind {
	case "range", "date_range":
		spans, err := a.spans(s)
		if err != nil {
			return nil
		}
		for i := range spans[1:] {
			if spans[i].to > spans[i+1].from {
				return nil
			}
		}
		return f
	case "date_histogram":
		if dated {
			return f
		}
	}
	return nil
}

// pointBytes is how wide a field's points are; 0 where they aren't asked.
func pointBytes(f *mapping.Field) int {
	switch f.Type {
	case "half_float":
		return 2
	case "integer", "short", "byte", "token_count", "float":
		return 4
	case "long", "double", "date", "date_nanos":
		return 8
	case "unsigned_long":
		return 16
	}
	return 0
}

// checkPrecomputed refuses what comes of searches that look at some documents only,
// or at points of several widths: those are compared as if all were as wide as the
// last (2.19.4).
func (r *run) checkPrecomputed() error {
	widths, asked := map[int]bool{}, false
	for _, set := range r.found {
		s := set.shard
		all := no
		if len(s.docs) > 0 || s.gone != nil {
			all = s.findsAll(set.query)
		}
		for _, a := range r.aggs {
			f := a.pointed(s)
			if f != nil {
				widths[pointBytes(f)] = true
			}
			if all == no && (f == nil || a.kind != "date_histogram" || !asksField(r.query, f.Path)) {
				continue
			}
			asked = asked || f != nil
			if f != nil && (r.enough > 0 || r.minScore != nil) || a.byFrequencies(s) && r.enough > 0 {
				return fault.Unsupported("search with [terminate_after] or [min_score] and the aggregation [%s], for which documents may not be looked at", a.kind)
			}
		}
	}
	if asked && len(widths) > 1 && len(r.found) > 0 && !r.dialect.OwnComparators {
		return fault.Unsupported("aggregations by ranges over fields of different widths: the server confuses their points")
	}
	return nil
}

// byFrequencies tells whether an aggregation of terms may be told from their
// frequencies.
func (a *aggregation) byFrequencies(s *shard) bool {
	f := s.field(a.body.Text("field"))
	return a.kind == "terms" && a.body.Text("execution_hint") != "map" && a.alone() && f != nil && (f.IsWord() || f.IsText()) && f.Indexed
}
