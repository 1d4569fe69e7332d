package search

import (
	"errors"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// shard searches one shard. What is wrong is told in the order in which the server
// reads a request: it rewrites all queries, builds the search part by part, looks at
// the window, and makes collectors in the end (SearchService.parseSource).
func (r *run) shard(s *shard) error {
	if err := r.rewrite(s); err != nil {
		return err
	}
	if s != r.asked && r.passed(s) && r.looks(s) {
		r.skipped++
		return nil
	}
	s.labelling = true
	if r.scored() && (r.size > 0 || r.minScore != nil) || s.dialect.KeepsBoosts {
		s.scoredTop = r.query.Object("function_score")
	}
	matcher, gone, err := s.prepare(r.query)
	if err != nil {
		return r.firstOf(s, err)
	}
	if matcher, err = s.boosted(matcher); err != nil {
		return err
	}
	if s != r.asked && gone && r.skips() && r.looks(s) {
		r.skipped++
		return nil
	}
	post, _, err := s.prepare(r.postFilter)
	if err != nil {
		r.perhaps = r.perhaps || gone && len(r.shards) > 1
		return r.firstOf(s, err)
	}
	s.labelling = false
	c := collection{query: s.asScored(matcher), post: post}
	if err := r.build(s, &c); err != nil {
		return err
	}
	if gone && r.bySort() && !s.dialect.LooksAtFirstSort { // it is looked at once more
		if _, err := r.afterFields(c.sorters); err != nil {
			return err
		}
	}
	if err := r.buildRest(s, &c); err != nil {
		r.perhaps = r.perhaps || gone && len(r.shards) > 1
		return err
	}
	if s.broken != nil {
		return s.broken
	}
	if r.rescored {
		return fault.Unsupported("search with [rescore]")
	}
	if err := r.checkTotal(s, matcher); err != nil {
		return err
	}
	if err := r.checkNarrowed(s); err != nil {
		return err
	}
	for _, q := range []query{matcher, post} {
		if err := s.checkClauses(q); err != nil {
			return err
		}
	}
	if err := r.checkWalkedIndex(s, post); err != nil {
		return err
	}
	c.walked = r.walked(s)
	if f := r.postWalked(s); f != nil && !nothing(post) {
		c.post = predicate(func(d *doc) bool { return d.Values.Get(f.Path) != nil })
	}
	if r.from+r.size > 0 {
		r.firstGone = r.firstGone || gone && len(r.sorted) == 0
		r.sorted = append(r.sorted, c.sorters)
	}
	if c.leftOut, err = r.leftOut(s, c.sorters); err != nil {
		return err
	}
	if c.leftOut || r.size == 0 && r.totalUpTo < 0 && len(r.aggs) == 0 { // nothing is asked for
		c.query = none{}
	}
	return r.collect(s, c)
}

// rewrite rewrites the queries of a request; the search's own is done with where it
// is compiled.
func (r *run) rewrite(s *shard) error {
	for _, body := range []*orderedjson.Object{r.query, r.postFilter} {
		if body == nil {
			continue
		}
		if _, err := s.rewrite(body); err != nil {
			return err
		}
	}
	if err := rewriteAll(r.aggs, s); err != nil {
		return err
	}
	for _, body := range r.otherQueries() {
		if _, err := s.rewrite(body); err != nil {
			return err
		}
	}
	return nil
}

// otherQueries are those of sort, rescore and highlight, in the order in which a server
// rewrites them.
func (r *request) otherQueries() []*orderedjson.Object {
	var out []*orderedjson.Object
	for _, k := range r.sorts {
		out = append(out, k.nested.Object("filter"))
	}
	out = slices.Concat(out, r.rescores, litQueries(r.highlight))
	return slices.DeleteFunc(out, func(o *orderedjson.Object) bool { return o == nil })
}

// firstOf is the fault of a query or of post_filter. A shard that is asked after another
// has answered reads the sort first, and which ones those are is a matter of time.
func (r *run) firstOf(s *shard, err error) error {
	var refused *fault.Error
	if !errors.As(err, &refused) || !r.bySort() || r.looks(s) {
		return err
	}
	return fault.Unsupported("search whose query and sort are both at fault on shards of an index: one of the faults is told (%s)", refused)
}

// build reads the sort, in which no shard can be wrong unseen.
func (r *run) build(s *shard, c *collection) (err error) {
	if err := r.checkInner(s); err != nil {
		return err
	}
	c.sorters, err = r.sorters(s)
	return err
}

// buildRest reads the rest of a request. What is wrong there is not told by a shard
// that can't match, and that is asked after another has answered.
func (r *run) buildRest(s *shard, c *collection) (err error) {
	steps := []func() error{
		func() error { return readAll(r.aggs, s) },
		r.checkRescore,
		func() error { return r.checkShown(s) },
		func() error { return r.checkLit(s) },
		func() error { return r.compileFields(s) },
		func() error { c.after, err = r.afterValues(c.sorters); return err },
		r.checkStored,
		func() error { c.group, err = r.collapseField(s); return err },
		func() error { return r.checkWindow(s) },
		func() error { return makeAll(r.aggs, s) },
		func() error { return r.missingRead(c.sorters) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) checkWindow(s *shard) error {
	if limit := s.MaxResultWindow(); r.from+r.size > limit && !r.unbounded {
		return fault.Illegal("Result window is too large, from + size must be less than or equal to: [%d] but was [%d]. "+
			"See the scroll api for a more efficient way to request large data sets. This limit can be set by changing "+
			"the [index.max_result_window] index level setting.", limit, r.from+r.size)
	}
	if r.rescored && len(r.sorts) > 0 {
		return fault.Illegal("Cannot use [sort] option in conjunction with [rescore].")
	}
	return nil
}

// checkRescore refuses rescores that something may be wrong with, of which servers tell
// before they read what comes next.
func (r *run) checkRescore() error {
	if r.rescored && !r.rescoresAll {
		return fault.Unsupported("search with [rescore]")
	}
	return nil
}

// prepare rewrites and builds a query; a nil body matches everything.
func (s *shard) prepare(body *orderedjson.Object) (q query, gone bool, err error) {
	if body == nil {
		return all{}, false, nil
	}
	gone, err = s.rewrite(body)
	if err != nil {
		return nil, false, err
	}
	if gone {
		return none{}, true, nil
	}
	q, err = s.compile(body)
	return q, false, err
}

func (r *run) sorters(s *shard) ([]*sorter, error) {
	var out []*sorter
	for _, k := range r.sorts {
		o, err := s.sorter(k)
		if err != nil {
			return nil, err
		}
		o.shown = r.size > 0
		out = append(out, o)
	}
	return out, nil
}

func (r *run) afterValues(sorters []*sorter) ([]value, error) {
	if r.after == nil {
		return nil, nil
	}
	if r.from > 0 {
		return nil, fault.New(500, "search_exception", "`from` parameter must be set to 0 when `search_after` is used.")
	}
	return r.afterFields(sorters)
}

// afterFields reads the values of search_after.
func (r *run) afterFields(sorters []*sorter) ([]value, error) {
	if r.after == nil {
		return nil, nil
	}
	if len(sorters) == 0 {
		return nil, fault.Illegal("Sort must contain at least one field.")
	}
	if len(r.after) != len(sorters) {
		return nil, fault.Illegal("search_after has %d value(s) but sort has %d.", len(r.after), len(sorters))
	}
	var out []value
	for i, o := range sorters {
		v, err := o.parse(r.after[i])
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// checkStored refuses a request for nothing that is stored beside one for something.
func (r *run) checkStored() error {
	if r.storedNone && r.sourceSaid && r.source.fetch {
		return fault.New(500, "search_exception", "[stored_fields] cannot be disabled if [_source] is requested")
	}
	if r.storedNone && r.sourceAsked {
		return fault.New(500, "search_exception", "[stored_fields] cannot be disabled if [_source] is requested")
	}
	if r.storedNone && r.fieldsAsked {
		return fault.New(500, "search_exception", "[stored_fields] cannot be disabled when using the [fields] option")
	}
	return nil
}

// checkShown holds what hits are to show to the limits of the index.
func (r *run) checkShown(s *shard) error {
	for _, l := range []struct {
		what, setting string
		have, most    int
	}{
		{"docvalue_fields", "index.max_docvalue_fields_search", len(r.docvalues), 100},
		{"script_fields", "index.max_script_fields", len(r.scripts), 32},
	} {
		if n, err := strconv.Atoi(s.Settings.Text(l.setting)); err == nil {
			l.most = n
		}
		if l.have > l.most {
			return fault.Illegal("Trying to retrieve too many %s. Must be less than or equal to: [%d] but was [%d]. This limit can be set by "+
				"changing the [%s] index level setting.", l.what, l.most, l.have, l.setting)
		}
	}
	return nil
}
