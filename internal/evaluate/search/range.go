package search

import (
	"math"
	"math/big"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// bounds is a range: nil ends are open.
type bounds struct {
	from, to     any
	lower, upper bool // included
}

func readBounds(p params) bounds {
	b := bounds{lower: true, upper: true}
	b.from, _ = p.Get("from")
	b.to, _ = p.Get("to")
	if v, ok := p.Get("include_lower"); ok {
		b.lower = v == true
	}
	if v, ok := p.Get("include_upper"); ok {
		b.upper = v == true
	}
	return b
}

func (s *shard) rangeQuery(p params) (query, error) {
	if err := p.only("range", "from", "to", "include_lower", "include_upper", "format", "time_zone", "relation"); err != nil {
		return nil, err
	}
	f := s.field(p.field)
	if f == nil {
		return s.unmapped("range", p.field)
	}
	b := readBounds(p)
	if b.from == nil && b.to == nil {
		return s.exists(f.Path, boost(p.Object))
	}
	q, err := s.rangeOf(f, b, p)
	if err != nil {
		return nil, s.created(err)
	}
	if f.Type == "boolean" {
		return withBoost(q, boost(p.Object)), nil
	}
	return constant{q, boost(p.Object)}, nil
}

func (s *shard) rangeOf(f *mapping.Field, b bounds, p params) (query, error) {
	if err := searchable(f); err != nil {
		return nil, err
	}
	switch f.Type {
	case "date":
		low, high, err := s.dateBounds(f, b, p)
		if err != nil {
			return nil, err
		}
		return intsBetween(f.Path, low, high), nil
	case "text", "keyword":
		return s.termWhere(f, func(t string) bool { return b.holdsText(f, t) }), nil
	case "ip":
		return ipRange(f, b)
	case "boolean":
		return s.booleanRange(f, b)
	case "double", "float", "half_float":
		return floatRange(f, b)
	case "scaled_float":
		return scaledRange(f, b)
	}
	return wholeRange(f, b)
}

func (b bounds) holdsText(f *mapping.Field, t string) bool {
	if b.from != nil {
		from := indexedText(f, b.from)
		if t < from || t == from && !b.lower {
			return false
		}
	}
	if b.to != nil {
		to := indexedText(f, b.to)
		if t > to || t == to && !b.upper {
			return false
		}
	}
	return true
}

// dateBounds computes the first and the last millisecond that match. Observed on
// 2.19.4: gt and lte round up, gte and lt down; time_zone counts for texts
// without a zone, and for rounding.
func (s *shard) dateBounds(f *mapping.Field, b bounds, p params) (low, high int64, err error) {
	format := f.Format
	if text := p.Text("format"); text != "" {
		if format, err = datetime.Compile(text); err != nil {
			return 0, 0, err
		}
	}
	c := datetime.Context{Now: s.now}
	if id := p.Text("time_zone"); id != "" {
		if c.Zone, err = datetime.Zone(id); err != nil {
			return 0, 0, err
		}
	}
	low, high = math.MinInt64, math.MaxInt64
	if b.from != nil {
		c.RoundUp = !b.lower
		if low, err = format.ParseMath(javaText(b.from), c); err != nil {
			return 0, 0, err
		}
		if !b.lower {
			low++
		}
	}
	if b.to != nil {
		c.RoundUp = b.upper
		if high, err = format.ParseMath(javaText(b.to), c); err != nil {
			return 0, 0, err
		}
		if !b.upper {
			high--
		}
	}
	return low, high, nil
}

func ipRange(f *mapping.Field, b bounds) (query, error) {
	low, high := "", string(make([]byte, 0))
	parse := func(v any) (string, error) {
		ip, ok := mapping.ParseIP(javaText(v))
		if !ok {
			return "", notIP(javaText(v))
		}
		return ip, nil
	}
	var err error
	if b.from != nil {
		if low, err = parse(b.from); err != nil {
			return nil, err
		}
	}
	if b.to != nil {
		if high, err = parse(b.to); err != nil {
			return nil, err
		}
	}
	path := f.Path
	return predicate(func(d *doc) bool {
		v := d.Values[path]
		return v != nil && slices.ContainsFunc(v.Terms, func(t string) bool {
			return (b.from == nil || t > low || t == low && b.lower) && (b.to == nil || t < high || t == high && b.upper)
		})
	}), nil
}

func floatRange(f *mapping.Field, b bounds) (query, error) {
	low, high := math.Inf(-1), math.Inf(1)
	var err error
	if b.from != nil {
		if low, err = bound(f, b.from); err != nil {
			return nil, err
		}
	}
	if b.to != nil {
		if high, err = bound(f, b.to); err != nil {
			return nil, err
		}
	}
	path, first, last := f.Path, sortable(low), sortable(high)
	return predicate(func(d *doc) bool {
		v := d.Values[path]
		return v != nil && slices.ContainsFunc(v.Floats, func(n float64) bool {
			x := sortable(n)
			return (x > first || x == first && b.lower) && (x < last || x == last && b.upper)
		})
	}), nil
}

// sortable orders doubles as Lucene does: -0.0 is less than 0.0.
func sortable(d float64) int64 {
	bits := int64(math.Float64bits(d))
	return bits ^ (bits>>63)&math.MaxInt64
}

// bound reads a range's end in the field's precision.
func bound(f *mapping.Field, v any) (float64, error) {
	kind := f.Type
	if kind == "half_float" {
		kind = "float"
	}
	n, err := mapping.ParseNumber(kind, asText(v), true)
	return n.Float, causeIf(err)
}

func asText(v any) any {
	if _, ok := v.(bool); ok {
		return javaText(v)
	}
	return javaText(v)
}

func causeIf(err error) error {
	if err == nil {
		return nil
	}
	return causeOfNumber(err)
}

func scaledRange(f *mapping.Field, b bounds) (query, error) {
	low, high := int64(math.MinInt64), int64(math.MaxInt64)
	scaled := func(v any) (float64, error) {
		n, err := mapping.ParseNumber("double", asText(v), true)
		return n.Float * f.Scaling, causeIf(err)
	}
	if b.from != nil {
		n, err := scaled(b.from)
		if err != nil {
			return nil, err
		}
		if !b.lower {
			n = math.Nextafter(n, math.Inf(1))
		}
		low = int64(math.Floor(math.Ceil(n) + 0.5))
	}
	if b.to != nil {
		n, err := scaled(b.to)
		if err != nil {
			return nil, err
		}
		if !b.upper {
			n = math.Nextafter(n, math.Inf(-1))
		}
		high = int64(math.Floor(math.Floor(n) + 0.5))
	}
	return intsBetween(f.Path, low, high), nil
}

// wholeRange compares whole numbers with ends that may have decimals.
func wholeRange(f *mapping.Field, b bounds) (query, error) {
	low, high := int64(math.MinInt64), int64(math.MaxInt64)
	if b.from != nil {
		n, decimals, err := wholeBound(f, b.from)
		if err != nil {
			return nil, err
		}
		low = n
		if decimals == 0 && !b.lower || decimals > 0 {
			if low == math.MaxInt64 {
				return none{}, nil
			}
			low++
		}
	}
	if b.to != nil {
		n, decimals, err := wholeBound(f, b.to)
		if err != nil {
			return nil, err
		}
		high = n
		if decimals == 0 && !b.upper || decimals < 0 {
			if high == math.MinInt64 {
				return none{}, nil
			}
			high--
		}
	}
	return intsBetween(f.Path, low, high), nil
}

// wholeBound cuts an end's decimals off; decimals is their sign, 0 for none.
func wholeBound(f *mapping.Field, v any) (n int64, decimals int, err error) {
	text := javaText(v)
	if hasDecimals(v) {
		r, _ := new(big.Rat).SetString(text)
		decimals = r.Sign()
	}
	parsed, err := mapping.ParseNumber(f.Type, text, true)
	return parsed.Int, decimals, causeIf(err)
}

// booleanRange is a term where the range holds one of the values, as on 2.19.4.
func (s *shard) booleanRange(f *mapping.Field, b bounds) (query, error) {
	low, high := int64(0), int64(1)
	var err error
	if b.from != nil {
		if low, err = booleanTerm(b.from); err != nil {
			return nil, err
		}
		if !b.lower {
			low++
		}
	}
	if b.to != nil {
		if high, err = booleanTerm(b.to); err != nil {
			return nil, err
		}
		if !b.upper {
			high--
		}
	}
	switch {
	case low > high:
		return none{}, nil
	case low == high:
		return s.booleanQuery(f, low), nil
	}
	return s.exists(f.Path, 1)
}
