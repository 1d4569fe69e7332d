package search

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// rarerWord is a word of a field that is no plain text or keyword. Observed on
// 2.19.4: on match_only_text and wildcard every match scores 1; on a flat_object it does
// on 3.5.0.
func (s *shard) rarerWord(f *mapping.Field, v any) query {
	if f.Type == "wildcard" {
		return shapedConstant(s.shaped(f, s.textOf(v), false), 1)
	}
	if f.Type == "constant_keyword" {
		return constant{constantly(f, s.textOf(v), false), 1}
	}
	want := indexedText(f, s.textOf(v))
	if f.Type == "match_only_text" {
		return s.textTerm(f, want)
	}
	q := s.termWhere(f, func(t string) bool { return t == want })
	if f.Type == "flat_object" {
		one := titled{q, "flat term " + f.Path + " " + want}
		if s.dialect.FlatPaths {
			return constant{one, 1}
		}
		return unscored{one, s, "term on a flat_object"}
	}
	return constant{q, 1}
}

// constantly is everything or nothing: whether a pattern matches a constant_keyword.
func constantly(f *mapping.Field, pattern string, folded folding) query {
	if constantIs(f, pattern, folded) {
		return all{}
	}
	return none{}
}

// noTerms is the error of a term on a field that has none.
func (s *shard) noTerms(f *mapping.Field) error {
	if f.Type == "binary" {
		return s.queryError("Binary fields do not support searching", nil)
	}
	return s.queryError("Geometry fields do not support exact searching, use dedicated geometry queries instead: ["+f.Path+"]", nil)
}

// existsField matches documents that have a value of the field. Observed on 2.19.4:
// a path of one name below a flat_object is there where that name stands on any
// way to a leaf; longer paths never are. Later a path is there where it is a leaf's.
func (s *shard) existsField(f *mapping.Field) query {
	stored := f.Params.Has("store")
	switch {
	case f.Type == "constant_keyword":
		return all{}
	case f.Root != "" && !s.dialect.FlatPaths:
		name := strings.TrimPrefix(f.Path, f.Root+".")
		return predicate(func(d *doc) bool { v := d.Values.Get(f.Root); return v != nil && slices.Contains(v.Keys(), name) })
	case f.Root == "" && !f.Indexed && !f.DocValues && !stored:
		return none{}
	}
	path := f.Path
	return predicate(func(d *doc) bool { return d.Values.Get(path) != nil })
}

// spanTerm matches ranges that hold a value.
func (s *shard) spanTerm(f *mapping.Field, v any) (query, error) {
	return s.spans(f, mapping.Ends{From: v, To: v, Lower: true, Upper: true}, params{})
}

// spanRange matches ranges that meet, lie within or contain another.
func (s *shard) spanRange(f *mapping.Field, b bounds, p params) (query, error) {
	return s.spans(f, mapping.Ends{From: b.from, To: b.to, Lower: b.lower, Upper: b.upper}, p)
}

func (s *shard) spans(f *mapping.Field, e mapping.Ends, p params) (query, error) {
	var dates func(any, bool) (int64, error)
	if f.Type == "date_range" {
		format, c, err := s.dateReader(f, p)
		if err != nil {
			return nil, err
		}
		dates = func(v any, up bool) (int64, error) {
			c.RoundUp = up
			return format.ParseMath(javaText(v), c)
		}
	}
	exact := *f
	exact.Coerce = false // a query's ends are never cut
	if e.From != nil {
		e.From = javaText(e.From)
	}
	if e.To != nil {
		e.To = javaText(e.To)
	}
	asked, err := exact.Span(e, dates)
	if err != nil {
		return nil, causeOfNumber(err)
	}
	if asked.Low > asked.High {
		return nil, fault.Unsupported("range that ends before it begins on [%s]", f.Path)
	}
	relation := strings.ToLower(p.Text("relation"))
	path := f.Path
	return predicate(func(d *doc) bool {
		v := d.Values.Get(path)
		return v != nil && slices.ContainsFunc(v.Spans(), func(x mapping.Span) bool {
			switch relation {
			case "within":
				return x.Low >= asked.Low && x.High <= asked.High
			case "contains":
				return x.Low <= asked.Low && x.High >= asked.High
			}
			return x.Low <= asked.High && x.High >= asked.Low
		})
	}), nil
}

// dateReader is the format and the circumstances in which a query's dates are read.
func (s *shard) dateReader(f *mapping.Field, p params) (*datetime.Format, datetime.Context, error) {
	format := f.Format
	c := datetime.Context{Now: s.now}
	var err error
	if text := p.Text("format"); text != "" {
		if format, err = datetime.Compile(text); err != nil {
			return nil, c, err
		}
	}
	if id := p.Text("time_zone"); id != "" {
		c.Zone, err = datetime.Zone(id)
	}
	return format, c, err
}

// unsignedRange compares unsigned numbers with ends that may have decimals.
func unsignedRange(f *mapping.Field, b bounds) (query, error) {
	low, high := int64(math.MinInt64), int64(math.MaxInt64)
	end := func(v any) (int64, bool, error) {
		n, err := mapping.Unsigned(javaText(v), true)
		r, _ := new(big.Rat).SetString(javaText(v))
		return mapping.Biased(n), r != nil && !r.IsInt(), err
	}
	if b.from != nil {
		n, decimals, err := end(b.from)
		if err != nil {
			return nil, err
		}
		if low = n; !b.lower || decimals {
			if low == math.MaxInt64 {
				return none{}, nil
			}
			low++
		}
	}
	if b.to != nil {
		n, decimals, err := end(b.to)
		if err != nil {
			return nil, err
		}
		if high = n; !b.upper && !decimals {
			if high == math.MinInt64 || high == math.MaxInt64 { // below the greatest is nothing, says 2.19.4
				return none{}, nil
			}
			high--
		}
	}
	if !f.Indexed {
		return columnBetween(f.Path, low, high), nil
	}
	return intsBetween(f.Path, low, high), nil
}

// columnBetween finds values of an unsigned_long that has no index. The server goes
// through a document's values in the order of signed numbers, those from 2^63 on
// first, and looks at none after the first that reaches the low end (2.19.4).
func columnBetween(path string, low, high int64) query {
	return predicate(func(d *doc) bool {
		for _, n := range inColumn(d, path) {
			if n >= low {
				return n <= high
			}
		}
		return false
	})
}

// columnHas finds any of several values so: none is looked at after one beyond the
// greatest.
func columnHas(path string, wanted map[int64]bool) query {
	greatest := int64(math.MinInt64)
	for n := range wanted {
		greatest = max(greatest, n)
	}
	return predicate(func(d *doc) bool {
		for _, n := range inColumn(d, path) {
			if n > greatest {
				return false
			}
			if wanted[n] {
				return true
			}
		}
		return false
	})
}

// inColumn are a document's values of an unsigned_long, biased, those from 2^63 on
// first.
func inColumn(d *doc, path string) []int64 {
	v := d.Values.Get(path)
	if v == nil {
		return nil
	}
	list := slices.Clone(v.Ints)
	slices.SortFunc(list, func(a, b int64) int { return cmp.Or(cmp.Compare(boolInt(a < 0), boolInt(b < 0)), cmp.Compare(a, b)) })
	return list
}
