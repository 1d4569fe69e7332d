package search

import (
	"cmp"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// spanAt is a stretch of a text: from one position up to another.
type spanAt struct{ start, end int }

// spanning finds the stretches of a document that a span query matches, by start
// and end.
type spanning interface {
	find(d *doc) []spanAt
}

// spanMatch matches documents with a stretch. Scores are computed of a lone term
// only.
type spanMatch struct{ inner spanning }

func (q spanMatch) matches(d *doc) bool { return len(q.inner.find(d)) > 0 }
func (spanMatch) score(*doc) float32    { return 1 }

// spanQuery compiles a span query.
func (s *shard) spanQuery(name string, body *orderedjson.Object) (query, error) {
	inner, _, err := s.spanning(name, body)
	if err != nil {
		return nil, s.created(err)
	}
	if t, ok := inner.(spanTerm); ok && len(t.words) == 1 && name == "span_term" {
		return s.uncounted(withBoost(s.textTerm(t.f, t.words[0]), boostWithin(body))), nil
	}
	return unscored{spanMatch{inner}, s, name}, nil
}

func boostWithin(body *orderedjson.Object) float32 {
	for _, m := range body.Members() {
		if o, ok := m.Value.(*orderedjson.Object); ok {
			return boost(o)
		}
	}
	return 1
}

// spanning compiles one span clause; field is the field that it is about.
func (s *shard) spanning(name string, body *orderedjson.Object) (q spanning, field string, err error) {
	switch name {
	case "span_term":
		return s.spanWord(body)
	case "span_multi":
		return s.spanMulti(body.Object("match"))
	case "span_near", "span_or":
		return s.spanList(name, body)
	case "span_first":
		q, field, err = s.spanChild(body.Object("match"))
		return spanFirst{q, integer(body, "end", 0)}, field, err
	case "span_not":
		return s.spanPair(body, "include", "exclude", func(a, b spanning) spanning {
			return spanNot{a, b, integer(body, "pre", 0), integer(body, "post", 0)}
		})
	case "span_containing":
		return s.spanPair(body, "big", "little", func(a, b spanning) spanning { return spanHolding{a, b, false} })
	case "span_within":
		return s.spanPair(body, "big", "little", func(a, b spanning) spanning { return spanHolding{a, b, true} })
	case "span_field_masking", "field_masking_span":
		q, _, err = s.spanChild(body.Object("query"))
		return q, body.Text("field"), err
	}
	return nil, "", fault.Unsupported("query [%s]", name)
}

func (s *shard) spanChild(o *orderedjson.Object) (spanning, string, error) {
	name, body, err := clause(o)
	if err != nil {
		return nil, "", err
	}
	return s.spanning(name, body)
}

var otherFields = fault.New(0, "illegal_argument_exception", "Clauses must have same field.")

func (s *shard) spanPair(body *orderedjson.Object, first, second string, build func(a, b spanning) spanning) (spanning, string, error) {
	a, field, err := s.spanChild(body.Object(first))
	if err != nil {
		return nil, "", err
	}
	b, other, err := s.spanChild(body.Object(second))
	if err == nil && other != field {
		err = otherFields
	}
	return build(a, b), field, err
}

func (s *shard) spanList(name string, body *orderedjson.Object) (spanning, string, error) {
	var list []spanning
	field := ""
	for i, c := range body.Array("clauses") {
		o, _ := c.(*orderedjson.Object)
		q, about, err := s.spanChild(o)
		if err != nil {
			return nil, "", err
		}
		if i > 0 && about != field {
			return nil, "", otherFields
		}
		field = about
		list = append(list, q)
	}
	switch {
	case len(list) == 1:
		return list[0], field, nil
	case name == "span_or":
		return spanOr(list), field, nil
	}
	return spanNear{list, integer(body, "slop", 0), flag(body, "in_order")}, field, nil
}

func (s *shard) spanWord(body *orderedjson.Object) (spanning, string, error) {
	for _, m := range body.Members() {
		o, ok := m.Value.(*orderedjson.Object)
		if !ok {
			continue
		}
		v, _ := o.Get("value")
		f := s.field(m.Key)
		if f == nil {
			return spanTerm{}, m.Key, nil
		}
		return spanTerm{f, []string{indexedText(f, s.textOf(v))}}, f.Path, spannable(f)
	}
	return nil, "", fault.Unsupported("query [span_term] without a field")
}

// spannable refuses fields that keep no positions: what the server says depends on
// the terms that they have.
func spannable(f *mapping.Field) error {
	if f.Type != "text" || f.NoPositions || !f.Indexed {
		return fault.Unsupported("span query on the %s [%s]", f.Type, f.Path)
	}
	return nil
}

// spanMulti is any of the words that a query by pattern, distance or range finds.
func (s *shard) spanMulti(o *orderedjson.Object) (spanning, string, error) {
	name, body, err := clause(o)
	if err != nil {
		return nil, "", err
	}
	if body.Len() == 0 {
		return nil, "", fault.Unsupported("query [span_multi] without a field")
	}
	path := body.Keys()[0]
	f := s.field(path)
	if f != nil && name == "prefix" && !f.IsText() { // no prefix is made of it that could be looked at
		return nil, "", fault.New(0, "illegal_argument_exception", "Can only use span prefix queries on text fields - not on [%s] which is of type [%s]", f.Path, f.Type)
	}
	q, err := s.compile(o)
	if err != nil {
		return nil, "", err
	}
	if f == nil {
		return spanTerm{}, path, nil
	}
	if err := spannable(f); err != nil {
		return nil, "", err
	}
	var words []string
	for term := range s.stats(f.Path).docFreqs {
		one := &mapping.Document{}
		one.Values.Set(f.Path, &mapping.Values{Tokens: tokenOf(term)})
		if q.matches(&doc{Document: one}) {
			words = append(words, term)
		}
	}
	if len(words) > maxClauses {
		return nil, "", fault.Unsupported("query [span_multi] that stands for more than %d words", maxClauses)
	}
	return spanTerm{f, words}, f.Path, nil
}

// spanTerm is a word, or one of several.
type spanTerm struct {
	f     *mapping.Field
	words []string
}

func (q spanTerm) find(d *doc) []spanAt {
	if q.f == nil || d.Values.Get(q.f.Path) == nil {
		return nil
	}
	var out []spanAt
	for _, t := range d.Values.Get(q.f.Path).Tokens {
		if slices.Contains(q.words, t.Term) {
			out = append(out, spanAt{t.Position, t.Position + 1})
		}
	}
	return bySpan(out)
}

func bySpan(list []spanAt) []spanAt {
	slices.SortFunc(list, func(a, b spanAt) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end)) })
	return slices.Compact(list)
}

// spanOr is any of its parts.
type spanOr []spanning

func (q spanOr) find(d *doc) []spanAt {
	var out []spanAt
	for _, part := range q {
		out = append(out, part.find(d)...)
	}
	return bySpan(out)
}

// spanFirst is what ends early enough in the text.
type spanFirst struct {
	inner spanning
	end   int
}

func (q spanFirst) find(d *doc) []spanAt {
	return slices.DeleteFunc(q.inner.find(d), func(s spanAt) bool { return s.end > q.end })
}

// spanNot is what no other stretch overlaps, or comes close to.
type spanNot struct {
	include, exclude spanning
	pre, post        int
}

func (q spanNot) find(d *doc) []spanAt {
	others := q.exclude.find(d)
	return slices.DeleteFunc(q.include.find(d), func(s spanAt) bool {
		return slices.ContainsFunc(others, func(o spanAt) bool { return o.start < s.end+q.post && o.end > s.start-q.pre })
	})
}

// spanHolding is the big ones that hold a little one, or the little ones in them.
type spanHolding struct {
	big, little spanning
	showLittle  bool
}

func (q spanHolding) find(d *doc) []spanAt {
	big, little := q.big.find(d), q.little.find(d)
	holds := func(b, l spanAt) bool { return b.start <= l.start && l.end <= b.end }
	if q.showLittle {
		return slices.DeleteFunc(little, func(l spanAt) bool {
			return !slices.ContainsFunc(big, func(b spanAt) bool { return holds(b, l) })
		})
	}
	return slices.DeleteFunc(big, func(b spanAt) bool {
		return !slices.ContainsFunc(little, func(l spanAt) bool { return holds(b, l) })
	})
}
