package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// refMark begins a text that stands for a destination or a monitor in a raw body, until its
// actions are read; of the Unicode private use area.
const refMark = "\uE0A2destination:"

// toJSON turns a value into JSON, element by element: nothing is brought to a
// common type. An unknown part becomes monitors.UnknownText in its place. Keys
// are sorted, since HCL keeps no order of them.
func toJSON(v cty.Value) (any, error) {
	v, marks := v.Unmark()
	if !v.IsKnown() {
		return unknownText(v.WithMarks(marks)), nil
	}
	if v.IsNull() {
		return nil, nil
	}
	t := v.Type()
	switch {
	case t == cty.String:
		return v.AsString(), nil
	case t == cty.Number:
		return json.Number(numberText(v)), nil
	case t == cty.Bool:
		return v.True(), nil
	case t == addressType, t == monitorType:
		return refMark + v.EncapsulatedValue().(*address.Address).String(), nil
	case t.IsObjectType() || t.IsMapType():
		return objectJSON(v)
	case isList(t):
		return listJSON(v)
	default:
		return nil, fmt.Errorf("%s has no form in JSON", article(t))
	}
}

func objectJSON(v cty.Value) (any, error) {
	elements := v.AsValueMap()
	o := orderedjson.NewObject()
	for _, key := range slices.Sorted(maps.Keys(elements)) {
		child, err := toJSON(elements[key])
		if err != nil {
			return nil, err
		}
		o.Set(key, child)
	}
	return o, nil
}

func listJSON(v cty.Value) (any, error) {
	list := []any{}
	for _, element := range v.AsValueSlice() {
		child, err := toJSON(element)
		if err != nil {
			return nil, err
		}
		list = append(list, child)
	}
	return list, nil
}

// holdsUnknown tells whether a body has an unknown leaf.
func holdsUnknown(v any) bool {
	switch v := v.(type) {
	case *orderedjson.Object:
		return slices.ContainsFunc(v.Members(), func(m orderedjson.Member) bool { return holdsUnknown(m.Value) })
	case []any:
		return slices.ContainsFunc(v, holdsUnknown)
	default:
		_, unknown := monitors.Unknown(v)
		return unknown
	}
}

// deepestBody is how deep a value of an attribute may be nested: what is put around it
// has some levels, too.
const deepestBody = monitors.MaxNesting - 20

// json is an attribute as JSON. A secret in it is kept, and warned of.
func (r reading) json(name string) (any, bool) {
	v, ok := r.value(name)
	if !ok {
		return nil, false
	}
	if _, marks := v.UnmarkDeep(); hasSecret(marks) {
		r.report("sensitive-text", r.at(name), "%s holds a secret. The server keeps it in clear, and everybody who may read it there sees it. If it is none, use nonsensitive().", name)
	}
	body, err := toJSON(v)
	if err != nil {
		r.report("wrong-type", r.at(name), "%s can't be written as JSON: %s.", name, err)
		return nil, false
	}
	if orderedjson.DeeperThan(body, deepestBody) {
		r.report("nested-too-deep", r.at(name), "%s is nested more than %d deep, which alertplan does not send: 2,000 levels can end all saving on a 2.19 node, and 3.5 refuses more than 1,000. Make it flatter, with clauses side by side in one list.", name, deepestBody)
		return nil, false
	}
	return body, true
}

func hasSecret(marks cty.ValueMarks) bool {
	_, secret := marks[sensitiveMark{}]
	return secret
}
