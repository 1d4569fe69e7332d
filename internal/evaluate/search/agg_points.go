package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// byPoints tells whether the server can go through the points of the first source's
// field instead of documents, upwards. A document then counts once in a bucket,
// and values that a range leaves out don't count (observed on 2.19.4).
func (s *source) byPoints(sh *shard) bool {
	return s.inOrder(sh, "long", "short", "byte", "date", "date_nanos", "unsigned_long")
}

// inOrder tells whether a field of one of the types is gone through as the index has it.
func (s *source) inOrder(sh *shard, types ...string) bool {
	f := s.field(sh)
	return f != nil && f.Indexed && !(s.nulls && !s.resumed) && !s.desc && s.kind != "histogram" && slices.Contains(types, f.Type)
}

// checkFiltered refuses a composite below a filter, or nested, where the server goes through
// the values of its first source, instead of documents: it then finds those too that the
// filter leaves out, and the filter finds none (asked of 2.19.4 and 3.5.0).
func (a *aggregation) checkFiltered(first *source, set shardHits) error {
	query := a.run.request.query
	if a.parent == nil {
		return nil
	}
	walks := !set.shard.Mapping.HasNested() && set.walksPoints(query) != no
	switch {
	case first.byPoints(set.shard):
		walks = walks || asksField(query, first.field(set.shard).Path)
	case first.inOrder(set.shard, "keyword"):
		walks = walks && !asksField(query, "range") && !asksField(query, "exists")
	default:
		return nil
	}
	if walks {
		return fault.Unsupported("aggregation [composite] below [%s], where a server may go through all values of [%s], whatever is filtered", a.parent.kind, first.name)
	}
	return nil
}

// oncePerPoint tells whether each document counts once in a bucket of the first
// source, and refuses documents of which points tell something else than values.
func (a *aggregation) oncePerPoint(first *source, set shardHits) (onePerBucket, error) {
	if a.parent != nil || !first.byPoints(set.shard) {
		return false, nil
	}
	walks := set.walksPoints(a.run.request.query)
	ranged := asksField(a.run.request.query, first.field(set.shard).Path)
	for _, d := range set.docs {
		list, err := first.parts(set.shard, d)
		if err != nil {
			return false, err
		}
		if len(list) > 1 && ranged {
			return false, fault.Unsupported("composite source [%s] of documents with several values under a query for them", first.name)
		}
		twice := len(list) != len(distinctParts(list))
		if twice && (walks == perhaps || walks == yes && len(a.subs) > 0) {
			return false, fault.Unsupported("composite source [%s] of documents with several values in one bucket", first.name)
		}
	}
	return onePerBucket(walks == yes), nil
}

// walksPoints tells whether the search is for everything, as the server sees it.
// Observed on 1.3.14, 2.19.4 and 3.5.0: a field that all documents have is everything
// too, but on 1.3; match_all and a bool of nothing aren't where they are asked for
// themselves on 3.5, which walks over them in its own way.
func (h shardHits) walksPoints(query *orderedjson.Object) certainty {
	s := h.shard
	if s.dialect.WalksValues && s.everything(query) {
		return no
	}
	known := s.whole == nil && !s.Mapping.HasNested()
	if s.countableWhole(h.query) == countsAll && known && !asksField(query, "must_not") {
		return yes
	}
	if known && (s.dialect.CollectsAll && !asksField(query, "must_not") || !asksField(query, "exists") && !asksField(query, "must_not")) {
		return no
	}
	return s.perhapsAll(h.query)
}

// distinctParts leaves out parts that are there already.
func distinctParts(list []part) []part {
	var out []part
	for _, p := range list {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// asksField tells whether a query names a field anywhere.
func asksField(v any, path string) bool {
	switch v := v.(type) {
	case []any:
		return slices.ContainsFunc(v, func(x any) bool { return asksField(x, path) })
	case *orderedjson.Object:
		for _, m := range v.Members() {
			if m.Key == path || asksField(m.Value, path) {
				return true
			}
		}
	}
	return false
}
