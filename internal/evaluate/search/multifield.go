package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func texts(list []any) []string {
	var out []string
	for _, x := range list {
		out = append(out, javaText(x))
	}
	return out
}

// luceneTermsFor reads the fields and options that the three queries share.
func (s *shard) luceneTermsFor(body *orderedjson.Object, names []string) (*luceneTerms, error) {
	fields, every, err := s.expand(names)
	if err != nil {
		return nil, err
	}
	t := &luceneTerms{shard: s, fields: fields, all: every, options: body, lenient: every, slop: integer(body, "phrase_slop", 0)}
	if v, ok := body.Get("lenient"); ok && v != nil {
		t.lenient = v == true
	}
	t.analyze = flag(body, "analyze_wildcard")
	return t, nil
}

func (s *shard) queryString(body *orderedjson.Object) (query, error) {
	p := params{Object: body}
	err := p.only("query_string", "query", "fields", "default_field", "type", "default_operator", "max_determinized_states",
		"enable_position_increments", "fuzziness", "fuzzy_prefix_length", "fuzzy_max_expansions", "phrase_slop", "escape",
		"auto_generate_synonyms_phrase_query", "fuzzy_transpositions", "lenient", "analyze_wildcard", "time_zone", "tie_breaker",
		"allow_leading_wildcard", "split_on_whitespace")
	if err != nil {
		return nil, err
	}
	if kind := body.Text("type"); kind != "" && kind != "best_fields" || flag(body, "escape") || body.Has("tie_breaker") {
		return nil, fault.Unsupported("query [query_string] with [type], [escape] or [tie_breaker]")
	}
	if v, ok := body.Get("allow_leading_wildcard"); ok && v == false {
		return nil, fault.Unsupported("query [query_string] with [allow_leading_wildcard]")
	}
	names := texts(body.Array("fields"))
	if field := body.Text("default_field"); field != "" {
		names = []string{field}
	}
	t, err := s.luceneTermsFor(body, names)
	if err != nil {
		return nil, s.created(err)
	}
	text := body.Text("query")
	t.operator = strings.ToUpper(body.Text("default_operator"))
	parser := &luceneParser{tokens: lexLucene(text), and: t.operator == "AND", terms: t, text: text, shard: s}
	q, err := parser.parse()
	if err != nil || q == nil {
		return none{}, err
	}
	return withBoost(q, boost(body)), nil
}

func (s *shard) multiMatch(body *orderedjson.Object) (query, error) {
	p := params{Object: body}
	err := p.only("multi_match", "query", "fields", "type", "operator", "slop", "prefix_length", "max_expansions", "zero_terms_query",
		"auto_generate_synonyms_phrase_query", "fuzzy_transpositions", "lenient", "minimum_should_match")
	if err != nil {
		return nil, err
	}
	t, err := s.luceneTermsFor(body, texts(body.Array("fields")))
	if err != nil {
		return nil, s.created(err)
	}
	if strings.EqualFold(body.Text("zero_terms_query"), "all") {
		return nil, fault.Unsupported("query [multi_match] with [zero_terms_query]")
	}
	v, _ := body.Get("query")
	text := javaText(v)
	t.slop = integer(body, "slop", 0)
	t.operator = body.Text("operator")
	var q query
	switch kind := body.Text("type"); kind {
	case "", "best_fields":
		q, err = t.best("", func(f *mapping.Field) (query, error) { return t.matchField(f, text) })
	case "phrase":
		q, err = t.phrase("", text)
	case "cross_fields":
		q, err = t.crossFields(text)
	default:
		return nil, fault.Unsupported("query [multi_match] of type [%s]", kind)
	}
	if err != nil || q == nil {
		return none{}, err
	}
	return withBoost(q, boost(body)), nil
}

// simpleQueryString evaluates all of the syntax but for ~.
func (s *shard) simpleQueryString(body *orderedjson.Object) (query, error) {
	p := params{Object: body}
	err := p.only("simple_query_string", "query", "fields", "flags", "default_operator", "lenient", "analyze_wildcard",
		"auto_generate_synonyms_phrase_query", "fuzzy_prefix_length", "fuzzy_max_expansions", "fuzzy_transpositions")
	if err != nil {
		return nil, err
	}
	text := body.Text("query")
	if strings.Contains(text, "~") || integer(body, "flags", -1) != -1 {
		return nil, fault.Unsupported("query [simple_query_string] with ~ or [flags]")
	}
	t, err := s.luceneTermsFor(body, texts(body.Array("fields")))
	if err != nil {
		return nil, s.created(err)
	}
	if strings.TrimSpace(text) == "*" {
		return constant{all{}, boost(body)}, nil
	}
	t.operator = strings.ToUpper(body.Text("default_operator"))
	parser := &simpleParser{letters: []rune(text), and: strings.EqualFold(body.Text("default_operator"), "and"), terms: t}
	if err := parser.parse(); err != nil || parser.top == nil {
		return none{}, err
	}
	return withBoost(parser.top, boost(body)), nil
}
