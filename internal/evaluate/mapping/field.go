package mapping

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func (m *Mapping) declareField(path, kind string, def *orderedjson.Object) (*Field, error) {
	f := &Field{Path: path, Type: kind, Params: orderedjson.NewObject(), Indexed: true, DocValues: kind != "text" && kind != "match_only_text" && kind != "wildcard" && kind != "binary",
		Norms: kind == "text", NoFrequencies: kind == "match_only_text", IgnoreAbove: -1, Gap: 100, Coerce: m.Settings.Coerce, IgnoreMalformed: m.Settings.IgnoreMalformed, Lenient: m.Settings.IgnoreMalformed, Strict: m.Settings.Dialect.StrictValues, TellsMalformed: m.Settings.Dialect.TellsMalformed, IgnoresObjects: m.Settings.Dialect.IgnoresObjects}
	allowed, ok := parameters[kindOf(kind)]
	if has := m.Settings.Dialect.HasType(kind); !ok || !has {
		if has && slices.Contains(unknownHere, kind) {
			return nil, fault.Unsupported("field type [%s]", kind)
		}
		return nil, fault.New(400, "mapper_parsing_exception", "No handler for type [%s] declared on field [%s]", kind, f.Name())
	}
	if f.IsRange() && m.Settings.Dialect.StrictValues {
		f.IgnoreMalformed = false
		allowed = slices.DeleteFunc(slices.Clone(allowed), func(name string) bool { return name == "ignore_malformed" })
	}
	for _, d := range def.Members() {
		if err := m.declareParam(f, allowed, d); err != nil {
			return nil, err
		}
	}
	return f, m.finish(f)
}

// Anonymous makes the field that stands in a search for one that is not mapped, of a
// type that the search names.
func (m *Mapping) Anonymous(kind string) (*Field, error) {
	if kind == "string" {
		kind = "keyword"
	}
	if _, known := parameters[kindOf(kind)]; (!known || !m.Settings.Dialect.HasType(kind)) && !slices.Contains(unknownHere, kind) {
		return nil, fault.New(400, "illegal_argument_exception", "No mapper found for type [%s]", kind)
	}
	f, err := m.declareField("__anonymous_"+kind, kind, orderedjson.NewObject())
	if refused, ok := err.(*fault.Error); ok && kind == "constant_keyword" {
		return nil, fault.New(refused.Status, "parse_exception", "%s", refused.Reason)
	} else if ok && kind == "scaled_float" {
		return nil, fault.New(refused.Status, "illegal_argument_exception", "%s", refused.Reason)
	}
	return f, err
}

func (m *Mapping) declareParam(f *Field, allowed []string, d orderedjson.Member) error {
	if plain := f.Type == "flat_object" && d.Key == "meta" || slices.Contains(withoutCopies, f.Type) && (d.Key == "copy_to" || d.Key == "fields"); plain {
		return fault.New(400, "mapper_parsing_exception", "Mapping definition for [%s] has unsupported parameters:  [%s : %s]", f.Name(), d.Key, javaText(d.Value))
	}
	switch d.Key {
	case "type":
		return nil
	case "fields", "copy_to":
		if f.Type == "geo_point" || f.Type == "binary" {
			return fault.Unsupported("mapping parameter [%s] of a %s", d.Key, f.Type)
		}
		if d.Key == "copy_to" {
			return m.declareCopies(f, d.Value)
		}
		return m.declareMulti(f, d.Value)
	case "meta":
		return f.setMeta(d.Value)
	}
	if f.Type == "scaled_float" && d.Key == "scaling_factor" {
		n, err := strconv.ParseFloat(javaText(d.Value), 64)
		if err != nil || n <= 0 {
			return misread(fault.New(0, "illegal_argument_exception", "[scaling_factor] must be a positive number, got [%s]", JavaDouble(n)))
		}
		f.Scaling = n
		f.Params.Set(d.Key, json.Number(JavaDouble(n)))
		return nil
	}
	if f.IsRange() && d.Key == "format" && f.Type != "date_range" {
		return misread(fault.New(0, "illegal_argument_exception", "field [%s] of type [range] should not define a dateTimeFormatter unless it is a DATE type", f.Name()))
	}
	if !slices.Contains(allowed, d.Key) && slices.Contains(selfParsed, f.Type) {
		return fault.New(400, "mapper_parsing_exception", "Mapping definition for [%s] has unsupported parameters:  [%s : %s]", f.Name(), d.Key, javaText(d.Value))
	}
	if d.Value == nil && d.Key != "null_value" {
		return fault.New(400, "mapper_parsing_exception", "[%s] on mapper [%s] of type [%s] must not have a [null] value", d.Key, f.Name(), f.Type)
	}
	if !slices.Contains(allowed, d.Key) && slices.Contains(ignoredParams, d.Key) {
		return nil
	}
	if !slices.Contains(allowed, d.Key) {
		return fault.New(400, "mapper_parsing_exception", "unknown parameter [%s] on mapper [%s] of type [%s]", d.Key, f.Name(), f.Type)
	}
	return m.setParam(f, d.Key, d.Value)
}

func (m *Mapping) declareMulti(f *Field, value any) error {
	subs, ok := value.(*orderedjson.Object)
	if list, isList := value.([]any); isList && len(list) == 0 {
		return nil
	}
	if !ok {
		return fault.New(400, "mapper_parsing_exception", "expected map for property [fields] on field [%s]", f.Name())
	}
	for _, s := range subs.Members() {
		def, _ := s.Value.(*orderedjson.Object)
		if !def.Has("type") {
			return fault.New(400, "mapper_parsing_exception", "no type specified for property [%s]", s.Key)
		}
		if strings.Contains(s.Key, ".") {
			return fault.New(400, "mapper_parsing_exception", "Field name [%s] which is a multi field of [%s] cannot contain '.'", s.Key, f.Name())
		}
		n, err := m.declare(f.Path+"."+s.Key, def)
		if err != nil {
			return err
		}
		sub, ok := n.(*Field)
		if !ok {
			return fault.New(400, "mapper_parsing_exception", "Type [object] cannot be used in multi field")
		}
		if sub.Type == "alias" {
			return fault.New(400, "mapper_parsing_exception", "Type [alias] cannot be used in multi field")
		}
		if len(sub.CopyTo) > 0 {
			return fault.Illegal("[copy_to] may not be used to copy from a multi-field: [%s]", sub.Path)
		}
		f.Multi = append(f.Multi, sub)
	}
	slices.SortFunc(f.Multi, func(a, b *Field) int { return strings.Compare(a.Path, b.Path) })
	return nil
}

// declareCopies reads copy_to: a name or a list of names.
func (m *Mapping) declareCopies(f *Field, value any) error {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	f.CopyTo = nil
	printed := make([]any, len(list))
	for i, v := range list {
		if v == nil {
			return fault.Unsupported("copy_to of [%s] that is null", f.Path)
		}
		printed[i] = javaText(v)
		f.CopyTo = append(f.CopyTo, javaText(v))
	}
	if len(list) > 0 {
		f.Params.Set("copy_to", printed)
	}
	return nil
}

// finish fills in what the definition left out.
func (m *Mapping) finish(f *Field) error {
	switch f.Type {
	case "date", "date_nanos", "date_range":
		if f.Format == nil {
			f.Format = datetime.MustDefault()
		}
	case "text", "match_only_text":
		lacks := "positions"
		if f.Type == "match_only_text" {
			lacks = "indexing"
		}
		if (f.NoPositions || !f.Indexed) && f.Params.Has("position_increment_gap") {
			return misread(fault.New(0, "illegal_argument_exception", "Cannot set position_increment_gap on field [%s] without %s enabled", f.Name(), lacks))
		}
		if a, ok := f.Params.Get("analyzer"); ok && f.Params.Text("search_analyzer") == javaText(a) {
			f.Params.Delete("search_analyzer") // it is the usual one
		}
		return m.analyzers(f)
	case "token_count":
		if f.Analyze == nil {
			return fault.New(400, "mapper_parsing_exception", "Analyzer must be set for field [%s] but wasn't.", f.Name())
		}
	case "alias":
		if f.Target == "" {
			return fault.New(400, "mapper_parsing_exception", "The [path] property must be specified for field [%s].", f.Name())
		}
	case "constant_keyword":
		if !f.Params.Has("value") {
			return fault.New(400, "mapper_parsing_exception", "Field [%s] is missing required parameter [value]", f.Name())
		}
	case "wildcard":
		if !f.Params.Has("doc_values") {
			f.DocValues = m.Settings.Dialect.WildcardColumns
			f.Params.Set("doc_values", f.DocValues)
		}
	case "scaled_float":
		if f.Scaling == 0 {
			return fault.New(400, "mapper_parsing_exception", "Field [scaling_factor] is required")
		}
	}
	return nil
}

// javaText is a JSON value as Java's toString prints what the server parsed.
func javaText(v any) string { return javavalue.PrintJSON(v, json.Number.String) }
