package search

import (
	"math"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// rewriting is what a shard does before it builds a query: clauses that can't
// match here become match_none, and a bool that requires one becomes match_none
// as a whole. It matters beyond speed: what is gone can't fail any more. Observed
// on 2.19.4: term, terms, prefix, wildcard, exists and range on an unmapped field,
// and a range that the shard's dates lie outside of, go this way; match does not.
func (s *shard) rewrite(o *orderedjson.Object) (matchNone bool, err error) {
	name, body, err := clause(o)
	if err != nil {
		return false, err
	}
	if goneUnseen(o) {
		return true, nil
	}
	switch name {
	case "bool":
		return s.rewriteBool(body)
	case "constant_score":
		return s.rewrite(body.Object("filter"))
	case "range":
		return s.rewriteRange(body)
	case "boosting":
		if gone, err := s.rewrite(body.Object("positive")); gone || err != nil {
			return gone, err
		}
		_, err := s.rewrite(body.Object("negative"))
		return false, err
	case "dis_max", "nested", "function_score":
		return s.rewriteInner(name, body)
	case "ids":
		return len(body.Array("values")) == 0, nil
	case "term", "prefix", "wildcard", "fuzzy":
		if body.Len() == 0 {
			break
		}
		m := body.Members()[0]
		if m.Key == "_index" && name != "fuzzy" {
			found, err := s.indexMatches(name, m.Value)
			return !found, err
		}
		if f := s.field(m.Key); f != nil && f.Type == "constant_keyword" && name != "fuzzy" {
			return !constantHolds(f, name, m.Value), nil
		}
		return !s.known(m.Key), nil
	case "terms":
		for _, m := range body.Members() {
			if list, ok := m.Value.([]any); ok {
				if m.Key == "_index" {
					found, err := s.goesByAny(list)
					return !found, err
				}
				if f := s.field(m.Key); f != nil && f.Type == "constant_keyword" {
					return !slices.ContainsFunc(list, func(v any) bool { return constantIs(f, javaText(v), false) }), nil
				}
				return len(list) == 0 || !s.known(m.Key), nil
			}
		}
	case "exists":
		path := body.Text("field")
		if strings.Contains(path, "*") {
			metadata := path[0] == '*' || path[0] == '_' // which it may stand for, too
			return !metadata && len(s.matching(path)) == 0, nil
		}
		return !s.known(path) && s.Mapping.Object(path) == nil, nil
	}
	return false, nil
}

// constantHolds tells whether a clause matches the one value of a constant_keyword.
func constantHolds(f *mapping.Field, name string, options any) bool {
	pattern, folded := onlyPattern(name, options)
	return constantIs(f, pattern, folded)
}

// onlyPattern is what a clause looks for in a field that all documents share, where each
// takes a pattern, in which * is any text.
func onlyPattern(name string, options any) (pattern string, folded folding) {
	o, _ := options.(*orderedjson.Object)
	v, ok := o.Get("value")
	if !ok {
		v, _ = o.Get("wildcard")
	}
	pattern = javaText(v)
	if name == "prefix" {
		pattern += "*"
	}
	return pattern, flag(o, "case_insensitive")
}

func constantIs(f *mapping.Field, pattern string, folded folding) bool {
	if folded {
		return mapping.SimpleMatch(strings.ToLower(pattern), strings.ToLower(f.Constant))
	}
	return mapping.SimpleMatch(pattern, f.Constant)
}

// rewriteInner rewrites what stands in a clause that stays what it is, but for a
// function_score of nothing.
func (s *shard) rewriteInner(name string, body *orderedjson.Object) (bool, error) {
	for _, c := range body.Array("queries") {
		o, _ := c.(*orderedjson.Object)
		if _, err := s.rewrite(o); err != nil {
			return false, err
		}
	}
	if name == "dis_max" {
		return false, nil
	}
	gone, err := s.rewrite(body.Object("query"))
	if gone && name == "function_score" || err != nil {
		return gone, err
	}
	for _, c := range body.Array("functions") {
		o, _ := c.(*orderedjson.Object)
		if _, err := s.rewrite(o.Object("filter")); err != nil {
			return false, err
		}
	}
	return false, nil
}

func (s *shard) known(path string) bool {
	switch path {
	case "_id", "_index", "_source", "_seq_no", "_version", "_type", "_routing", "_ignored", "_field_names", "_nested_path":
		return !s.Unmapped()
	}
	return s.field(path) != nil
}

func (s *shard) rewriteBool(body *orderedjson.Object) (bool, error) {
	none := func(group string) (some, every bool, err error) {
		list := body.Array(group)
		every = len(list) > 0
		for _, c := range list {
			o, _ := c.(*orderedjson.Object)
			gone, err := s.rewrite(o)
			if err != nil {
				return false, false, err
			}
			some = some || gone
			every = every && gone
		}
		return some, every, nil
	}
	must, _, err := none("must")
	if err != nil {
		return false, err
	}
	if _, _, err = none("must_not"); err != nil {
		return false, err
	}
	_, should, err := none("should")
	if err != nil {
		return false, err
	}
	filter, _, err := none("filter")
	if err != nil {
		return false, err
	}
	optionalOnly := len(body.Array("must")) == 0 && len(body.Array("filter")) == 0
	return must || filter || optionalOnly && should, nil
}

func (s *shard) rewriteRange(body *orderedjson.Object) (bool, error) {
	var p params
	for _, m := range body.Members() {
		if o, ok := m.Value.(*orderedjson.Object); ok {
			p = params{m.Key, o}
		}
	}
	if p.Object == nil {
		return false, fault.Unsupported("query [range] without a field")
	}
	f := s.field(p.field)
	if f == nil {
		return !s.known(p.field), nil
	}
	if f.Type != "date" && f.Type != "date_nanos" || !f.Indexed && f.DocValues && !s.dialect.IndexedOnly {
		return false, nil
	}
	low, high, err := s.dateBounds(f, readBounds(p), p)
	if cause, ok := err.(*fault.Error); ok && cause.Status == 0 {
		cause.Status = 400
	}
	if err != nil {
		return false, err
	}
	if !f.Indexed {
		return true, nil
	}
	if s.unseen {
		return false, nil
	}
	first, last := s.span(f)
	return first > last || low > last || high < first, nil
}

// span is the least and the greatest value of a field of whole numbers.
func (s *shard) span(f *mapping.Field) (first, last int64) {
	first, last = math.MaxInt64, math.MinInt64
	var walk func(d *mapping.Document)
	walk = func(d *mapping.Document) {
		if v := d.Values.Get(f.Path); v != nil {
			for _, n := range v.Ints {
				first, last = min(first, n), max(last, n)
			}
		}
		for _, n := range d.Nested {
			walk(n)
		}
	}
	s.sees(walk)
	return first, last
}

// changes tells whether rewriting makes another query of a clause. It shows: an
// aggregation whose filter was rewritten prints an empty meta (observed on 2.19.4).
func (s *shard) changes(o *orderedjson.Object) bool {
	name, body, err := clause(o)
	if err != nil || name == "match_none" {
		return false
	}
	if gone, err := s.rewrite(o); gone || err != nil {
		return err == nil
	}
	switch name {
	case "range":
		return s.rangeChanges(body)
	case "term", "terms", "prefix", "wildcard":
		for _, m := range body.Members() { // to everything or nothing
			if f := s.field(m.Key); m.Key == "_index" || f != nil && f.Type == "constant_keyword" {
				return true
			}
		}
		return false
	case "bool", "constant_score", "dis_max", "boosting", "nested", "function_score":
		inner := clausesIn(body)
		return name == "bool" && len(inner) == 0 || // to everything
			slices.ContainsFunc(inner, s.changes)
	}
	return false
}

// clausesIn are the queries that a compound one is made of.
func clausesIn(body *orderedjson.Object) []*orderedjson.Object {
	var out []*orderedjson.Object
	for _, key := range []string{"must", "must_not", "should", "filter", "queries", "query", "positive", "negative"} {
		list := body.Array(key)
		if one := body.Object(key); one != nil {
			list = []any{one}
		}
		for _, c := range list {
			if o, ok := c.(*orderedjson.Object); ok && o.Len() == 1 {
				out = append(out, o)
			}
		}
	}
	for _, f := range body.Array("functions") {
		if o, ok := f.(*orderedjson.Object); ok && o.Object("filter").Len() == 1 {
			out = append(out, o.Object("filter"))
		}
	}
	return out
}

// rangeChanges tells whether all dates of the shard lie within a range: it then
// loses its ends.
func (s *shard) rangeChanges(body *orderedjson.Object) bool {
	for _, m := range body.Members() {
		inner, ok := m.Value.(*orderedjson.Object)
		f := s.field(m.Key)
		if !ok || f == nil || f.Type != "date" && f.Type != "date_nanos" || !f.Indexed {
			continue
		}
		p := params{m.Key, inner}
		if b := readBounds(p); b.open() && inner.Text("format")+inner.Text("time_zone") == "" {
			return false // nothing to be rewritten
		}
		low, high, err := s.dateBounds(f, readBounds(p), p)
		first, last := s.span(f)
		return err == nil && first >= low && last <= high
	}
	return false
}
