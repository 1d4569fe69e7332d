package index

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// legacyMapping is the last definition, and of the others what it doesn't say, the later
// ones first: so mappings of legacy templates come to an index's own.
func (s *Store) legacyMapping(definitions []*orderedjson.Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, d := range slices.Backward(definitions) {
		s.addDefaults(out, d, "")
	}
	return out
}

// addDefaults adds what a mapping doesn't say. Observed on 1.3.14 and 2.19.4: whatever is
// an object is merged key by key, lists become one, those of dynamic templates by name.
// On 3.5.0 a field, an object of fields and a list stay as they are.
func (s *Store) addDefaults(o, defaults *orderedjson.Object, within string) {
	for _, d := range defaults.Members() {
		said, ok := o.Get(d.Key)
		inner, isObject := said.(*orderedjson.Object)
		below, both := d.Value.(*orderedjson.Object)
		list, isList := said.([]any)
		more, alsoList := d.Value.([]any)
		switch {
		case !ok:
			o.Set(d.Key, orderedjson.Clone(d.Value))
		case s.dialect.WholeDefinitions && (within == "properties" || isList):
		case isObject && both:
			copied, _ := orderedjson.Clone(inner).(*orderedjson.Object)
			s.addDefaults(copied, below, d.Key)
			o.Set(d.Key, copied)
		case isList && alsoList:
			o.Set(d.Key, s.oneList(list, more))
		}
	}
}

// oneList puts two lists together: lists of named objects by name, others as they are,
// each value once.
func (s *Store) oneList(list, more []any) []any {
	if !allNamed(list) || !allNamed(more) {
		out := slices.Clone(more)
		for _, v := range list {
			if !slices.ContainsFunc(out, func(u any) bool { return orderedjson.Equal(u, v) }) {
				out = append(out, v)
			}
		}
		return out
	}
	byName := orderedjson.NewObject()
	for _, v := range list {
		m := v.(*orderedjson.Object).Members()[0]
		byName.Set(m.Key, orderedjson.Clone(m.Value))
	}
	for _, v := range more {
		s.addDefaults(byName, v.(*orderedjson.Object), "")
	}
	out := make([]any, 0, byName.Len())
	for _, m := range byName.Members() {
		out = append(out, orderedjson.NewObject(m))
	}
	return out
}

// allNamed tells whether each value is an object of one name.
func allNamed(list []any) bool {
	for _, v := range list {
		if o, ok := v.(*orderedjson.Object); !ok || o.Len() != 1 {
			return false
		}
	}
	return true
}
