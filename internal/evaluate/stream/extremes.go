package stream

import (
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/evaluate/search"
)

// extremes are the least and the greatest values of a shard's fields, by which the
// server rewrites ranges and orders shards.
type extremes struct {
	doc  *mapping.Document
	gone *search.Gone // for the statistics
}

func (x *extremes) note(fields []*mapping.Field, d *mapping.Document) {
	for _, f := range fields {
		v := d.Values.Get(f.Path)
		if v == nil {
			continue
		}
		if x.doc == nil {
			x.doc = mapping.NewDocument()
		}
		had := x.doc.Values.Get(f.Path)
		if had == nil {
			had = &mapping.Values{}
			x.doc.Values.Set(f.Path, had)
		}
		had.Ints, had.Floats, had.Terms = spread(had.Ints, v.Ints), spread(had.Floats, v.Floats), spread(had.Terms, v.Terms)
	}
	for _, n := range d.Nested {
		x.note(fields, n)
	}
}

// spread widens the ends of had to those of more, which is sorted.
func spread[T int64 | float64 | string](had, more []T) []T {
	if len(more) == 0 {
		return had
	}
	low, high := more[0], more[len(more)-1]
	if len(had) == 0 {
		return append(had, low, high)
	}
	had[0], had[1] = min(had[0], low), max(had[1], high)
	return had
}
