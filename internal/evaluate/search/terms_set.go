package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

// termsSet asks of each document how many of its terms must match.
func (s *shard) termsSet(p params) (query, error) {
	if err := p.only("terms_set", "terms", "minimum_should_match_script", "minimum_should_match_field"); err != nil {
		return nil, err
	}
	f := s.field(p.field)
	if len(p.Array("terms")) == 0 {
		return none{}, nil
	}
	if len(p.Array("terms")) > maxClauses {
		return nil, s.failedToCreate(fault.New(0, "too_many_clauses", "maxClauseCount is set to %d", maxClauses))
	}
	q := termsSetQuery{shard: s}
	for _, v := range p.Array("terms") {
		if f == nil {
			break
		}
		term, err := s.termQuery(f, v)
		if err != nil {
			return nil, s.created(err)
		}
		q.terms = append(q.terms, term)
	}
	if err := q.readLeast(p, len(p.Array("terms"))); err != nil {
		return nil, err
	}
	if f == nil {
		return s.unmapped("terms_set", p.field)
	}
	return unscored{q, s, "terms_set"}, nil
}

// readLeast reads how many terms must match, which is looked at after the terms and
// before it matters whether there is such a field.
func (q *termsSetQuery) readLeast(p params, terms int) (err error) {
	s := q.shard
	body := p.Object.Object("minimum_should_match_script")
	if path := p.Text("minimum_should_match_field"); path != "" || body == nil {
		q.least, err = s.countField(path)
		return err
	}
	x, err := s.script(body, painless.TermsSet)
	if e, ok := err.(*fault.Error); ok {
		return s.failedToCreate(e)
	} else if err != nil {
		return err
	}
	q.script, q.params = x, x.withParams()
	q.params.Put("num_terms", int32(terms))
	return nil
}

// termsSetQuery matches where enough terms match: so many, or as many as a field says.
type termsSetQuery struct {
	shard *shard
	terms []query
	least *mapping.Field
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
	least, ok := q.count(d)
	return ok && n >= least
}

// countField finds the field that says how many terms must match. Observed on
// 2.19.4: the errors; a decimal number is cut.
func (s *shard) countField(path string) (*mapping.Field, error) {
	f := s.field(path)
	switch {
	case path == "":
		return nil, s.failedToCreate(fault.New(0, "illegal_state_exception", "No minimum should match has been specified"))
	case f == nil && s.known(path):
		return nil, fault.Unsupported("query [terms_set] with the minimum_should_match_field [%s]", path)
	case f == nil:
		return nil, s.queryError("failed to find minimum_should_match field ["+path+"]", nil)
	}
	err := aggregatable(f)
	if e, ok := err.(*fault.Error); ok {
		cause := *e
		cause.Status = 0
		return nil, s.failedToCreate(&cause)
	} else if err != nil {
		return nil, err
	}
	if f.Type == "keyword" || f.Type == "ip" {
		const plain, numeric = "org.opensearch.index.fielddata.plain.SortedSetOrdinalsIndexFieldData", "org.opensearch.index.fielddata.IndexNumericFieldData"
		return nil, s.failedToCreate(fault.New(0, "class_cast_exception",
			"class %s cannot be cast to class %s (%s and %s are in unnamed module of loader 'app')", plain, numeric, plain, numeric))
	}
	return f, nil
}

// count is how many terms must match; false where the document does not say. A
// script that throws is kept for the end of the shard.
func (q termsSetQuery) count(d *doc) (int64, bool) {
	if q.script == nil {
		return leastValue(q.least, d.Values.Get(q.least.Path))
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

// leastValue is the least of a field's numbers as a whole one.
func leastValue(f *mapping.Field, v *mapping.Values) (int64, bool) {
	switch {
	case v == nil || len(v.Ints)+len(v.Floats) == 0:
		return 0, false
	case len(v.Floats) > 0:
		return int64(v.Floats[0]), true
	case f.Type == "scaled_float":
		return int64(float64(v.Ints[0]) * (1 / f.Scaling)), true
	case f.Type == "unsigned_long":
		return int64(mapping.Unbiased(v.Ints[0])), true
	}
	return v.Ints[0], true
}

func (termsSetQuery) score(*doc) float32 { return 1 }
