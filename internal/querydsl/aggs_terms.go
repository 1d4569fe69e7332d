package querydsl

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// bucketOrderKind reads the order of buckets: one or several.
var bucketOrderKind = kind{tObject | tArray, func(c *context, v any) (any, *Error) {
	orders, err := listOf(readBucketOrder)(c, v)
	if err != nil {
		return nil, err
	}
	if len(orders.([]any)) == 0 {
		return nil, refuse(KindIndexOutOfBounds, "Index 0 out of bounds for length 0")
	}
	return completeOrder(orders.([]any)), nil
}}

func readBucketOrder(_ *context, v any) (any, *Error) {
	o, ok := v.(*orderedjson.Object)
	switch {
	case tokenOf(v) == tArray:
		return nil, refuse(KindIllegalState, "expected value but got [START_ARRAY]")
	case !ok:
		return nil, parsing("Unexpected token [%s] for [order]", tokenName(v))
	}
	key, direction := "", "desc"
	for _, m := range o.Members() {
		key = m.Key
		word, isText := m.Value.(string)
		if !isText {
			return nil, under(parsing("Unexpected token [%s] for [order]", tokenName(m.Value)), m.Key)
		}
		switch direction = strings.ToLower(word); direction {
		case "asc", "desc":
		default:
			return nil, under(parsing("Unknown order direction [%s]", word), m.Key)
		}
	}
	if o.Len() == 0 {
		return nil, parsing("Must specify at least one field for [order]")
	}
	if key == "_term" || key == "_time" {
		key = "_key"
	}
	return orderedjson.NewObject(orderedjson.Member{Key: key, Value: direction}), nil
}

// completeOrder prints an order as the server keeps it: what doesn't end in the
// key gets the key as a tie breaker, which is then printed too.
func completeOrder(orders []any) any {
	keyed := func(order any) bool {
		return order.(*orderedjson.Object).Has("_key")
	}
	if len(orders) == 1 {
		if keyed(orders[0]) {
			return orders[0]
		}
		return []any{orders[0], keyAscending()}
	}
	if !keyed(orders[len(orders)-1]) {
		orders = append(slices.Clone(orders), keyAscending())
	}
	return orders
}

func keyAscending() *orderedjson.Object {
	return orderedjson.NewObject(orderedjson.Member{Key: "_key", Value: "asc"})
}

func countDescending() []any {
	return []any{orderedjson.NewObject(orderedjson.Member{Key: "_count", Value: "desc"}), keyAscending()}
}

// thresholds are the options of how many buckets come back.
func thresholds(minDocCount int64) []field {
	return []field{
		opt("size", positive(intKind, "size"), num(10)),
		opt("shard_size", positive(intKind, "shardSize")),
		opt("min_doc_count", nonNegative(longKind, "minDocCount"), num(minDocCount)),
		opt("shard_min_doc_count", nonNegative(longKind, "shardMinDocCount"), zero),
	}
}

var collectModeKind = exactly(func(word string) *Error {
	return refuse(KindOpenSearch, "no [collect_mode] found for value [%s]", word)
}, "depth_first", "breadth_first")

var includeExclude = []field{
	opt("include", kind{tObject | tArray | tString, readInclude}),
	opt("exclude", kind{tArray | tString, readInclude}),
}

var partitionShape = &shape{name: "include", fields: []field{opt("partition", intKind), opt("num_partitions", intKind)}}

func readInclude(c *context, v any) (any, *Error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case []any:
		return sortedTexts(v)
	}
	read := values{}
	for _, m := range v.(*orderedjson.Object).Members() {
		f := partitionShape.field(m.Key)
		if f == nil {
			return nil, under(refuse(KindOpenSearch, "Unknown parameter in Include/Exclude clause: %s", m.Key), m.Key)
		}
		value, err := f.kind.read(c, m.Value)
		if err != nil {
			return nil, under(err, m.Key)
		}
		read[m.Key] = value
	}
	for _, name := range []string{"partition", "num_partitions"} {
		if !read.has(name) {
			return nil, illegal("Missing [%s] parameter for partition-based include", name)
		}
	}
	part, parts := asInt(read, "partition", 0), asInt(read, "num_partitions", 0)
	if part < 0 || part >= parts {
		return nil, illegal("Partition must be >=0 and < numPartition which is %d", parts)
	}
	return partitionShape.print(read), nil
}

// sortedTexts reads a list of values as a sorted set of texts.
func sortedTexts(list []any) (any, *Error) {
	texts := make([]string, len(list))
	for i, item := range list {
		if tokenOf(item)&tValue == 0 {
			return nil, underIndex(refuse(KindOpenSearch, "Array elements in include/exclude clauses should be string values"), i)
		}
		texts[i], _ = text(item)
	}
	slices.Sort(texts)
	printed := []any{}
	for _, t := range slices.Compact(texts) {
		printed = append(printed, t)
	}
	return printed, nil
}

var bucketAggregations = map[string]aggregation{
	"terms":             aggregationOf(termsShape),
	"multi_terms":       aggregationOf(multiTermsShape),
	"rare_terms":        aggregationOf(rareTermsShape),
	"significant_terms": {read: readSignificantTerms},
	"significant_text":  {read: readSignificantText, leaf: true},
	"missing":           aggregationOf(valueSource("missing", numericSource)),
	"global":            {read: readGlobal},
	"filter":            {read: readQuery},
	"filters":           {read: readFilters},
	"adjacency_matrix":  {read: readAdjacency},
	"nested":            {read: neededText("path", "Missing [path] field for nested aggregation [%s]")},
	"reverse_nested":    {read: onlyText("path")},
	"composite":         {read: readComposite},
	"children":          {read: neededText("type", "Missing [child_type] field for children aggregation [%s]")},
	"parent":            {read: neededText("type", "Missing [child_type] field for parent aggregation [%s]")},
}

var termsShape = valueSource("terms", numericSource, slices.Concat(thresholds(1), []field{
	opt("show_term_doc_count_error", boolKind, false), opt("execution_hint", textKind),
	opt("order", bucketOrderKind, countDescending()), opt("collect_mode", collectModeKind),
}, includeExclude)...).checking(checkInclude)

// checkInclude refuses include and exclude that don't fit each other, at the
// second of them.
func checkInclude(read values, name string, value any) *Error {
	include, exclude := value, value
	switch name {
	case "include":
		exclude = read["exclude"]
	case "exclude":
		include = read["include"]
	default:
		return nil
	}
	if include == nil || exclude == nil {
		return nil
	}
	if _, partitioned := include.(*orderedjson.Object); partitioned {
		return illegal("Cannot specify any excludes when using a partition-based include")
	}
	if a, b := includeMethod(include), includeMethod(exclude); a != b {
		return illegal("Cannot mix a %s-based include with a %s-based method", a, b)
	}
	return nil
}

func includeMethod(v any) string {
	if _, isText := v.(string); isText {
		return "regex"
	}
	return "set"
}

var multiTermsShape = &shape{name: "multi_terms", manners: declared}

var multiTermsSourceShape = &shape{name: "field_config", manners: declared, fields: []field{
	missingOption, opt("script", scriptKind), opt("field", textKind), opt("time_zone", zoneOrHoursKind),
	opt("value_type", kind{tString, readLenientValueType}).or("valueType"), opt("format", textKind),
	opt("exclude", kind{tArray | tString, readInclude}),
}, finish: func(_ *context, v values) *Error {
	if !v.has("field") && !v.has("script") {
		return illegal("[field] and [script] cannot both be null.  Please specify one or the other.")
	}
	return nil // both are taken, unlike those of weighted_avg
}}

// readLenientValueType takes any word; one that is unknown is forgotten.
func readLenientValueType(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	if printed, ok := valueTypes[word]; ok {
		return printed, nil
	}
	return omitted, nil
}

func init() {
	multiTermsShape.fields = slices.Concat([]field{opt("terms", kind{tObject | tArray, objectsOf(multiTermsSourceShape.canonical)})},
		thresholds(1), []field{
			opt("show_term_doc_count_error", boolKind, false),
			opt("order", bucketOrderKind, countDescending()), opt("collect_mode", collectModeKind),
		})
	terms := &multiTermsShape.fields[0]
	read := terms.kind.read
	terms.kind.read = func(c *context, v any) (any, *Error) {
		sources, err := read(c, v)
		if err != nil {
			return nil, err
		}
		if n := len(sources.([]any)); n < 2 {
			return nil, illegal("multi term aggregation must has at least 2 terms. Found [%d] in [%s] Use terms aggregation for single term aggregation", n, c.aggregation)
		}
		return sources, nil
	}
}

var rareCountKind = kind{longKind.takes, func(c *context, v any) (any, *Error) {
	count, err := positive(longKind, "max_doc_count").read(c, v)
	if err == nil && asInt(values{"n": count}, "n", 0) > 100 {
		return nil, illegal("[max_doc_count] must be smallerthan 100in [%s]", c.aggregation)
	}
	return count, err
}}

var rareTermsShape = valueSource("rare_terms", numericSource, slices.Concat(includeExclude, []field{
	opt("max_doc_count", rareCountKind, num(1)),
	opt("precision", atLeastDouble(0.00001, "[precision] must be greater than 0.00001%.0s%.0s"), zeroPointZeroZeroOne),
})...).checking(checkInclude)
