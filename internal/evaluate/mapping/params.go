package mapping

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// setParam takes one parameter. Which change no answer of a search are noted only.
func (m *Mapping) setParam(f *Field, key string, value any) error {
	printed := value
	var err error
	switch key {
	case "index", "doc_values", "norms", "coerce", "ignore_malformed", "store", "eager_global_ordinals":
		printed, err = f.setFlag(key, value)
	case "ignore_above", "position_increment_gap":
		printed, err = f.setCount(key, value)
	case "null_value":
		printed, err = f.setNull(value)
	case "value":
		f.Constant = javaText(value)
	case "format":
		err = f.setFormat(javaText(value))
	case "path":
		f.Target = javaText(value)
	case "analyzer", "search_analyzer":
		err = m.setAnalyzer(f, key, javaText(value))
	case "normalizer":
		return m.setNormalizer(f, javaText(value))
	case "index_options":
		err = f.setIndexOptions(javaText(value))
	case "print_format", "term_vector", "skip_list", "enable_position_increments":
	default:
		err = plainly(f, key, value)
	}
	if err == nil && !orderedjson.Equal(printed, f.usual(key)) {
		f.Params.Set(key, printed)
	}
	return err
}

// usual is what a parameter is that isn't said; nil for none. A mapping doesn't
// print it.
func (f *Field) usual(key string) any {
	switch key {
	case "index":
		return true
	case "doc_values":
		if f.Type == "wildcard" {
			return nil // it is printed always
		}
		return f.Type != "binary"
	case "norms":
		return f.Type == "text"
	case "ignore_malformed":
		if !f.TellsMalformed && (kindOf(f.Type) == "date" || f.Type == "ip" || f.IsRange()) {
			return f.Lenient // of others it is printed always
		}
	case "store", "eager_global_ordinals", "fielddata", "index_phrases", "split_queries_on_whitespace":
		return false
	case "ignore_above":
		return json.Number("2147483647")
	case "position_increment_gap":
		return json.Number("-1")
	case "analyzer":
		return "default"
	case "term_vector":
		return "no"
	case "index_options":
		return map[bool]string{true: "positions", false: "docs"}[f.Type == "text"]
	case "format":
		return datetime.Default
	case "boost":
		return json.Number("1.0")
	}
	return nil
}

// param is a parameter as it is said, or as it is without.
func (f *Field) param(key string) any {
	if v, ok := f.Params.Get(key); ok {
		return v
	}
	return f.usual(key)
}

func (f *Field) setFlag(key string, value any) (any, error) {
	yes, err := truthful(value, "Failed to parse value ["+javaText(value)+"] as only [true] or [false] are allowed.")
	if err != nil {
		return nil, err
	}
	switch key {
	case "index":
		f.Indexed = yes
		if f.Type == "geo_point" {
			return true, nil // it is not told
		}
	case "doc_values":
		if !yes && f.Type == "token_count" {
			return nil, fault.Unsupported("mapping parameter [doc_values] of a token_count")
		}
		f.DocValues = yes
	case "norms":
		if yes && f.Type == "match_only_text" {
			return nil, fault.New(400, "mapper_parsing_exception", "Norms cannot be enabled on for match_only_text field")
		}
		f.Norms = yes
	case "coerce":
		f.Coerce = yes
	case "ignore_malformed":
		f.IgnoreMalformed, f.firm = yes, !yes
	}
	return yes, nil
}

// setMeta notes what a field says of itself: texts, which no search looks at.
func (f *Field) setMeta(value any) error {
	meta, ok := value.(*orderedjson.Object)
	for _, m := range meta.Members() {
		_, isText := m.Value.(string)
		ok = ok && isText
	}
	if !ok {
		return fault.Unsupported("mapping parameter [meta] of [%s] that is no texts", f.Path)
	}
	f.Params.Set("meta", value)
	return nil
}

func (f *Field) setCount(key string, value any) (any, error) {
	n, err := strconv.Atoi(javaText(value))
	if err != nil {
		return nil, misread(fault.New(0, "number_format_exception", "For input string: \"%s\"", javaText(value)))
	}
	switch {
	case key == "ignore_above":
		f.IgnoreAbove = n
	case n >= 0:
		f.Gap = n
	}
	return json.Number(strconv.Itoa(n)), nil
}

// setNull reads null_value as the field reads values.
func (f *Field) setNull(value any) (any, error) {
	printed := value
	switch kindOf(f.Type) {
	case "geo_point":
		return nil, fault.Unsupported("mapping parameter [null_value] of a geo_point")
	case "ip":
		if _, ok := ParseIP(javaText(value)); !ok { // it is taken, and forgotten
			return value, nil
		}
	case "token_count":
		n, err := ParseNumber("integer", value, true)
		if err != nil {
			return nil, fault.Unsupported("mapping parameter [null_value] of a token_count that is no number")
		}
		printed = json.Number(strconv.FormatInt(n.Int, 10))
	case "keyword", "wildcard":
		if value != nil {
			printed = javaText(value)
		}
	case "boolean":
		yes, err := truthful(value, "Failed to parse value ["+javaText(value)+"] as only [true] or [false] are allowed.")
		if err != nil {
			return nil, err
		}
		printed = yes
	case "number":
		if n, err := Unsigned(value, true); f.Type == "unsigned_long" && err == nil {
			printed = json.Number(strconv.FormatUint(n, 10))
		}
		if value == nil || f.Type == "unsigned_long" {
			break
		}
		n, err := ParseNumber(f.Type, value, true)
		if cause, ok := err.(*fault.Error); ok {
			return nil, misread(fault.New(0, "number_format_exception", "%s", cause.Reason))
		}
		if _, isText := value.(string); isText {
			printed = json.Number(strconv.FormatInt(n.Int, 10))
			if _, whole := limits[f.Type]; !whole {
				printed = json.Number(JavaDouble(n.Float))
			}
		}
	}
	f.NullValue = printed
	return printed, nil
}

func (f *Field) setFormat(text string) error {
	format, err := datetime.Compile(text)
	if cause, ok := err.(*fault.Error); ok {
		return misread(fault.New(0, "illegal_argument_exception", "Error parsing [format] on field [%s]: %s", f.Name(), cause.Reason).CausedBy(cause))
	}
	f.Format = format
	return err
}

// plainly refuses parameters that change answers, unless they say what is so
// anyway.
func plainly(f *Field, key string, value any) error {
	text := javaText(value)
	switch key {
	case "boost":
		if text == "1" || text == "1.0" {
			return nil
		}
	case "similarity":
		if text == "BM25" {
			return nil
		}
	case "fielddata": // who asks for it is refused
		return nil
	case "split_queries_on_whitespace", "index_phrases", "use_similarity", "ignore_z_value":
		if !truth(value, false) || key == "ignore_z_value" {
			return nil
		}
	case "locale":
		if text == "en" || text == "ROOT" || text == "" {
			return nil
		}
	}
	return fault.Unsupported("mapping parameter [%s]", key)
}

// setIndexOptions notes what of words is kept: how often they stand in a text, and
// where.
func (f *Field) setIndexOptions(options string) error {
	accepted := []string{"positions", "docs", "freqs", "offsets"}
	switch f.Type {
	case "match_only_text":
		accepted = []string{"docs"}
	case "keyword":
		accepted = []string{"docs", "freqs"}
	}
	if !slices.Contains(accepted, options) {
		return fault.New(400, "mapper_parsing_exception", "Unknown value [%s] for field [index_options] - accepted values are [%s]", options, strings.Join(accepted, ", "))
	}
	f.NoFrequencies = options == "docs" && f.IsText()
	f.NoPositions = (options == "docs" || options == "freqs") && f.Type == "text"
	return nil
}

func (m *Mapping) setAnalyzer(f *Field, key, name string) error {
	if !m.Settings.Analysis.Has(name) {
		cause := fault.New(0, "illegal_argument_exception", "analyzer [%s] has not been configured in mappings", name)
		return fault.New(400, "mapper_parsing_exception", "Failed to parse mapping [_doc]: %s", cause.Reason).CausedBy(cause)
	}
	a, err := m.Settings.Analysis.Analyzer(name)
	if err != nil {
		return err
	}
	f.Fold = m.Settings.Analysis.Folding(name)
	if key == "search_analyzer" && !f.Params.Has("analyzer") && f.Analyze == nil {
		f.Params.Set("analyzer", "default")
	}
	if key == "analyzer" {
		f.Analyze = a
	} else {
		f.SearchAnalyze = a
	}
	return nil
}

func (m *Mapping) setNormalizer(f *Field, name string) error {
	f.Params.Set("normalizer", name)
	n, err := m.Settings.Analysis.Normalizer(name)
	if err != nil {
		return err
	}
	if n == nil {
		return fault.New(400, "mapper_parsing_exception", "normalizer [%s] not found for field [%s]", name, f.Name())
	}
	f.Normalize = n
	return nil
}

// analyzers fills in the analyzers of a text that its definition left out.
func (m *Mapping) analyzers(f *Field) error {
	given := f.Analyze != nil
	if !given {
		a, err := m.Settings.Analysis.Default()
		if err != nil {
			return err
		}
		f.Analyze, f.Fold = a, m.Settings.Analysis.Folding("default")
	}
	if f.SearchAnalyze != nil {
		return nil
	}
	f.SearchAnalyze = f.Analyze
	a, err := m.Settings.Analysis.DefaultSearch()
	if a != nil && !given {
		f.SearchAnalyze = a
	}
	return err
}
