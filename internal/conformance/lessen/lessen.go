// Package lessen makes JSON values smaller by one thing at a time, for those who
// look for the smallest request that still shows a difference. It must not know
// what a request is, nor what is compared.
package lessen

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Values are v with one thing less in it, at any depth: first without a key or an
// element, the outermost first. also names what may stand in place of a value
// within; nil for nothing. v itself is left as it is.
func Values(v any, also func(any) []any) []any {
	var out []any
	within := func(inner any, put func(any) any) {
		var instead []any
		if also != nil {
			instead = also(inner)
		}
		for _, x := range append(instead, Values(inner, also)...) {
			out = append(out, put(x))
		}
	}
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			c := orderedjson.NewObject(v.Members()...)
			c.Delete(m.Key)
			out = append(out, c)
		}
		for _, m := range v.Members() {
			within(m.Value, func(x any) any {
				c := orderedjson.NewObject(v.Members()...)
				c.Set(m.Key, x)
				return c
			})
		}
	case []any:
		for i := range v {
			out = append(out, slices.Delete(slices.Clone(v), i, i+1))
		}
		for i := range v {
			within(v[i], func(x any) any {
				c := slices.Clone(v)
				c[i] = x
				return c
			})
		}
	}
	return out
}
