package search

import (
	"encoding/json"
	"math"
	"math/big"
	"net/netip"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func (s *shard) term(p params) (query, error) {
	if err := p.only("term", "value", "case_insensitive"); err != nil {
		return nil, err
	}
	v, _ := p.Get("value")
	if p.field == "_id" || p.field == "_index" {
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
	if cause, ok := err.(*fault.Error); ok && cause.Status == 0 {
		return s.failedToCreate(cause)
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
	if field == "_index" {
		if slices.ContainsFunc(texts, func(t string) bool { return t == s.Name || s.Aliases.Has(t) }) {
			return constant{all{}, boost}, nil
		}
		return none{}, nil
	}
	return constant{predicate(func(d *doc) bool { return d.Path == "" && slices.Contains(texts, d.top.ID) }), boost}, nil
}

// foldedTerm is term with case_insensitive, which folds ASCII only.
func (s *shard) foldedTerm(f *mapping.Field, v any, boost float32) (query, error) {
	if f.Type != "keyword" && f.Type != "text" {
		return nil, s.queryError("["+f.Path+"] field which is of type ["+f.Type+"], does not support case insensitive term queries", nil)
	}
	want := foldASCII(indexedText(f, v))
	return constant{s.termWhere(f, func(t string) bool { return foldASCII(t) == want }), boost}, nil
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
func indexedText(f *mapping.Field, v any) string {
	text := javaText(v)
	if f.Normalize != nil {
		text = f.Normalize(text)
	}
	return text
}

// searchable refuses fields that have neither index nor doc values.
func searchable(f *mapping.Field) error {
	if !f.Indexed && !f.DocValues {
		return fault.New(0, "illegal_argument_exception", "Cannot search on field [%s] since it is both not indexed, and does not have doc_values enabled.", f.Path)
	}
	return nil
}

// termQuery matches a field's exact value, scored where Lucene scores terms.
func (s *shard) termQuery(f *mapping.Field, v any) (query, error) {
	if err := searchable(f); err != nil {
		return nil, err
	}
	switch f.Type {
	case "text", "keyword":
		return s.textTerm(f, indexedText(f, v)), nil
	case "boolean":
		n, err := booleanTerm(v)
		if err != nil {
			return nil, err
		}
		return s.booleanQuery(f, n), nil
	case "date":
		return s.dateTerm(f, v)
	case "ip":
		return ipTerm(f, javaText(v))
	}
	set, err := numberTerms(f, []any{v})
	if err != nil {
		return nil, err
	}
	return set, nil
}

func booleanTerm(v any) (int64, error) {
	switch javaText(v) {
	case "true":
		return 1, nil
	case "false":
		return 0, nil
	}
	return 0, fault.New(0, "illegal_argument_exception", "Can't parse boolean value [%s], expected [true] or [false]", javaText(v))
}

// termWhere matches documents with a term of the field that keep accepts.
func (s *shard) termWhere(f *mapping.Field, keep func(string) bool) query {
	path := f.Path
	if f.Type == "text" {
		return predicate(func(d *doc) bool {
			v := d.Values[path]
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
		v := d.Values[path]
		return v != nil && slices.ContainsFunc(v.Terms, keep)
	})
}

func ipTerm(f *mapping.Field, text string) (query, error) {
	path := f.Path
	if strings.Contains(text, "/") {
		low, high, err := cidr(text)
		if err != nil {
			return nil, err
		}
		return predicate(func(d *doc) bool {
			v := d.Values[path]
			return v != nil && slices.ContainsFunc(v.Terms, func(t string) bool { return t >= low && t <= high })
		}), nil
	}
	ip, ok := mapping.ParseIP(text)
	if !ok {
		return nil, notIP(text)
	}
	return predicate(func(d *doc) bool { return d.Values[path] != nil && slices.Contains(d.Values[path].Terms, ip) }), nil
}

func notIP(text string) error {
	return fault.New(0, "illegal_argument_exception", "'%s' is not an IP string literal.", text)
}

// cidr is the first and the last address of a network.
func cidr(text string) (low, high string, err error) {
	p, parseErr := netip.ParsePrefix(text)
	if parseErr != nil {
		return "", "", fault.New(0, "illegal_argument_exception", "Expected [ip/prefix] but was [%s]", text)
	}
	first := p.Masked().Addr().As16()
	last := first
	bits := p.Bits()
	if p.Addr().Is4() {
		bits += 96
	}
	for i := bits; i < 128; i++ {
		last[i/8] |= 1 << (7 - i%8)
	}
	return string(first[:]), string(last[:]), nil
}

// dateTerm matches the whole of what the value names: a day, a minute, …
func (s *shard) dateTerm(f *mapping.Field, v any) (query, error) {
	text := javaText(v)
	low, err := f.Format.ParseMath(text, datetime.Context{Now: s.now})
	if err != nil {
		return nil, err
	}
	high, err := f.Format.ParseMath(text, datetime.Context{Now: s.now, RoundUp: true})
	if err != nil {
		return nil, err
	}
	return intsBetween(f.Path, low, high), nil
}

func intsBetween(path string, low, high int64) query {
	return predicate(func(d *doc) bool {
		v := d.Values[path]
		return v != nil && slices.ContainsFunc(v.Ints, func(n int64) bool { return n >= low && n <= high })
	})
}

// numberTerms matches any of the values of a numeric field. Observed on 2.19.4:
// decimals never equal a whole number, values beyond the type are an error.
func numberTerms(f *mapping.Field, values []any) (query, error) {
	ints, floats := map[int64]bool{}, map[int64]bool{}
	for _, v := range values {
		if slices.Contains(mapping.Integers, f.Type) && hasDecimals(v) {
			continue
		}
		if n, ok := v.(json.Number); ok {
			v = javaText(n)
		}
		kind := f.Type
		n, err := mapping.ParseNumber(kind, v, true)
		if err != nil {
			return nil, causeOfNumber(err)
		}
		switch {
		case kind == "scaled_float":
			ints[int64(math.Floor(n.Float*f.Scaling+0.5))] = true
		case slices.Contains(mapping.Decimals, kind):
			floats[sortable(n.Float)] = true
		default:
			ints[n.Int] = true
		}
	}
	path := f.Path
	return predicate(func(d *doc) bool {
		v := d.Values[path]
		if v == nil {
			return false
		}
		return slices.ContainsFunc(v.Ints, func(n int64) bool { return ints[n] }) ||
			slices.ContainsFunc(v.Floats, func(n float64) bool { return floats[sortable(n)] })
	}), nil
}

func causeOfNumber(err error) error {
	e, ok := err.(*fault.Error)
	if ok && strings.HasPrefix(e.Reason, "For input string") {
		return fault.New(0, "number_format_exception", "%s", e.Reason)
	}
	return err
}

func hasDecimals(v any) bool {
	text := javaText(v)
	if !strings.ContainsAny(text, ".eE") {
		return false
	}
	r, ok := new(big.Rat).SetString(text)
	return ok && !r.IsInt()
}

func (s *shard) terms(body *orderedjson.Object) (query, error) {
	for _, m := range body.Members() {
		switch m.Key {
		case "boost", "_name":
			continue
		case "value_type":
			return nil, fault.Unsupported("query [terms] with [value_type]")
		}
		list, ok := m.Value.([]any)
		if !ok {
			return nil, fault.Unsupported("query [terms] that looks its terms up")
		}
		q, err := s.termsQuery(m.Key, list)
		if err != nil {
			return nil, s.created(err)
		}
		if one, ok := q.(booleanOf); ok {
			return withBoost(one, boost(body)), nil
		}
		return constant{q, boost(body)}, nil
	}
	return nil, fault.Unsupported("query [terms] without a field")
}

func (s *shard) termsQuery(field string, list []any) (query, error) {
	if field == "_id" || field == "_index" {
		return s.metaTerms(field, list, 1)
	}
	f := s.field(field)
	if f == nil {
		return s.unmapped("terms", field)
	}
	if err := searchable(f); err != nil {
		return nil, err
	}
	switch f.Type {
	case "text", "keyword":
		set := map[string]bool{}
		for _, v := range list {
			set[indexedText(f, v)] = true
		}
		return s.termWhere(f, func(t string) bool { return set[t] }), nil
	case "boolean", "date", "ip":
		var any []query
		for _, v := range list {
			q, err := s.termQuery(f, v)
			if err != nil {
				return nil, err
			}
			any = append(any, q)
		}
		if f.Type == "boolean" && len(slices.Compact(slices.Clone(any))) == 1 {
			return any[0], nil
		}
		return disMax{clauses: any}, nil
	}
	return numberTerms(f, list)
}

func (s *shard) ids(body *orderedjson.Object) (query, error) {
	return s.metaTerms("_id", body.Array("values"), boost(body))
}

// exists matches documents that have the field, or any field below the object.
func (s *shard) exists(path string, boost float32) (query, error) {
	if path == "_id" || path == "_index" || path == "_source" {
		return constant{all{}, boost}, nil
	}
	if strings.Contains(path, "*") {
		return nil, fault.Unsupported("query [exists] with a pattern")
	}
	if s.field(path) != nil {
		path = s.field(path).Path
		return constant{predicate(func(d *doc) bool { return d.Values[path] != nil }), boost}, nil
	}
	if s.Mapping.Object(path) == nil {
		return s.unmapped("exists", path)
	}
	return constant{predicate(func(d *doc) bool {
		for p := range d.Values {
			if strings.HasPrefix(p, path+".") {
				return true
			}
		}
		return false
	}), boost}, nil
}
