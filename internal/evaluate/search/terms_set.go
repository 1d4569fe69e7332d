package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

// termsSet asks of each document how many of its terms must match.
func (s *shard) termsSet(p params) (query, error) {
	if err := p.only("terms_set", "terms", "minimum_should_match_script", "minimum_should_match_field"); err != nil {
		return nil, err
	}
	f := s.field(p.field)
	if f == nil {
		return s.unmapped("terms_set", p.field)
	}
	q := termsSetQuery{shard: s, field: p.Text("minimum_should_match_field")}
	for _, v := range p.Array("terms") {
		term, err := s.termQuery(f, v)
		if err != nil {
			return nil, s.created(err)
		}
		q.terms = append(q.terms, term)
	}
	if body := p.Object.Object("minimum_should_match_script"); body != nil {
		x, err := s.script(body, valueScript)
		if err != nil {
			return nil, runScriptFault(err)
		}
		if len(x.written.fields) > 0 {
			return nil, fault.Unsupported("query [terms_set] with a script over doc")
		}
		if q.least, err = x.count(len(q.terms)); err != nil {
			return nil, err
		}
	} else if q.field == "" || s.field(q.field) == nil {
		return nil, fault.Unsupported("query [terms_set] without a field that says how many")
	}
	return unscored{q, s, "terms_set"}, nil
}

// count runs a script that sees the number of terms and says how many must match.
func (x *script) count(terms int) (int64, error) {
	params := javavalue.NewHashMap()
	for _, e := range x.params.Entries() {
		params.Put(e.Key, e.Value)
	}
	params.Put("num_terms", int32(terms))
	v, err := x.compiled.Run(painless.Bindings{Params: params, Now: x.shard.now.UnixMilli})
	if err != nil {
		return 0, runScriptFault(x.fault(err))
	}
	n, ok := javaNumber(v)
	if !ok || n != float64(int64(n)) {
		return 0, fault.Unsupported("query [terms_set] with a script that returns no whole number")
	}
	return int64(n), nil
}

// termsSetQuery matches where enough terms match: so many, or as many as a field says.
type termsSetQuery struct {
	shard *shard
	terms []query
	field string
	least int64
}

func (q termsSetQuery) matches(d *doc) bool {
	least := q.least
	if q.field != "" {
		f := q.shard.field(q.field)
		v := d.Values[f.Path]
		if v == nil || len(v.Ints) == 0 {
			return false
		}
		least = v.Ints[0]
	}
	n := int64(0)
	for _, t := range q.terms {
		if t.matches(d) {
			n++
		}
	}
	return n > 0 && n >= least
}

func (termsSetQuery) score(*doc) float32 { return 1 }
