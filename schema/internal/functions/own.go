package functions

import (
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/alertplan/alertplan/internal/stagger"
)

// What go-cty lacks, in the meaning that Terraform's users know.

var (
	endsWith   = predicate(strings.HasSuffix)
	startsWith = predicate(strings.HasPrefix)
	contains   = predicate(strings.Contains)
	allTrue    = boolean(func(list []bool) bool { return !slices.Contains(list, false) })
	anyTrue    = boolean(func(list []bool) bool { return slices.Contains(list, true) })
)

func parameter(name string, t cty.Type) function.Parameter {
	return function.Parameter{Name: name, Type: t}
}

func predicate(holds func(text, part string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{parameter("text", cty.String), parameter("part", cty.String)},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(holds(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

func boolean(decide func([]bool) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{parameter("list", cty.List(cty.Bool))},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if !args[0].IsWhollyKnown() {
				return cty.UnknownVal(cty.Bool), nil
			}
			var list []bool
			for _, v := range args[0].Elements() {
				list = append(list, !v.IsNull() && v.True())
			}
			return cty.BoolVal(decide(list)), nil
		},
	})
}

var length = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowUnknown: true}},
	Type: func(args []cty.Value) (cty.Type, error) {
		t := args[0].Type()
		if t == cty.String || t == cty.DynamicPseudoType || t.IsTupleType() || t.IsObjectType() || t.IsCollectionType() {
			return cty.Number, nil
		}
		return cty.Number, errors.New("the argument must be a text, a list, a set or a map")
	},
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		t := args[0].Type()
		switch {
		case t.IsTupleType():
			return cty.NumberIntVal(int64(len(t.TupleElementTypes()))), nil
		case t.IsObjectType():
			return cty.NumberIntVal(int64(len(t.AttributeTypes()))), nil
		case !args[0].IsKnown():
			return cty.UnknownVal(cty.Number), nil
		case t == cty.String:
			return stdlib.Strlen(args[0])
		default:
			return args[0].Length(), nil
		}
	},
})

var replace = function.New(&function.Spec{
	Params: []function.Parameter{parameter("text", cty.String), parameter("old", cty.String), parameter("new", cty.String)},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		text, old, replacement := args[0].AsString(), args[1].AsString(), args[2].AsString()
		if len(old) > 1 && old[0] == '/' && old[len(old)-1] == '/' {
			pattern, err := regexp.Compile(old[1 : len(old)-1])
			if err != nil {
				return cty.NilVal, function.NewArgErrorf(1, "no regular expression: %s", err)
			}
			return cty.StringVal(pattern.ReplaceAllString(text, replacement)), nil
		}
		return cty.StringVal(strings.ReplaceAll(text, old, replacement)), nil
	},
})

var indexOf = function.New(&function.Spec{
	Params: []function.Parameter{parameter("list", cty.DynamicPseudoType), parameter("value", cty.DynamicPseudoType)},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		t := args[0].Type()
		if !t.IsListType() && !t.IsTupleType() {
			return cty.NilVal, function.NewArgErrorf(0, "a list is needed")
		}
		for i, v := range args[0].AsValueSlice() {
			equal := v.Equals(args[1])
			if !equal.IsKnown() {
				return cty.UnknownVal(cty.Number), nil
			}
			if equal.True() {
				return cty.NumberIntVal(int64(i)), nil
			}
		}
		return cty.NilVal, errors.New("the value is not in the list")
	},
})

var one = function.New(&function.Spec{
	Params: []function.Parameter{parameter("list", cty.DynamicPseudoType)},
	Type:   function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if !args[0].CanIterateElements() || args[0].Type().IsMapType() || args[0].Type().IsObjectType() {
			return cty.NilVal, function.NewArgErrorf(0, "a list or set is needed")
		}
		switch n := args[0].LengthInt(); n {
		case 0:
			return cty.NullVal(cty.DynamicPseudoType), nil
		case 1:
			return args[0].AsValueSlice()[0], nil
		default:
			return cty.NilVal, fmt.Errorf("there are %d elements, not one", n)
		}
	},
})

var sum = function.New(&function.Spec{
	Params: []function.Parameter{parameter("list", cty.DynamicPseudoType)},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if !args[0].CanIterateElements() || args[0].LengthInt() == 0 {
			return cty.NilVal, function.NewArgErrorf(0, "a list with numbers is needed")
		}
		total := cty.NumberVal(new(big.Float))
		for _, v := range args[0].AsValueSlice() {
			n, err := convert.Convert(v, cty.Number)
			if err != nil || n.IsNull() {
				return cty.NilVal, function.NewArgErrorf(0, "all elements must be numbers")
			}
			total = total.Add(n)
		}
		return total, nil
	},
})

var transpose = function.New(&function.Spec{
	Params: []function.Parameter{parameter("map", cty.Map(cty.List(cty.String)))},
	Type:   function.StaticReturnType(cty.Map(cty.List(cty.String))),
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(t), nil
		}
		swapped := map[string][]cty.Value{}
		for key, list := range args[0].Elements() {
			for _, v := range list.Elements() {
				if v.IsNull() {
					return cty.NilVal, errors.New("the lists must not hold null")
				}
				swapped[v.AsString()] = append(swapped[v.AsString()], key)
			}
		}
		if len(swapped) == 0 {
			return cty.MapValEmpty(cty.List(cty.String)), nil
		}
		result := map[string]cty.Value{}
		for key, list := range swapped {
			slices.SortFunc(list, func(a, b cty.Value) int { return strings.Compare(a.AsString(), b.AsString()) })
			result[key] = cty.ListVal(list)
		}
		return cty.MapVal(result), nil
	},
})

// staggered spreads what runs equally often.
var staggered = function.New(&function.Spec{
	Params: []function.Parameter{parameter("every", cty.String), parameter("key", cty.String)},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		expression, err := stagger.Cron(args[0].AsString(), args[1].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		return cty.StringVal(expression), nil
	},
})

// convertTo is a conversion whose errors print no value: those of go-cty do,
// be it marked or not (observed with tonumber).
func convertTo(t cty.Type) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowNull: true, AllowMarked: true, AllowDynamicType: true}},
		Type: func(args []cty.Value) (cty.Type, error) {
			if args[0].Type() == t {
				return t, nil
			}
			v, _ := args[0].UnmarkDeep()
			converted, err := convert.Convert(v, t)
			if err != nil {
				return cty.NilType, function.NewArgErrorf(0, "cannot make %s of this %s", t.FriendlyNameForConstraint(), args[0].Type().FriendlyName())
			}
			return converted.Type(), nil
		},
		Impl: func(args []cty.Value, want cty.Type) (cty.Value, error) {
			converted, err := convert.Convert(args[0], want)
			if err != nil {
				return cty.NilVal, function.NewArgErrorf(0, "cannot make %s of this %s", t.FriendlyNameForConstraint(), args[0].Type().FriendlyName())
			}
			return converted, nil
		},
	})
}
