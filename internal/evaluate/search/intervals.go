package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// interval is a stretch of a text, both ends counted, and how many positions of it
// are not part of what was looked for.
type interval struct{ start, end, gaps int }

// intervalRule finds the smallest stretches of a document that it describes.
type intervalRule func(d *doc) []interval

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
		return intervalsQuery{rule, s.extent(f, m.Key, p.Object.Object(m.Key)), boost(p.Object), m.Key == "match" && !p.Object.Object("match").Has("filter") && s.wordless(f, p.Object)}, nil
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
	return s.filteredRule(f, rule, o.Object("filter"))
}

func (s *shard) plainRule(f *mapping.Field, name string, o *orderedjson.Object) (intervalRule, error) {
	switch name {
	case "match":
		return s.matchRule(f, o)
	case "prefix":
		prefix := f.Fold(o.Text("prefix"))
		if s.dialect.BytewisePrefixes {
			prefix = lettersOfBytes(prefix)
			return termRule(f, func(t string) bool {
				return strings.HasPrefix(t, prefix) && strings.IndexFunc(t, func(r rune) bool { return r > 0xff }) < 0
			}), nil
		}
		return termRule(f, func(t string) bool { return strings.HasPrefix(t, prefix) }), nil
	case "wildcard":
		pieces := compileWildcard(f.Fold(o.Text("pattern")))
		return termRule(f, func(t string) bool { return pieces.match([]rune(t)) }), nil
	case "fuzzy":
		spec, err := readFuzziness(o)
		if err != nil {
			return nil, err
		}
		word := []rune(f.Fold(o.Text("term")))
		most, fixed := spec.most(string(word)), min(spec.prefix, len(word))
		return termRule(f, func(t string) bool {
			return strings.HasPrefix(t, string(word[:fixed])) && edits(word, []rune(t), spec.swaps) <= most
		}), nil
	case "regexp":
		r, err := compileRegexpWith(o.Text("pattern"), regexpOptions{integer(o, "flags_value", allRegexpOptions), flag(o, "case_insensitive")})
		if err != nil {
			return nil, err
		}
		return termRule(f, r.match), nil
	case "any_of", "all_of":
		var parts []intervalRule
		list := o.Array("intervals")
		for i, x := range list {
			again := slices.ContainsFunc(list[:i], func(y any) bool { return orderedjson.Equal(gapless(x), gapless(y)) })
			if again && name == "all_of" && o.Text("mode") != "ORDERED" {
				return nil, fault.Unsupported("query [intervals] with a rule that comes twice, in any order")
			}
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
		if name == "any_of" {
			return anyRule(parts), nil
		}
		if slices.ContainsFunc(list, func(x any) bool { return s.wordless(f, x) }) && len(list) > 1 {
			return nil, fault.Unsupported("query [intervals] with all of several rules, one of them for a text without words")
		}
		return allRule(parts, o)
	}
	return nil, fault.Unsupported("query [intervals] with [%s]", name)
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

// gapless is a rule without what is said of the gaps in it.
func gapless(rule any) any {
	o, ok := orderedjson.Clone(rule).(*orderedjson.Object)
	if !ok {
		return rule
	}
	for _, m := range o.Members() {
		if inner, ok := m.Value.(*orderedjson.Object); ok {
			inner.Delete("max_gaps")
		}
	}
	return o
}

func termRule(f *mapping.Field, keep func(string) bool) intervalRule {
	return func(d *doc) []interval {
		var out []interval
		if v := d.Values.Get(f.Path); v != nil {
			for _, t := range v.Tokens {
				if keep(t.Term) {
					out = append(out, interval{t.Position, t.Position, 0})
				}
			}
		}
		return smallest(out)
	}
}

// smallest drops what holds another stretch, and sorts.
func smallest(list []interval) []interval {
	slices.SortFunc(list, func(a, b interval) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.gaps, b.gaps))
	})
	var out []interval
	for i, x := range list {
		holds := false
		for j, y := range list {
			same := x.start == y.start && x.end == y.end
			holds = holds || i != j && x.start <= y.start && y.end <= x.end && (!same || j < i)
		}
		if !holds {
			out = append(out, x)
		}
	}
	return out
}

func anyRule(parts []intervalRule) intervalRule {
	return func(d *doc) []interval {
		var out []interval
		for _, p := range parts {
			out = append(out, p(d)...)
		}
		return smallest(out)
	}
}

// matchRule is a text's words.
func (s *shard) matchRule(f *mapping.Field, o *orderedjson.Object) (intervalRule, error) {
	w := &wording{shard: s}
	var err error
	if w.analyze, err = s.analyzer("intervals", o.Text("analyzer")); err != nil {
		return nil, err
	}
	var parts []intervalRule
	places := w.positions(f, o.Text("query"))
	for i, p := range places {
		for _, other := range places[:i] {
			if slices.Equal(other.words, p.words) && o.Text("mode") != "ORDERED" {
				return nil, fault.Unsupported("query [intervals] with a word that comes twice, in any order")
			}
		}
		if p.at != i {
			return nil, fault.Unsupported("query [intervals] with a text that has holes")
		}
		parts = append(parts, termRule(f, func(t string) bool { return slices.Contains(p.words, t) }))
	}
	if len(parts) == 0 {
		return func(*doc) []interval { return nil }, nil
	}
	return allRule(parts, o)
}

// allRule is all of its parts: in their order or in any, overlapping or not.
func allRule(parts []intervalRule, o *orderedjson.Object) (intervalRule, error) {
	most := integer(o, "max_gaps", -1)
	mode := o.Text("mode")
	if len(parts) == 1 {
		return parts[0], nil
	}
	if mode == "UNORDERED_NO_OVERLAP" && len(parts) > 2 {
		return nil, fault.Unsupported("query [intervals] with [unordered_no_overlap] of more than two parts")
	}
	return func(d *doc) []interval {
		lists := make([][]interval, len(parts))
		for i, p := range parts {
			if lists[i] = p(d); len(lists[i]) == 0 {
				return nil
			}
		}
		var found []interval
		if mode == "ORDERED" {
			found = together(lists, func(a, b interval) bool { return b.start > a.end })
		} else {
			found = together(lists, func(a, b interval) bool { return mode != "UNORDERED_NO_OVERLAP" || a.end < b.start || b.end < a.start })
		}
		return slices.DeleteFunc(smallest(found), func(x interval) bool { return most >= 0 && x.gaps > most })
	}, nil
}

// together are all ways to take one stretch of each list so that each fits the one
// before it.
func together(lists [][]interval, fits func(a, b interval) bool) []interval {
	var out []interval
	var walk func(i int, last, all interval, length int)
	walk = func(i int, last, all interval, length int) {
		if i == len(lists) {
			all.gaps = max(all.end-all.start+1-length, 0)
			out = append(out, all)
			return
		}
		for _, x := range lists[i] {
			if i > 0 && !fits(last, x) {
				continue
			}
			next := interval{start: x.start, end: x.end}
			if i > 0 {
				next = interval{start: min(all.start, x.start), end: max(all.end, x.end)}
			}
			walk(i+1, x, next, length+x.end-x.start+1)
		}
	}
	walk(0, interval{}, interval{}, 0)
	return out
}

// filteredRule keeps the stretches that stand to others as the filter says.
func (s *shard) filteredRule(f *mapping.Field, rule intervalRule, filter *orderedjson.Object) (intervalRule, error) {
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
	holds := func(a, b interval) bool { return a.start <= b.start && b.end <= a.end }
	relations := map[string]func(a, b interval) bool{
		"containing": holds, "not_containing": holds, "contained_by": func(a, b interval) bool { return holds(b, a) },
		"not_contained_by": func(a, b interval) bool { return holds(b, a) }, "overlapping": func(a, b interval) bool { return a.start <= b.end && b.start <= a.end },
		"not_overlapping": func(a, b interval) bool { return a.start <= b.end && b.start <= a.end },
		"before":          func(a, b interval) bool { return a.end < b.start }, "after": func(a, b interval) bool { return a.start > b.end },
	}
	relation, ok := relations[how]
	if !ok {
		return nil, fault.Unsupported("query [intervals] with a filter by [%s]", how)
	}
	unwanted := strings.HasPrefix(how, "not_")
	return func(d *doc) []interval {
		others := other(d)
		return slices.DeleteFunc(rule(d), func(a interval) bool {
			return slices.ContainsFunc(others, func(b interval) bool { return relation(a, b) }) == unwanted
		})
	}, nil
}

// lettersOfBytes takes each byte of a text for a letter.
func lettersOfBytes(text string) string {
	var out []rune
	for i := range len(text) {
		out = append(out, rune(text[i]))
	}
	return string(out)
}
