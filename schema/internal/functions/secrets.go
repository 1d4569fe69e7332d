package functions

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

func secrets(w World) []Function {
	const group = "secret"
	return []Function{
		{"env", `env(name, default?)`, "Reads an environment variable; the value is sensitive, and unknown where there is none and no default.", group, env(w)},
		{"issensitive", `issensitive(value)`, "Tells whether a value is sensitive.", group, isSensitive(w)},
		{"nonsensitive", `nonsensitive(value)`, "Says that a value is no secret, though it comes from one.", group, nonsensitive(w)},
		{"sensitive", `sensitive(value)`, "Says that a value is a secret.", group, sensitive(w)},
	}
}

func env(w World) function.Function {
	return function.New(&function.Spec{
		Params:   []function.Parameter{parameter("name", cty.String)},
		VarParam: &function.Parameter{Name: "default", Type: cty.String},
		Type:     function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			name := args[0].AsString()
			value, found := w.Env(name)
			switch {
			case found:
				return cty.StringVal(value).Mark(w.Sensitive), nil
			case len(args) > 1:
				return args[1], nil
			default:
				return w.Unknown(fmt.Sprintf("env(%q)", name)), nil
			}
		},
	})
}

var anyValue = function.Parameter{
	Name: "value", Type: cty.DynamicPseudoType,
	AllowNull: true, AllowUnknown: true, AllowMarked: true, AllowDynamicType: true,
}

func sameType(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil }

func sensitive(w World) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{anyValue}, Type: sameType,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return args[0].Mark(w.Sensitive), nil },
	})
}

// nonsensitive takes the mark off the value and all that it holds; marks that
// say why a value is unknown stay.
func nonsensitive(w World) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{anyValue}, Type: sameType,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			plain, paths := args[0].UnmarkDeepWithPaths()
			for _, p := range paths {
				delete(p.Marks, w.Sensitive)
			}
			_ = cty.Walk(plain, func(_ cty.Path, v cty.Value) (bool, error) {
				if v.IsKnown() && !v.IsNull() && v.Type() == cty.String {
					w.Public(v.AsString())
				}
				return true, nil
			})
			return plain.MarkWithPaths(paths), nil
		},
	})
}

func isSensitive(w World) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{anyValue}, Type: function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			_, marks := args[0].UnmarkDeep()
			_, marked := marks[w.Sensitive]
			return cty.BoolVal(marked), nil
		},
	})
}
