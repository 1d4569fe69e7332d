package search

import "github.com/alertplan/alertplan/internal/evaluate/fault"

// Where nobody counts, later generations leave out shards all of whose values stand before
// search_after, and with them what aggregations would find there (asked of 2.19.4 and
// 3.5.0).

// passed tells whether a shard that is looked at has nothing behind search_after.
func (r *run) passed(s *shard) bool {
	if !r.mayPass() {
		return false
	}
	sorters, err := r.sorters(s)
	if err != nil {
		return false
	}
	passed, err := r.beyond(s, sorters)
	return err == nil && passed
}

func (r *run) mayPass() bool { return r.bySort() && r.mayLeaveOut() }

func (r *run) mayLeaveOut() bool {
	return r.after != nil && r.totalUpTo < 0 && !r.dialect.LooksAtFirstSort && r.byField() && r.sorts[0].missing == nil
}

// leftOut tells whether a shard that is asked looks at no document, as its segments' values
// all stand before search_after: those without a value are not found then.
func (r *run) leftOut(s *shard, sorters []*sorter) (bool, error) {
	if !r.mayLeaveOut() {
		return false, nil
	}
	return r.beyond(s, sorters)
}

// beyond reads search_after, and tells whether the shard's values all stand before it.
func (r *run) beyond(s *shard, sorters []*sorter) (bool, error) {
	after, err := r.afterFields(sorters)
	if err != nil || !r.mayLeaveOut() {
		return false, err
	}
	k := r.sorts[0]
	k.desc = !k.desc
	last := s.edge(k)
	switch {
	case last.none:
		return false, nil
	case after[0].missing:
		return false, fault.New(500, "null_pointer_exception", "Cannot read field \"bytes\" because \"other\" is null")
	case k.desc:
		return last.value.compare(after[0]) < 0, nil
	}
	return last.value.compare(after[0]) > 0, nil
}
