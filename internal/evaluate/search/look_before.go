package search

import (
	"errors"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// unreadable is the failure of a look at a shard before the search; nil for none. It
// looks at queries and sort keys only.
func (r *run) unreadable(s *shard) error {
	if err := r.rewrite(s); err != nil {
		return err
	}
	if s.dialect.LooksAtFirstSort {
		_, err := s.sorter(r.sorts[0])
		return err
	}
	sorters, err := r.sorters(s)
	if err == nil {
		_, err = r.beyond(s, sorters)
	}
	return err
}

// unreadableAll is the answer where the look fails on all shards: they are told in
// their own order, not in the sort's. nil where one can be looked at.
func (r *run) unreadableAll() error {
	if !r.prefilters() {
		return nil
	}
	var failures []failure
	for _, s := range r.shards {
		err := r.unreadable(s)
		if err == nil {
			return nil
		}
		var refused *fault.Error
		if !errors.As(err, &refused) {
			return err
		}
		failures = append(failures, failure{s, refused})
	}
	slices.SortStableFunc(failures, func(a, b failure) int { return compareShards(a.shard, b.shard) })
	return allFailedIn("can_match", failures)
}

// prefilters tells whether the server looks at all shards before it searches: it
// does where several are sorted by a field, or where one can't be written to.
func (r *run) prefilters() bool {
	if len(r.shards) <= 1 {
		return false
	}
	return r.bySort() || r.query != nil && !r.query.Has("match_all") && r.readOnly()
}

// bySort tells whether several shards are sorted by a field.
func (r *run) bySort() bool { return len(r.shards) > 1 && r.byField() }

func (r *run) byField() bool {
	return len(r.sorts) > 0 && r.sorts[0].field != "_score" && r.sorts[0].script == nil
}

// writeBlocks are the settings that stop writing.
var writeBlocks = []string{"index.blocks.write", "index.blocks.read_only", "index.blocks.read_only_allow_delete"}

func (r *run) readOnly() bool {
	for _, s := range r.shards {
		for _, b := range writeBlocks {
			if s.Settings.Text(b) == "true" {
				return true
			}
		}
	}
	return false
}

// skips tells whether shards that can't match are left out then.
func (r *run) skips() bool {
	for _, a := range r.aggs {
		if a.kind == "global" || a.kind == "terms" && integer(a.body, "min_doc_count", 1) == 0 {
			return false
		}
	}
	return r.prefilters()
}

// looks tells whether the server can look at a shard's edges under the sort keys:
// where one can't be built it asks the shard.
func (r *run) looks(s *shard) bool {
	keys := r.sorts
	if s.dialect.LooksAtFirstSort {
		keys = keys[:1]
	}
	var sorters []*sorter
	for _, k := range keys {
		o, err := s.sorter(k)
		if err != nil {
			return false
		}
		sorters = append(sorters, o)
	}
	if s.dialect.LooksAtFirstSort {
		return true
	}
	_, err := r.beyond(s, sorters)
	return err == nil
}
