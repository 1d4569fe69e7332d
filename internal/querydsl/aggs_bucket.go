package querydsl

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

const zeroPointZeroZeroOne = json.Number("0.001")

// heuristics are the ways to tell how significant a term is, with their options.
var heuristics = map[string]*shape{
	"jlh":                {name: "jlh", manners: declared},
	"percentage":         {name: "percentage", manners: declared},
	"mutual_information": nonNumericHeuristic("mutual_information"),
	"chi_square":         nonNumericHeuristic("chi_square"),
	"gnd": {name: "gnd", manners: declared, fields: []field{
		opt("background_is_superset", boolKind, true)}},
	"script_heuristic": {name: "script_heuristic", manners: declared, required: []string{"script"}, fields: []field{
		opt("script", scriptKind)}},
}

func nonNumericHeuristic(name string) *shape {
	return &shape{name: name, manners: declared, fields: []field{
		opt("include_negatives", boolKind, false), opt("background_is_superset", boolKind, true)}}
}

var significantTermsShape, significantTextShape *shape

func init() {
	significantTermsShape = valueSource("significant_terms", numericSource, slices.Concat(thresholds(3), []field{
		opt("execution_hint", textKind), opt("background_filter", queryKind)}, includeExclude)...).checking(checkInclude)
	significantTextShape = &shape{name: "significant_text", manners: declared, before: checkInclude,
		fields: slices.Concat(thresholds(3), []field{
			opt("field", textKind), opt("source_fields", textsKind),
			opt("filter_duplicate_text", unless(boolKind, false)), opt("background_filter", queryKind)}, includeExclude)}
}

func readSignificantTerms(c *context, v any) (any, *Error) {
	return readSignificant(c, significantTermsShape, v)
}

func readSignificantText(c *context, v any) (any, *Error) {
	return readSignificant(c, significantTextShape, v)
}

// readSignificant reads the options and, among them, the one heuristic, which
// stands under its own name and is printed last.
func readSignificant(c *context, s *shape, v any) (any, *Error) {
	heuristic := orderedjson.Member{Key: "jlh", Value: &orderedjson.Object{}}
	options := &orderedjson.Object{}
	for _, m := range v.(*orderedjson.Object).Members() {
		known, ok := heuristics[m.Key]
		if !ok {
			options.Set(m.Key, m.Value)
			continue
		}
		printed, err := known.canonical(c, m.Value)
		if err != nil {
			return nil, under(err, m.Key)
		}
		heuristic = orderedjson.Member{Key: m.Key, Value: printed}
	}
	printed, err := s.canonical(c, options)
	if err != nil {
		return nil, noHeuristic(c, s, err)
	}
	printed.(printable).Set(heuristic.Key, heuristic.Value)
	return printed, nil
}

// noHeuristic says of an option that is none that it is no heuristic either: the
// server looks for one of that name (2.19.4, 1.3.14).
func noHeuristic(c *context, s *shape, err *Error) *Error {
	key := strings.TrimPrefix(err.Path, "/")
	if !strings.HasPrefix(err.Reason, "["+s.name+"] unknown field [") {
		return err
	}
	nearest, words := didYouMean(key, slices.Concat(s.names(c.dialect), slices.Sorted(maps.Keys(heuristics))))
	out := wrap(KindXContentParse, "["+s.name+"] unknown field ["+key+"]"+words, &Error{Kind: KindNotFound, Reason: "unknown field [" + key + "]", UnknownName: key, Path: err.Path})
	out.Suggestion = nearest
	return out
}

func readGlobal(c *context, v any) (any, *Error) {
	if o := v.(*orderedjson.Object); o.Len() > 0 {
		found := tokenName(o.Members()[0].Value)
		return nil, parsing("Expected [FIELD_NAME] under a [START_OBJECT], but got a [%s] in [%s]", found, c.aggregation)
	}
	return &orderedjson.Object{}, nil
}

var inAggregation = "Unknown key for a %[2]s in [%[1]s]: [%[3]s]."

// readFilters reads filters: keyed in an object, or a list.
func readFilters(c *context, v any) (any, *Error) {
	s := &shape{name: "filters", manners: manners{elseText: inAggregation, ofAggregation: true}, fields: []field{
		opt("filters", kind{tObject | tArray, readFilterList}),
		opt("other_bucket", boolKind, false), opt("other_bucket_key", textKind, "_other_"),
	}}
	read := values{}
	for _, m := range v.(*orderedjson.Object).Members() {
		wrong := (m.Key == "other_bucket" && tokenOf(m.Value) != tBool) || (m.Key == "other_bucket_key" && tokenOf(m.Value) != tString)
		key := m.Key
		if wrong {
			key = "\x00"
		}
		if err := s.take(c, read, key, m.Value); err != nil {
			if wrong {
				err = parsing(inAggregation, c.aggregation, tokenName(m.Value), m.Key)
			}
			return nil, under(err, m.Key)
		}
	}
	if emptyFilters(read["filters"]) {
		return nil, illegal("[filters] cannot be empty.")
	}
	if read.has("other_bucket_key") {
		read.setDefault("other_bucket", true)
	}
	return s.print(read), nil
}

func emptyFilters(v any) bool {
	switch v := v.(type) {
	case *orderedjson.Object:
		return v.Len() == 0
	case []any:
		return len(v) == 0
	default:
		return true
	}
}

func readFilterList(c *context, v any) (any, *Error) {
	o, keyed := v.(*orderedjson.Object)
	if !keyed {
		return objectsOf(readQuery)(c, v)
	}
	filters, err := readKeyedFilters(c, o)
	if err != nil {
		return nil, err
	}
	return sortedByKey(filters), nil
}

func readKeyedFilters(c *context, o *orderedjson.Object) (*orderedjson.Object, *Error) {
	filters := &orderedjson.Object{}
	for _, m := range o.Members() {
		filter, err := readQuery(c, m.Value)
		if err != nil {
			return nil, under(err, m.Key)
		}
		filters.Set(m.Key, filter)
	}
	return filters, nil
}

func sortedByKey(o *orderedjson.Object) *orderedjson.Object {
	return orderedjson.NewObject(treeOrder(o.Members())...)
}

var adjacencyShape = &shape{name: "adjacency_matrix", manners: declared}

func init() {
	adjacencyShape.fields = []field{
		opt("separator", textKind, "&"), opt("show_only_intersecting", boolKind, false).notIn1(),
		opt("filters", kind{tObject | tArray, readAdjacencyFilters}),
	}
}

func readAdjacencyFilters(c *context, v any) (any, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, illegal("[filters] doesn't support arrays. Use a single object with multiple fields.")
	}
	filters := &orderedjson.Object{}
	for _, m := range o.Members() {
		filter, err := readQuery(c, m.Value)
		if err != nil {
			return nil, under(wrap(KindXContentParse, "[filters] failed to parse field ["+m.Key+"]", err), m.Key)
		}
		filters.Set(m.Key, filter)
	}
	return sortedByKey(filters), nil
}

func readAdjacency(c *context, v any) (any, *Error) {
	read, err := adjacencyShape.parse(c, v)
	if err != nil {
		return nil, err
	}
	if emptyFilters(read["filters"]) {
		return nil, refuse(KindIllegalState, "[%s] is missing : filters parameter", c.aggregation)
	}
	printed := adjacencyShape.print(read)
	if c.dialect == OpenSearch1 {
		printed.Delete("show_only_intersecting")
	}
	return printed, nil
}

// onlyText reads an aggregation whose only option is a text.
func onlyText(option string) reader {
	return func(c *context, v any) (any, *Error) {
		printed := &orderedjson.Object{}
		for _, m := range v.(*orderedjson.Object).Members() {
			word, isText := m.Value.(string)
			switch {
			case !isText:
				return nil, under(parsing("Unexpected token %s in [%s].", tokenName(m.Value), c.aggregation), m.Key)
			case m.Key != option:
				return nil, under(parsing(inAggregation, c.aggregation, tokenName(m.Value), m.Key), m.Key)
			}
			printed.Set(option, word)
		}
		return printed, nil
	}
}

// neededText is onlyText whose option is required; missing has the aggregation.
func neededText(option, missing string) reader {
	return func(c *context, v any) (any, *Error) {
		printed, err := onlyText(option)(c, v)
		if err == nil && printed.(printable).Len() == 0 {
			return nil, parsing(missing, c.aggregation)
		}
		return printed, err
	}
}

var samplingAggregations = map[string]aggregation{
	"sampler": {read: readSampler},
	"diversified_sampler": aggregationOf(valueSource("diversified_sampler", scriptable,
		opt("shard_size", nonNegative(intKind, "shardSize"), num(100)),
		opt("max_docs_per_value", nonNegative(intKind, "maxDocsPerValue"), num(1)),
		opt("execution_hint", textKind))),
}

func readSampler(c *context, v any) (any, *Error) {
	size := any(num(100))
	for _, m := range v.(*orderedjson.Object).Members() {
		n, isNumber := m.Value.(json.Number)
		if m.Key != "shard_size" || !isNumber {
			return nil, under(parsing("Unsupported property \"%s\" for aggregation \"%s", m.Key, c.aggregation), m.Key)
		}
		var err *Error
		if size, err = readInt(c, n); err != nil {
			return nil, under(err, m.Key)
		}
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "shard_size", Value: size}), nil
}
