package search

import (
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// readCollapse reads the field; inner_hits are searches of their own, and how many
// go on at once changes no answer.
func (r *request) readCollapse(v any) error {
	o, _ := v.(*orderedjson.Object)
	for _, m := range o.Members() {
		switch m.Key {
		case "field", "max_concurrent_group_searches":
		case "inner_hits":
			list, ok := m.Value.([]any)
			if !ok {
				list = []any{m.Value}
			}
			for _, x := range list {
				inner, _ := x.(*orderedjson.Object)
				r.expand = append(r.expand, inner)
			}
		default:
			return fault.Unsupported("search with [collapse] with [%s]", m.Key)
		}
	}
	r.collapse = o.Text("field")
	return nil
}

// checkCollapsedAfter refuses search_after; newer servers only where hits are not sorted
// by what they are collapsed by, and by nothing else. What a shard sorts by is a field of
// its own, whatever it was called in the request.
func (r *run) checkCollapsedAfter(s *shard) error {
	switch {
	case r.after == nil:
		return nil
	case !r.dialect.CollapsesAfter:
		return fault.New(500, "search_exception", "cannot use `collapse` in conjunction with `search_after`")
	case len(r.sorts) == 1 && (r.sorts[0].field == "_score" || r.sorts[0].field == "_doc"):
		return fault.Unsupported("search with [collapse] and [search_after] by [%s]", r.sorts[0].field)
	}
	if f := s.field(r.sorts[0].field); len(r.sorts) != 1 || f == nil || f.Path != r.collapse {
		return fault.New(500, "search_exception", "collapse field and sort field must be the same when use `collapse` in conjunction with `search_after`")
	}
	return nil
}

// collapseField finds what a shard's hits are collapsed by; the errors are those
// of 2.19.4.
func (r *run) collapseField(s *shard) (*mapping.Field, error) {
	if r.collapse == "" {
		return nil, nil
	}
	if err := r.checkCollapsedAfter(s); err != nil {
		return nil, err
	}
	if r.rescored {
		return nil, fault.New(500, "search_exception", "cannot use `collapse` in conjunction with `rescore`")
	}
	if len(r.shards) > 1 && len(r.sorts) == 1 && r.sorts[0].field == "_score" {
		return nil, fault.Unsupported("search with [collapse] over several shards, sorted by the score upwards")
	}
	f := s.field(r.collapse)
	switch {
	case f == nil && s.known(r.collapse):
		return nil, fault.Unsupported("search with [collapse] on [%s]", r.collapse)
	case f == nil:
		return nil, fault.Illegal("no mapping found for `%s` in order to collapse on", r.collapse)
	case f.Type == "keyword", slices.Contains(mapping.Integers, f.Type), f.Type == "unsigned_long", f.Type != "scaled_float" && slices.Contains(mapping.Decimals, f.Type):
	default:
		return nil, fault.Illegal("unknown type for collapse field `%s`, only keywords and numbers are accepted", r.collapse)
	}
	switch {
	case !f.DocValues:
		return nil, fault.Illegal("cannot collapse on field `%s` without `doc_values`", r.collapse)
	case !f.Indexed && len(r.expand) > 0:
		return nil, fault.Illegal("cannot expand `inner_hits` for collapse field `%s`, only indexed field can retrieve `inner_hits`", r.collapse)
	case f.Nested != "":
		return nil, fault.Unsupported("search with [collapse] on [%s]", r.collapse)
	}
	if r.size == 0 {
		return nil, nil // nothing is collected that could be collapsed
	}
	return f, nil
}

// group is what a document is collapsed by; all without a value are one group.
func group(f *mapping.Field, d *doc) (bucketKey, error) {
	keys := allKeys(f, d)
	switch len(keys) {
	case 0:
		return bucketKey{kind: -1}, nil
	case 1:
		return asKept(f, keys[0]), nil
	}
	return bucketKey{}, fault.New(500, "illegal_state_exception", "failed to collapse %d, the collapse field must be single valued", d.ord)
}

// asKept is a decimal as the index keeps it, a whole number made of its bits: that is
// what documents of all indices are collapsed by, and so a zero is one with whole numbers'
// zero. That of others is no number that anyone has; other widths have other bits.
func asKept(f *mapping.Field, k bucketKey) bucketKey {
	switch {
	case k.kind != floatValue:
		return k
	case k.f == 0 && math.Signbit(k.f):
		return bucketKey{kind: intValue, i: -1}
	case k.f == 0:
		return bucketKey{kind: intValue}
	}
	k.text = f.Type
	return k
}

// collapseHits keeps the first of sorted hits of each group.
func collapseHits(hits []hit) []hit {
	seen := map[bucketKey]bool{}
	return slices.DeleteFunc(hits, func(h hit) bool {
		gone := seen[h.group]
		seen[h.group] = true
		return gone
	})
}
