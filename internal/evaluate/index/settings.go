package index

import (
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Flatten brings settings to one form: full keys with "index." in front, values
// as texts, lists as lists.
func Flatten(settings *orderedjson.Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	var walk func(prefix string, v any)
	walk = func(prefix string, v any) {
		switch v := v.(type) {
		case *orderedjson.Object:
			for _, m := range v.Members() {
				key := m.Key
				if prefix != "" {
					key = prefix + "." + key
				}
				walk(key, m.Value)
			}
		default:
			if !strings.HasPrefix(prefix, "index.") {
				prefix = "index." + prefix
			}
			out.Set(prefix, settingValue(v))
		}
	}
	walk("", settings)
	return out
}

func settingValue(v any) any {
	switch v := v.(type) {
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = orderedjson.Plain(v[i])
		}
		return list
	case nil:
		return nil
	}
	return orderedjson.Plain(v)
}

func list(items []string) string { return "[" + strings.Join(items, ", ") + "]" }

func mergeSettings(layers []*orderedjson.Object) (*orderedjson.Object, error) {
	out := orderedjson.NewObject()
	for _, l := range layers {
		for _, m := range Flatten(l.Object("settings")).Members() {
			out.Set(m.Key, m.Value)
		}
	}
	addDefaults(out)
	for key := range out.Members() {
		if m := out.Members()[key]; strings.HasPrefix(m.Key, "index.sort.") || strings.HasPrefix(m.Key, "index.similarity.") {
			return nil, fault.Unsupported("index setting [%s]", m.Key)
		}
	}
	return out, nil
}

// addDefaults adds the settings that each index has.
func addDefaults(out *orderedjson.Object) {
	for _, m := range [][2]string{{"index.number_of_shards", "1"}, {"index.number_of_replicas", "1"}, {"index.replication.type", "DOCUMENT"}} {
		if !out.Has(m[0]) {
			out.Set(m[0], m[1])
		}
	}
}

// mappingSettings picks what a mapping depends on out of flat settings.
func (s *Store) mappingSettings(settings *orderedjson.Object) (mapping.Settings, error) {
	out := mapping.DefaultSettings()
	out.Dialect = s.dialect
	for _, m := range settings.Members() {
		value := orderedjson.Plain(m.Value)
		var err error
		switch m.Key {
		case "index.mapping.total_fields.limit":
			out.FieldLimit, err = strconv.Atoi(value)
		case "index.mapping.depth.limit":
			out.DepthLimit, err = strconv.Atoi(value)
		case "index.mapping.nested_fields.limit":
			out.NestedFields, err = strconv.Atoi(value)
		case "index.mapping.nested_objects.limit":
			out.NestedLimit, err = strconv.Atoi(value)
		case "index.mapping.field_name_length.limit":
			return out, fault.Unsupported("index setting [%s]", m.Key)
		case "index.mapping.ignore_malformed":
			out.IgnoreMalformed = value == "true"
		case "index.mapping.coerce":
			out.Coerce = value != "false"
		}
		if err != nil {
			return out, fault.Illegal("Failed to parse value [%s] for setting [%s]", value, m.Key)
		}
	}
	read := analysis.NewRegistry
	if s.dialect.StepsPaths {
		read = analysis.NewStepping
	}
	registry, err := read(settings)
	out.Analysis = registry
	return out, err
}
