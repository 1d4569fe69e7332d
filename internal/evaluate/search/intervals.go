package search

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// intervals matches documents with a stretch that its rule describes.
func (s *shard) intervals(p params) (query, error) {
	f := s.field(p.field)
	if f == nil {
		return s.unmapped("intervals", p.field)
	}
	if !f.IsText() {
		return nil, s.created(fault.New(0, "illegal_argument_exception", "Can only use interval queries on text fields - not on [%s] which is of type [%s]", f.Path, f.Type))
	}
	if f.Type != "text" || f.NoPositions || !f.Indexed {
		return nil, fault.Unsupported("query [intervals] on [%s]", f.Path)
	}
	for _, m := range p.Members() {
		if m.Key == "boost" || m.Key == "_name" {
			continue
		}
		rule, err := s.intervalRule(f, m.Key, p.Object.Object(m.Key))
		if err != nil {
			return nil, s.created(err)
		}
		if s.dialect.LingeringFilters && filtersWithin(rule) {
			return nil, fault.Unsupported("query [intervals] with a filter within another rule")
		}
		wordless := m.Key == "match" && !p.Object.Object("match").Has("filter") && s.wordless(f, p.Object)
		if wordless && s.Mapping.HasNested() { // nested documents are left out by another clause
			return nil, fault.Unsupported("query [intervals] for a text without words, where there are nested objects")
		}
		return intervalsQuery{rule, boost(p.Object), wordless}, nil
	}
	return nil, fault.Unsupported("query [intervals] without a rule")
}

// astray refuses a bool that requires intervals without words beside another clause
// that finds documents: the server fails as soon as it looks at one ("Sub-iterators of
// ConjunctionDISI are not on the same document!", asked of 2.19.4).
func (q *boolean) astray() error {
	wordless, others := false, false
	for _, c := range slices.Concat(q.must, q.filter) {
		switch c := bareQuery(c).(type) {
		case none, all:
		case intervalsQuery:
			wordless, others = wordless || c.wordless, others || !c.wordless
		default:
			others = true
		}
	}
	if wordless && others {
		return fault.Unsupported("query [intervals] for a text without words, beside another clause of a bool")
	}
	return nil
}

// bareQuery is a query without what only changes its score: a constant, or a bool with
// nothing else in it.
func bareQuery(q query) query {
	switch x := q.(type) {
	case constant:
		return bareQuery(x.inner)
	case *boolean:
		if inner := slices.Concat(x.must, x.filter); len(inner) == 1 && len(x.mustNot) == 0 && len(x.should) == 0 {
			return bareQuery(inner[0])
		}
		if len(x.must)+len(x.filter)+len(x.mustNot) == 0 && len(x.should) == 1 {
			return bareQuery(x.should[0])
		}
	}
	return q
}

func (s *shard) intervalRule(f *mapping.Field, name string, o *orderedjson.Object) (intervalRule, error) {
	if o.Has("use_field") {
		return nil, fault.Unsupported("query [intervals] with [use_field]")
	}
	rule, err := s.plainRule(f, name, o)
	if err != nil || !o.Has("filter") {
		return rule, err
	}
	return s.filteredRule(f, rule, orderedjson.NewObject(orderedjson.Member{Key: name, Value: o}))
}

func (s *shard) plainRule(f *mapping.Field, name string, o *orderedjson.Object) (intervalRule, error) {
	switch name {
	case "match":
		return s.matchRule(f, o)
	case "any_of", "all_of":
		return s.combinedRule(f, name, o)
	}
	keep, err := s.intervalWords(f, name, o)
	if err != nil {
		return nil, err
	}
	text, err := orderedjson.Marshal(o)
	return wordRule{f, name + string(text), keep}, err
}

// intervalWords tells which words a rule takes that stands for many.
func (s *shard) intervalWords(f *mapping.Field, name string, o *orderedjson.Object) (func(string) bool, error) {
	switch name {
	case "prefix":
		prefix := f.Fold(o.Text("prefix"))
		if err := s.deepPrefix(prefix, false); err != nil {
			return nil, err
		}
		if s.dialect.BytewisePrefixes {
			prefix = lettersOfBytes(prefix)
			return func(t string) bool {
				return strings.HasPrefix(t, prefix) && strings.IndexFunc(t, func(r rune) bool { return r > 0xff }) < 0
			}, nil
		}
		return func(t string) bool { return strings.HasPrefix(t, prefix) }, nil
	case "wildcard":
		pieces := compileWildcard(f.Fold(o.Text("pattern")))
		if err := pieces.checkWork(o.Text("pattern")); err != nil {
			return nil, err
		}
		if err := s.deepWildcard(pieces, false); err != nil {
			return nil, err
		}
		return func(t string) bool { return pieces.match([]rune(t)) }, nil
	case "fuzzy":
		spec, err := readFuzziness(o)
		if err != nil {
			return nil, err
		}
		word := []rune(f.Fold(o.Text("term")))
		most, fixed := spec.most(string(word)), min(spec.prefix, len(word))
		return func(t string) bool {
			return strings.HasPrefix(t, string(word[:fixed])) && edits(word, []rune(t), spec.swaps) <= most
		}, nil
	case "regexp":
		r, err := compileRegexpWith(o.Text("pattern"), regexpOptions{integer(o, "flags_value", allRegexpOptions), flag(o, "case_insensitive"), s.dialect.FoldsAll})
		if err != nil {
			return nil, err
		}
		return r.match, nil
	}
	return nil, fault.Unsupported("query [intervals] with [%s]", name)
}

// combinedRule is any of several rules, or all of them.
func (s *shard) combinedRule(f *mapping.Field, name string, o *orderedjson.Object) (intervalRule, error) {
	var parts []intervalRule
	list := o.Array("intervals")
	for _, x := range list {
		inner, _ := x.(*orderedjson.Object)
		kind, body, err := clause(inner)
		if err != nil {
			return nil, err
		}
		part, err := s.intervalRule(f, kind, body)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	if slices.ContainsFunc(list, func(x any) bool { return s.wordless(f, x) }) && len(list) > 1 {
		return nil, fault.Unsupported("query [intervals] with several rules, one of them for a text without words")
	}
	if name == "any_of" {
		return anyOf(parts...), nil
	}
	return s.allOf(parts, o), nil
}

// wordless tells whether a rule, or one in it, looks for a text that has no words.
func (s *shard) wordless(f *mapping.Field, rule any) bool {
	o, _ := rule.(*orderedjson.Object)
	for _, m := range o.Members() {
		body, _ := m.Value.(*orderedjson.Object)
		if slices.ContainsFunc(body.Array("intervals"), func(x any) bool { return s.wordless(f, x) }) {
			return true
		}
	}
	match := o.Object("match")
	w := &wording{shard: s}
	w.analyze, _ = s.analyzer("intervals", match.Text("analyzer"))
	return match != nil && len(w.positions(f, match.Text("query"))) == 0
}

// matchRule is a text's words.
func (s *shard) matchRule(f *mapping.Field, o *orderedjson.Object) (intervalRule, error) {
	w := &wording{shard: s}
	var err error
	if w.analyze, err = s.analyzer("intervals", o.Text("analyzer")); err != nil {
		return nil, err
	}
	var parts []intervalRule
	for i, p := range w.positions(f, o.Text("query")) {
		if p.at != i {
			return nil, fault.Unsupported("query [intervals] with a text that has holes")
		}
		parts = append(parts, wordRule{f, fmt.Sprintf("%q", p.words), func(t string) bool { return slices.Contains(p.words, t) }})
	}
	return s.allOf(parts, o), nil
}

// filteredRule keeps the stretches of a rule, which was made of an object with a filter,
// that stand to others as that says.
func (s *shard) filteredRule(f *mapping.Field, rule intervalRule, filtered *orderedjson.Object) (intervalRule, error) {
	filter := filtered.Object(filtered.Keys()[0]).Object("filter")
	how := filter.Keys()[0]
	kind, body, err := clause(filter.Object(how))
	if err != nil || how == "script" {
		return nil, fault.Unsupported("query [intervals] with a filter by [%s]", how)
	}
	other, err := s.intervalRule(f, kind, body)
	if err != nil {
		return nil, err
	}
	if s.wordless(f, orderedjson.NewObject(orderedjson.Member{Key: kind, Value: body})) {
		return nil, fault.Unsupported("query [intervals] with a filter by a text without words")
	}
	if s.wordless(f, filtered) { // the server mostly fails as soon as it looks at a document
		return nil, fault.Unsupported("query [intervals] with a filter of a text without words")
	}
	r, ok := relations[how]
	if !ok {
		return nil, fault.Unsupported("query [intervals] with a filter by [%s]", how)
	}
	return related(rule, r, other), nil
}

// lettersOfBytes takes each byte of a text for a letter.
func lettersOfBytes(text string) string {
	var out []rune
	for i := range len(text) {
		out = append(out, rune(text[i]))
	}
	return string(out)
}
