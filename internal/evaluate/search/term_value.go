package search

import (
	"math/big"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
)

func booleanTerm(v any) (int64, error) {
	switch javaText(v) {
	case "true":
		return 1, nil
	case "false":
		return 0, nil
	}
	return 0, fault.New(0, "illegal_argument_exception", "Can't parse boolean value [%s], expected [true] or [false]", javaText(v))
}

func ipTerm(f *mapping.Field, text string) (query, error) {
	path := f.Path
	if strings.Contains(text, "/") {
		span, err := mapping.Network(text)
		if err != nil {
			return nil, err
		}
		low, high := span.Low, span.High
		return predicate(func(d *doc) bool {
			v := d.Values.Get(path)
			return v != nil && slices.ContainsFunc(v.Terms, func(t string) bool { return t >= low && t <= high })
		}), nil
	}
	ip, ok := mapping.ParseIP(text)
	if !ok {
		return nil, notIP(text)
	}
	return predicate(func(d *doc) bool { return d.Values.Get(path) != nil && slices.Contains(d.Values.Get(path).Terms, ip) }), nil
}

func notIP(text string) error {
	return fault.New(0, "illegal_argument_exception", "'%s' is not an IP string literal.", text)
}

// dateTerm matches the whole of what the value names: a day, a minute, …
func (s *shard) dateTerm(f *mapping.Field, v any) (query, error) {
	text := javaText(v)
	low, err := dateEnd(f, f.Format, text, datetime.Context{Now: s.now})
	if err != nil {
		return nil, err
	}
	high, err := dateEnd(f, f.Format, text, datetime.Context{Now: s.now, RoundUp: true})
	if err != nil {
		return nil, err
	}
	return intsBetween(f.Path, low, high), nil
}

func intsBetween(path string, low, high int64) query {
	return predicate(func(d *doc) bool {
		v := d.Values.Get(path)
		return v != nil && slices.ContainsFunc(v.Ints, func(n int64) bool { return n >= low && n <= high })
	})
}

// numberTerms matches any of the values of a numeric field. Observed on 2.19.4:
// decimals never equal a whole number, values beyond the type are an error.
func numberTerms(f *mapping.Field, values []any) (query, error) {
	ints, floats := map[int64]bool{}, map[int64]bool{}
	for _, v := range values {
		kind := askedAs(f)
		if (slices.Contains(mapping.Integers, kind) || kind == "unsigned_long") && hasDecimals(v) {
			continue
		}
		if kind == "unsigned_long" {
			n, err := mapping.Unsigned(javaText(v), true)
			if err != nil {
				return nil, err
			}
			ints[mapping.Biased(n)] = true
			continue
		}
		n, err := mapping.ParseNumber(kind, javaText(v), true)
		if err != nil {
			return nil, causeOfNumber(err)
		}
		switch {
		case kind == "scaled_float":
			ints[javavalue.Round(n.Float*f.Scaling)] = true
		case slices.Contains(mapping.Decimals, kind):
			floats[sortable(n.Float)] = true
		default:
			ints[n.Int] = true
		}
	}
	path := f.Path
	if f.Type == "unsigned_long" && !f.Indexed {
		return columnHas(path, ints), nil
	}
	return predicate(func(d *doc) bool {
		v := d.Values.Get(path)
		if v == nil {
			return false
		}
		return slices.ContainsFunc(v.Ints, func(n int64) bool { return ints[n] }) ||
			slices.ContainsFunc(v.Floats, func(n float64) bool { return floats[sortable(n)] })
	}), nil
}

func causeOfNumber(err error) error {
	e, ok := err.(*fault.Error)
	if !ok {
		return err
	}
	text, unread := strings.CutPrefix(e.Reason, `For input string: "`)
	text = strings.TrimSpace(strings.TrimSuffix(text, `"`)) // as Java's Double.parseDouble does
	switch {
	case unread && text == "":
		return fault.New(0, "number_format_exception", "empty String")
	case unread:
		return fault.New(0, "number_format_exception", `For input string: "%s"`, text)
	}
	return err
}

func hasDecimals(v any) bool {
	text := javaText(v)
	if !strings.ContainsAny(text, ".eE") {
		return false
	}
	r, ok := new(big.Rat).SetString(text)
	return ok && !r.IsInt()
}
