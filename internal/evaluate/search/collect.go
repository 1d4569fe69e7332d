package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// collection is how a shard's hits are found.
type collection struct {
	query, post query
	sorters     []*sorter
	after       []value
	group       *mapping.Field // collapse; nil for none
	walked      *mapping.Field // whose documents alone are found; nil: all
	leftOut     bool           // no document is looked at
}

// scored tells whether hits have scores.
func (r *run) scored() bool {
	return len(r.sorts) == 0 || r.trackScores || slices.ContainsFunc(r.sorts, func(k sortKey) bool { return k.field == "_score" })
}

func (r *run) collect(s *shard, c collection) error {
	scored := r.scored()
	found := shardHits{shard: s, query: c.query}
	var hits []hit
	total, maxScore := 0, float32(0) // of no account where the shard fails
	for _, d := range s.docs {
		if !c.query.matches(d) {
			continue
		}
		h := hit{shard: s, doc: d}
		if scored && r.size > 0 || r.minScore != nil {
			h.score = c.query.score(d)
		}
		if r.minScore != nil && h.score < *r.minScore {
			continue
		}
		if r.enough > 0 && len(found.docs) == r.enough {
			r.early = true
			if r.size == 0 && !s.dialect.CutsTotals {
				uncut, err := s.uncut(c.query, r.enough)
				if err != nil {
					return err
				}
				r.total += uncut - r.enough
			}
			break
		}
		if c.walked != nil && d.Values.Get(c.walked.Path) == nil {
			if r.postFilter == nil && r.minScore == nil && c.group == nil {
				total++
			}
			continue
		}
		found.docs = append(found.docs, d)
		if !c.post.matches(d) {
			continue
		}
		total++
		maxScore = max(maxScore, h.score)
		if r.size == 0 {
			continue // nothing is sorted
		}
		for _, o := range c.sorters {
			o.query = c.query
		}
		if err := h.sortBy(c.sorters); err != nil {
			return err
		}
		if c.after != nil && before(r.sorts, h.sort, c.after) <= 0 {
			continue // whatever it would be collapsed by
		}
		if err := r.group(&h, c, len(hits)); err != nil {
			return err
		}
		hits = append(hits, h)
	}
	s.unguarded(c.query, scored && r.size > 0)
	if s.thrown != nil {
		return r.scriptThrown(s)
	}
	if err := r.checkSkipping(s, c, len(found.docs)); err != nil {
		return err
	}
	r.stops = r.stops || !c.leftOut && r.stopped(s, c.query)
	r.total += total
	r.maxScore = max(r.maxScore, maxScore)
	if s.gone != nil {
		r.total += s.gone.Matched
		r.maxScore = max(r.maxScore, s.gone.MaxScore)
	}
	if r.size > 0 {
		sortHits(r.sorts, hits)
		if c.group != nil {
			hits = collapseHits(hits)
		}
		hits = hits[:min(len(hits), r.from+r.size)]
		r.hits = append(r.hits, hits...)
		r.remember(s, c, hits)
	}
	r.found = append(r.found, found)
	return nil
}

// uncut is how many documents match where a shard stops early and shows none: it
// counts them without looking, where its index tells. It doesn't beside nested
// documents (asked of 2.19.4).
func (s *shard) uncut(q query, cut int) (int, error) {
	if c, ok := q.(constant); ok {
		q = c.inner
	}
	if _, ok := q.(all); !ok {
		return 0, fault.Unsupported("total of a search with [terminate_after] that shows no hits")
	}
	if s.Mapping.HasNested() {
		return cut, nil
	}
	return len(s.docs), nil
}

// group computes what a hit is collapsed by, beside some that come before it.
func (r *run) group(h *hit, c collection, others int) (err error) {
	if c.group == nil {
		return nil
	}
	h.group, err = group(c.group, h.doc)
	switch {
	case err == nil:
		return nil
	case slices.ContainsFunc(r.aggs, (*aggregation).fallible): // the first of the documents tells
		return fault.Unsupported("search with [collapse] on [%s], which has several values, beside an aggregation that may fail", c.group.Path)
	case others >= r.from+r.size:
		return fault.Unsupported("search with [collapse] on [%s], which has several values in documents that may not be looked at", c.group.Path)
	}
	return err
}

// sortBy computes the values that a hit is sorted by.
func (h *hit) sortBy(sorters []*sorter) error {
	for _, o := range sorters {
		v, err := o.of(h.doc, h.score)
		if err != nil {
			return err
		}
		h.sort = append(h.sort, v)
	}
	return nil
}
