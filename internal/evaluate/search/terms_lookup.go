package search

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// lookUp puts the values of terms queries that look them up in a document,
// {"terms": {"f": {"index", "id", "path"}}}, in the place of the document's name.
// It changes the body.
func lookUp(store *index.Store, v any) error {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			if err := lookUp(store, x); err != nil {
				return err
			}
		}
	case *orderedjson.Object:
		for _, m := range v.Members() {
			if m.Key == "terms" {
				if err := lookUpTerms(store, v.Object("terms")); err != nil {
					return err
				}
			}
			if err := lookUp(store, m.Value); err != nil {
				return err
			}
		}
	}
	return nil
}

func lookUpTerms(store *index.Store, terms *orderedjson.Object) error {
	for _, m := range terms.Members() {
		from, ok := m.Value.(*orderedjson.Object)
		if !ok {
			continue
		}
		for _, key := range from.Keys() {
			if !slices.Contains([]string{"index", "id", "path"}, key) {
				return fault.Unsupported("query [terms] that looks its terms up with [%s]", key)
			}
		}
		values, err := lookedUp(store, from)
		if err != nil {
			return err
		}
		terms.Set(m.Key, values)
	}
	return nil
}

// lookedUp reads the values; a document that is not there has none, and objects are
// no values.
func lookedUp(store *index.Store, from *orderedjson.Object) ([]any, error) {
	found, err := store.Resolve([]string{from.Text("index")}, index.Options{})
	if err != nil || len(found) != 1 || found[0].Settings.Text(closedSetting) == "true" {
		return nil, fault.Unsupported("query [terms] that looks its terms up in [%s], which is no open index here", from.Text("index"))
	}
	values := []any{}
	for _, d := range found[0].Docs {
		if d.ID == from.Text("id") {
			for _, v := range valuesAlong(Shown(found[0].Mapping, d.Source), strings.TrimRight(from.Text("path"), ".")) {
				if _, object := v.(*orderedjson.Object); !object {
					values = append(values, v)
				}
			}
		}
	}
	return values, nil
}

// valuesAlong are the values at a path of a source as rawValues finds them, but that one
// which is no object ends the path, whatever else it says.
func valuesAlong(v any, path string) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		var out []any
		for _, x := range v {
			out = append(out, valuesAlong(x, path)...)
		}
		return out
	case *orderedjson.Object:
		for name, rest := "", path; rest != ""; {
			part, after, _ := strings.Cut(rest, ".")
			name, rest = name+part, after
			if value, ok := v.Get(name); ok && value != nil {
				return valuesAlong(value, rest)
			}
			name += "."
		}
		return nil
	default:
		return []any{v}
	}
}
