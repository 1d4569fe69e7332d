package querydsl

import (
	"encoding/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

const maxFloat = json.Number("3.4028235E38")

var functionScoreShape = &shape{name: "function_score"}

func init() {
	functionScoreShape.fields = withStandard(
		opt("query", queryKind), opt("functions", kind{tArray, listOf(readScoreFunction)}, []any{}),
		opt("score_mode", upperWords("org.opensearch.common.lucene.search.function.FunctionScoreQuery.ScoreMode",
			"first", "avg", "max", "sum", "min", "multiply").kind(), "multiply"),
		opt("boost_mode", upperWords("org.opensearch.common.lucene.search.function.CombineFunction",
			"multiply", "replace", "sum", "avg", "min", "max").kind()),
		opt("max_boost", floatKind, maxFloat), opt("min_score", floatKind))
}

// functionScore is what was read so far: a list of functions, or one function
// that stands beside the options.
type functionScore struct {
	read   values
	single string
	listed bool
}

func parseFunctionScore(c *context, body *orderedjson.Object) (any, *Error) {
	f := &functionScore{read: values{}}
	for _, m := range body.Members() {
		if err := f.take(c, m); err != nil {
			return nil, under(err, m.Key)
		}
	}
	f.read.setDefault("query", matchAll())
	return functionScoreShape.print(f.read), nil
}

func (f *functionScore) take(c *context, m orderedjson.Member) *Error {
	token := tokenOf(m.Value)
	option := functionScoreShape.field(m.Key)
	switch {
	case token == tNull:
		return nil
	case token == tArray && m.Key == "functions" && f.single != "":
		return misplacedFunctions("already found [" + f.single + "], now encountering [functions].")
	case token == tArray && m.Key != "functions":
		return parsing("failed to parse [function_score] query. array [%s] is not supported", m.Key)
	case token == tObject && m.Key == "query" && f.read.has("query"):
		return parsing("failed to parse [function_score] query. [query] is already defined.")
	case token == tObject && m.Key != "query":
		return f.takeFunction(c, m)
	case token&tValue != 0 && (option == nil || m.Key == "query" || m.Key == "functions"):
		return f.takeWeight(c, m)
	}
	value, err := option.kind.read(c, m.Value)
	if err != nil {
		return err
	}
	f.read[option.name] = value
	f.listed = f.listed || m.Key == "functions"
	return nil
}

func misplacedFunctions(what string) *Error {
	return parsing("failed to parse [function_score] query. [you can either define [functions] array or a single function, not both. %s]", what)
}

func (f *functionScore) takeFunction(c *context, m orderedjson.Member) *Error {
	if err := f.mayAdd(m.Key); err != nil {
		return err
	}
	function, err := namedFunction(c, m)
	if err != nil {
		return err
	}
	f.single = m.Key
	f.read["functions"] = []any{scoreFunction(matchAll(), nil, function)}
	return nil
}

func (f *functionScore) takeWeight(c *context, m orderedjson.Member) *Error {
	if err := f.mayAdd(m.Key); err != nil {
		return err
	}
	if m.Key != "weight" {
		return parsing("failed to parse [function_score] query. field [%s] is not supported", m.Key)
	}
	weight, err := readWeight(c, m.Value)
	if err != nil {
		return err
	}
	f.single = m.Key
	f.read["functions"] = []any{scoreFunction(matchAll(), weight, orderedjson.Member{})}
	return nil
}

func (f *functionScore) mayAdd(key string) *Error {
	if f.single != "" {
		return parsing("failed to parse [function_score] query. already found function [%s], now encountering [%s]. use [functions] array if you want to define several functions.", f.single, key)
	}
	if f.listed {
		return misplacedFunctions("already found [functions] array, now encountering [" + key + "].")
	}
	return nil
}

func matchAll() *orderedjson.Object {
	body := orderedjson.NewObject(orderedjson.Member{Key: "boost", Value: one})
	return orderedjson.NewObject(orderedjson.Member{Key: "match_all", Value: body})
}

func readWeight(c *context, v any) (any, *Error) {
	f, err := float(v)
	if err == nil && f < 0 {
		err = illegal("[weight] cannot be negative for a filtering function")
	}
	return result(floatValue(f, 32), err)
}

// scoreFunction prints one entry of functions; weight may be nil, the function
// may have no name (a bare weight).
func scoreFunction(filter *orderedjson.Object, weight any, function orderedjson.Member) *orderedjson.Object {
	o := orderedjson.NewObject(orderedjson.Member{Key: "filter", Value: filter})
	if weight != nil {
		o.Set("weight", weight)
	}
	if function.Key != "" {
		o.Set(function.Key, function.Value)
	}
	return o
}

func readScoreFunction(c *context, v any) (any, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, parsing("failed to parse [START_OBJECT]. malformed query, expected a [%s] while parsing functions but got a [function_score] instead", tokenName(v))
	}
	filter, function := matchAll(), orderedjson.Member{}
	var weight, name any
	for _, m := range withoutBrackets(o.Members()) {
		var err *Error
		switch token := tokenOf(m.Value); {
		case m.Key == "filter" && token == tObject:
			var read any
			if read, err = readQuery(c, m.Value); err == nil {
				filter = read.(*orderedjson.Object)
			}
		case token == tObject && function.Key != "":
			err = parsing("failed to parse function_score functions. already found [%s], now encountering [%s].", function.Key, m.Key)
		case token == tObject:
			function, err = namedFunction(c, m)
		case m.Key == "weight" && token&tValue != 0:
			weight, err = readWeight(c, m.Value)
		case m.Key == "_name" && token&tValue != 0:
			name, err = readText(c, m.Value)
		case token&tValue != 0:
			err = parsing("failed to parse [function_score] query. field [%s] is not supported", m.Key)
		}
		if err != nil {
			return nil, under(err, m.Key)
		}
	}
	if function.Key == "" && weight == nil {
		return nil, parsing("failed to parse [function_score] query. an entry in functions list is missing a function.")
	}
	printed := scoreFunction(filter, weight, orderedjson.Member{})
	if name != nil {
		printed.Set("_name", name)
	}
	if function.Key != "" {
		printed.Set(function.Key, function.Value)
	}
	return printed, nil
}

var scoreFunctions = map[string]reader{
	"field_value_factor": fieldValueFactorShape.canonical,
	"random_score":       randomScoreShape.canonical,
	"script_score":       scriptFunctionShape.canonical,
	"gauss":              readDecay, "linear": readDecay, "exp": readDecay,
	"weight": func(*context, any) (any, *Error) { return nil, illegal("unknown field [weight]") },
}

func namedFunction(c *context, m orderedjson.Member) (orderedjson.Member, *Error) {
	read, ok := scoreFunctions[m.Key]
	if !ok || m.Key == "weight" {
		var names []string
		for name := range scoreFunctions {
			if name != "weight" {
				names = append(names, name)
			}
		}
		nearest, _ := didYouMean(m.Key, names)
		err := refuse(KindNotFound, "unknown field [%s]", m.Key)
		err.UnknownName, err.Suggestion, err.candidates = m.Key, nearest, names
		return m, err
	}
	value, err := read(c, m.Value)
	return orderedjson.Member{Key: m.Key, Value: value}, err
}

var functionManners = manners{says: tValue, unknownText: "%s query does not support [%s]"}

var fieldValueFactorShape = &shape{name: "field_value_factor", manners: functionManners, fields: []field{
	opt("field", textKind), opt("factor", floatKind, one), opt("missing", doubleKind),
	opt("modifier", upperWords("org.opensearch.common.lucene.search.function.FieldValueFactorFunction.Modifier",
		"none", "log", "log1p", "log2p", "ln", "ln1p", "ln2p", "square", "sqrt", "reciprocal").kind(), "none"),
	opt("_name", textKind).silent(),
}, finish: func(_ *context, v values) *Error {
	if !v.has("field") {
		return parsing("[field_value_factor] required field 'field' missing")
	}
	return nil
}}

var randomScoreShape = &shape{name: "random_score", manners: functionManners, fields: []field{
	opt("seed", kind{tValue, readSeed}), opt("field", textKind), opt("_name", textKind).silent(),
}}

// readSeed makes an int of any seed, by its hash as Java has it.
func readSeed(_ *context, v any) (any, *Error) {
	switch v := v.(type) {
	case string:
		return num(int64(int32(javaHash(v)))), nil
	case json.Number:
		n, err := v.Int64()
		if err != nil || !isWhole(v) {
			return nil, parsing("random_score seed must be an int, long or string, not 'VALUE_NUMBER'")
		}
		if int64(int32(n)) == n {
			return num(n), nil
		}
		return num(int64(int32(uint32(n) ^ uint32(uint64(n)>>32)))), nil
	}
	return nil, parsing("random_score seed must be an int/long or string, not '%s'", tokenName(v))
}

var scriptFunctionShape = &shape{name: "script_score", manners: manners{says: tAny, unknownText: "%s query does not support [%s]", every: true},
	fields: []field{opt("script", scriptKind)},
	finish: func(_ *context, v values) *Error {
		if !v.has("script") {
			return parsing("script_score requires 'script' field")
		}
		return nil
	}}

var multiValueModes = upperWords("", "MIN", "MAX", "SUM", "AVG", "MEDIAN").kind()

// readDecay keeps the parameters of a decay function as they are written: what
// they mean depends on the type of the field.
func readDecay(c *context, v any) (any, *Error) {
	mode := any("MIN")
	var parameters *orderedjson.Member
	for _, m := range v.(*orderedjson.Object).Members() {
		switch {
		case tokenOf(m.Value) == tObject:
			parameters = &m
		case m.Key == "multi_value_mode":
			read, err := multiValueModes.read(c, m.Value)
			if err != nil {
				return nil, under(illegal("Illegal sort mode: %v", m.Value), m.Key)
			}
			mode = read
		default:
			return nil, under(parsing("malformed score function score parameters."), m.Key)
		}
	}
	if parameters == nil {
		return nil, parsing("malformed score function score parameters.")
	}
	parameters.Value = asReadInOrder(parameters.Value)
	return orderedjson.NewObject(*parameters, orderedjson.Member{Key: "multi_value_mode", Value: mode}), nil
}
