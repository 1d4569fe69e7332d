package querydsl

import (
	"encoding/json"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

func pipeline(read reader) aggregation { return aggregation{read: read, pipeline: true} }

var bucketsPathKind = kind{tArray | tString, listOf(readText)}

func asWritten(word string) string { return word }

// gapPolicyKind reads what to do where a bucket has no value. Some parsers
// read it in its case, or in any.
func gapPolicyKind(inCase func(string) string) kind {
	return kind{tString, func(_ *context, v any) (any, *Error) {
		word, err := text(v)
		if err != nil {
			return nil, err
		}
		word = inCase(word)
		switch word {
		case "skip", "insert_zeros":
			return word, nil
		}
		return nil, parsing("Invalid gap policy: [%s], accepted values: [insert_zeros, skip]", word)
	}}
}

// upperGapPolicy is for bucket_sort, which prints the name of the constant.
var upperGapPolicy = kind{tString, func(c *context, v any) (any, *Error) {
	policy, err := gapPolicyKind(strings.ToLower).read(c, v)
	if err != nil {
		return nil, err
	}
	return strings.ToUpper(policy.(string)), nil
}}

var (
	formatOption  = opt("format", textKind)
	gapPolicy     = opt("gap_policy", gapPolicyKind(asWritten), "skip")
	loweredGap    = opt("gap_policy", gapPolicyKind(strings.ToLower), "skip")
	bucketsPath   = opt("buckets_path", bucketsPathKind)
	pathMap       = opt("buckets_path", kind{tObject | tArray | tString, readPathMap})
	strictPathMap = opt("buckets_path", kind{tObject | tArray | tString, readStrictPathMap})
	inPipeline    = manners{elseText: "Unexpected token %[2]s [%[3]s] in [%[1]s]", ofAggregation: true}
)

// readPathMap reads the paths of a script: named, or a list, or one.
func readPathMap(_ *context, v any) (any, *Error) {
	var members []orderedjson.Member
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			members = append(members, orderedjson.Member{Key: m.Key, Value: javaString(m.Value)})
		}
	case []any:
		for i, item := range v {
			path, err := text(item)
			if err != nil {
				return nil, underIndex(err, i)
			}
			members = append(members, orderedjson.Member{Key: "_value" + num(int64(i)).String(), Value: path})
		}
	default:
		path, err := text(v)
		if err != nil {
			return nil, err
		}
		members = append(members, orderedjson.Member{Key: "_value", Value: path})
	}
	return orderedjson.NewObject(hashOrder(members)...), nil
}

// readStrictPathMap takes texts only where readPathMap takes anything.
func readStrictPathMap(c *context, v any) (any, *Error) {
	o, _ := v.(*orderedjson.Object)
	for _, m := range o.Members() {
		if _, err := text(m.Value); err != nil {
			return nil, under(err, m.Key)
		}
	}
	return readPathMap(c, v)
}

// javaString is String.valueOf.
func javaString(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case json.Number:
		switch n := number(v).(type) {
		case json.Number:
			return n.String()
		case string:
			return n
		}
	case *orderedjson.Object:
		parts := make([]string, 0, v.Len())
		for _, m := range hashOrder(v.Members()) {
			parts = append(parts, m.Key+"="+javaString(m.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = javaString(item)
		}
		return javaList(parts)
	}
	s, _ := text(v)
	return s
}

// strictPipeline reads options whose token must be exactly theirs.
type strictPipeline struct {
	shape *shape
	// tokens of each option; others are refused.
	tokens map[string]tokens
	// unknown has the aggregation, the token and the key.
	unknown string
	// odd is for tokens that no option has.
	odd      string
	oddFor   tokens
	required []string
	missing  string // has the option and the aggregation
}

func (p *strictPipeline) read(c *context, v any) (any, *Error) {
	read := values{}
	for _, m := range v.(*orderedjson.Object).Members() {
		token := tokenOf(m.Value)
		if token&p.oddFor != 0 {
			return nil, under(parsing(p.odd, c.aggregation, tokenName(m.Value)), m.Key)
		}
		f := p.shape.field(m.Key)
		if f == nil || token&p.tokens[f.name] == 0 {
			return nil, under(parsing(p.unknown, c.aggregation, tokenName(m.Value), m.Key), m.Key)
		}
		value, err := f.kind.read(c, m.Value)
		if err != nil {
			return nil, under(err, m.Key)
		}
		read[f.name] = value
	}
	for _, name := range p.required {
		if !read.has(name) {
			return nil, parsing(p.missing, name, c.aggregation)
		}
	}
	if p.shape.finish != nil {
		if err := p.shape.finish(c, read); err != nil {
			return nil, err
		}
	}
	return p.shape.print(read), nil
}

const (
	unknownKeyInPipeline = "Unknown key for a %[2]s in [%[1]s]: [%[3]s]."
	oddInPipeline        = "Unexpected token %[2]s in [%[1]s]."
)

// firstPath keeps the first of several paths, as the server does.
func firstPath(_ *context, v values) *Error {
	if paths, ok := v["buckets_path"].([]any); ok {
		if len(paths) == 0 {
			return refuse(KindArrayIndex, "Index 0 out of bounds for length 0")
		}
		v["buckets_path"] = paths[:1]
	}
	return nil
}

// overSiblings is an aggregation over the buckets of a sibling.
func overSiblings(own map[string]tokens, fields ...field) aggregation {
	p := &strictPipeline{
		shape:   &shape{fields: append([]field{bucketsPath, formatOption, gapPolicy}, fields...), finish: firstPath},
		tokens:  map[string]tokens{"buckets_path": tString | tArray, "format": tString, "gap_policy": tString},
		unknown: inPipeline.elseText, required: []string{"buckets_path"},
		missing: "Missing required field [%s] for aggregation [%s]",
	}
	for name, t := range own {
		p.tokens[name] = t
	}
	return pipeline(p.read)
}

var pipelineAggregations = map[string]aggregation{
	"avg_bucket": overSiblings(nil), "max_bucket": overSiblings(nil), "min_bucket": overSiblings(nil),
	"sum_bucket": overSiblings(nil), "stats_bucket": overSiblings(nil),
	"extended_stats_bucket": overSiblings(map[string]tokens{"sigma": tNumber}, opt("sigma", bucketSigma, json.Number("2.0"))),
	"percentiles_bucket": overSiblings(map[string]tokens{"percents": tArray, "keyed": tBool},
		opt("percents", kind{tArray, readBucketPercents}, percentilesShape.field("percents").preset), opt("keyed", boolKind, true)),
	"derivative": pipeline((&strictPipeline{
		shape:   &shape{fields: []field{bucketsPath, formatOption, gapPolicy, opt("unit", textKind)}, finish: firstPath},
		tokens:  map[string]tokens{"buckets_path": tString | tArray, "format": tString, "gap_policy": tString, "unit": tString},
		unknown: unknownKeyInPipeline, odd: oddInPipeline, oddFor: tNumber | tBool | tNull | tObject,
		required: []string{"buckets_path"}, missing: "Missing required field [%s] for derivative aggregation [%s]",
	}).read),
	"serial_diff": pipeline((&strictPipeline{
		shape:   &shape{fields: []field{bucketsPath, formatOption, gapPolicy, opt("lag", kind{tNumber, readLag}, num(1))}, finish: firstPath},
		tokens:  map[string]tokens{"buckets_path": tString | tArray, "format": tString, "gap_policy": tString, "lag": tNumber},
		unknown: unknownKeyInPipeline, odd: oddInPipeline, oddFor: tBool | tNull | tObject,
		required: []string{"buckets_path"}, missing: "Missing required field [%s] for derivative aggregation [%s]",
	}).read),
	"bucket_selector": pipeline((&strictPipeline{
		shape:   &shape{fields: []field{pathMap, opt("script", scriptKind), gapPolicy}},
		tokens:  map[string]tokens{"buckets_path": tString | tArray | tObject, "script": tString | tObject, "gap_policy": tString},
		unknown: unknownKeyInPipeline, odd: oddInPipeline, oddFor: tNumber | tBool | tNull,
		required: []string{"buckets_path", "script"}, missing: "Missing required field [%s] for bucket_selector aggregation [%s]",
	}).read),
	"cumulative_sum": pipeline((&shape{name: "cumulative_sum", manners: declared, required: []string{"buckets_path"},
		fields: []field{bucketsPath, formatOption}}).canonical),
	"bucket_script": pipeline((&shape{name: "bucket_script", manners: declared, required: []string{"buckets_path", "script"},
		fields: []field{strictPathMap, opt("script", scriptKind), formatOption, loweredGap}}).canonical),
	"moving_fn": pipeline((&shape{name: "moving_fn", manners: declared, required: []string{"buckets_path", "script", "window"},
		fields: []field{opt("buckets_path", textKind), opt("script", scriptKind), formatOption, loweredGap,
			opt("window", movingWindow), opt("shift", intKind, zero)}}).canonical),
	"bucket_sort": pipeline((&shape{name: "bucket_sort", manners: declared,
		fields: []field{opt("sort", kind{tObject | tArray, readBucketSort}, []any{}), opt("from", atLeast(intKind, 0, "[from] must be a non-negative integer: [%d]"), zero),
			opt("size", atLeast(intKind, 1, "[size] must be a positive integer: [%d]")), opt("gap_policy", upperGapPolicy, "SKIP")}}).canonical),
	"moving_avg": pipeline(readMovingAverage),
}

var movingWindow = kind{intKind.takes, func(_ *context, v any) (any, *Error) {
	n, err := integer(v)
	if err == nil && n <= 0 {
		err = failedToBuild("moving_fn", illegal("[window] must be a positive, non-zero integer."))
	}
	return result(num(n), err)
}}

var bucketSigma = kind{tNumber, func(_ *context, v any) (any, *Error) {
	f, err := double(v)
	if err == nil && f < 0 {
		err = illegal("sigma must be a non-negative double")
	}
	return result(floatValue(f, 64), err)
}}

func readBucketPercents(c *context, v any) (any, *Error) {
	percents, err := listOf(readDouble)(c, v)
	if err != nil {
		return nil, err
	}
	for _, f := range asDoubles(percents) {
		if f < 0 || f > 100 {
			return nil, illegal("percents must only contain non-null doubles from 0.0-100.0 inclusive")
		}
	}
	return percents, nil
}

func readLag(c *context, v any) (any, *Error) {
	lag, err := integer(v)
	if err == nil && lag <= 0 {
		err = parsing("Lag must be a positive, non-zero integer.  Value supplied was%d in [%s]: [lag].", lag, c.aggregation)
	}
	return result(num(lag), err)
}

func readBucketSort(c *context, v any) (any, *Error) {
	sorts, err := readSort(c, v)
	if err != nil {
		return nil, err
	}
	for _, sort := range sorts.([]any) {
		switch sort.(printable).Members()[0].Key {
		case "_score", "_script", "_geo_distance":
			return nil, illegal("[bucket_sort] only supports field based sorting; incompatible sort: [%s]", compactText(sort))
		}
	}
	return sorts, nil
}
