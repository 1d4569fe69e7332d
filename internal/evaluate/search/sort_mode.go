package search

import (
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
)

// family tells apart what can't be compared.
func (k valueKind) family() int {
	switch k {
	case textValue, ipValue, unsignedValue:
		return int(k)
	}
	return 0
}

// checkFamilies refuses a sort over shards whose values can't be compared: in an
// older generation not even whole numbers with others.
func (r *run) checkFamilies() error {
	for i, k := range r.sorts {
		if r.unsignedMixed(i) {
			return reduceFault(fault.Illegal("Can't do sort across indices, as a field has [unsigned_long] type in one index, and different type in another index!"))
		}
		family := -1
		for _, h := range r.hits {
			f := h.sort[i].kind.family()
			if r.dialect.WideSorts {
				f = int(h.sort[i].kind)
			}
			if family >= 0 && f != family {
				return fault.Unsupported("sort on [%s], which indices map to types that can't be compared", k.field)
			}
			family = f
		}
		if r.castBetween(i) {
			return fault.Unsupported("sort on [%s], which indices map to types that can't be compared", k.field)
		}
		if err := r.checkShownSort(i); err != nil {
			return err
		}
	}
	return nil
}

// castBetween tells whether hits of several shards are compared as the first shard has its
// values, which is another type than theirs: that breaks, or orders them by what is missing
// (asked of 3.5.0).
func (r *run) castBetween(key int) bool {
	if len(r.sorted) == 0 || r.sorts[key].script != nil {
		return false
	}
	first := r.sorted[0][key].kind.family()
	several := slices.ContainsFunc(r.hits, func(h hit) bool { return h.shard != r.hits[0].shard })
	return several && (r.unwidened(key) || slices.ContainsFunc(r.hits, func(h hit) bool { return h.sort[key].kind.family() != first }))
}

// unwidened tells whether numbers of several widths are not brought to one before they are
// compared: they aren't where some shard, with hits or without, sorts by something else.
func (r *run) unwidened(key int) bool {
	type width struct {
		kind  valueKind
		short bool
	}
	widths, others := map[width]bool{}, false
	for _, s := range r.sorted {
		if s[key].kind.family() != 0 {
			others = true
			continue
		}
		widths[width{s[key].kind, s[key].low == math.MinInt32}] = true
	}
	return others && len(widths) > 1
}

// checkShownSort refuses texts and addresses that are to be shown in the format of the
// first shard that answers, which for truth values and dates knows only numbers
// (2.19.4).
func (r *run) checkShownSort(key int) error {
	if len(r.sorted) == 0 || r.sorts[key].script != nil {
		return nil
	}
	first := r.sorted[0][key]
	for i := r.from; i < min(len(r.hits), r.from+r.size); i++ {
		v := r.hits[i].sort[key]
		if v.missing || v.kind != textValue && v.kind != ipValue || first.kind == v.kind {
			continue
		}
		switch numbers := first.kind != textValue && first.kind != ipValue; {
		case r.firstGone || !numbers:
			return fault.Unsupported("sort on [%s], which indices map to types that can't be compared", r.sorts[key].field)
		case first.shownAs == "boolean" || first.shownAs == "date" || first.shownAs == "date_nanos":
			return reduceFault(fault.New(500, "unsupported_operation_exception", "").With("reason", nil))
		case v.kind == ipValue:
			return fault.Unsupported("sort on [%s], an address in one index and a number in another", r.sorts[key].field)
		}
	}
	return nil
}

// unsignedMixed tells whether shards sort by unsigned_long under a key, and by
// something else: the server asks this of all, with hits or without (2.19.4).
func (r *run) unsignedMixed(key int) bool {
	for _, s := range r.sorted {
		if (s[key].kind == unsignedValue) != (r.sorted[0][key].kind == unsignedValue) {
			return true
		}
	}
	return false
}

// computes tells whether the server compares values under a key that it makes itself,
// not those of the index.
func (s *shard) computes(k sortKey) bool {
	kind := k.unmapped
	if f := s.field(k.field); f != nil {
		kind = f.Type
	}
	return k.nested != nil || k.folds() || kind == "half_float" || kind == "unsigned_long"
}

// folds tells whether what a document is sorted by may be none of its values.
func (k sortKey) folds() bool { return k.mode != "" && k.mode != "min" && k.mode != "max" }

// mode is how one of several values is found: the least going up, the greatest
// going down, unless the key says otherwise.
func (o *sorter) mode() string {
	switch {
	case o.key.mode != "":
		return o.key.mode
	case o.key.desc:
		return "max"
	}
	return "min"
}

// checkMode refuses the modes that compute, where there is nothing to compute with.
func (s *shard) checkMode(o *sorter) error {
	switch mode := o.mode(); {
	case mode == "min" || mode == "max":
		return nil
	case !o.field.IsWord() && o.field.Type != "ip" && o.field.Type != "flat_object":
		return nil
	}
	return s.queryError("we only support AVG, MEDIAN and SUM on number based fields", nil)
}

// sortableUnmapped sorts by a field of the type that unmapped_type says, which no
// document has.
func (s *shard) sortableUnmapped(o *sorter, fieldType string) error {
	f, err := s.Mapping.Anonymous(fieldType)
	if err != nil {
		return err
	}
	o.field = f
	if err := o.sortable(); err != nil {
		return err
	}
	return s.checkMode(o)
}

// pick takes the least or the greatest of sorted values.
func pick[T any](mode string, sorted []T) T {
	if mode == "max" {
		return sorted[len(sorted)-1]
	}
	return sorted[0]
}

// foldWhole computes in doubles and rounds, as the server does.
func foldWhole(mode string, sorted []int64) int64 {
	switch n := len(sorted); mode {
	case "sum", "avg":
		var sum int64
		for _, x := range sorted {
			sum += x
		}
		if mode == "avg" && n > 1 {
			return javavalue.Round(float64(sum) / float64(n))
		}
		return sum
	case "median":
		if n%2 == 0 {
			return javavalue.Round((float64(sorted[n/2-1]) + float64(sorted[n/2])) / 2)
		}
		return sorted[n/2]
	}
	return pick(mode, sorted)
}

func foldDecimal(mode string, sorted []float64) float64 {
	switch n := len(sorted); mode {
	case "sum", "avg":
		var sum float64
		for _, x := range sorted {
			sum += x
		}
		if mode == "avg" {
			return sum / float64(n)
		}
		return sum
	case "median":
		if n%2 == 0 {
			return (sorted[n/2-1] + sorted[n/2]) / 2
		}
		return sorted[n/2]
	}
	return pick(mode, sorted)
}

// childSort sorts by the values of nested documents.
type childSort struct {
	path   string
	filter query
	most   int  // max_children; 0 for all
	some   bool // whether a shard has such nested documents
}

func (s *shard) nestedSort(o *sorter) error {
	body := o.key.nested
	for _, key := range body.Keys() {
		if key != "path" && key != "filter" && key != "max_children" {
			return fault.Unsupported("sort with [nested] with [%s]", key)
		}
	}
	path := body.Text("path")
	switch n := s.Mapping.Object(path); {
	case n == nil || path == "":
		return s.queryError("[nested] failed to find nested object under path ["+path+"]", nil)
	case !n.Nested:
		return s.queryError("[nested] nested object under path ["+path+"] is not of nested type", nil)
	}
	most := integer(body, "max_children", 0)
	if most < 0 || most > math.MaxInt16 {
		most = 0
	}
	o.below = &childSort{path: path, filter: all{}, most: most}
	if filter := body.Object("filter"); filter != nil {
		q, err := s.compile(filter)
		if err != nil {
			return unwrapped(err)
		}
		o.below.filter = q
	}
	filter := body.Object("filter")
	o.below.some = slices.ContainsFunc(s.docs, func(d *doc) bool { return len(o.below.children(d)) > 0 })
	if kind := filter.Keys(); o.mode() == "median" && !o.below.some && len(kind) == 1 && kind[0] != "term" {
		return fault.Unsupported("sort with mode [median] of nested documents of which [%s] keeps none", kind[0])
	}
	return nil
}

// children are the nested documents below one that the filter keeps.
func (c *childSort) children(d *doc) []*mapping.Document {
	return slices.DeleteFunc(below(d.Document, c.path), func(n *mapping.Document) bool {
		return !c.filter.matches(d.relative(n))
	})
}

// values are those of a field in the nested documents below one. Those that are added up
// are in the order of the documents, which the last digit of a sum depends on.
func (c *childSort) values(o *sorter, d *doc) *mapping.Values {
	path, mode, out := o.field.Path, o.mode(), &mapping.Values{}
	added := mode == "sum" || mode == "avg"
	unsigned := o.kind == unsignedValue && !added
	seen := 0
	for _, n := range c.children(d) {
		if v := n.Values.Get(path); v != nil && len(v.Ints)+len(v.Floats)+len(v.Terms) > 0 {
			if seen++; c.most > 0 && seen > c.most {
				break // only those count that have a value
			}
			ints := v.Ints
			if unsigned {
				ints = []int64{foldUnsigned(mode, ints)} // of each document first
			}
			out.Ints = append(out.Ints, ints...)
			out.Floats = append(out.Floats, v.Floats...)
			out.Terms = append(out.Terms, v.Terms...)
		}
	}
	if added {
		return out
	}
	slices.Sort(out.Ints)
	slices.Sort(out.Floats)
	slices.Sort(out.Terms)
	if unsigned && len(out.Ints) > 0 {
		out.Ints = []int64{pick(mode, out.Ints)}
	}
	return out
}
