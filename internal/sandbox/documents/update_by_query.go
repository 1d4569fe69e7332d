package documents

import (
	"errors"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// updateByQuery writes what a search finds again, changed by a script or as it is: so
// it comes under the mapping of today. Observed on 2.19.4.
func (s *Service) updateByQuery(r *rest.Request) (rest.Response, error) {
	q, err := s.readByQuery(r)
	if err != nil {
		return rest.Response{}, err
	}
	q.body.Delete("script")
	if err := s.check(q.asked); err != nil {
		return rest.Response{}, err
	}
	if err := q.validate(); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	var script *updateScript
	change := func(hit *orderedjson.Object) (index.Written, error) { return s.updateHit(script, q.writeOf(hit), hit) }
	if q.script != nil {
		if script, err = scriptOf(q.script); err != nil {
			return rest.Response{}, err
		}
	}
	t, err := s.each(q, change)
	if err != nil {
		return rest.Response{}, err
	}
	return t.answer(q, true), nil
}

func (s *Service) updateHit(script *updateScript, w index.Write, hit *orderedjson.Object) (index.Written, error) {
	w.Source = hit.Object("_source")
	if w.Source == nil {
		return index.Written{}, &wholeFailure{unsupported(errors.New("_update_by_query without _source"))}
	}
	if script == nil {
		return s.write(w)
	}
	d, err := script.run(s, scripted{op: "index", source: w.Source, version: integerOf(first(hit, "_version")), index: w.Index, id: w.ID, byQuery: true})
	if err != nil {
		return index.Written{}, &wholeFailure{err}
	}
	switch d.op {
	case "index":
		w.Source = d.source
		return s.write(w)
	case "delete":
		return s.remove(w)
	case noop:
		return index.Written{Result: noop}, nil
	}
	return index.Written{}, &wholeFailure{rest.IllegalArgument("Operation type [%s] not allowed, only [noop, index, delete] are allowed", d.op)}
}
