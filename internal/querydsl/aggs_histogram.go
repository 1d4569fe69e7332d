package querydsl

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

var histogramAggregations = map[string]aggregation{
	"histogram":                aggregationOf(histogramShape),
	"date_histogram":           aggregationOf(dateHistogramShape),
	"auto_date_histogram":      aggregationOf(autoDateHistogramShape),
	"variable_width_histogram": aggregationOf(variableWidthShape),
}

var histogramShape = valueSource("histogram", numericSource,
	opt("interval", kind{doubleKind.takes, readInterval}, zeroDot), opt("offset", doubleKind, zeroDot),
	opt("order", bucketOrderKind, keyAscending()), opt("keyed", boolKind, false),
	opt("min_doc_count", nonNegative(longKind, "minDocCount"), zero),
	opt("extended_bounds", kind{tObject, doubleBoundsShape.canonical}),
	opt("hard_bounds", kind{tObject, doubleBoundsShape.canonical}))

func readInterval(c *context, v any) (any, *Error) {
	f, err := double(v)
	if err == nil && f <= 0 {
		err = illegal("[interval] must be >0 for histogram aggregation [%s]", c.aggregation)
	}
	return result(floatValue(f, 64), err)
}

var doubleBoundsShape = &shape{name: "double_bounds", manners: declared, fields: []field{
	opt("min", nullless(doubleKind)), opt("max", nullless(doubleKind)),
}, finish: func(_ *context, v values) *Error {
	low, high := asDoubles([]any{v["min"]}), asDoubles([]any{v["max"]})
	for name, bound := range map[string][]float64{"min": low, "max": high} {
		if v[name] == "NaN" || strings.Contains(stringOf(v[name]), "Infinity") || (len(bound) > 0 && math.IsInf(bound[0], 0)) {
			return failedToBuild("double_bounds", illegal("%s bound must be finite", name))
		}
	}
	if len(low) > 0 && len(high) > 0 && high[0] < low[0] {
		return failedToBuild("double_bounds", illegal("max bound [%s] must be greater than min bound [%s]", JavaDouble(high[0]), JavaDouble(low[0])))
	}
	return nil
}}

func stringOf(v any) string {
	s, _ := v.(string)
	return s
}

// longBoundsShape has null for a bound that is not there.
var longBoundsShape = &shape{name: "bounds", manners: declared, fields: []field{
	opt("min", boundKind), opt("max", boundKind),
}}

var boundKind = kind{tNumber | tString | tNull, func(_ *context, v any) (any, *Error) {
	n, isNumber := v.(json.Number)
	if !isNumber {
		return v, nil
	}
	if f, _ := n.Float64(); !isWhole(n) && f != math.Trunc(f) {
		return nil, illegal("%s cannot be converted to Long without data loss", n)
	}
	whole, err := long(n)
	return result(num(whole), err)
}}

func readLongBounds(c *context, v any) (any, *Error) {
	read, err := longBoundsShape.parse(c, v)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"min", "max"} {
		if _, given := read[name]; !given {
			read[name] = nil
		}
	}
	return longBoundsShape.print(read), nil
}

// intervalOptions are the three ways to say the width of a date bucket. The
// bare one is the oldest and says how it is meant by its value.
var intervalOptions = []field{
	opt("calendar_interval", calendarKind), opt("fixed_interval", fixedKind), opt("interval", legacyIntervalKind),
}

var calendarUnits = []string{
	"year", "1y", "quarter", "1q", "month", "1M", "week", "1w", "day", "1d", "hour", "1h", "minute", "1m", "second", "1s",
}

var calendarKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err == nil && !slices.Contains(calendarUnits, word) {
		err = illegal("The supplied interval [%s] could not be parsed as a calendar interval.", word)
	}
	return result(word, err)
}}

var fixedKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	_, err = timeMillis(word, "date_histogram.fixedInterval")
	return result(word, err)
}}

var legacyIntervalKind = kind{tNumber | tString, func(c *context, v any) (any, *Error) {
	if n, isNumber := v.(json.Number); isNumber {
		millis, err := long(n)
		if err == nil && millis < 1 {
			err = illegal("[interval] must be 1 or greater for aggregation [date_histogram]")
		}
		return result(num(millis).String()+"ms", err)
	}
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	if word == "" {
		return nil, illegal("[dateHistogramInterval] must not be null: [date_histogram]")
	}
	return word, nil
}}

// checkInterval refuses the second of two ways to say the width.
func checkInterval(read values, name string, _ any) *Error {
	other := ""
	for _, option := range []string{"interval", "calendar_interval", "fixed_interval"} {
		if name != option && read.has(option) {
			other = option
		}
	}
	switch name {
	case "interval":
		if other != "" {
			return illegal("Cannot use [interval] with [fixed_interval] or [calendar_interval] configuration options.")
		}
	case "calendar_interval", "fixed_interval":
		if other != "" {
			return illegal("Cannot use [%s] with [%s] configuration option.", name, other)
		}
	}
	return nil
}

var dateHistogramShape = valueSource("date_histogram", numericSource|zoned, append(slices.Clone(intervalOptions),
	opt("offset", offsetKind, zero), opt("order", bucketOrderKind, keyAscending()), opt("keyed", boolKind, false),
	opt("min_doc_count", nonNegative(longKind, "minDocCount"), zero),
	opt("extended_bounds", kind{tObject, readLongBounds}), opt("hard_bounds", kind{tObject, readLongBounds}))...)

func init() { dateHistogramShape.before = checkInterval }

var autoDateHistogramShape = valueSource("auto_date_histogram", numericSource|zoned,
	opt("buckets", kind{intKind.takes, func(c *context, v any) (any, *Error) {
		return atLeast(intKind, 1, "buckets must be greater than 0 for ["+c.aggregation+"]").read(c, v)
	}}, num(10)),
	opt("minimum_interval", kind{tString | tNull, readMinimumInterval})).finishing(func(_ *context, v values) *Error {
	if _, given := v["minimum_interval"]; !given {
		v["minimum_interval"] = nil
	}
	return nil
})

var minimumIntervals = []string{"year", "month", "day", "hour", "minute", "second"}

func readMinimumInterval(_ *context, v any) (any, *Error) {
	word, isText := v.(string)
	if isText && !slices.Contains(minimumIntervals, word) {
		return nil, illegal("minimum_interval must be one of [%s]", strings.Join(minimumIntervals, ", "))
	}
	return v, nil
}

// aboveFor is atLeast with words that name the aggregation at their end.
func aboveFor(low int64, words string) kind {
	return kind{intKind.takes, func(c *context, v any) (any, *Error) {
		return atLeast(intKind, low, words+" for ["+c.aggregation+"]").read(c, v)
	}}
}

var variableWidthShape = valueSource("variable_width_histogram", numericSource|zoned,
	opt("buckets", aboveFor(1, "buckets must be greater than [0]"), num(10)),
	opt("shard_size", aboveFor(2, "shard_size must be greater than [1]")).silent(),
	opt("initial_buffer", aboveFor(1, "initial_buffer must be greater than [0]")).silent())

// timeMillis is a duration in milliseconds.
func timeMillis(written, setting string) (int64, *Error) {
	printed, err := timeValue(written, setting)
	if err != nil {
		return 0, err
	}
	m := timeParts.FindStringSubmatch(printed)
	if m == nil {
		return -1, nil
	}
	n, _ := strconv.ParseInt(m[1], 10, 64)
	switch m[2] {
	case "nanos":
		return n / 1e6, nil
	case "micros":
		return n / 1e3, nil
	default:
		return n * map[string]int64{"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}[m[2]], nil
	}
}

var timeParts = pattern.New(`^(-?\d+)(nanos|micros|ms|s|m|h|d)$`)

func signedMillis(written string) (int64, *Error) {
	unsigned := strings.TrimPrefix(written, "+")
	if rest, negative := strings.CutPrefix(written, "-"); negative {
		millis, err := timeMillis(rest, "DateHistogramAggregationBuilder.parseOffset")
		return -millis, err
	}
	return timeMillis(unsigned, "DateHistogramAggregationBuilder.parseOffset")
}
