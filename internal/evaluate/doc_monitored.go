package evaluate

import (
	"errors"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// monitored is one name of the input with the indices behind it.
type monitored struct {
	renaming
	name    string
	indices []*index.Index
	mapping *orderedjson.Object // of the percolator
}

// plainID are monitor ids that can be part of a field's name in a query.
var plainID = pattern.New(`^[A-Za-z0-9_-]*$`)

// monitored resolves one name of the input.
func (r Request) monitored(name string) (*monitored, error) {
	m := &monitored{name: name}
	id := r.Monitor.ID
	if !plainID.MatchString(id) { // not a server's; any other does as well
		id = "monitor"
	}
	m.suffix = "_" + strings.ReplaceAll(name, "*", "_") + "_" + id
	var err error
	m.indices, err = r.Store.Resolve([]string{name}, index.Options{})
	var missing *fault.Error
	if errors.As(err, &missing) || err == nil && len(m.indices) == 0 {
		// Observed on 2.19.4: an inline run never answers then.
		return nil, fault.Unsupported("document-level monitor on [%s], which does not exist", name)
	}
	if err != nil {
		return nil, err
	}
	if len(m.indices) > 1 && r.Documents != nil && !strings.Contains(name, "*") {
		return nil, fault.Unsupported("document-level monitor on the alias [%s] of several indices, over several runs", name)
	}
	return m, m.shape()
}

// shape makes the percolator's mapping of those of the indices. A *fault.Error
// breaks the run.
func (m *monitored) shape() error {
	types := map[string]string{}
	all := orderedjson.NewObject()
	for _, x := range m.indices {
		for _, f := range x.Mapping.Fields() {
			if before, known := types[f.Path]; known && before != f.Type {
				return fault.Unsupported("document-level monitor on [%s], whose indices map [%s] differently", m.name, f.Path)
			}
			types[f.Path] = f.Type
		}
		merge(all, withoutNested(m.properties(x.Mapping.Print().Object("properties"), "")))
	}
	if m.broken {
		return fault.New(500, "null_pointer_exception", "null cannot be cast to non-null type kotlin.collections.MutableMap<kotlin.String, kotlin.Any>")
	}
	m.mapping = orderedjson.NewObject(orderedjson.Member{Key: "properties", Value: all})
	return nil
}

// merge puts an object's members into another, objects member by member.
func merge(into, from *orderedjson.Object) {
	for _, m := range from.Members() {
		inner, ok := m.Value.(*orderedjson.Object)
		if before := into.Object(m.Key); before != nil && ok {
			merge(before, inner)
			continue
		}
		into.Set(m.Key, m.Value)
	}
}

// words are the terms of an index's name in the percolator, whose field "index" is
// a text: queries of every index that shares one are asked.
func (m *monitored) words() []string {
	return strings.FieldsFunc(strings.ToLower(m.name), func(c rune) bool { return c == '-' || c == '*' || c == '+' })
}
