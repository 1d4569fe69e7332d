package index

import (
	"fmt"
	"maps"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Shapes are a store's templates, of all kinds, to be kept outside of it: {"parts":
// {…}, "composable": {…}, "legacy": {…}}, each by name as it was put.
type Shapes struct{ Store *Store }

// Revision is another one after each change.
func (s Shapes) Revision() uint64 {
	s.Store.mu.RLock()
	defer s.Store.mu.RUnlock()
	return s.Store.shapes
}

// Export writes them down.
func (s Shapes) Export() *orderedjson.Object {
	s.Store.mu.RLock()
	defer s.Store.mu.RUnlock()
	return orderedjson.NewObject(
		orderedjson.Member{Key: "parts", Value: byName(s.Store.parts)},
		orderedjson.Member{Key: "composable", Value: byName(bodies(s.Store.templates))},
		orderedjson.Member{Key: "legacy", Value: byName(bodies(s.Store.legacy))},
	)
}

func bodies(of map[string]*Template) map[string]*orderedjson.Object {
	out := make(map[string]*orderedjson.Object, len(of))
	for name, t := range of {
		out[name] = t.Body
	}
	return out
}

func byName(bodies map[string]*orderedjson.Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, name := range slices.Sorted(maps.Keys(bodies)) {
		out.Set(name, bodies[name])
	}
	return out
}

// Import puts templates that were exported into an empty store. Errors: what a
// template is refused for.
func (s Shapes) Import(from *orderedjson.Object) error {
	for _, kind := range []struct {
		key string
		put func(string, *orderedjson.Object) error
	}{{"parts", s.Store.PutComponent}, {"composable", s.Store.PutTemplate}, {"legacy", s.Store.PutLegacyTemplate}} {
		for _, m := range from.Object(kind.key).Members() {
			body, _ := m.Value.(*orderedjson.Object)
			if err := kind.put(m.Key, body); err != nil {
				return fmt.Errorf("template [%s]: %w", m.Key, err)
			}
		}
	}
	return nil
}
