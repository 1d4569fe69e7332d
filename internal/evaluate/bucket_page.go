package evaluate

import (
	"errors"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// pages are the searches of a bucket-level run: one for each page of the
// composites that triggers look at, until each has given an empty one.
type pages struct {
	r         Request
	input     *orderedjson.Object
	query     *orderedjson.Object // canonical
	selectors []*selector
	after     map[string]*orderedjson.Object // by trigger; nil: no composite, or no bucket at all
	last      map[string]bool                // triggers whose composite is exhausted
}

func (r Request) newPages(selectors []*selector) (*pages, error) {
	p := &pages{r: r, selectors: selectors, after: map[string]*orderedjson.Object{}, last: map[string]bool{}}
	inputs := r.Monitor.Body.Array("inputs")
	if len(inputs) != 1 {
		return nil, fault.Unsupported("bucket-level monitor with %d inputs", len(inputs))
	}
	o, _ := inputs[0].(*orderedjson.Object)
	if p.input = o.Object("search"); p.input == nil {
		return nil, fault.Unsupported("bucket-level monitor without a search")
	}
	var err error
	if p.query, err = querydsl.CanonicalFor(r.Dialect.Bodies, p.input.Object("query")); err != nil {
		return nil, r.refusedQuery(err)
	}
	return p, p.alike()
}

// alike refuses triggers over a composite beside triggers over another
// aggregation, which would find its buckets again on every page.
func (p *pages) alike() error {
	composites := 0
	for _, s := range p.selectors {
		if p.paged(s) && len(s.path()) > 1 {
			return fault.Unsupported("bucket-level trigger over a composite below another aggregation")
		}
		if p.paged(s) {
			composites++
		}
	}
	if composites > 0 && composites < len(p.selectors) {
		return fault.Unsupported("bucket-level triggers over a composite and over another aggregation")
	}
	return nil
}

// paged tells whether a trigger looks at a composite.
func (p *pages) paged(s *selector) bool {
	return s.defined(belowOf(p.query)).Object("composite") != nil
}

// next searches a page into result. It reports whether there is another.
func (p *pages) next(result *Result) (more bool, err error) {
	answer, err := p.search()
	var refused *fault.Error
	switch {
	case errors.Is(err, errReduce):
		result.InputFailed = true
		return false, nil
	case errors.As(err, &refused):
		result.InputFailed, result.InputError = true, refused.Reason
		return false, nil
	case err != nil:
		return false, err
	}
	result.Inputs = []*orderedjson.Object{answer}
	for _, s := range p.selectors {
		p.advance(s, s.found(answer.Object("aggregations")))
		more = more || p.after[s.id] != nil && !p.last[s.id]
	}
	return more, nil
}

func (p *pages) search() (*orderedjson.Object, error) {
	answer, err := p.r.searchOne(p.input, p.continued())
	if err != nil {
		return nil, err
	}
	if answer.Object("aggregations") == nil {
		if shards, _ := plainNumber(answer.Object("_shards"), "total"); shards > 0 {
			return nil, errReduce // nothing to select from
		}
		return nil, fault.New(500, "null_pointer_exception", // as observed on 2.19.4 where no index is searched
			`Cannot invoke "org.opensearch.search.aggregations.Aggregations.getAsMap()" because "aggs" is null`)
	}
	for _, s := range p.selectors {
		if err := s.apply(answer, belowOf(p.query)); err != nil {
			return nil, err
		}
	}
	return answer, nil
}

// continued is the query, its composites behind the last bucket seen.
func (p *pages) continued() *orderedjson.Object {
	query, _ := orderedjson.Clone(p.query).(*orderedjson.Object)
	for _, s := range p.selectors {
		if after := p.after[s.id]; after != nil {
			belowOf(query).Object(s.parent).Object("composite").Set("after", after)
		}
	}
	return query
}

// advance notes how far a trigger's composite has been read. One that is
// exhausted stays at its last page while others go on.
func (p *pages) advance(s *selector, parent *orderedjson.Object) {
	if !p.paged(s) || p.last[s.id] {
		return
	}
	after := parent.Object("after_key")
	if after == nil {
		p.last[s.id] = true
		return
	}
	p.after[s.id] = after
}
