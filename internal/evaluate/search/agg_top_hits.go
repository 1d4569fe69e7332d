package search

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// hitsRequest reads top_hits as the request that it is.
func (a *aggregation) hitsRequest() (*request, error) {
	body := orderedjson.Clone(a.body).(*orderedjson.Object)
	if !body.Has("size") {
		body.Set("size", number("3"))
	}
	r, err := readRequest(body)
	if err != nil {
		return nil, err
	}
	if r.collapse != "" || r.enough > 0 {
		return nil, fault.Unsupported("aggregation [top_hits] with collapse")
	}
	r.totalUpTo = 1 << 30
	if a.run != nil && a.run.request != nil {
		r.query = a.run.request.query // to be highlighted, and named
	}
	return r, nil
}

// maxTopHits is index.max_inner_result_window.
const maxTopHits = 100

func checkTopHits(a *aggregation, s *shard) error {
	r, err := a.hitsRequest()
	if err != nil {
		return err
	}
	if n := r.from + r.size; n > maxTopHits {
		return fault.Illegal("Top hits result window is too large, the top hits aggregator [%s]'s from + size must be less than or equal to: "+
			"[%d] but was [%d]. This limit can be set by changing the [index.max_inner_result_window] index level setting.", a.name, maxTopHits, n)
	}
	scripts := s.scripts
	defer func() { s.scripts = scripts }()
	if err := (&run{request: r}).compileFields(s); err != nil {
		return err
	}
	_, err = (&run{request: r}).sorters(s)
	return err
}

func evaluateTopHits(a *aggregation, in sets) (*orderedjson.Object, error) {
	r, err := a.hitsRequest()
	if err != nil {
		return nil, err
	}
	inner := a.hitsRun(r)
	if in.count() == 0 {
		r.trackScores = false // and no best score is known
	}
	for _, set := range in {
		if err := inner.addShard(a, set); err != nil {
			return nil, err
		}
	}
	if inner.unfetched {
		return orderedjson.NewObject(), nil
	}
	if err := inner.alikeHits(); err != nil {
		return nil, err
	}
	if len(a.run.failures) > 0 {
		if err := inner.alikeSorts(); err != nil {
			return nil, err
		}
	}
	inner.orderHits(in)
	for _, s := range inner.shards { // script_fields of the hits, not of the request
		defer func(s *shard, scripts []*script) { s.scripts = scripts }(s, s.scripts)
		s.scripts = nil
		if err := inner.compileFields(s); err != nil {
			return nil, err
		}
	}
	hits, err := inner.printHits()
	var refused *fault.Error
	if errors.As(err, &refused) {
		return nil, fault.Unsupported("aggregation [top_hits] whose hits can't be fetched (%s)", refused.Reason)
	}
	if err != nil {
		return nil, err
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "hits", Value: hits}), nil
}

// hitsRun is the search that a top_hits is.
func (a *aggregation) hitsRun(r *request) *run {
	return &run{request: r, now: a.run.now, dialect: a.run.dialect, inner: true, unfetched: a.run.unfetched}
}

// addShard takes a shard's documents for the hits of a top_hits, and finds what is wrong
// with them.
func (r *run) addShard(a *aggregation, set shardHits) error {
	if err := r.checkHits(a, set); err != nil {
		return err
	}
	if err := r.takeHits(set); err != nil {
		return err
	}
	return r.tryFetch(set.shard)
}

// checkHits finds what fails on a shard that has documents for a top_hits.
func (r *run) checkHits(a *aggregation, set shardHits) error {
	if len(set.docs) == 0 {
		return nil
	}
	if r.from+r.size == 0 {
		return &shardFault{shard: set.shard, err: fault.Illegal("numHits must be > 0; please use TotalHitCountCollectorManager if you just need the total hit count")}
	}
	if r.scores() {
		if err := a.checkScorer(set); err != nil {
			return err
		}
	}
	if len(r.sorts) > 0 && r.trackScores && a.below("global") && (a.run.request.query != nil || len(a.run.boosts) > 0) {
		return fault.Unsupported("aggregation [top_hits] below [global] with track_scores: the query's scores") // documents that don't match fail
	}
	if len(r.sorts) > 0 && r.trackScores && a.below("composite") && a.run.request.query != nil {
		return fault.Unsupported("aggregation [top_hits] below [composite] with a sort and track_scores") // a server may find documents that the query doesn't
	}
	if r.storedNone && set.docs[0].Path == "" && r.source.fetch && r.source.filters() && !a.run.unfetched {
		return &shardFault{shard: set.shard, fetched: true, err: fault.Illegal("unable to fetch fields from _source field: _source is disabled in the mappings for index [%s]", set.shard.Name)}
	}
	return nil
}

// scores tells whether hits are scored.
func (r *run) scores() bool {
	return len(r.sorts) == 0 || r.trackScores || slices.ContainsFunc(r.sorts, func(k sortKey) bool { return k.field == "_score" })
}

// below tells whether an aggregation of a kind stands above.
func (a *aggregation) below(kind string) bool {
	for at := a.parent; at != nil; at = at.parent {
		if at.kind == kind {
			return true
		}
	}
	return false
}

// tryFetch fetches a shard's own best hits: what goes wrong is the shard's failure.
func (r *run) tryFetch(s *shard) error {
	if r.unfetched || len(r.docvalues)+len(r.fields)+len(r.scripts) == 0 && r.highlight == nil {
		return nil
	}
	mine := &run{request: r.request, now: r.now, dialect: r.dialect, inner: true, shards: []*shard{s}}
	for _, h := range r.hits {
		if h.shard == s {
			mine.hits = append(mine.hits, h)
		}
	}
	mine.orderHits(sets{{shard: s}})
	mine.hits = mine.hits[:min(len(mine.hits), r.from+r.size)]
	scripts := s.scripts
	defer func() { s.scripts = scripts }()
	s.scripts = nil
	if err := mine.compileFields(s); err != nil {
		return err
	}
	for _, h := range mine.hits {
		_, err := mine.printHit(h)
		var refused *fault.Error
		if errors.As(err, &refused) {
			return &shardFault{shard: s, err: refused, fetched: true}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// takeHits takes a shard's documents for hits.
func (r *run) takeHits(set shardHits) error {
	r.shards = append(r.shards, set.shard)
	sorters, err := r.sorters(set.shard)
	if err != nil {
		return err
	}
	if err := r.statedRead(set, sorters); err != nil {
		return err
	}
	before := len(r.hits)
	for _, d := range set.docs {
		if d.Path != "" && (len(r.scripts) > 0 || r.highlight != nil || len(r.fields)+len(r.docvalues) > 0 || r.byScore()) {
			return fault.Unsupported("aggregation [top_hits] over nested documents with more than their sources, or by score")
		}
		h := hit{shard: set.shard, doc: d, score: set.score(d)}
		err := h.sortBy(sorters)
		var refused *fault.Error
		if errors.As(err, &refused) {
			return &shardFault{shard: set.shard, err: refused}
		} else if err != nil {
			return err
		}
		r.hits = append(r.hits, h)
		r.maxScore = max(r.maxScore, h.score)
		r.total++
	}
	r.cutTwice(set.shard, before)
	return nil
}

// statedRead reads the values of missing that are not read before hits are collected. A
// server that has none to collect fails where it brings shards together, each generation at
// another point.
func (r *run) statedRead(set shardHits, sorters []*sorter) error {
	err := missingRead(sorters)
	var refused *fault.Error
	switch {
	case !errors.As(err, &refused):
		return err
	case len(set.docs) == 0:
		return fault.Unsupported("aggregation [top_hits] without documents, with a sort whose [missing] can't be read")
	}
	return &shardFault{shard: set.shard, err: refused}
}

// cutTwice leaves a shard no more hits than it has documents: a composite hands down a
// document once for each of its values.
func (r *run) cutTwice(s *shard, from int) {
	mine, most := r.hits[from:], s.documents()
	if len(mine) <= most {
		return
	}
	sortHits(r.sorts, mine)
	r.hits = r.hits[:from+most]
}

// alikeSorts refuses shards, those without hits too, that sort by values of different types.
func (r *run) alikeSorts() error {
	var first []*sorter
	for i, s := range r.shards {
		list, err := r.sorters(s)
		if err != nil {
			return err
		}
		if i == 0 {
			first = list
		}
		if !slices.EqualFunc(list, first, func(a, b *sorter) bool { return a.shownAs == b.shownAs }) {
			return fault.Unsupported("aggregation [top_hits] sorted by fields of different types, beside shards that fail")
		}
	}
	return nil
}

// alikeHits refuses sort values of different kinds, which the server can't compare.
func (r *run) alikeHits() error {
	for _, h := range r.hits {
		for i, v := range h.sort {
			if v.kind != r.hits[0].sort[i].kind {
				return fault.Unsupported("aggregation [top_hits] sorted by fields of different types")
			}
		}
	}
	for i, k := range r.sorts {
		types := map[string]bool{}
		for _, h := range r.hits {
			if f := h.shard.field(k.field); f != nil && len(h.sort) > i {
				types[f.Type] = true
			}
		}
		if len(types) > 1 {
			return fault.Unsupported("aggregation [top_hits] sorted by fields of different types")
		}
	}
	return nil
}

// orderHits sorts hits; equal ones stand in the order of the shards' answers.
func (r *run) orderHits(in sets) {
	place := map[*shard]int{}
	for i, set := range in {
		place[set.shard] = i
	}
	slices.SortStableFunc(r.hits, func(a, b hit) int {
		c := cmp.Compare(b.score, a.score)
		if len(r.sorts) > 0 {
			c = before(r.sorts, a.sort, b.sort)
		}
		return cmp.Or(c, cmp.Compare(place[a.shard], place[b.shard]))
	})
}

// nestedHit puts what tells a nested document, and its source, into a hit.
func (r *run) nestedHit(h hit, o *orderedjson.Object) (*orderedjson.Object, error) {
	list := holders(h.doc.top.Fields, h.doc.Document)[1:]
	identity := orderedjson.NewObject()
	source := any(h.doc.Source)
	at, outer := identity, ""
	for i, d := range list {
		name := strings.TrimPrefix(d.Path, outer)
		outer = d.Path + "."
		at.Set("field", name)
		at.Set("offset", whole(int64(d.Offset)))
		if i < len(list)-1 {
			next := orderedjson.NewObject()
			at.Set("_nested", next)
			at = next
		}
	}
	for i := len(list) - 1; i >= 0; i-- {
		name := list[i].Path
		if i > 0 {
			name = strings.TrimPrefix(name, list[i-1].Path+".")
		}
		parts := strings.Split(name, ".")
		for j := len(parts) - 1; j >= 0; j-- {
			source = orderedjson.NewObject(orderedjson.Member{Key: parts[j], Value: source})
		}
	}
	out := orderedjson.NewObject()
	for _, m := range o.Members() {
		if m.Key == "_source" {
			whole, _ := source.(*orderedjson.Object)
			kept := Shown(h.shard.Mapping, whole)
			if kept.Len() == 0 && whole.Len() > 0 {
				return nil, fault.Unsupported("nested documents of which _source keeps nothing") // the server counts wrongly then
			}
			shown := r.source.apply(kept)
			for _, part := range strings.Split(list[len(list)-1].Path, ".") {
				shown = shown.Object(part)
			}
			if shown == nil {
				shown = orderedjson.NewObject()
			}
			out.Set(m.Key, shown)
			continue
		}
		out.Set(m.Key, m.Value)
		if m.Key == "_id" {
			out.Set("_nested", identity)
		}
	}
	return out, nil
}
