package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// Where hits are sorted by values that the server makes itself, and their total needs no
// counting, Lucene skips documents by the values of the index once there are hits
// enough. Among documents with several values, or nested ones, some without any, that
// breaks on 2.19.4 ("unsupported_operation_exception"), or leaves hits out.

// checkSkipping refuses such a sort over more documents than hits are asked for.
func (r *run) checkSkipping(s *shard, c collection, matching int) error {
	if len(r.sorts) == 0 || r.size == 0 || matching <= r.from+r.size || r.dialect.WideSorts || !s.skippable(r.sorts[0]) {
		return nil
	}
	counted := r.totalUpTo >= 0 && (r.postFilter != nil || r.minScore != nil || r.enough > 0 || s.countableWhole(c.query) == countsNot && !s.mayBeCounted(r.query))
	if counted && matching <= max(r.totalUpTo, 0) {
		return nil
	}
	if s.field(r.sorts[0].field).Type == "scaled_float" {
		return s.checkScaled(r.sorts[0])
	}
	path, several, lacking := s.field(r.sorts[0].field).Path, r.sorts[0].nested != nil, len(s.docs) > 500
	for _, d := range s.docs {
		v := d.Values.Get(path)
		if v == nil || len(v.Ints)+len(v.Floats) == 0 {
			lacking = true
		} else if len(v.Ints)+len(v.Floats) > 1 {
			several = true
		}
	}
	// Values that are computed of several are none of the index: among so many documents
	// that an eighth of them is one, all that are left are skipped (asked of 2.19.4).
	several = several && (lacking || r.sorts[0].folds() && len(s.docs) >= 8)
	if !several {
		return nil
	}
	return fault.Unsupported("sort on [%s] by computed values, for which the server may skip documents", r.sorts[0].field)
}

// skippable tells whether values of the index may be asked under a key whose values
// are computed.
func (s *shard) skippable(k sortKey) bool {
	f := s.field(k.field)
	if f == nil || !f.Indexed {
		return false
	}
	return f.Type == "scaled_float" || pointBytes(f) >= 4 && s.computes(k)
}

// checkScaled refuses a sort whose values are decimals where the index has whole numbers:
// the one compared with the other, nearly all documents are skipped once there are hits
// enough, and documents with several values break it (asked of 2.19.4 and 3.5.0).
func (s *shard) checkScaled(k sortKey) error {
	f := s.field(k.field)
	for _, d := range s.docs {
		if v := d.Values.Get(f.Path); v != nil && (len(v.Ints) > 1 || slices.ContainsFunc(v.Ints, func(n int64) bool { return k.desc && n > 0 || !k.desc && n < 0 })) {
			return fault.Unsupported("sort on the scaled_float [%s] with more hits than are asked for, of which the server may leave out any", f.Path)
		}
	}
	return nil
}
