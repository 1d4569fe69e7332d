package mapping

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// parameters that a type takes, besides type, fields, meta and copy_to.
var parameters = map[string][]string{
	"text": {"analyzer", "search_analyzer", "search_quote_analyzer", "norms", "index", "index_options", "store", "boost",
		"position_increment_gap", "fielddata", "eager_global_ordinals", "similarity", "term_vector", "index_prefixes",
		"index_phrases", "fielddata_frequency_filter"},
	"keyword": {"ignore_above", "normalizer", "null_value", "index", "doc_values", "store", "norms", "boost",
		"index_options", "eager_global_ordinals", "split_queries_on_whitespace", "similarity", "use_similarity"},
	"number":  {"coerce", "ignore_malformed", "null_value", "index", "doc_values", "store", "boost", "skip_list"},
	"date":    {"format", "locale", "ignore_malformed", "null_value", "index", "doc_values", "store", "boost", "print_format", "skip_list"},
	"boolean": {"null_value", "index", "doc_values", "store", "boost", "ignore_malformed"},
	"ip":      {"ignore_malformed", "null_value", "index", "doc_values", "store", "boost"},
	"alias":   {"path"},
}

// Integers and Decimals are the numeric types.
var (
	Integers = []string{"long", "integer", "short", "byte"}
	Decimals = []string{"double", "float", "half_float", "scaled_float"}
)

// unknownHere are types of the server that are refused by name.
var unknownHere = []string{"flat_object", "binary", "date_nanos", "unsigned_long", "integer_range", "float_range", "long_range",
	"double_range", "date_range", "ip_range", "join", "completion", "search_as_you_type", "token_count", "percolator",
	"rank_feature", "rank_features", "geo_point", "geo_shape", "xy_point", "xy_shape", "knn_vector", "wildcard",
	"constant_keyword", "derived", "match_only_text", "semantic", "star_tree", "murmur3", "annotated_text"}

func kindOf(fieldType string) string {
	if slices.Contains(Integers, fieldType) || slices.Contains(Decimals, fieldType) {
		return "number"
	}
	return fieldType
}

func (m *Mapping) declareField(path, kind string, def *orderedjson.Object) (*Field, error) {
	f := &Field{Path: path, Type: kind, Params: orderedjson.NewObject(), Indexed: true, DocValues: kind != "text",
		Norms: kind == "text", IgnoreAbove: -1, Gap: 100, Coerce: m.Settings.Coerce, IgnoreMalformed: m.Settings.IgnoreMalformed, Lenient: m.Settings.IgnoreMalformed}
	allowed, ok := parameters[kindOf(kind)]
	if !ok {
		if slices.Contains(unknownHere, kind) {
			return nil, fault.Unsupported("field type [%s]", kind)
		}
		return nil, fault.New(400, "mapper_parsing_exception", "No handler for type [%s] declared on field [%s]", kind, f.Name())
	}
	for _, d := range def.Members() {
		if err := m.declareParam(f, allowed, d); err != nil {
			return nil, err
		}
	}
	return f, f.finish()
}

func (m *Mapping) declareParam(f *Field, allowed []string, d orderedjson.Member) error {
	switch d.Key {
	case "type":
		return nil
	case "fields":
		return m.declareMulti(f, d.Value)
	case "meta":
		f.Params.Set(d.Key, d.Value)
		return nil
	case "copy_to":
		return fault.Unsupported("mapping parameter [copy_to]")
	}
	if f.Type == "scaled_float" && d.Key == "scaling_factor" {
		n, err := strconv.ParseFloat(javaText(d.Value), 64)
		if err != nil || n <= 0 {
			return fault.New(400, "mapper_parsing_exception", "[scaling_factor] must be a positive number, got [%s]", javaText(d.Value))
		}
		f.Scaling = n
		f.Params.Set(d.Key, json.Number(javaText(d.Value)))
		return nil
	}
	if !slices.Contains(allowed, d.Key) {
		return fault.New(400, "mapper_parsing_exception", "unknown parameter [%s] on mapper [%s] of type [%s]", d.Key, f.Name(), f.Type)
	}
	return m.setParam(f, d.Key, d.Value)
}

func (m *Mapping) setParam(f *Field, key string, value any) error {
	printed := value
	switch key {
	case "index":
		f.Indexed = truth(value, true)
	case "doc_values":
		f.DocValues = truth(value, true)
	case "norms":
		f.Norms = truth(value, f.Norms)
	case "coerce":
		f.Coerce = truth(value, true)
	case "ignore_malformed":
		f.IgnoreMalformed = truth(value, false)
	case "ignore_above", "position_increment_gap":
		n, err := strconv.Atoi(javaText(value))
		if err != nil {
			return fault.New(400, "mapper_parsing_exception", "Failed to parse mapping [_doc]: For input string: \"%s\"", javaText(value))
		}
		if key == "ignore_above" {
			f.IgnoreAbove = n
		} else {
			f.Gap = n
		}
		printed = json.Number(strconv.Itoa(n))
	case "null_value":
		f.NullValue = value
	case "format":
		format, err := datetime.Compile(javaText(value))
		if err != nil {
			return err
		}
		f.Format = format
	case "path":
		f.Target = javaText(value)
	case "analyzer", "search_analyzer":
		a, err := analysis.Named(javaText(value))
		if err != nil {
			return err
		}
		if key == "analyzer" {
			f.Analyze = a
		} else {
			f.SearchAnalyze = a
		}
	case "normalizer":
		return m.setNormalizer(f, javaText(value))
	case "store", "split_queries_on_whitespace", "fielddata", "index_phrases", "skip_list", "use_similarity":
		if truth(value, false) {
			return fault.Unsupported("mapping parameter [%s]", key)
		}
	case "eager_global_ordinals", "print_format":
	default: // boost, similarity, index_prefixes, term_vector, …: they change answers
		return fault.Unsupported("mapping parameter [%s]", key)
	}
	f.Params.Set(key, printed)
	return nil
}

func (m *Mapping) setNormalizer(f *Field, name string) error {
	f.Params.Set("normalizer", name)
	if n, ok := m.Settings.Normalizers[name]; ok {
		f.Normalize = n
		return nil
	}
	if name == "lowercase" {
		f.Normalize = analysis.Lower
		return nil
	}
	return fault.New(400, "mapper_parsing_exception", "normalizer [%s] not found for field [%s]", name, f.Name())
}

func (m *Mapping) declareMulti(f *Field, value any) error {
	subs, ok := value.(*orderedjson.Object)
	if !ok {
		return fault.New(400, "mapper_parsing_exception", "expected map for property [fields] on field [%s]", f.Name())
	}
	for _, s := range subs.Members() {
		def, _ := s.Value.(*orderedjson.Object)
		n, err := m.declare(f.Path+"."+s.Key, def)
		if err != nil {
			return err
		}
		sub, ok := n.(*Field)
		if !ok {
			return fault.New(400, "mapper_parsing_exception", "Type [object] cannot be used in multi field")
		}
		f.Multi = append(f.Multi, sub)
	}
	slices.SortFunc(f.Multi, func(a, b *Field) int { return strings.Compare(a.Path, b.Path) })
	return nil
}

// finish fills in what the definition left out.
func (f *Field) finish() error {
	if f.Type == "date" && f.Format == nil {
		f.Format = datetime.MustDefault()
	}
	if f.Type == "text" {
		if f.Analyze == nil {
			f.Analyze = analysis.Standard
		}
		if f.SearchAnalyze == nil {
			f.SearchAnalyze = f.Analyze
		}
	}
	if f.Type == "scaled_float" && f.Scaling == 0 {
		return fault.New(400, "mapper_parsing_exception", "Field [scaling_factor] is required")
	}
	return nil
}

// javaText is a JSON value as Java's toString prints what the server parsed.
func javaText(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = javaText(v[i])
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case *orderedjson.Object:
		parts := make([]string, 0, v.Len())
		for _, m := range v.Members() {
			parts = append(parts, m.Key+"="+javaText(m.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return ""
}
