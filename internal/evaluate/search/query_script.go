package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
)

// scriptQuery matches what a script says yes to.
type scriptQuery struct{ script *script }

func (s *shard) scriptClause(body *orderedjson.Object) (query, error) {
	for _, key := range body.Keys() {
		if key != "script" && key != "boost" {
			return nil, fault.Unsupported("query [script] with [%s]", key)
		}
	}
	x, err := s.script(body.Object("script"), painless.Filter)
	if e, ok := err.(*fault.Error); ok {
		return nil, s.failedToCreate(e)
	} else if err != nil {
		return nil, err
	}
	s.scripted = true
	return constant{scriptQuery{x}, boost(body)}, nil
}

// matches runs the script. One that throws is kept for the end of the shard: it
// depends on the order of clauses whether the server would have come to it.
func (q scriptQuery) matches(d *doc) bool {
	v, err := q.script.run(d)
	if err != nil && q.script.shard.thrown == nil {
		q.script.shard.thrown = err
	}
	return v == true
}

func (scriptQuery) score(*doc) float32 { return 1 }

// scriptThrown tells of a script that threw: as the server does where the script
// is the whole query, else by refusing.
func (r *run) scriptThrown(s *shard) error {
	e, ok := s.thrown.(*fault.Error)
	if !ok {
		return s.thrown
	}
	if slices.ContainsFunc(r.aggs, func(a *aggregation) bool { return a.kind == "cardinality" && a.prunes(s) }) {
		return fault.Unsupported("query with a script that throws (%s), beside a [cardinality] for which it is asked once more", e.Cause.Reason)
	}
	if len(r.query.Keys()) == 1 && (r.query.Has("script") || r.query.Has("terms_set")) {
		return e
	}
	return fault.Unsupported("query with a script that throws (%s)", e.Cause.Reason)
}
