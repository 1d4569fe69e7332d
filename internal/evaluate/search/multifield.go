package search

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
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
func (s *shard) luceneTermsFor(name string, body *orderedjson.Object, names []string) (*luceneTerms, error) {
	fields, every, err := s.expand(names)
	if err != nil {
		return nil, err
	}
	t := &luceneTerms{shard: s, fields: fields, all: every, given: len(names) > 0, options: body, lenient: every, kind: strings.ToLower(body.Text("type")),
		analyze: flag(body, "analyze_wildcard")}
	if n := len(fields); n > maxFields && (name != "query_string" || len(body.Array("fields")) > 0) {
		return nil, tooMany("", n)
	} else if n > maxFields {
		t.crowd = tooMany("*", n)
	}
	if v, ok := body.Get("lenient"); ok && v != nil {
		t.lenient = v == true
	}
	if t.kind == "most_fields" || t.kind == "bool_prefix" {
		t.tie = 1
	}
	if v, ok := body.Get("tie_breaker"); ok && v != nil {
		n, _ := toFloat(v)
		t.tie = float32(n)
	}
	if v, ok := body.Get("allow_leading_wildcard"); ok {
		t.noLeading = v == false
	}
	if t.words, err = s.wording(name, body); err != nil {
		return nil, err
	}
	t.words.lenient = t.lenient
	if analyzer := body.Text("analyzer"); analyzer != "" {
		t.fold = s.Mapping.Settings.Analysis.Folding(analyzer)
	}
	t.quoted = t.words
	return t, nil
}

// lastOfEach keeps a name's last boost.
func lastOfEach(names []string) []string {
	var out []string
	for i, n := range names {
		name, _, _ := strings.Cut(n, "^")
		again := slices.ContainsFunc(names[i+1:], func(other string) bool {
			o, _, _ := strings.Cut(other, "^")
			return o == name
		})
		if !again {
			out = append(out, n)
		}
	}
	return out
}

// multiMatch is match over several fields.
func (s *shard) multiMatch(body *orderedjson.Object) (query, error) {
	p := params{Object: body}
	err := p.only("multi_match", "query", "fields", "type", "operator", "slop", "prefix_length", "max_expansions", "zero_terms_query",
		"auto_generate_synonyms_phrase_query", "fuzzy_transpositions", "lenient", "minimum_should_match", "tie_breaker", "analyzer",
		"fuzziness", "fuzzy_rewrite")
	if err != nil {
		return nil, err
	}
	t, err := s.luceneTermsFor("multi_match", body, lastOfEach(texts(body.Array("fields"))))
	if err != nil {
		return nil, s.created(err)
	}
	v, _ := body.Get("query")
	q, err := t.text("", s.textOf(v))
	if err != nil || q == nil {
		return none{}, s.created(err)
	}
	return withBoost(q, boost(body)), nil
}

// queryString is Lucene's query language.
func (s *shard) queryString(body *orderedjson.Object) (query, error) {
	p := params{Object: body}
	err := p.only("query_string", "query", "fields", "default_field", "type", "default_operator", "max_determinized_states",
		"enable_position_increments", "fuzziness", "fuzzy_prefix_length", "fuzzy_max_expansions", "phrase_slop", "escape",
		"auto_generate_synonyms_phrase_query", "fuzzy_transpositions", "lenient", "analyze_wildcard", "time_zone", "tie_breaker",
		"allow_leading_wildcard", "split_on_whitespace", "analyzer", "quote_analyzer", "quote_field_suffix", "minimum_should_match",
		"fuzzy_rewrite")
	if err != nil {
		return nil, err
	}
	names := texts(body.Array("fields"))
	if body.Has("default_field") {
		if len(names) > 0 {
			return nil, s.failedToCreate(fault.New(0, "query_validation_exception", "Validation Failed: 1: [query_string] cannot use [fields] parameter in conjunction with [default_field];"))
		}
		names = []string{body.Text("default_field")}
	}
	t, err := s.stringTerms(body, names)
	if err != nil {
		return nil, s.created(err)
	}
	t.fieldsFold = true
	if field := body.Text("default_field"); strings.Contains(field, "*") && field != "*" {
		found, crowd := s.patterned(field)
		t.fields, t.crowd = hashed(found), crowd
	}
	text := body.Text("query")
	if flag(body, "escape") {
		text = escapeLucene(text)
	}
	parser := &luceneParser{tokens: lexLucene(text), and: t.words.and, terms: t, text: text, shard: s}
	if v, ok := body.Get("minimum_should_match"); ok && v != nil {
		parser.counted = true
	}
	q, err := parser.parse()
	if err != nil || q == nil {
		return none{}, err
	}
	if b, ok := q.(*boolean); ok {
		if err := b.atLeast(body); err != nil {
			return nil, s.created(err)
		}
	}
	return withBoost(q, boost(body)), nil
}

// stringTerms reads what query_string has of its own: phrases may be analysed in
// another way, or looked for elsewhere.
func (s *shard) stringTerms(body *orderedjson.Object, names []string) (*luceneTerms, error) {
	plain, ok := orderedjson.Clone(body).(*orderedjson.Object)
	if !ok {
		return nil, fault.Unsupported("query [query_string] without a body")
	}
	for _, key := range []string{"fuzziness", "minimum_should_match"} { // for words with ~, and for the clauses
		plain.Delete(key)
	}
	t, err := s.luceneTermsFor("query_string", plain, names)
	if err != nil {
		return nil, err
	}
	t.words.zero, t.words.and = nil, strings.EqualFold(body.Text("default_operator"), "and")
	t.words.slop = integer(body, "phrase_slop", 0)
	t.suffix = body.Text("quote_field_suffix")
	quoted := *t.words
	if name := body.Text("quote_analyzer"); name != "" {
		if quoted.analyze, err = s.analyzer("query_string", name); err != nil {
			return nil, err
		}
	}
	t.quoted = &quoted
	near := orderedjson.NewObject()
	for to, from := range map[string]string{"prefix_length": "fuzzy_prefix_length", "max_expansions": "fuzzy_max_expansions",
		"transpositions": "fuzzy_transpositions", "fuzziness": "fuzziness", "rewrite": "fuzzy_rewrite"} {
		if v, ok := body.Get(from); ok {
			near.Set(to, v)
		}
	}
	t.near, err = readFuzziness(near)
	return t, err
}

// atLeast applies minimum_should_match to a bool's optional clauses.
func (q *boolean) atLeast(body *orderedjson.Object) error {
	v, ok := body.Get("minimum_should_match")
	if !ok || v == nil {
		return nil
	}
	n, err := leastOf(javaText(v), len(q.should))
	q.least = max(n, q.least)
	if q.unit != nil {
		unit := *q.unit
		unit.least = q.least
		q.unit = &unit
	}
	return err
}

// escapeLucene takes their meaning from all special characters.
func escapeLucene(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune(`\+-!():^[]"{}~*?|&/`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
