package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// Whoever brings the answers of shards together remembers the last hit of each that has
// as many as are asked for, unless it comes behind one that is remembered, and prints what
// it is sorted by. A date of nanoseconds can't be printed where it lies before 1970, as
// that of a document without one does. The shard then has failed; 3.5 never answers (asked
// of 1.3.14, 2.19.4, 3.5.0).

// bottom is the last hit of a shard that has as many as are asked for.
type bottom struct {
	shard   *shard
	sorters []*sorter
	values  []value
}

// remember keeps a shard's bottom, where it has one.
func (r *run) remember(s *shard, c collection, hits []hit) {
	if len(hits) > 0 && len(hits) == r.from+r.size && len(c.sorters) > 0 && c.group == nil && !r.inner {
		r.bottoms = append(r.bottoms, bottom{s, c.sorters, hits[len(hits)-1].sort})
	}
}

// unprinted is the fault of printing a bottom; nil where it can be printed.
func (b bottom) unprinted() *fault.Error {
	for i, o := range b.sorters {
		if v := b.values[i]; o.shownAs == "date_nanos" && !v.missing && v.i < 0 {
			cause := fault.New(0, "illegal_argument_exception", "nanoseconds [%d] are before the epoch in 1970 and cannot be processed in nanosecond resolution", v.i)
			out := fault.New(500, "response_handler_failure_transport_exception", "java.lang.IllegalArgumentException: %s", cause.Reason)
			out.Cause = cause
			return out
		}
	}
	return nil
}

// breakUnprinted lets shards fail whose bottoms can't be printed, and tells whether there
// is one that had not failed yet. Where it depends on which shard answers first, the
// search is refused.
func (r *run) breakUnprinted() (bool, error) {
	var printed, not []bottom
	for _, b := range r.bottoms {
		if b.unprinted() == nil {
			printed = append(printed, b)
		} else {
			not = append(not, b)
		}
	}
	for _, b := range not {
		untold := len(r.sorted) > 1 && !r.comparable(b)
		behind := slices.ContainsFunc(printed, func(other bottom) bool { return before(r.sorts, b.values, other.values) >= 0 })
		if untold || behind || r.dialect.LosesUnprinted {
			return false, fault.Unsupported("sort by a date_nanos where the last hit of a shard has none")
		}
		b.shard.broken = b.unprinted()
	}
	return len(not) > 0, nil
}

// comparable tells whether a bottom can be held against those of all shards: they sort by
// the same types, and by what the index has. Of others only the first that comes is
// remembered.
func (r *run) comparable(b bottom) bool {
	for i, o := range b.sorters {
		other := slices.ContainsFunc(r.sorted, func(s []*sorter) bool { return s[i].shownAs != o.shownAs })
		made := o.script != nil || o.field != nil && (b.shard.computes(o.key) || o.key.computed(o.field))
		if other || made {
			return false
		}
	}
	return true
}
