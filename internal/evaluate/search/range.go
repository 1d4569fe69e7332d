package search

import (
	"math"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// bounds is a range: nil ends are open.
type bounds struct {
	from, to     any
	lower, upper bool // included
}

// open tells whether neither end is given.
func (b bounds) open() bool { return b.from == nil && b.to == nil }

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
	if (f.Type == "date" || f.Type == "date_nanos") && !f.Indexed && (s.dialect.IndexedOnly || !f.DocValues) {
		return none{}, nil // the only types that say nothing (asked of 1.3.14)
	}
	if b.open() {
		return s.exists(f.Path, boost(p.Object))
	}
	q, err := s.rangeOf(f, b, p)
	if err != nil {
		return nil, s.created(err)
	}
	q = s.pointed(f, q)
	if c, ok := q.(constant); ok && s.dialect.UnscoredLists {
		q = c.inner
	}
	if f.Type == "boolean" && !s.dialect.UnscoredLists {
		return withBoost(q, boost(p.Object)), nil
	}
	return constant{q, boost(p.Object)}, nil
}

func (s *shard) rangeOf(f *mapping.Field, b bounds, p params) (query, error) {
	if err := s.searchable(f); err != nil {
		return nil, err
	}
	if strings.EqualFold(p.Text("relation"), "disjoint") && !f.IsRange() {
		return nil, fault.New(0, "illegal_argument_exception", "Field [%s] of type [%s] does not support DISJOINT ranges", f.Path, f.Type)
	}
	switch f.Type {
	case "date", "date_nanos":
		low, high, err := s.dateBounds(f, b, p)
		if err != nil {
			return nil, err
		}
		return s.within(f, low, high, intsBetween(f.Path, low, high)), nil
	case "wildcard":
		return nil, fault.New(0, "unsupported_operation_exception", "TODO")
	case "geo_point", "binary":
		return nil, fault.New(0, "illegal_argument_exception", "Field [%s] of type [%s] does not support range queries", f.Path, f.Type)
	case "text", "match_only_text", "keyword", "constant_keyword", "flat_object":
		b = s.inTerms(f, b)
		return s.termWhere(f, b.holdsTerm), s.deepRange(f, b)
	case "ip":
		return ipRange(f, b)
	case "boolean":
		return s.booleanRange(f, b)
	case "double", "float", "half_float":
		return floatRange(f, b)
	case "scaled_float":
		return s.scaledRange(f, b)
	case "unsigned_long":
		return unsignedRange(f, b)
	}
	if f.IsRange() {
		return s.spanRange(f, b, p)
	}
	return wholeRange(f, b)
}

// inTerms are the ends as a field indexes them: texts.
func (s *shard) inTerms(f *mapping.Field, b bounds) bounds {
	if b.from != nil {
		b.from = indexedText(f, s.textOf(b.from))
	}
	if b.to != nil {
		b.to = indexedText(f, s.textOf(b.to))
	}
	return b
}

// holdsTerm tells whether a term lies between ends that are terms.
func (b bounds) holdsTerm(t string) bool {
	if from, ok := b.from.(string); ok && (t < from || t == from && !b.lower) {
		return false
	}
	to, ok := b.to.(string)
	return !ok || t < to || t == to && b.upper
}

// dateBounds computes the first and the last millisecond that match. Observed on
// 2.19.4: gt and lte round up, gte and lt down; time_zone counts for texts
// without a zone, and for rounding.
func (s *shard) dateBounds(f *mapping.Field, b bounds, p params) (low, high int64, err error) {
	format, c, err := s.dateReader(f, p)
	if err != nil {
		return 0, 0, err
	}
	low, high = math.MinInt64, math.MaxInt64
	if b.from != nil {
		c.RoundUp = !b.lower
		if low, err = dateEnd(f, format, b.from, c); err != nil {
			return 0, 0, err
		}
		if !b.lower {
			low++
		}
	}
	if b.to != nil {
		c.RoundUp = b.upper
		if high, err = dateEnd(f, format, b.to, c); err != nil {
			return 0, 0, err
		}
		if !b.upper {
			high--
		}
	}
	return low, high, nil
}

// dateEnd is a date in the field's unit: milliseconds, or nanoseconds.
func dateEnd(f *mapping.Field, format *datetime.Format, v any, c datetime.Context) (int64, error) {
	t, err := format.ParseInstant(javaText(v), c)
	if err != nil || f.Type != "date_nanos" {
		return t.UnixMilli(), err
	}
	return mapping.Nanos(t)
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
		v := d.Values.Get(path)
		return v != nil && slices.ContainsFunc(v.Terms, func(t string) bool {
			return (b.from == nil || t > low || t == low && b.lower) && (b.to == nil || t < high || t == high && b.upper)
		})
	}), nil
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
	case low == high && s.dialect.UnscoredLists:
		return constant{s.booleanQuery(f, low), 1}, nil
	case low == high:
		return s.booleanQuery(f, low), nil
	}
	q, err := s.exists(f.Path, 1)
	if err == nil && !f.DocValues {
		return unscored{q, s, "range"}, nil // scored by the names of fields
	}
	return q, err
}
