package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// fragmentSize is the default length of a fragment. Only values that are one
// fragment are highlighted here: short ones, of one sentence.
const (
	fragmentSize = 100
	fragments    = 5
)

// highlights prints a hit's highlight object, by field.
func (r *run) highlights(h hit) (*orderedjson.Object, error) {
	out := orderedjson.NewObject()
	open, end, err := highlightTags(r.highlight)
	if err != nil {
		return nil, err
	}
	for _, m := range r.highlight.Object("fields").Members() {
		options, _ := m.Value.(*orderedjson.Object)
		if options.Len() > 0 || strings.Contains(m.Key, "*") {
			return nil, fault.Unsupported("highlight with options of a field, or a pattern of fields")
		}
		f := h.shard.field(m.Key)
		if f == nil {
			continue
		}
		if f.Path != m.Key || !f.IsText() && !f.IsWord() || f.Nested != "" {
			return nil, fault.Unsupported("highlight of [%s]", m.Key)
		}
		l := &highlighter{shard: h.shard, field: f, open: open, end: end, terms: map[string]bool{}}
		if err := l.learn(r.query); err != nil {
			return nil, err
		}
		list, err := l.light(rawValues(h.doc.top.Source, f.SourcePath(h.shard.Mapping)))
		if err != nil {
			return nil, err
		}
		if len(list) > 0 {
			out.Set(m.Key, list)
		}
	}
	return out, nil
}

func highlightTags(o *orderedjson.Object) (open, end string, err error) {
	open, end = "<em>", "</em>"
	for _, m := range o.Members() {
		switch tags := o.Array(m.Key); {
		case m.Key == "fields":
		case m.Key == "pre_tags" && len(tags) == 1:
			open = javaText(tags[0])
		case m.Key == "post_tags" && len(tags) == 1:
			end = javaText(tags[0])
		default:
			return "", "", fault.Unsupported("highlight with [%s]", m.Key)
		}
	}
	return open, end, nil
}

// highlighter marks the terms that a query looks for in one field.
type highlighter struct {
	shard     *shard
	field     *mapping.Field
	open, end string
	terms     map[string]bool
}

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
	case "term", "match", "terms", "range", "prefix", "wildcard", "regexp", "fuzzy", "match_phrase":
		return l.learnField(name, body)
	}
	return fault.Unsupported("highlight of query [%s]", name)
}

func (l *highlighter) learnField(name string, body *orderedjson.Object) error {
	v, ok := body.Get(l.field.Path)
	if !ok {
		return nil
	}
	o, _ := v.(*orderedjson.Object)
	switch {
	case name == "term" && !flag(o, "case_insensitive"):
		v, _ := o.Get("value")
		l.terms[indexedText(l.field, v)] = true
	case name == "match" && l.field.IsText() && !o.Has("fuzziness"):
		v, _ := o.Get("query")
		tokens, err := l.shard.tokens(l.field, o, javaText(v))
		if err != nil {
			return err
		}
		for _, t := range tokens {
			l.terms[t.Term] = true
		}
	default:
		return fault.Unsupported("highlight of query [%s]", name)
	}
	return nil
}

// light marks the terms in the values that hold one.
func (l *highlighter) light(values []any) ([]any, error) {
	var out []any
	for _, v := range values {
		text := javaText(v)
		marked, some := l.mark(text)
		if len(values) > 1 && strings.TrimSpace(text) == "" {
			return nil, fault.Unsupported("highlight of a list with an empty text")
		}
		if utf8.RuneCountInString(text) > fragmentSize || strings.ContainsAny(text, ".?!\n\r\u2029\u0085\u3002") || !isASCII(text) {
			return nil, fault.Unsupported("highlight of a text of several fragments")
		}
		if some {
			out = append(out, strings.TrimSpace(marked))
		}
	}
	if len(out) > fragments {
		return nil, fault.Unsupported("highlight of more than %d fragments", fragments)
	}
	return out, nil
}

func isASCII(text string) bool {
	return !slices.ContainsFunc([]byte(text), func(b byte) bool { return b >= utf8.RuneSelf })
}

// mark puts tags around the terms of one value.
func (l *highlighter) mark(text string) (marked string, some bool) {
	if l.field.Type == "keyword" {
		if text = indexedText(l.field, text); !l.terms[text] {
			return text, false
		}
		return l.open + text + l.end, true
	}
	units := javavalue.UTF16(text)
	var b strings.Builder
	at := 0
	for _, t := range l.field.Analyze(text) {
		if !l.terms[t.Term] {
			continue
		}
		b.WriteString(javavalue.FromUTF16(units[at:t.Start]) + l.open + javavalue.FromUTF16(units[t.Start:t.End]) + l.end)
		at = t.End
		some = true
	}
	b.WriteString(javavalue.FromUTF16(units[at:]))
	return b.String(), some
}
