package querydsl

import (
	"encoding/json"
	"math"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// readSuggest reads suggestions: named objects beside a text for all of them.
func readSuggest(c *context, v any) (any, *Error) {
	suggestions := &orderedjson.Object{}
	var globalText any
	for _, m := range v.(*orderedjson.Object).Members() {
		var err *Error
		switch token := tokenOf(m.Value); {
		case token&tValue != 0 && m.Key == "text":
			globalText, err = readText(c, m.Value)
		case token&tValue != 0:
			err = illegal("[suggest] does not support [%s]", m.Key)
		case token != tObject:
			err = parsing("unexpected token [%s] after [%s]", tokenName(m.Value), m.Key)
		default:
			var read any
			read, err = readSuggestion(c, m.Value.(*orderedjson.Object))
			suggestions.Set(m.Key, read)
		}
		if err != nil {
			return nil, under(err, m.Key)
		}
	}
	printed := &orderedjson.Object{}
	if globalText != nil {
		printed.Set("text", globalText)
	}
	for _, m := range hashOrder(suggestions.Members()) {
		printed.Set(m.Key, m.Value)
	}
	return printed, nil
}

func readSuggestion(c *context, o *orderedjson.Object) (any, *Error) {
	texts, suggester := values{}, orderedjson.Member{}
	for _, m := range withoutBrackets(o.Members()) {
		var err *Error
		switch token := tokenOf(m.Value); {
		case token&tValue != 0 && (m.Key == "text" || m.Key == "prefix" || m.Key == "regex"):
			texts[m.Key], err = readText(c, m.Value)
		case token&tValue != 0:
			err = parsing("suggestion does not support [%s]", m.Key)
		case token == tObject:
			s, known := suggesters[m.Key]
			if !known {
				err = refuse(KindNotFound, "unknown field [%s]", m.Key)
				err.UnknownName = m.Key
				break
			}
			var read values
			if read, err = s.parse(c, m.Value); err == nil && !read.has("field") {
				err = refuse(KindOpenSearch, "the required field option [field] is missing")
			}
			if err == nil {
				suggester = orderedjson.Member{Key: m.Key, Value: s.print(read)}
			}
		}
		if err != nil {
			return nil, under(err, m.Key)
		}
	}
	if suggester.Key == "" {
		return nil, refuse(KindOpenSearch, "missing suggestion object")
	}
	printed := &orderedjson.Object{}
	for _, name := range []string{"text", "prefix", "regex"} {
		if value, ok := texts[name]; ok {
			printed.Set(name, value)
		}
	}
	printed.Set(suggester.Key, suggester.Value)
	return printed, nil
}

// within refuses a number outside of its bounds; an open bound is infinite.
func within(k kind, low, high float64, words string) kind {
	return kind{k.takes, func(c *context, v any) (any, *Error) {
		value, err := k.read(c, v)
		if err != nil {
			return nil, err
		}
		for _, f := range asDoubles([]any{value}) {
			if f < low || f > high {
				return nil, illegal("%s", words)
			}
		}
		return value, nil
	}}
}

// countOrShare reads a frequency: a share up to 1, or a whole number.
func countOrShare(name string) kind {
	return kind{floatKind.takes, func(c *context, v any) (any, *Error) {
		f, err := float(v)
		switch {
		case err != nil:
			return nil, err
		case f < 0:
			return nil, illegal("%s must be positive", name)
		case f > 1 && f != math.Trunc(f):
			return nil, illegal("if %s is greater than 1, it must not be a fraction", name)
		}
		return floatValue(f, 32), nil
	}}
}

func suggestManners(name string) manners {
	text := "suggester[" + name + "] doesn't support field [%[2]s]"
	return manners{says: tValue, unknownText: text, elseText: "suggester[" + name + "] parsing failed on [%[3]s]"}
}

func suggestOptions(own ...field) []field {
	return append([]field{
		opt("analyzer", textKind), opt("field", textKind), opt("size", atLeast(intKind, 1, "size must be positive")), opt("shard_size", intKind),
	}, own...)
}

var (
	suggestModeKind    = upperWords("org.opensearch.search.suggest.term.TermSuggestionBuilder.SuggestMode", "MISSING", "POPULAR", "ALWAYS").kind()
	suggestSortKind    = upperWords("org.opensearch.search.suggest.SortBy", "SCORE", "FREQUENCY").kind()
	stringDistanceKind = kind{tString, func(_ *context, v any) (any, *Error) {
		word, err := text(v)
		if err != nil {
			return nil, err
		}
		switch upper := strings.ToUpper(word); upper {
		case "INTERNAL", "DAMERAU_LEVENSHTEIN", "LEVENSHTEIN", "NGRAM", "JARO_WINKLER":
			return upper, nil
		}
		return nil, illegal("Illegal distance option %s", word)
	}}
)

var suggesters = map[string]*shape{
	"term": {name: "term", manners: suggestManners("term"), fields: suggestOptions(
		opt("suggest_mode", suggestModeKind, "MISSING"), opt("accuracy", within(floatKind, 0, 1, "accuracy must be between 0 and 1"), json.Number("0.5")),
		opt("sort", suggestSortKind, "SCORE"), opt("string_distance", stringDistanceKind, "INTERNAL"),
		opt("max_edits", within(intKind, 1, 2, "maxEdits must be between 1 and 2"), num(2)), opt("max_inspections", atLeast(intKind, 0, "maxInspections must be positive"), num(5)), opt("max_term_freq", countOrShare("maxTermFreq"), zeroPointZeroOne),
		opt("prefix_length", atLeast(intKind, 0, "prefixLength must be positive"), num(1)),
		opt("min_word_length", atLeast(intKind, 1, "minWordLength must be greater or equal to 1"), num(4)),
		opt("min_doc_freq", countOrShare("minDocFreq"), zeroDot))},
	"phrase": {name: "phrase", manners: suggestManners("phrase").saying(tAny), fields: suggestOptions(
		opt("real_word_error_likelihood", floatKind, json.Number("0.95")),
		opt("confidence", within(floatKind, 0, math.Inf(1), "confidence must be >= 0.0"), one),
		opt("separator", textKind, " "), opt("max_errors", floatKind, json.Number("0.5")), opt("gram_size", atLeast(intKind, 1, "gramSize must be >= 1")),
		opt("force_unigrams", boolKind, true), opt("token_limit", atLeast(intKind, 1, "token_limit must be >= 1"), num(10)),
		opt("direct_generator", kind{tArray, listOf(generatorShape.canonical)}), opt("smoothing", kind{tObject, readSmoothing}),
		opt("highlight", kind{tObject, phraseHighlightShape.canonical}), opt("collate", kind{tObject, readCollate}))},
	"completion": {name: "completion", manners: declared, fields: suggestOptions(
		opt("fuzzy", kind{tObject | tBool, readFuzzyCompletion}), opt("regex", kind{tObject, regexCompletionShape.canonical}),
		opt("skip_duplicates", unless(boolKind, false)),
		opt("contexts", kind{tObject, func(_ *context, v any) (any, *Error) { return asReadInOrder(v), nil }}).or("context"))},
}

var generatorShape = &shape{name: "direct_generator", manners: declared, required: []string{"field"}, fields: []field{
	opt("field", textKind), opt("accuracy", floatKind), opt("max_edits", intKind), opt("max_inspections", intKind),
	opt("max_term_freq", floatKind), opt("min_word_length", intKind), opt("min_doc_freq", floatKind), opt("pre_filter", textKind),
	opt("prefix_length", intKind), opt("post_filter", textKind), opt("suggest_mode", textKind), opt("size", intKind),
	opt("sort", textKind), opt("string_distance", textKind),
}}

var phraseHighlightShape = &shape{name: "highlight", manners: manners{says: tValue, unknownText: "suggester[phrase][highlight] doesn't support field [%[2]s]"},
	fields: []field{opt("pre_tag", textKind), opt("post_tag", textKind)},
	finish: func(_ *context, v values) *Error {
		if v.has("pre_tag") != v.has("post_tag") {
			return illegal("Pre and post tag must both be null or both not be null.")
		}
		return nil
	}}

var smoothingModels = map[string]*shape{
	"laplace":        {fields: []field{opt("alpha", doubleKind, json.Number("0.5"))}, manners: manners{}},
	"stupid_backoff": {fields: []field{opt("discount", doubleKind, json.Number("0.4"))}, manners: manners{}},
	"linear": {finish: checkLambdas, fields: []field{opt("trigram_lambda", doubleKind, zeroDot), opt("bigram_lambda", doubleKind, zeroDot), opt("unigram_lambda", doubleKind, zeroDot)},
		manners: manners{says: tValue, unknownText: "suggester[phrase][smoothing][linear] doesn't support field [%[2]s]"}},
}

func readSmoothing(c *context, v any) (any, *Error) {
	printed := &orderedjson.Object{}
	for _, m := range v.(*orderedjson.Object).Members() {
		model, known := smoothingModels[m.Key]
		switch {
		case tokenOf(m.Value) != tObject:
			return nil, under(parsing("[smoothing] unknown token [%s] after [%s]", tokenName(m.Value), m.Key), m.Key)
		case !known:
			return nil, under(illegal("suggester[phrase] doesn't support object field [%s]", m.Key), m.Key)
		}
		settings, err := model.canonical(c, m.Value)
		if err != nil {
			return nil, under(err, m.Key)
		}
		printed = orderedjson.NewObject(orderedjson.Member{Key: m.Key, Value: settings})
	}
	return printed, nil
}

func checkLambdas(_ *context, v values) *Error {
	sum := 0.0
	for _, name := range []string{"trigram_lambda", "bigram_lambda", "unigram_lambda"} {
		for _, lambda := range asDoubles([]any{v[name]}) {
			if lambda < 0 {
				return illegal("%s must be positive", name)
			}
			sum += lambda
		}
	}
	if sum < 0.999 || sum > 1.001 {
		return illegal("linear smoothing lambdas must sum to 1")
	}
	return nil
}

var collateShape = &shape{name: "collate", manners: manners{says: tAny, unknownText: "suggester[phrase][collate] doesn't support field [%[2]s]", every: true},
	fields: []field{opt("query", kind{tObject | tString, readTemplate}), opt("params", kind{tObject, readCopiedParams}), opt("prune", boolKind, false)}}

// readCopiedParams: the server copies them once more, into a smaller table.
func readCopiedParams(_ *context, v any) (any, *Error) {
	return orderedjson.NewObject(copiedHashOrder(asRead(v).(*orderedjson.Object).Members())...), nil
}

func readCollate(c *context, v any) (any, *Error) { return collateShape.canonical(c, v) }

// readTemplate reads a script whose language is mustache by itself.
func readTemplate(c *context, v any) (any, *Error) {
	script, err := readScript(c, v)
	if err != nil {
		return nil, err
	}
	given, _ := v.(*orderedjson.Object)
	if !given.Has("lang") && script.(printable).Has("lang") {
		script.(printable).Set("lang", "mustache")
	}
	return script, nil
}

var fuzzyCompletionShape = &shape{name: "fuzzy", manners: declared, fields: []field{
	opt("fuzziness", kind{tScalar, readEdits}, num(1)), opt("transpositions", boolKind, true),
	opt("min_length", intKind, num(3)), opt("prefix_length", intKind, num(1)), opt("unicode_aware", boolKind, false),
	opt("max_determinized_states", intKind, num(10000)),
}}

// readEdits reads a fuzziness as the number of edits that it allows.
func readEdits(c *context, v any) (any, *Error) {
	fuzziness, err := readFuzziness(c, v)
	if err != nil {
		return nil, err
	}
	if fuzziness == "AUTO" {
		return num(1), nil
	}
	if edits, err := javaParseFloat(fuzziness.(string), 32); err == nil {
		return num(int64(min(edits, 2))), nil
	}
	return num(2), nil // AUTO with limits of its own
}

func readFuzzyCompletion(c *context, v any) (any, *Error) {
	if on, isBool := v.(bool); isBool {
		if !on {
			return omitted, nil
		}
		return fuzzyCompletionShape.print(nil), nil
	}
	return fuzzyCompletionShape.canonical(c, v)
}

var regexCompletionShape = &shape{name: "regex", manners: declared, fields: []field{
	opt("flags", kind{tScalar, func(c *context, v any) (any, *Error) {
		if n, isNumber := v.(json.Number); isNumber {
			return readInt(c, n)
		}
		flags, err := regexpFlags(c, v)
		return result(num(flags), err)
	}}, num(255)).or("flags_value"), opt("max_determinized_states", intKind, num(10000)),
}}
