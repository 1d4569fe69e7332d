package search

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// arrange puts the shards into the order in which the server numbers them; hits
// that compare equal come in this order. Where shards are looked at first, those
// with the least (going down: the greatest) value of the first sort key are first.
func (r *run) arrange() {
	slices.SortStableFunc(r.shards, compareShards)
	if r.bySort() {
		r.bySortedField()
	}
	for i, s := range r.shards {
		s.place = i
	}
}

// edge is a shard's least or greatest value under the first sort key.
type edge struct {
	value value
	none  bool
	short bool // an int of Java's, where other whole numbers are longs
}

// alike tells whether the server can compare two edges.
func (e edge) alike(other edge) bool {
	return e.value.kind == other.value.kind && e.short == other.short
}

func (r *run) bySortedField() {
	k := r.sorts[0]
	edges := map[*shard]edge{}
	var first *edge
	for _, s := range r.shards {
		e := edge{none: true}
		var refused *fault.Error
		if err := r.unreadable(s); !errors.As(err, &refused) && r.looks(s) {
			e = s.edge(k)
		}
		edges[s] = e
		if e.none {
			continue
		}
		if first == nil {
			first = &e
		} else if !e.alike(*first) {
			return // of different types: left as they are
		}
	}
	slices.SortStableFunc(r.shards, func(a, b *shard) int {
		x, y := edges[a], edges[b]
		if x.none || y.none {
			return cmp.Compare(boolInt(x.none), boolInt(y.none))
		}
		if k.desc {
			return y.value.compare(x.value)
		}
		return x.value.compare(y.value)
	})
}

// edgeless are the types whose least and greatest values the server doesn't look up.
var edgeless = []string{"ip", "boolean", "half_float", "scaled_float", "unsigned_long"}

// edge looks through all documents, matching or not, nested or not, as the server
// looks at the index. Fields of some types, and unindexed ones, have none.
func (s *shard) edge(k sortKey) edge {
	f := s.field(k.field)
	if f == nil || !f.Indexed || k.computed(f) {
		return edge{none: true}
	}
	o := &sorter{key: k, field: f, wide: s.dialect.WideSorts}
	if slices.Contains(edgeless, f.Type) || f.IsText() || o.setKind(f.Type) != nil {
		return edge{none: true}
	}
	found := edge{none: true}
	var look func(d *mapping.Document)
	look = func(d *mapping.Document) {
		for _, n := range d.Nested {
			look(n)
		}
		v := d.Values.Get(f.Path)
		if v == nil || len(v.Ints)+len(v.Floats)+len(v.Terms) == 0 {
			return
		}
		x := o.outermost(v, k.desc)
		if found.none || (x.compare(found.value) < 0) != k.desc && x.compare(found.value) != 0 {
			found = edge{value: x, short: o.low == math.MinInt32}
		}
	}
	s.sees(look)
	return found
}

// computed tells whether the values that are sorted by are not those of the index.
func (k sortKey) computed(f *mapping.Field) bool {
	stated := k.missing != nil && k.missing != "_first" && k.missing != "_last"
	return k.nested != nil || k.folds() || stated && f.IsWord()
}

// outermost is a document's greatest or least value.
func (o *sorter) outermost(v *mapping.Values, greatest descending) value {
	at := func(n int) int {
		if greatest {
			return n - 1
		}
		return 0
	}
	switch {
	case len(v.Terms) > 0:
		return value{kind: textValue, text: v.Terms[at(len(v.Terms))]}
	case len(v.Floats) > 0:
		return value{kind: o.kind, f: v.Floats[at(len(v.Floats))]}
	}
	return value{kind: o.kind, i: v.Ints[at(len(v.Ints))]}
}

// descending is whether a sort goes down.
type descending = bool
