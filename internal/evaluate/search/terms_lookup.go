package search

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// lookup is where terms are looked up.
type lookup struct {
	store *index.Store
	// whole: a path that leads beyond a value finds none.
	whole bool
}

// lookUp puts values in the place of the documents that the request's queries name, those
// of aggregations too. The node that was asked does that, before any shard is.
func (r *run) lookUp(store *index.Store) error {
	l := lookup{store, r.dialect.WholePaths}
	for _, body := range []**orderedjson.Object{&r.query, &r.postFilter} {
		if *body == nil || !looksUp(*body) {
			continue
		}
		*body, _ = orderedjson.Clone(*body).(*orderedjson.Object)
		if err := l.fill(*body); err != nil {
			return err
		}
	}
	return l.fillAll(r.aggs)
}

func (l lookup) fillAll(list []*aggregation) error {
	for _, a := range list {
		if slices.ContainsFunc(a.queries(), func(q namedQuery) bool { return looksUp(q.body) }) {
			a.body, _ = orderedjson.Clone(a.body).(*orderedjson.Object)
			a.lookedUp = true
			for _, q := range a.queries() {
				if err := l.fill(q.body); err != nil {
					return err
				}
			}
		}
		if err := l.fillAll(a.subs); err != nil {
			return err
		}
	}
	return nil
}

// looksUp tells whether a query, at any depth, looks terms up.
func looksUp(v any) bool {
	switch v := v.(type) {
	case []any:
		return slices.ContainsFunc(v, looksUp)
	case *orderedjson.Object:
		for _, m := range v.Members() {
			terms, _ := m.Value.(*orderedjson.Object)
			if m.Key == "terms" && slices.ContainsFunc(terms.Members(), func(m orderedjson.Member) bool { _, from := m.Value.(*orderedjson.Object); return from }) {
				return true
			}
			if looksUp(m.Value) {
				return true
			}
		}
	}
	return false
}

// fill puts the values of terms queries that look them up in a document,
// {"terms": {"f": {"index", "id", "path"}}}, in the place of the document's name.
// It changes the body.
func (l lookup) fill(v any) error {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			if err := l.fill(x); err != nil {
				return err
			}
		}
	case *orderedjson.Object:
		for _, m := range v.Members() {
			if m.Key == "terms" {
				if err := l.terms(v.Object("terms")); err != nil {
					return err
				}
			}
			if err := l.fill(m.Value); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l lookup) terms(terms *orderedjson.Object) error {
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
		values, err := l.values(from)
		if err != nil {
			return err
		}
		terms.Set(m.Key, values)
	}
	return nil
}

// values reads the values; a document that is not there has none, and objects are
// no values.
func (l lookup) values(from *orderedjson.Object) ([]any, error) {
	found, err := l.store.Resolve([]string{from.Text("index")}, index.Options{})
	if err != nil || len(found) != 1 || found[0].Settings.Text(closedSetting) == "true" {
		return nil, fault.Unsupported("query [terms] that looks its terms up in [%s], which is no open index here", from.Text("index"))
	}
	values := []any{}
	for _, d := range found[0].Docs {
		if d.ID == from.Text("id") {
			for _, v := range l.at(Shown(found[0].Mapping, d.Source), from.Text("path")) {
				if _, object := v.(*orderedjson.Object); !object {
					values = append(values, v)
				}
			}
		}
	}
	return values, nil
}

// at are the values at a path of a source.
func (l lookup) at(source *orderedjson.Object, path string) []any {
	if l.whole {
		return valuesAnywhere(source, path)
	}
	return valuesAlong(source, strings.TrimRight(path, "."))
}

// valuesAnywhere are the values at a path of a source, whichever of its names have dots
// in them: the shortest that lead to any count (observed on 3.5.0).
func valuesAnywhere(v any, path string) []any {
	var out []any
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			out = append(out, valuesAnywhere(x, path)...)
		}
	case *orderedjson.Object:
		for at, r := range path {
			if r != '.' {
				continue
			}
			value, _ := v.Get(path[:at])
			if out = valuesAnywhere(value, path[at+1:]); len(out) > 0 {
				return out
			}
		}
		value, _ := v.Get(path)
		return leaves(value)
	}
	return out
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
