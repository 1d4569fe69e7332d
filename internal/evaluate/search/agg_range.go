package search

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// span is one range of a range aggregation: from is in it, to isn't.
type span struct {
	key      string
	named    bool
	from, to float64
}

func checkRange(a *aggregation, s *shard) error {
	if err := checkValues(a, s); err != nil {
		return err
	}
	spans, err := a.spans(s)
	if err != nil || a.scripted() {
		return err
	}
	if f := s.field(a.body.Text("field")); f != nil && f.Type == "unsigned_long" && !a.body.Has("missing") && !a.body.Has("script") {
		for _, x := range spans {
			for _, end := range []float64{x.from, x.to} {
				if end > 0 && !math.IsInf(end, 0) && end != math.Trunc(end) {
					return fault.Unsupported("aggregation [range] on the unsigned_long [%s] with ends that have decimals: where the server asks points, it takes none", f.Path)
				}
			}
		}
	}
	return a.checkStates(s)
}

// spans reads the ranges for a shard's field.
func (a *aggregation) spans(s *shard) ([]span, error) {
	format, err := a.formatOn(s)
	if err != nil {
		return nil, err
	}
	end := func(v any) (float64, error) {
		n, isNumber := v.(json.Number)
		switch {
		case !isNumber:
			return format.parseFloat(javaText(v), datetime.Context{Now: a.run.now})
		case a.kind == "date_range": // a number is read as the format has it
			x, err := n.Float64()
			if err != nil {
				return 0, err
			}
			return format.parseFloat(whole(javaLong(x)).String(), datetime.Context{Now: a.run.now})
		}
		return n.Float64()
	}
	var out []span
	for _, r := range a.body.Array("ranges") {
		o, _ := r.(*orderedjson.Object)
		x := span{from: math.Inf(-1), to: math.Inf(1)}
		for _, m := range o.Members() {
			if m.Value == nil {
				continue
			}
			switch m.Key {
			case "key":
				x.key, x.named = javaText(m.Value), true
			case "from":
				x.from, err = end(m.Value)
			case "to":
				x.to, err = end(m.Value)
			default:
				err = fault.Unsupported("aggregation [%s] with [%s] in a range", a.kind, m.Key)
			}
			if err != nil {
				return nil, err
			}
		}
		out = append(out, x)
	}
	if len(out) == 0 {
		return nil, fault.Illegal("No [ranges] specified for the [%s] aggregation", a.name)
	}
	slices.SortStableFunc(out, func(x, y span) int { return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to)) })
	return out, nil
}

func sameEnds(x, y span) bool { return x.from == y.from && x.to == y.to }

func javaDouble(x float64) string { return javaText(double(x)) }

func evaluateRange(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "ranges", "keyed", "format", "time_zone", "missing", "value_type", "script"); err != nil {
		return nil, err
	}
	if len(in) == 0 {
		return nil, fault.Unsupported("aggregation [%s] without a shard", a.kind)
	}
	first, err := a.spans(in[0].shard)
	if err != nil {
		return nil, err
	}
	show, err := a.firstFormat(in)
	if err != nil {
		return nil, err
	}
	if twice := len(slices.CompactFunc(slices.Clone(first), sameEnds)) < len(first); twice && len(a.subs) > 0 {
		return nil, fault.Unsupported("aggregation [%s] with the same range twice, and others below: the server counts some documents twice", a.kind)
	}
	gone := a.unmappedOn(in.shards())
	if gone {
		a.run.gaps++
		defer func() { a.run.gaps-- }()
	}
	found := make([]sets, len(first))
	var unasked *shard
	var asked shardHits
	for _, set := range in {
		if !gone && a.unmappedOn([]*shard{set.shard}) {
			unasked = cmp.Or(unasked, set.unasked, set.shard) // its buckets are empty
			continue
		}
		set.unasked, unasked = cmp.Or(unasked, set.unasked), nil
		if err := a.checkUnaskedTypes(set); err != nil {
			return nil, err
		}
		if err := a.addSpans(set, found); err != nil {
			return nil, err
		}
		asked = set
	}
	if asked.unasked = unasked; asked.shard != nil { // those behind the last one, too
		if err := a.checkUnaskedTypes(asked); err != nil {
			return nil, err
		}
	}
	keyed, list := orderedjson.NewObject(), []any{}
	for i, x := range first {
		head, key := x.head(show)
		if flag(a.body, "keyed") {
			head.Delete("key")
		}
		b, err := a.bucket(head, found[i])
		if err != nil {
			return nil, err
		}
		if flag(a.body, "keyed") && keyed.Has(key) {
			return nil, fault.Unsupported("aggregation [%s] with a key twice in an object: the server's answer is no JSON that can be read", a.kind)
		}
		keyed.Set(key, b)
		list = append(list, b)
	}
	if flag(a.body, "keyed") {
		return orderedjson.NewObject(orderedjson.Member{Key: "buckets", Value: keyed}), nil
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "buckets", Value: list}), nil
}

// addSpans adds a shard's documents to the ranges, by their place.
func (a *aggregation) addSpans(set shardHits, found []sets) error {
	spans, err := a.spans(set.shard)
	if err != nil {
		return err
	}
	read, err := a.numberReader(set.shard)
	if err != nil {
		return err
	}
	values := make([][]float64, len(set.docs))
	for i, d := range set.docs {
		if values[i], err = read(d); err != nil {
			return err
		}
	}
	test, sure := a.pointTest(set)
	for i, x := range spans {
		next := shardHits{shard: set.shard, query: set.query, unasked: set.unasked}
		for j, d := range set.docs {
			in := slices.ContainsFunc(values[j], func(n float64) bool { return n >= x.from && n < x.to })
			if test != nil && test(d, x) != in {
				if sure == perhaps {
					return fault.Unsupported("aggregation [%s] with ends that are no values of [%s], which may be told from points", a.kind, a.body.Text("field"))
				}
				in = !in
			}
			if in {
				next.docs = append(next.docs, d)
			}
		}
		found[i] = append(found[i], next)
	}
	return nil
}

func (x span) head(show valueFormat) (*orderedjson.Object, string) {
	end := func(n float64) string {
		if math.IsInf(n, 0) {
			return "*"
		}
		return show.floatText(n)
	}
	key := x.key
	if !x.named {
		key = end(x.from) + "-" + end(x.to)
	}
	head := orderedjson.NewObject(orderedjson.Member{Key: "key", Value: key})
	set := func(name string, n float64) {
		if math.IsInf(n, 0) {
			return
		}
		head.Set(name, double(n))
		if !show.raw() {
			head.Set(name+"_as_string", show.float(n))
		}
	}
	set("from", x.from)
	set("to", x.to)
	return head, key
}
