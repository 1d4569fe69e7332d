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
		x, err := s.script(body, painless.TermsSet)
		if e, ok := err.(*fault.Error); ok {
			return nil, s.failedToCreate(e)
		} else if err != nil {
			return nil, err
		}
		q.script, q.params = x, x.withParams()
		q.params.Put("num_terms", int32(len(q.terms)))
	} else if q.field == "" || s.field(q.field) == nil {
		return nil, fault.Unsupported("query [terms_set] without a field that says how many")
	}
	return unscored{q, s, "terms_set"}, nil
}

// termsSetQuery matches where enough terms match: so many, or as many as a field says.
type termsSetQuery struct {
	shard *shard
	terms []query
	field string
	// script says how many; it sees params with num_terms.
	script *script
	params *javavalue.Map
}

func (q termsSetQuery) matches(d *doc) bool {
	n := int64(0)
	for _, t := range q.terms {
		if t.matches(d) {
			n++
		}
	}
	if n == 0 {
		return false // the server does not ask how many
	}
	least, ok := q.least(d)
	return ok && n >= least
}

// least is how many terms must match; false where the document does not say. A
// script that throws is kept for the end of the shard.
func (q termsSetQuery) least(d *doc) (int64, bool) {
	if q.script == nil {
		v := d.Values[q.shard.field(q.field).Path]
		if v == nil || len(v.Ints) == 0 {
			return 0, false
		}
		return v.Ints[0], true
	}
	v, err := q.script.on(scriptInput{doc: d, params: q.params})
	n, ok := painless.Long(v)
	if err == nil && !ok {
		err = fault.Unsupported("query [terms_set] with a script that returns no number")
	}
	if err != nil && q.shard.thrown == nil {
		q.shard.thrown = err
	}
	return n, err == nil
}

func (termsSetQuery) score(*doc) float32 { return 1 }
