package search

import (
	"cmp"
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// span is one range of a range aggregation: from is in it, to isn't.
type span struct {
	key      string
	from, to float64
}

func checkRange(a *aggregation, s *shard) error {
	if err := checkNumbers(a, s); err != nil {
		return err
	}
	_, _, err := a.spans(s)
	return err
}

// spans reads the ranges for a shard's field, and how its numbers are printed.
func (a *aggregation) spans(s *shard) ([]span, func(float64) string, error) {
	show := javaDouble
	parse := toFloat
	if a.kind == "date_range" {
		c := datetime.Context{Now: a.run.now}
		format := datetime.MustDefault()
		if f := a.field(s); f != nil && f.Format != nil {
			format = f.Format
		}
		var err error
		if text := a.body.Text("format"); text != "" {
			if format, err = datetime.Compile(text); err != nil {
				return nil, nil, err
			}
		}
		if zone := a.body.Text("time_zone"); zone != "" {
			if c.Zone, err = datetime.Zone(zone); err != nil {
				return nil, nil, err
			}
		}
		show = func(x float64) string { return format.Print(int64(x), c.Zone) }
		parse = func(v any) (float64, error) {
			ms, err := format.ParseMath(dateText(v), c)
			return float64(ms), err
		}
	}
	var out []span
	for _, r := range a.body.Array("ranges") {
		o, _ := r.(*orderedjson.Object)
		x := span{key: o.Text("key"), from: math.Inf(-1), to: math.Inf(1)}
		for _, m := range o.Members() {
			if m.Value == nil || m.Key == "key" {
				continue
			}
			n, err := parse(m.Value)
			if err != nil {
				return nil, nil, err
			}
			switch m.Key {
			case "from":
				x.from = n
			case "to":
				x.to = n
			default:
				return nil, nil, fault.Unsupported("aggregation [%s] with [%s] in a range", a.kind, m.Key)
			}
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(x, y span) int { return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to)) })
	return out, show, nil
}

func javaDouble(x float64) string { return javaText(double(x)) }

// dateText is a date as it is parsed: whole numbers without a decimal part.
func dateText(v any) string {
	if n, err := toFloat(v); err == nil && n == math.Trunc(n) {
		if _, text := v.(string); !text {
			return whole(int64(n)).String()
		}
	}
	return javaText(v)
}

func evaluateRange(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "ranges", "keyed", "format", "time_zone"); err != nil {
		return nil, err
	}
	if a.kind == "range" && a.body.Text("format") != "" {
		return nil, fault.Unsupported("aggregation [range] with [format]")
	}
	if len(in) == 0 {
		return nil, fault.Unsupported("aggregation [%s] without a shard", a.kind)
	}
	spans, show, err := a.spans(in[0].shard)
	if err != nil {
		return nil, err
	}
	keyed := orderedjson.NewObject()
	var list []any
	for _, x := range spans {
		docs := in.narrow(func(s *shard, d *doc) bool {
			return slices.ContainsFunc(numbers(a.field(s), d), func(n float64) bool { return n >= x.from && n < x.to })
		})
		head, key := a.spanHead(x, show)
		b, err := a.bucket(head, docs)
		if err != nil {
			return nil, err
		}
		if flag(a.body, "keyed") {
			b.Delete("key")
			keyed.Set(key, b)
		}
		list = append(list, b)
	}
	if flag(a.body, "keyed") {
		return orderedjson.NewObject(orderedjson.Member{Key: "buckets", Value: keyed}), nil
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "buckets", Value: list}), nil
}

func (a *aggregation) spanHead(x span, show func(float64) string) (*orderedjson.Object, string) {
	end := func(n float64) string {
		if math.IsInf(n, 0) {
			return "*"
		}
		return show(n)
	}
	key := x.key
	if key == "" {
		key = end(x.from) + "-" + end(x.to)
	}
	head := orderedjson.NewObject(orderedjson.Member{Key: "key", Value: key})
	set := func(name string, n float64) {
		if math.IsInf(n, 0) {
			return
		}
		head.Set(name, double(n))
		if a.kind == "date_range" {
			head.Set(name+"_as_string", show(n))
		}
	}
	set("from", x.from)
	set("to", x.to)
	return head, key
}
