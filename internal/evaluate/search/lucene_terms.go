package search

import (
	"errors"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// luceneTerms builds the queries for the terms of query_string, multi_match and
// simple_query_string: over one field, or over several.
type luceneTerms struct {
	shard              *shard
	fields             []weighted // searched where the text names none
	crowd              error      // they are too many: told where they are searched
	all                bool       // they are all of the index's: then nothing fails for its type
	given              bool       // the query says which they are, be it that they are all
	lenient            bool
	kind               string   // type: best_fields …
	tie                float32  // what the fields that are not the best add
	words              *wording // how texts are looked for
	quoted             *wording // and texts in quotes
	suffix             string   // quote_field_suffix
	near               *fuzziness
	fold               func(string) string // of the analyzer that the query names; nil for none
	fieldsFold         bool                // patterns on words are folded by their fields, whatever the query names
	options            *orderedjson.Object
	analyze, noLeading bool // analyze_wildcard; allow_leading_wildcard: false
}

// builder makes a query for one field; nil for none.
type builder func(*mapping.Field) (query, error)

// best builds a query for each field and takes the best of them; nil for none.
func (t *luceneTerms) best(fields []weighted, build builder) (query, error) {
	if len(fields) == 0 {
		return none{}, nil
	}
	var list []query
	for _, w := range fields {
		q, err := build(w.field)
		if err != nil {
			var cause *fault.Error
			if !errors.As(err, &cause) || !t.lenient {
				return nil, t.shard.created(err)
			}
			q = none{}
		}
		if q != nil {
			list = append(list, withBoost(q, w.boost))
		}
	}
	switch len(list) {
	case 0:
		return nil, nil
	case 1:
		return list[0], nil
	}
	return disMax{clauses: list, tie: t.tie}, nil
}

// text looks for a text in the way of the query's type.
func (t *luceneTerms) text(field, text string) (query, error) {
	fields, err := t.on(field, false)
	if err != nil {
		return nil, err
	}
	switch t.kind {
	case "phrase":
		return t.best(fields, func(f *mapping.Field) (query, error) { return t.words.phrase(f, text) })
	case "phrase_prefix":
		return t.best(fields, func(f *mapping.Field) (query, error) { return t.words.phrasePrefix(f, text) })
	case "bool_prefix":
		return t.best(fields, func(f *mapping.Field) (query, error) { return t.words.boolPrefix(f, text) })
	case "cross_fields":
		return t.crossFields(fields, text)
	}
	return t.best(fields, func(f *mapping.Field) (query, error) { return t.words.boolean(f, text) })
}

// word is a bare word, which may be a comparison where one field is asked, or a pattern
// of them: in a list of "fields" > is a letter (observed on 1.3.14, 2.19.4 and 3.5.0).
func (t *luceneTerms) word(field, text string) (query, error) {
	if field == "_exists_" {
		return t.shard.exists(text, 1)
	}
	if op, rest, ok := comparison(text); ok && (field != "" || len(t.options.Array("fields")) == 0) {
		b := bounds{}
		if op[0] == '>' {
			b.from, b.lower, b.upper = rest, op == ">=", true
		} else {
			b.to, b.upper, b.lower = rest, op == "<=", true
		}
		return t.within(field, b)
	}
	if err := t.checkWord(field, text); err != nil {
		return nil, err
	}
	if t.zoned(field, text) {
		return t.within(field, bounds{from: text, to: text, lower: true, upper: true})
	}
	return t.text(field, text)
}

// zoned tells whether a word is a date in the query's time zone: it is where one field
// is named, and that is a date.
func (t *luceneTerms) zoned(field, text string) bool {
	if field == "" {
		field = t.options.Text("default_field")
	}
	if t.options.Text("time_zone") == "" || len([]rune(text)) < 2 || field == "" {
		return false
	}
	f := t.shard.field(field)
	return f != nil && (f.Type == "date" || f.Type == "date_nanos")
}

func comparison(text string) (op, rest string, ok bool) {
	for _, op := range []string{">=", "<=", ">", "<"} {
		if rest, ok := strings.CutPrefix(text, op); ok && rest != "" {
			return op, rest, true
		}
	}
	return "", "", false
}

// several are bare words in a row: what is a bool of them becomes clauses of their
// own.
func (t *luceneTerms) several(field, text string) ([]query, error) {
	q, err := t.word(field, text)
	if q == nil || err != nil {
		return nil, err
	}
	if b, ok := q.(*boolean); ok {
		return append(append([]query{}, b.must...), b.should...), nil
	}
	return []query{q}, nil
}

// phrase is a text in quotes; slop is -1 for the query's own.
func (t *luceneTerms) phrase(field, text string, slop int) (query, error) {
	if field == "_exists_" {
		return t.shard.exists(text, 1)
	}
	fields, err := t.on(field, true)
	if err != nil {
		return nil, err
	}
	words := *t.quoted
	if slop >= 0 {
		words.slop = slop
	}
	return t.best(fields, func(f *mapping.Field) (query, error) { return words.phrase(f, text) })
}

// fuzzy is a word with ~ behind it, and with a number of edits or without.
func (t *luceneTerms) fuzzy(field, text, edits string) (query, error) {
	fields, err := t.on(field, false)
	if err != nil {
		return nil, err
	}
	spec := *t.near
	if edits != "" {
		n, err := strconv.ParseFloat(edits, 64)
		if err != nil {
			return nil, t.shard.created(fault.New(0, "number_format_exception", "For input string: \"%s\"", strings.ToUpper(edits)))
		}
		spec.edits = min(int(n), 2)
	}
	near := *t
	near.near = &spec
	return t.best(fields, func(f *mapping.Field) (query, error) { return near.nearTo(f, text, -1) })
}

// folding normalizes a text as the terms of a field are.
func (t *luceneTerms) folding(f *mapping.Field, text string) string {
	switch {
	case t.fold != nil && f.Normalize != nil: // by the field, too, whatever analyzer is named
		return f.Normalize(t.fold(text))
	case t.fold != nil:
		return t.fold(text)
	case f.Fold != nil:
		return f.Fold(text)
	case f.Normalize != nil:
		return f.Normalize(text)
	}
	return text
}

// patternFolding is folding of a pattern or of a begin: query_string leaves those on words
// to the field.
func (t *luceneTerms) patternFolding(f *mapping.Field, text string) string {
	switch {
	case !t.fieldsFold || f.IsText():
		return t.folding(f, text)
	case f.Normalize != nil:
		return f.Normalize(text)
	}
	return text
}

func (t *luceneTerms) within(field string, b bounds) (query, error) {
	fields, err := t.on(field, false)
	if err != nil {
		return nil, err
	}
	q, err := t.best(fields, func(f *mapping.Field) (query, error) {
		end := b
		if f.IsText() || t.fold != nil { // the ends are normalized as terms are, by an analyzer even dates
			if text, ok := b.from.(string); ok {
				end.from = t.folding(f, text)
			}
			if text, ok := b.to.(string); ok {
				end.to = t.folding(f, text)
			}
		}
		if b.open() {
			return t.shard.exists(f.Path, 1)
		}
		p := params{f.Path, orderedjson.NewObject()}
		if zone := t.options.Text("time_zone"); zone != "" && strings.HasPrefix(f.Type, "date") {
			p.Set("time_zone", zone)
		}
		q, err := t.shard.rangeOf(f, end, p)
		switch left := q.(type) {
		case booleanOf: // scored as the value that is left
			return left, err
		case unscored: // scored as the field's name
			if !t.shard.dialect.UnscoredLists {
				return left, err
			}
		case existing: // a query string is not rewritten as a range is
			q = left.query
		case wholly:
			q = left.query
		}
		return constant{t.shard.pointed(f, q), 1}, err
	})
	var refused *fault.Error
	if field == "*" && len(fields) > 1 && errors.As(err, &refused) { // it is the first that is told, in no order that is known
		return nil, fault.Unsupported("range over [*] that a field can't read (%s)", refused.Reason)
	}
	return q, err
}
