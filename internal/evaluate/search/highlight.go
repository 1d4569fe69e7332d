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
	common := lighting{open: "<em>", end: "</em>", offset: -1, query: r.query}
	if err := common.read(r.highlight); err != nil {
		return nil, err
	}
	for _, m := range r.highlight.Object("fields").Members() {
		options, _ := m.Value.(*orderedjson.Object)
		own := common
		if err := own.read(options); err != nil {
			return nil, err
		}
		for _, name := range h.shard.lightable(m.Key) {
			list, err := own.field(h, name)
			if err != nil {
				return nil, err
			}
			if len(list) > 0 {
				out.Set(name, list)
			}
		}
	}
	return out, nil
}

// lightable are the fields that a name or a pattern stands for; a pattern leaves
// out what is neither a text nor a keyword.
func (s *shard) lightable(pattern string) []string {
	names := s.matching(pattern)
	if !strings.Contains(pattern, "*") {
		return names
	}
	return slices.DeleteFunc(names, func(name string) bool { f := s.field(name); return !f.IsText() && f.Type != "keyword" })
}

// field highlights one field of a hit. A nested field has values in its nested
// documents only.
func (o lighting) field(h hit, name string) ([]any, error) {
	f := h.shard.field(name)
	switch {
	case f.Nested != h.doc.Path && h.doc.Path == "":
		return nil, o.unlooked(h, f)
	case f.Nested != h.doc.Path || f.Path != name || f.Type == "flat_object" || !f.IsText() && !f.IsWord():
		return nil, fault.Unsupported("highlight of [%s]", name)
	case o.kind != "unified" && o.kind != "plain" && o.kind != "fvh":
		return nil, fault.Illegal("unknown highlighter type [%s] for the field [%s]", o.kind, name)
	}
	l := &highlighter{shard: h.shard, field: f, lighting: o, terms: map[string]bool{}}
	if err := l.learn(o.query); err != nil {
		return nil, err
	}
	values := h.written(f)
	if flag(f.Params, "store") {
		stored, err := storedValues(h.shard.Mapping, h.doc.Document, name)
		if err != nil {
			return nil, err
		}
		values = stored
	}
	if err := l.checkLength(h, values); err != nil {
		return nil, err
	}
	return l.light(values)
}

// unlooked refuses the highlight of a field of nested objects that the query looks into:
// the server marks its words in the source, wherever they stand (asked of 2.19.4).
func (o lighting) unlooked(h hit, f *mapping.Field) error {
	l := &highlighter{shard: h.shard, field: f, lighting: o, terms: map[string]bool{}}
	if err := l.learn(o.query); err != nil {
		return err
	}
	if len(l.terms)+len(l.tests) > 0 {
		return fault.Unsupported("highlight of [%s], a field of nested objects", f.Path)
	}
	return nil
}

// highlighter marks the terms that a query looks for in one field.
type highlighter struct {
	lighting
	shard *shard
	field *mapping.Field
	terms map[string]bool
	tests []func(term string) bool
}

// looksFor tells whether the query looks for a term.
func (l *highlighter) looksFor(term string) bool {
	return l.terms[term] || slices.ContainsFunc(l.tests, func(test func(string) bool) bool { return test(term) })
}

// light marks the terms in the values that hold one.
func (l *highlighter) light(values []any) ([]any, error) {
	var out []any
	for _, v := range values {
		text := javaText(v)
		if len(values) > 1 && strings.TrimSpace(text) == "" {
			return nil, fault.Unsupported("highlight of a list with an empty text")
		}
		if l.field.Type == "keyword" && l.field.IgnoreAbove >= 0 && len(javavalue.UTF16(text)) > l.field.IgnoreAbove {
			continue // it isn't indexed
		}
		sentence := strings.TrimRight(strings.TrimRight(text, " "), ".?!")
		if utf8.RuneCountInString(text) > fragmentSize || strings.ContainsAny(sentence, ".?!\n\r\u2029\u0085\u3002") || !isASCII(text) {
			return nil, fault.Unsupported("highlight of a text of several fragments")
		}
		marked, some, err := l.mark(text)
		if err != nil {
			return nil, err
		}
		if some {
			out = append(out, strings.TrimSpace(marked))
		}
	}
	if len(out) > fragments {
		return nil, fault.Unsupported("highlight of more than %d fragments", fragments)
	}
	if len(values) > 1 && l.kind == "fvh" {
		return nil, fault.Unsupported("highlight of a list by [fvh]")
	}
	return out, nil
}

func isASCII(text string) bool {
	return !slices.ContainsFunc([]byte(text), func(b byte) bool { return b >= utf8.RuneSelf })
}

// mark puts tags around the terms of one value.
func (l *highlighter) mark(text string) (marked string, some bool, err error) {
	if l.field.Type == "keyword" {
		if text = indexedText(l.field, text); !l.looksFor(text) {
			return text, false, nil
		}
		return l.open + text + l.end, true, nil
	}
	if l.kind == "plain" {
		return "", false, fault.Unsupported("highlight of a text by [plain]")
	}
	units := javavalue.UTF16(text)
	var b strings.Builder
	at, first := 0, -1
	for _, t := range l.field.Analyze(text) {
		if !l.looksFor(t.Term) || l.offset >= 0 && t.Start > l.offset {
			continue
		}
		if first < 0 {
			first = t.Start
		}
		b.WriteString(javavalue.FromUTF16(units[at:t.Start]) + l.open + javavalue.FromUTF16(units[t.Start:t.End]) + l.end)
		at = t.End
		some = true
	}
	// fvh puts the matches into the middle of what it shows.
	if l.kind == "fvh" && some && first > (fragmentSize-(at-first))/2 {
		return "", false, fault.Unsupported("highlight of the end of a text by [fvh]")
	}
	b.WriteString(javavalue.FromUTF16(units[at:]))
	return b.String(), some, nil
}
