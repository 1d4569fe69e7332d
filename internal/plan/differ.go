package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// differ collects differences.
type differ struct {
	fields  []FieldChange
	unknown []string      // what is missing to compare the rest
	hidden  []FieldChange // the rest: After is not known in this run, and may be as Before
}

// add notes a difference. An object that appears or goes is taken apart, so that
// each of its fields has a path of its own.
func (d *differ) add(path string, before, after any) {
	whole, isObject := cmp.Or(after, before).(*orderedjson.Object)
	if !isObject || whole.Len() == 0 || before != nil && after != nil || isWhole(path) {
		d.fields = append(d.fields, FieldChange{Path: path, Before: before, After: after})
		return
	}
	for _, m := range whole.Members() {
		switch {
		case isUnset(m.Value):
		case after != nil:
			d.add(path+"."+m.Key, nil, m.Value)
		default:
			d.add(path+"."+m.Key, m.Value, nil)
		}
	}
}

// wholeValues are compared and shown as one: taking a search body apart would
// hide where in the query a line changed.
var wholeValues = []string{"body", "filter", "composite_agg_filter", "params"}

func isWhole(path string) bool {
	return slices.Contains(wholeValues, path[strings.LastIndexByte(path, '.')+1:])
}

// objects compares key by key, and below objects again; lists and search bodies
// are compared as a whole.
func (d *differ) objects(path string, before, after *orderedjson.Object) {
	keys := after.Keys()
	for _, key := range before.Keys() {
		if !after.Has(key) {
			keys = append(keys, key)
		}
	}
	for _, key := range keys {
		at := key
		if path != "" {
			at = path + "." + key
		}
		b, inBefore := before.Get(key)
		a, inAfter := after.Get(key)
		beforeObject, _ := b.(*orderedjson.Object)
		afterObject, _ := a.(*orderedjson.Object)
		if beforeObject != nil && afterObject != nil && !isWhole(key) {
			d.objects(at, beforeObject, afterObject)
			continue
		}
		if same, unknown := equalButUnknown(b, a); len(unknown) > 0 || same && inBefore == inAfter {
			d.unknown = append(d.unknown, unknown...)
			if same {
				if len(unknown) > 0 {
					d.hidden = append(d.hidden, FieldChange{Path: at, Before: b, After: a})
				}
				continue
			}
		}
		if isUnset(b) && isUnset(a) {
			continue
		}
		d.add(at, b, a)
	}
}

// isUnset tells whether a value says nothing: an absent description is "".
func isUnset(v any) bool { return v == nil || v == "" }
