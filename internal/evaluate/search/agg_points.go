package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// byPoints tells whether the server goes through the points of the first source's
// field instead of documents, upwards. A document then counts once in a bucket,
// and values that a range leaves out don't count (observed on 2.19.4).
func (s *source) byPoints(sh *shard) bool {
	f := s.field(sh)
	if f == nil || !f.Indexed || s.nulls || s.desc || s.kind == "histogram" {
		return false
	}
	switch f.Type {
	case "long", "short", "byte", "date", "date_nanos", "unsigned_long":
		return true
	}
	return false
}

// checkPoints refuses documents of which points tell something else than values.
func (s *source) checkPoints(set shardHits, query *orderedjson.Object) error {
	f := s.field(set.shard)
	_, everything := set.query.(all)
	ranged := !everything && asksField(query, f.Path)
	if !everything && !ranged {
		return nil
	}
	for _, d := range set.docs {
		list, err := s.parts(set.shard, d)
		if err != nil {
			return err
		}
		if len(list) > 1 && ranged {
			return fault.Unsupported("composite source [%s] of documents with several values under a query for them", s.name)
		}
		for i, p := range list {
			if slices.Contains(list[:i], p) {
				return fault.Unsupported("composite source [%s] of documents with several values in one bucket", s.name)
			}
		}
	}
	return nil
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
