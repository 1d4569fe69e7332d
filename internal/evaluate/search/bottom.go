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
			return notTaken("IllegalArgumentException", fault.New(0, "illegal_argument_exception",
				"nanoseconds [%d] are before the epoch in 1970 and cannot be processed in nanosecond resolution", v.i))
		}
	}
	return nil
}

// notTaken is the failure of a shard whose answer can't be taken in; the cause is one of
// Java's exceptions.
func notTaken(exception string, cause *fault.Error) *fault.Error {
	out := fault.New(500, "response_handler_failure_transport_exception", "java.lang.%s: %s", exception, cause.Reason)
	out.Cause = cause
	return out
}

// missingRead reads the values of missing that are not read before hits are collected.
// Where there are none to be collected, whoever brings the answers of shards together is
// the first to read them.
func (r *run) missingRead(sorters []*sorter) error {
	err := missingRead(sorters)
	cause, ok := err.(*fault.Error)
	if !ok || r.size > 0 || cause.Type != "number_format_exception" {
		return err
	}
	if r.dialect.LosesAnswers {
		return fault.Unsupported("search without hits, with a sort whose [missing] can't be read: %s never answers", r.dialect.Name())
	}
	inner := *cause
	inner.Status = 0
	return notTaken("NumberFormatException", &inner)
}

// breakUnprinted lets shards fail whose bottoms can't be printed, and tells whether there
// is one that had not failed yet. Where it depends on which shard answers first, the
// search is refused.
func (r *run) breakUnprinted() (bool, error) {
	if r.passesOn() {
		return false, fault.Unsupported("sort on [%s] over more than %d shards that map it to several types", r.sorts[0].field, atOnce)
	}
	var printed, not []bottom
	for _, b := range r.bottoms {
		if b.unprinted() == nil {
			printed = append(printed, b)
		} else {
			not = append(not, b)
		}
	}
	for _, b := range not {
		untold := len(r.sorted) > 1 && (!r.comparable(b) || r.someEmpty())
		behind := slices.ContainsFunc(printed, func(other bottom) bool { return before(r.sorts, b.values, other.values) >= 0 })
		if untold || behind || r.dialect.LosesAnswers {
			return false, fault.Unsupported("sort by a date_nanos where the last hit of a shard has none")
		}
		b.shard.broken = b.unprinted()
	}
	return len(not) > 0, nil
}

// atOnce is how many shards of a node are asked at the same time. Those that come later are
// told the last hit that is remembered, in words, to see whether they can have a better
// one.
const atOnce = 5

// passesOn tells whether words of one type may come to a shard that reads them as another:
// dates, as a day after those that nanoseconds reach to (asked of 1.3.14).
func (r *run) passesOn() bool {
	if len(r.bottoms) == 0 || len(r.shards)-r.skipped <= atOnce || r.sorts[0].field == "_score" {
		return false
	}
	return slices.ContainsFunc(r.sorted, func(s []*sorter) bool { return s[0].shownAs != r.sorted[0][0].shownAs })
}

// someEmpty tells whether a shard has no documents: it then is a matter of time whether
// the bottom of another is printed.
func (r *run) someEmpty() bool {
	return slices.ContainsFunc(r.shards, func(s *shard) bool { return len(s.docs) == 0 })
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
