package querydsl

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

const numericSource = scriptable | formattable

var metricAggregations = map[string]aggregation{
	"avg":         leaf(valueSource("avg", numericSource)),
	"sum":         leaf(valueSource("sum", numericSource)),
	"min":         leaf(valueSource("min", numericSource)),
	"max":         leaf(valueSource("max", numericSource)),
	"stats":       leaf(valueSource("stats", numericSource)),
	"value_count": leaf(valueSource("value_count", numericSource)),
	"extended_stats": leaf(valueSource("extended_stats", numericSource,
		opt("sigma", atLeastDouble(0, "[sigma] must be greater than or equal to 0. Found [%s] in [%s]"), json.Number("2.0")))),
	"cardinality": leaf(valueSource("cardinality", scriptable,
		opt("precision_threshold", nonNegative(longKind, "precisionThreshold")),
		opt("execution_hint", textKind).notIn1(), opt("rehash", longKind).silent())),
	"median_absolute_deviation": leaf(valueSource("median_absolute_deviation", numericSource,
		opt("compression", atLeastDouble(math.SmallestNonzeroFloat64, "[compression] must be greater than 0. Found [%s] in [%s]"), json.Number("1000.0")))),
	"percentiles":      leaf(percentilesShape),
	"percentile_ranks": leaf(percentileRanksShape),
	"weighted_avg":     {read: readWeightedAvg, leaf: true},
	"scripted_metric":  aggregationOf(scriptedMetricShape),
	"top_hits":         {read: readTopHits, leaf: true},
	"matrix_stats":     {read: readMatrixStats, leaf: true},
}

// atLeastDouble refuses a number under low; %s are the number and the
// aggregation.
func atLeastDouble(low float64, words string) kind {
	return kind{doubleKind.takes, func(c *context, v any) (any, *Error) {
		f, err := double(v)
		if err == nil && f < low {
			err = illegal(words, JavaDouble(f), c.aggregation)
		}
		return result(floatValue(f, 64), err)
	}}
}

var (
	digestShape = &shape{name: "tdigest", manners: declared, fields: []field{
		opt("compression", atLeastDouble(0, "[compression] must be greater than or equal to 0. Found [%s]"), json.Number("100.0"))}}
	hdrShape = &shape{name: "hdr", manners: declared, fields: []field{
		opt("number_of_significant_value_digits", significantDigits, num(3))}}
)

var significantDigits = kind{intKind.takes, func(_ *context, v any) (any, *Error) {
	n, err := integer(v)
	if err == nil && (n < 0 || n > 5) {
		err = illegal("[numberOfSignificantValueDigits] must be between 0 and 5")
	}
	return result(num(n), err)
}}

func percentiles(name, valuesName string, list kind, preset ...any) *shape {
	s := valueSource(name, numericSource, opt(valuesName, list, preset...), opt("keyed", boolKind, true),
		opt("tdigest", kind{tObject, digestShape.canonical}), opt("hdr", kind{tObject, hdrShape.canonical}))
	return s.finishing(func(c *context, v values) *Error {
		if v.has("tdigest") && v.has("hdr") {
			return failedToBuild(name, illegal("Only one percentiles method should be declared."))
		}
		if !v.has("tdigest") && !v.has("hdr") {
			v["tdigest"] = digestShape.print(nil)
		}
		return nil
	})
}

func failedToBuild(name string, cause *Error) *Error {
	return wrap(KindXContentParse, "Failed to build ["+name+"] after last required field arrived", cause)
}

var percentilesShape = percentiles("percentiles", "percents", kind{tArray | tNumber | tString, readDoubles},
	[]any{one, json.Number("5.0"), json.Number("25.0"), json.Number("50.0"), json.Number("75.0"), json.Number("95.0"), json.Number("99.0")})

var percentileRanksShape = percentiles("percentile_ranks", "values", kind{tArray | tNumber | tString, readDoubles})

// readDoubles reads numbers and sorts them.
func readDoubles(_ *context, v any) (any, *Error) {
	items, isList := v.([]any)
	if !isList {
		items = []any{v}
	}
	numbers := make([]float64, len(items))
	for i, item := range items {
		f, err := double(item)
		if err != nil {
			return nil, underIndex(err, i)
		}
		numbers[i] = f
	}
	slices.Sort(numbers)
	return printDoubles(numbers), nil
}

func printDoubles(numbers []float64) []any {
	printed := make([]any, len(numbers))
	for i, f := range numbers {
		printed[i] = floatValue(f, 64)
	}
	return printed
}

func asDoubles(list any) []float64 {
	var numbers []float64
	items, _ := list.([]any)
	for _, item := range items {
		if n, ok := item.(json.Number); ok {
			f, _ := strconv.ParseFloat(n.String(), 64)
			numbers = append(numbers, f)
		}
	}
	return numbers
}

func init() {
	checkMethod := percentilesShape.finish
	percentilesShape.finish = func(c *context, v values) *Error {
		if err := checkMethod(c, v); err != nil || !v.has("percents") {
			return err
		}
		numbers := asDoubles(v["percents"])
		if len(numbers) == 0 {
			return failedToBuild("percentiles", illegal("[percents] must not be empty: [%s]", c.aggregation))
		}
		for _, f := range numbers {
			if f < 0 || f > 100 {
				return failedToBuild("percentiles", illegal("percent must be in [0,100], got [%s]: [%s]", JavaDouble(f), c.aggregation))
			}
		}
		return nil
	}
	checkRanks := percentileRanksShape.finish
	percentileRanksShape.finish = func(c *context, v values) *Error {
		if err := checkRanks(c, v); err != nil {
			return err
		}
		switch list, given := v["values"].([]any); {
		case !given:
			return failedToBuild("percentile_ranks", illegal("[values] must not be null: [%s]", c.aggregation))
		case len(list) == 0:
			return failedToBuild("percentile_ranks", illegal("[values] must not be an empty array: [%s]", c.aggregation))
		}
		return nil
	}
}

// fieldConfigShape is one of the sources of an aggregation over several.
var fieldConfigShape = &shape{name: "field_config", manners: declared, fields: []field{
	missingOption, opt("script", scriptKind), opt("field", textKind),
}, finish: checkFieldConfig}

func checkFieldConfig(_ *context, v values) *Error {
	switch {
	case v.has("field") && v.has("script"):
		return illegal("[field] and [script] cannot both be configured.  Please specify one or the other.")
	case !v.has("field") && !v.has("script"):
		return illegal("[field] and [script] cannot both be null.  Please specify one or the other.")
	}
	return nil
}

var weightedAvgShape = &shape{name: "weighted_avg", manners: declared, fields: []field{
	opt("value", kind{tObject, fieldConfigShape.canonical}), opt("weight", kind{tObject, fieldConfigShape.canonical}),
	opt("format", textKind), opt("value_type", valueTypeKind).or("valueType"),
}}

// readWeightedAvg prints its two sources in the order of a HashMap.
func readWeightedAvg(c *context, v any) (any, *Error) {
	read, err := weightedAvgShape.parse(c, v)
	if err != nil {
		return nil, err
	}
	printed := weightedAvgShape.print(read)
	var sources []orderedjson.Member
	for _, name := range []string{"value", "weight"} {
		if source, ok := printed.Get(name); ok {
			sources = append(sources, orderedjson.Member{Key: name, Value: source})
			printed.Delete(name)
		}
	}
	return orderedjson.NewObject(append(hashOrder(sources), printed.Members()...)...), nil
}

var scriptedMetricShape = &shape{name: "scripted_metric", manners: declared, required: []string{"map_script"}, fields: []field{
	opt("init_script", scriptKind), opt("map_script", scriptKind), opt("combine_script", scriptKind),
	opt("reduce_script", scriptKind), opt("params", objectKind),
}}

var topHitsShape = &shape{name: "top_hits", manners: manners{elseText: "Unknown key for a %[2]s in [%[3]s]."}}

func init() {
	topHitsShape.fields = []field{
		opt("from", nonNegative(intKind, "from"), zero), opt("size", nonNegative(intKind, "size"), num(3)),
		opt("version", boolKind, false), opt("seq_no_primary_term", boolKind, false), opt("explain", boolKind, false),
		opt("_source", sourceFilterKind).taking(tObject | tArray | tValue),
		opt("stored_fields", kind{tArray | tValue, readStoredFields}),
		opt("docvalue_fields", kind{tArray, nonEmpty(listOf(readFieldAndFormat))}),
		opt("fields", kind{tArray, nonEmpty(listOf(readFieldAndFormat))}),
		opt("script_fields", kind{tObject, readUnorderedScriptFields}),
		opt("sort", kind{tObject | tArray | tValue, readSort}),
		opt("track_scores", unless(boolKind, false)), opt("highlight", kind{tObject, readHighlight}),
	}
}

// nonEmpty prints nothing for an empty list.
func nonEmpty(read reader) reader {
	return func(c *context, v any) (any, *Error) {
		value, err := read(c, v)
		if list, ok := value.([]any); ok && len(list) == 0 {
			return omitted, err
		}
		return value, err
	}
}

func readTopHits(c *context, v any) (any, *Error) { return topHitsShape.canonical(c, v) }

var matrixModeKind = upperWords("org.opensearch.search.MultiValueMode", "sum", "avg", "median", "min", "max").kind()

// readMatrixStats reads the one aggregation over a list of fields.
func readMatrixStats(c *context, v any) (any, *Error) {
	read, printed := values{}, &orderedjson.Object{}
	for _, m := range v.(*orderedjson.Object).Members() {
		if err := readMatrixOption(c, read, m); err != nil {
			return nil, under(err, m.Key)
		}
	}
	read.setDefault("fields", []any{})
	printed.Set("fields", read["fields"])
	mode := any("AVG")
	if given, ok := read["mode"]; ok {
		mode = strings.ToUpper(given.(string))
	}
	printed.Set("mode", mode)
	return printed, nil
}

func readMatrixOption(c *context, read values, m orderedjson.Member) *Error {
	token := tokenOf(m.Value)
	var err *Error
	switch {
	case m.Key == "fields" && token&(tString|tArray) != 0:
		if list, isList := m.Value.([]any); isList {
			for i, item := range list {
				if tokenOf(item) != tString {
					return underIndex(parsing("Unexpected token %s [fields] in [%s].", tokenName(item), c.aggregation), i)
				}
			}
		}
		read["fields"], err = listOf(readText)(c, m.Value)
	case m.Key == "missing" && token == tObject:
		// read by the server, and never printed
		for _, missing := range m.Value.(*orderedjson.Object).Members() {
			if _, err := text(missing.Value); err != nil && missing.Value != nil {
				return under(err, missing.Key)
			}
		}
	case m.Key == "mode" && token == tString:
		read["mode"], err = matrixModeKind.read(c, m.Value)
		if err != nil {
			err = illegal("Illegal sort mode: %s", m.Value)
		}
	case m.Key == "script" && token&(tObject|tArray) != 0, (m.Key == "value_type" || m.Key == "valueType") && token == tString:
		err = parsing("Unexpected token %s [%s] in [%s]. Multi-field aggregations do not support scripts.", tokenName(m.Value), m.Key, c.aggregation)
	default:
		err = parsing("Unexpected token %s [%s] in [%s].", tokenName(m.Value), m.Key, c.aggregation)
	}
	return err
}
