package search

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// learn finds the terms that a clause looks for in the field. Clauses over other
// fields, and those that must not match, mark nothing.
func (l *highlighter) learn(clauseOf *orderedjson.Object) error {
	if clauseOf == nil {
		return nil
	}
	name, body, err := clause(clauseOf)
	if err != nil {
		return err
	}
	switch name {
	case "match_all", "match_none", "exists", "ids":
		return nil
	case "bool":
		for _, group := range []string{"must", "should", "filter"} {
			for _, c := range body.Array(group) {
				o, _ := c.(*orderedjson.Object)
				if err := l.learn(o); err != nil {
					return err
				}
			}
		}
		return nil
	case "constant_score":
		return l.learn(body.Object("filter"))
	case "nested":
		return l.learn(body.Object("query"))
	case "multi_match":
		return l.learnMulti(body)
	case "term", "match", "terms", "range", "prefix", "wildcard", "regexp", "fuzzy", "match_phrase":
		return l.learnField(name, body)
	}
	return fault.Unsupported("highlight of query [%s]", name)
}

// ofField is what a clause says of the field, be it by an alias.
func (l *highlighter) ofField(body *orderedjson.Object) (any, bool) {
	for _, m := range body.Members() {
		if f := l.shard.field(m.Key); f != nil && f.Path == l.field.Path {
			return m.Value, true
		}
	}
	return nil, false
}

func (l *highlighter) learnField(name string, body *orderedjson.Object) error {
	v, ok := l.ofField(body)
	if !ok && l.anyField {
		for _, m := range body.Members() { // beside the boost of terms
			if _, list := m.Value.([]any); list || body.Len() == 1 {
				v, ok = m.Value, true
			}
		}
	}
	if !ok {
		return nil
	}
	o, _ := v.(*orderedjson.Object)
	switch {
	case name == "term" && !flag(o, "case_insensitive"):
		v, _ := o.Get("value")
		l.terms[indexedText(l.field, l.shard.textOf(v))] = true
	case name == "terms":
		list, given := v.([]any)
		if !given {
			return fault.Unsupported("highlight of query [%s]", name)
		}
		for _, v := range list {
			l.terms[indexedText(l.field, l.shard.textOf(v))] = true
		}
	case name == "match" && l.field.IsText() && !o.Has("fuzziness"):
		v, _ := o.Get("query")
		tokens, err := l.shard.tokens(l.field, o, javaText(v))
		if err != nil {
			return err
		}
		for _, t := range tokens {
			l.terms[t.Term] = true
		}
	case name == "prefix" && !flag(o, "case_insensitive"):
		v, _ := o.Get("value")
		start := indexedText(l.field, l.shard.textOf(v))
		l.tests = append(l.tests, func(term string) bool { return strings.HasPrefix(term, start) })
	default:
		return fault.Unsupported("highlight of query [%s]", name)
	}
	return nil
}

// learnMulti learns the words of a multi_match without prefixes or fuzziness.
func (l *highlighter) learnMulti(body *orderedjson.Object) error {
	kind := strings.ToLower(body.Text("type"))
	var fields []string
	for _, x := range body.Array("fields") {
		name, _, _ := strings.Cut(javaText(x), "^")
		fields = append(fields, name)
	}
	if body.Has("fuzziness") || l.anyField || len(fields) == 0 || kind != "" && kind != "best_fields" && kind != "most_fields" {
		return fault.Unsupported("highlight of query [multi_match]")
	}
	hit := slices.ContainsFunc(fields, func(p string) bool { return mapping.SimpleMatch(p, l.field.Path) })
	if !hit || !l.field.IsText() {
		return nil
	}
	v, _ := body.Get("query")
	tokens, err := l.shard.tokens(l.field, body, javaText(v))
	for _, t := range tokens {
		l.terms[t.Term] = true
	}
	return err
}
