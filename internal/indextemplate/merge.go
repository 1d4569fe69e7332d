package indextemplate

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// merging is how one mapping is laid over another.
type merging int

// The ways: of legacy templates each key wins by itself, of composable ones a field's
// definition wins as a whole (observed on 2.19.4).
const (
	byKey merging = iota
	byField
)

// overlay puts a mapping, or a part of one, over another.
func overlay(under, over *orderedjson.Object, how merging) {
	for _, m := range over.Members() {
		old, _ := under.Get(m.Key)
		below, isObject := old.(*orderedjson.Object)
		above, both := m.Value.(*orderedjson.Object)
		switch {
		case m.Key == "dynamic_templates":
			under.Set(m.Key, overlayTemplates(under.Array(m.Key), m.Value))
		case isObject && both && (how == byKey || m.Key == "properties" || below.Has("properties") && above.Has("properties")):
			copied, _ := orderedjson.Clone(below).(*orderedjson.Object)
			overlay(copied, above, how)
			under.Set(m.Key, copied)
		default:
			under.Set(m.Key, orderedjson.Clone(m.Value))
		}
	}
}

// overlayTemplates replaces dynamic templates by name, and adds the others.
func overlayTemplates(under []any, over any) any {
	list, ok := over.([]any)
	if !ok {
		return over
	}
	out := append([]any{}, under...)
	for _, t := range list {
		at := indexOfTemplate(out, t)
		if at < 0 {
			out = append(out, t)
			continue
		}
		out[at] = t
	}
	return out
}

func indexOfTemplate(list []any, t any) int {
	named, _ := t.(*orderedjson.Object)
	for i, x := range list {
		if other, _ := x.(*orderedjson.Object); other.Len() == 1 && named.Len() == 1 && other.Keys()[0] == named.Keys()[0] {
			return i
		}
	}
	return -1
}

// dotless makes objects of names with dots: {"a.b": …} is {"a": {"properties": {"b": …}}}.
func dotless(mapping *orderedjson.Object) *orderedjson.Object {
	if mapping == nil {
		return nil
	}
	out := orderedjson.NewObject()
	for _, m := range mapping.Members() {
		if m.Key != "properties" {
			out.Set(m.Key, m.Value)
			continue
		}
		properties := orderedjson.NewObject()
		for _, p := range mapping.Object("properties").Members() {
			def, ok := p.Value.(*orderedjson.Object)
			if !ok {
				continue
			}
			names := strings.Split(p.Key, ".")
			into := dotless(def)
			for i := len(names) - 1; i > 0; i-- {
				into = object("properties", object(names[i], into))
			}
			overlay(properties, object(names[0], into), byField)
		}
		out.Set("properties", properties)
	}
	return out
}
