package search

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func (s *shard) term(p params) (query, error) {
	if err := p.only("term", "value", "case_insensitive"); err != nil {
		return nil, err
	}
	v, _ := p.Get("value")
	if p.field == "_index" {
		return s.byIndex("term", p)
	}
	if p.field == "_id" || p.field == "_type" && s.dialect.MappingTypes {
		return s.metaTerms(p.field, []any{v}, boost(p.Object))
	}
	f := s.field(p.field)
	if f == nil {
		return s.unmapped("term", p.field)
	}
	if flag(p.Object, "case_insensitive") {
		return s.foldedTerm(f, v, boost(p.Object))
	}
	q, err := s.termQuery(f, v)
	if err != nil {
		return nil, s.created(err)
	}
	return withBoost(q, boost(p.Object)), nil
}

// created wraps causes (errors without a status) as failures to create a query.
func (s *shard) created(err error) error {
	if cause, ok := err.(*fault.Error); ok && (cause.Status == 0 || cause.Type == "parse_exception" || cause.Type == "date_time_exception") {
		inner := *cause
		inner.Status = 0
		return s.failedToCreate(&inner)
	}
	return err
}

// unmapped finds nothing on fields that are not there, and refuses the server's
// own.
func (s *shard) unmapped(name, field string) (query, error) {
	if s.known(field) {
		return nil, fault.Unsupported("query [%s] on [%s]", name, field)
	}
	return none{}, nil
}

func (s *shard) metaTerms(field string, values []any, boost float32) (query, error) {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = javaText(v)
	}
	if field == "_type" {
		if slices.Contains(texts, "_doc") {
			return constant{all{}, boost}, nil
		}
		return none{}, nil
	}
	if field == "_index" {
		if found, err := s.goesByAny(values); !found {
			return none{}, err
		}
		return constant{all{}, boost}, nil
	}
	// Nested documents have the id of theirs (2.19.4).
	return constant{predicate(func(d *doc) bool { return slices.Contains(texts, d.top.ID) }), boost}, nil
}

// foldedTerm is term with case_insensitive, which folds ASCII only.
func (s *shard) foldedTerm(f *mapping.Field, v any, boost float32) (query, error) {
	if f.Type == "boolean" && f.Indexed {
		n, err := booleanTerm(v)
		if err != nil {
			return nil, s.created(err)
		}
		return constant{s.booleanQuery(f, n), boost}, nil
	}
	if f.Type == "boolean" {
		return nil, s.created(fault.New(0, "illegal_argument_exception", "Cannot search on field [%s] since it is not indexed.", f.Path))
	}
	if !f.IsText() && !f.IsWord() {
		return nil, s.queryError("["+f.Path+"] field which is of type ["+f.Type+"], does not support case insensitive term queries", nil)
	}
	if err := s.searchable(f); err != nil {
		return nil, s.created(err)
	}
	if f.Type == "wildcard" {
		return shapedConstant(s.shaped(f, s.textOf(v), true), boost), nil
	}
	if f.Type == "constant_keyword" {
		return constant{constantly(f, s.textOf(v), true), boost}, nil
	}
	want := foldASCII(indexedText(f, s.textOf(v)))
	if want == "" {
		return none{}, nil // the automaton of no letters accepts nothing, on 2.19.4
	}
	return constant{s.termWhere(f, func(t string) bool { return foldASCII(t) == want }), boost}, s.deepTerm(want)
}

func foldASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// indexedText is a query's value as the field has it in its index.
func indexedText(f *mapping.Field, text string) string {
	if f.Normalize != nil {
		text = f.Normalize(text)
	}
	return text
}

// searchable refuses fields that have neither index nor doc values; where only an
// index counts, those without one.
func (s *shard) searchable(f *mapping.Field) error {
	if !f.Indexed && s.dialect.IndexedOnly {
		return fault.New(0, "illegal_argument_exception", "Cannot search on field [%s] since it is not indexed.", f.Path)
	}
	if (f.IsText() || f.IsRange()) && !f.Indexed {
		return fault.New(0, "illegal_argument_exception", "Cannot search on field [%s] since it is not indexed.", f.Path)
	}
	if !f.Indexed && !f.DocValues {
		return fault.New(0, "illegal_argument_exception", "Cannot search on field [%s] since it is both not indexed, and does not have doc_values enabled.", f.Path)
	}
	return nil
}

// termQuery matches a field's exact value, scored where Lucene scores terms.
func (s *shard) termQuery(f *mapping.Field, v any) (query, error) {
	if err := s.searchable(f); err != nil {
		return nil, err
	}
	switch f.Type {
	case "text", "keyword":
		return s.textTerm(f, indexedText(f, s.textOf(v))), nil
	case "boolean":
		n, err := booleanTerm(v)
		if err != nil {
			return nil, err
		}
		return s.booleanQuery(f, n), nil
	case "date", "date_nanos":
		return s.dateTerm(f, v)
	case "ip":
		q, err := ipTerm(f, javaText(v))
		if err != nil {
			return nil, err
		}
		return s.exactly(f, v, q), nil
	case "match_only_text", "wildcard", "constant_keyword", "flat_object":
		return s.rarerWord(f, v), nil
	case "binary", "geo_point":
		return nil, s.noTerms(f)
	}
	if f.IsRange() {
		return s.spanTerm(f, v)
	}
	q, err := numberTerms(f, []any{v})
	if err != nil {
		return nil, err
	}
	return s.exactly(f, v, q), nil
}

// termWhere matches documents with a term of the field that keep accepts.
func (s *shard) termWhere(f *mapping.Field, keep func(string) bool) query {
	path := f.Path
	if f.Type == "constant_keyword" {
		if keep(f.Constant) {
			return all{}
		}
		return none{}
	}
	if f.IsText() {
		return predicate(func(d *doc) bool {
			v := d.Values.Get(path)
			if v == nil {
				return false
			}
			for i := range v.Tokens {
				if keep(v.Tokens[i].Term) {
					return true
				}
			}
			return false
		})
	}
	return predicate(func(d *doc) bool {
		v := d.Values.Get(path)
		return v != nil && slices.ContainsFunc(v.Terms, keep)
	})
}

func (s *shard) terms(body *orderedjson.Object) (query, error) {
	if body.Has("value_type") {
		return nil, fault.Unsupported("query [terms] with [value_type]")
	}
	for _, m := range body.Members() {
		switch m.Key {
		case "boost", "_name":
			continue
		}
		list, ok := m.Value.([]any)
		if !ok {
			return nil, fault.Unsupported("query [terms] that looks its terms up")
		}
		if len(list) == 0 { // gone before it is built, whatever the field
			return none{}, nil
		}
		q, err := s.termsQuery(m.Key, list)
		if err != nil {
			return nil, s.created(err)
		}
		switch q := q.(type) {
		case booleanOf:
			return withBoost(q, boost(body)), nil
		case unscored:
			return q, nil
		}
		return constant{q, boost(body)}, nil
	}
	return nil, fault.Unsupported("query [terms] without a field")
}

func (s *shard) termsQuery(field string, list []any) (query, error) {
	if err := s.checkCount(list); err != nil {
		return nil, err
	}
	if field == "_id" || field == "_index" || field == "_type" && s.dialect.MappingTypes {
		return s.metaTerms(field, list, 1)
	}
	f := s.field(field)
	if f == nil {
		return s.unmapped("terms", field)
	}
	if f.Type == "ip" && !f.Indexed && s.dialect.IndexedOnly && !slices.ContainsFunc(list, func(v any) bool { return strings.Contains(javaText(v), "/") }) {
		return nothingOf(f, list)
	}
	if err := s.searchable(f); err != nil {
		return nil, err
	}
	if f.Type == "unsigned_long" { // out of range is an error of a term, not of terms (2.19.4)
		list = slices.DeleteFunc(slices.Clone(list), func(v any) bool {
			_, err := mapping.Unsigned(javaText(v), true)
			var cause *fault.Error
			return errors.As(err, &cause) && cause.Type == "illegal_argument_exception"
		})
	}
	switch {
	case f.Type == "wildcard":
		return s.anyShaped(f, list), nil
	case f.Type == "constant_keyword":
		if slices.ContainsFunc(list, func(v any) bool { return constantIs(f, javaText(v), false) }) {
			return all{}, nil
		}
		return none{}, nil
	case f.IsText(), f.IsWord():
		set := map[string]bool{}
		for _, v := range list {
			set[indexedText(f, s.textOf(v))] = true
		}
		return s.termWhere(f, func(t string) bool { return set[t] }), nil
	case !slices.Contains(mapping.Integers, f.Type) && !slices.Contains(mapping.Decimals, f.Type):
		var any []query
		for _, v := range list {
			q, err := s.termQuery(f, v)
			if err != nil && f.Type == "boolean" && bothTruths(list) {
				return nil, fault.Unsupported("query [terms] on the boolean [%s] with other values beside true and false", f.Path)
			}
			if err != nil {
				return nil, err
			}
			any = append(any, q)
		}
		if f.Type == "boolean" && !s.dialect.UnscoredLists && len(slices.Compact(slices.Clone(any))) == 1 {
			return any[0], nil
		}
		switch both := f.Type == "boolean" && bothTruths(list); {
		case both && !f.DocValues:
			return unscored{s.existence(f, disMax{clauses: any}), s, "terms"}, nil // scored by the names of fields
		case both:
			return s.existence(f, disMax{clauses: any}), nil
		}
		return disMax{clauses: any}, nil
	}
	return numberTerms(f, list)
}

// nothingOf looks addresses up where there is no index: the server doesn't see that there
// is none (1.3.14).
func nothingOf(f *mapping.Field, addresses []any) (query, error) {
	for _, v := range addresses {
		if _, err := ipTerm(f, javaText(v)); err != nil {
			return nil, err
		}
	}
	return none{}, nil
}

// bothTruths tells whether true and false are among the values. The server reads no
// more then, in an order that is another one each time it starts.
func bothTruths(list []any) bool {
	seen := map[int64]bool{}
	for _, v := range list {
		if n, err := booleanTerm(v); err == nil {
			seen[n] = true
		}
	}
	return len(seen) == 2
}

// checkCount holds a list of terms to the limit of the index.
func (s *shard) checkCount(list []any) error {
	most := 65536
	if n, err := strconv.Atoi(s.Settings.Text("index.max_terms_count")); err == nil {
		most = n
	}
	if len(list) <= most {
		return nil
	}
	return fault.New(0, "illegal_argument_exception", "The number of terms [%d] used in the Terms Query request has exceeded the allowed maximum of [%d]. "+
		"This maximum can be set by changing the [index.max_terms_count] index level setting.", len(list), most)
}

func (s *shard) ids(body *orderedjson.Object) (query, error) {
	return s.metaTerms("_id", body.Array("values"), boost(body))
}
