package search

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// maxFields is how many fields a query without fields may expand to
// (indices.query.bool.max_clause_count).
const maxFields = 1024

// weighted is a field of a multi-field query with its boost.
type weighted struct {
	field *mapping.Field
	boost float32
}

// luceneTerms builds the queries for the terms of query_string, multi_match and
// simple_query_string: over one field, or the best of several.
type luceneTerms struct {
	shard   *shard
	fields  []weighted // searched where the text names none
	all     bool       // they are all of the index's: then nothing fails for its type
	lenient bool
	analyze bool // analyze_wildcard
	slop    int
	// operator says whether a text's terms must all match, "AND", or any.
	operator string
	options  *orderedjson.Object
}

// expand reads "name^boost" and patterns into fields; none are all of the index's.
func (s *shard) expand(names []string) (list []weighted, every bool, err error) {
	if len(names) == 0 {
		names = []string{"*"}
	}
	for _, n := range names {
		name, text, boosted := strings.Cut(n, "^")
		boost := 1.0
		if boosted {
			if boost, err = strconv.ParseFloat(text, 32); err != nil {
				return nil, false, fault.Unsupported("field [%s]", n)
			}
		}
		every = every || name == "*"
		found, err := s.fieldsOf(name)
		if err != nil {
			return nil, false, err
		}
		for _, f := range found {
			list = append(list, weighted{f, float32(boost)})
		}
	}
	return list, every, nil
}

// fieldsOf finds the fields that a name or a pattern stands for.
func (s *shard) fieldsOf(name string) ([]*mapping.Field, error) {
	if !strings.Contains(name, "*") {
		if name != "" && s.known(name) && s.field(name) == nil {
			return nil, fault.Unsupported("query string on [%s]", name)
		}
		if f := s.field(name); f != nil {
			return []*mapping.Field{f}, nil
		}
		if s.mappedOnly {
			return nil, s.notMapped(name)
		}
		return nil, nil
	}
	var out []*mapping.Field
	for _, f := range s.Mapping.Fields() {
		if f.Type != "alias" && (f.Indexed || f.DocValues) && mapping.SimpleMatch(name, f.Path) {
			out = append(out, f)
		}
	}
	if len(out) > maxFields {
		return nil, fault.Illegal("field expansion for [%s] matches too many fields, limit: %d, got: %d", name, maxFields, len(out))
	}
	return out, nil
}

// on lists the fields of a clause: those named, or the query's own.
func (t *luceneTerms) on(field string) ([]weighted, error) {
	if field == "" {
		return t.fields, nil
	}
	found, err := t.shard.fieldsOf(field)
	var out []weighted
	for _, f := range found {
		out = append(out, weighted{f, 1})
	}
	return out, err
}

// best builds a query for each field and takes the best of them.
func (t *luceneTerms) best(field string, build func(*mapping.Field) (query, error)) (query, error) {
	fields, err := t.on(field)
	if err != nil {
		return nil, err
	}
	if len(fields) == 0 {
		return none{}, nil
	}
	var list []query
	for _, w := range fields {
		q, err := build(w.field)
		if err != nil {
			var cause *fault.Error
			if errors.As(err, &cause) && t.lenient {
				q = none{}
			} else {
				return nil, t.shard.created(err)
			}
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
	return disMax{clauses: list}, nil
}

func (t *luceneTerms) word(field, text string) (query, error) {
	if field == "_exists_" {
		return t.shard.exists(text, 1)
	}
	if op, rest, ok := comparison(text); ok {
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
	return t.best(field, func(f *mapping.Field) (query, error) { return t.matchField(f, text) })
}

func comparison(text string) (op, rest string, ok bool) {
	for _, op := range []string{">=", "<=", ">", "<"} {
		if rest, ok := strings.CutPrefix(text, op); ok && rest != "" {
			return op, rest, true
		}
	}
	return "", "", false
}

// matchField is match on one field; nil where the text has no terms.
func (t *luceneTerms) matchField(f *mapping.Field, text string) (query, error) {
	if err := searchable(f); err != nil {
		return nil, err
	}
	if f.Type != "text" {
		return t.shard.termQuery(f, text)
	}
	tokens := f.SearchAnalyze(text)
	if len(tokens) == 0 {
		return nil, nil
	}
	o := orderedjson.NewObject(orderedjson.Member{Key: "operator", Value: t.operator})
	if spec, ok := t.options.Get("minimum_should_match"); ok && spec != nil {
		o.Set("minimum_should_match", spec)
	}
	return t.shard.termsOf(f, tokens, params{f.Path, o})
}

// words are several bare words: of one field each term is a clause of its own.
func (t *luceneTerms) words(field, text string) ([]query, error) {
	if err := t.checkWord(field, text); err != nil {
		return nil, err
	}
	fields, err := t.on(field)
	if err != nil {
		return nil, err
	}
	if len(fields) == 1 && fields[0].field.Type == "text" && fields[0].boost == 1 {
		f := fields[0].field
		var out []query
		for _, x := range f.SearchAnalyze(text) {
			out = append(out, t.shard.textTerm(f, x.Term))
		}
		return out, nil
	}
	q, err := t.best(field, func(f *mapping.Field) (query, error) { return t.matchField(f, text) })
	if q == nil {
		return nil, err
	}
	return []query{q}, err
}

func (t *luceneTerms) phrase(field, text string) (query, error) {
	if field == "_exists_" {
		return t.shard.exists(text, 1)
	}
	return t.best(field, func(f *mapping.Field) (query, error) {
		if f.Type != "text" {
			return t.shard.termQuery(f, text)
		}
		if err := searchable(f); err != nil {
			return nil, err
		}
		return t.shard.phraseOf(f, f.SearchAnalyze(text), t.slop)
	})
}

func (t *luceneTerms) within(field string, b bounds) (query, error) {
	return t.best(field, func(f *mapping.Field) (query, error) {
		end := b
		if f.Type == "text" { // the ends are normalized as terms are
			if text, ok := b.from.(string); ok {
				end.from = analysis.Lower(text)
			}
			if text, ok := b.to.(string); ok {
				end.to = analysis.Lower(text)
			}
		}
		if b.from == nil && b.to == nil {
			return t.shard.exists(f.Path, 1)
		}
		p := params{f.Path, orderedjson.NewObject()}
		if zone := t.options.Text("time_zone"); zone != "" && f.Type == "date" {
			p.Set("time_zone", zone)
		}
		q, err := t.shard.rangeOf(f, end, p)
		return constant{q, 1}, err
	})
}

// pattern is a term with * or ?, which only texts have.
func (t *luceneTerms) pattern(field string, token luceneToken) (query, error) {
	if token.kind == luceneStar {
		if field == "" || field == "*" {
			if field == "" && !t.all {
				return nil, fault.Unsupported("query [query_string] with a lone * over named fields")
			}
			return constant{all{}, 1}, nil
		}
		return t.shard.exists(field, 1)
	}
	if field == "*" && t.shard.mappedOnly {
		return nil, fault.Unsupported("percolated query with a pattern on [*]")
	}
	return t.best(field, func(f *mapping.Field) (query, error) {
		kind := "wildcard"
		if token.kind == lucenePrefix {
			kind = "prefix"
		}
		if _, err := t.shard.patternField(f.Path, kind); err != nil {
			return nil, err
		}
		pattern := token.text
		if f.Type == "text" {
			if t.analyze && !slices.Equal(terms(f, pattern), []string{analysis.Lower(strings.Trim(pattern, "*"))}) {
				return nil, fault.Unsupported("query [query_string] with analyze_wildcard on [%s]", pattern)
			}
			pattern = analysis.Lower(pattern)
		}
		return constant{t.shard.wildcardQuery(f, pattern, false), 1}, nil
	})
}

// regexp is a regular expression; a text's letters are all made small. What the
// server makes of a broken one depends on what it finds beside it.
func (t *luceneTerms) regexp(field, pattern string) (query, error) {
	if _, err := compileRegexp(pattern, false); err != nil {
		return nil, fault.Unsupported("query [query_string] with a broken regular expression")
	}
	return t.best(field, func(f *mapping.Field) (query, error) {
		if _, err := t.shard.patternField(f.Path, "regexp"); err != nil {
			return nil, err
		}
		text := pattern
		if f.Type == "text" {
			text = analysis.Lower(text)
		}
		q, err := t.shard.regexpQuery(f, text, false)
		return constant{q, 1}, err
	})
}

func terms(f *mapping.Field, text string) []string {
	var out []string
	for _, x := range f.SearchAnalyze(text) {
		out = append(out, x.Term)
	}
	return out
}
