package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// use is what pack.LABEL stands for: the destinations that the pack declares. To tell
// them, the pack's inputs are computed, and with them all that its blocks refer to.
func (r *resolver) use(label string) cty.Value {
	if v, done := r.used[label]; done {
		return v
	}
	inner := r.packs[label]
	if inner == nil {
		r.used[label] = failed // told when the directory was read
		return failed
	}
	if !r.enter("pack."+label, inner.pack.block.DefRange) {
		return failed
	}
	defer r.leave()
	inner.pack.inputs = map[string]result{}
	whole := r.root.wholeBlock(inner.pack.block)
	for _, attribute := range inOrder(inner.pack.attributes) {
		if attribute.Name == "source" {
			continue
		}
		if instead := reservedInputs[attribute.Name]; instead != "" {
			r.report("unknown-pack-input", place{attribute.NameRange, whole}, "%s can't be given to a pack. %s", attribute.Name, instead)
			continue
		}
		v, ok := r.scopeFor(attribute.Expr.Variables()).evaluate(attribute.Expr, whole)
		inner.pack.inputs[attribute.Name] = result{v, ok && !hasFailed(v)}
	}
	inner.resolve()
	values := map[string]cty.Value{}
	for _, name := range []string{"destination", "existing", "pack"} {
		values[name] = inner.scope.ctx.Variables[name]
	}
	r.used[label] = cty.ObjectVal(values)
	return r.used[label]
}

// inputValues are what a pack block gives to the pack's variables.
func (l *loader) inputValues(all map[string]*variable) map[string]*givenValue {
	given := map[string]*givenValue{}
	meant := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(l.pack.inputs)) {
		v, ok := all[name]
		if !ok {
			meant[nearest(name, slices.Sorted(maps.Keys(all)))] = true
			l.unknownInput(name, all)
			continue
		}
		given[name] = &givenValue{l.inputValue(v, l.pack.inputs[name]), l.pack.argument(name)}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		v := all[name]
		if isArgument(name) {
			l.report("invalid-variable", place{v.DeclRange, v.context}, "A variable of a pack can't be called %s: in a pack block that means something else. Give it another name.", name)
		}
		if given[name] != nil || v.standard != cty.NilVal || v.broken {
			continue
		}
		if !meant[name] && !isArgument(name) {
			l.missingInput(v)
		}
		given[name] = &givenValue{failed, l.pack.argument(name)}
	}
	return given
}

func (l *loader) unknownInput(name string, all map[string]*variable) {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(all)), isArgument)
	hint := didYouMean(name, names)
	switch {
	case hint != "":
	case len(names) == 0:
		hint = " It has none. Take the line out."
	default:
		hint = " It has " + strings.Join(names, ", ") + "."
	}
	at := l.pack.argument(name)
	at.subject = l.pack.attributes[name].NameRange
	l.pack.user.report("unknown-pack-input", at, "The pack in %s has no variable %q.%s", folderName(l.dir), name, hint)
}

func (l *loader) missingInput(v *variable) {
	example := "…"
	if v.constraint == addressType {
		example = "destination.KIND.LABEL"
	}
	l.pack.user.report("missing-pack-input", l.pack.argument(v.Name), "%s needs %s, which has no default (%s:%d). Add %s = %s; what is not known in every run is passed on as a variable of this configuration.",
		l.pack.at, v.Name, v.DeclRange.Filename, v.DeclRange.Start.Line, v.Name, example)
}

// inputValue is an input in the type of its variable.
func (l *loader) inputValue(v *variable, input result) cty.Value {
	if !input.ok {
		return failed
	}
	converted, err := v.convert(input.value)
	if err == nil && mayBecome(input.value.Type(), v.constraint) {
		return converted
	}
	problem := "this is " + article(input.value.Type())
	if err != nil {
		problem = conversionProblem(err)
	}
	l.pack.user.report("wrong-type", l.pack.argument(v.Name), "This does not have the type of %s in %s (%s:%d): %s.%s", v.Name, l.pack.at, v.DeclRange.Filename, v.DeclRange.Start.Line, problem, destinationHint(v.constraint, input.value))
	return failed
}

// mayBecome is fits for the types of variables: any takes all.
func mayBecome(from, to cty.Type) bool { return to == cty.DynamicPseudoType || fits(from, to) }

// destinationHint says how a destination is given to a variable of that type.
func destinationHint(wanted cty.Type, given cty.Value) string {
	plain, _ := given.Unmark()
	switch {
	case !holdsDestination(wanted):
		return ""
	case wanted == addressType && plain.IsKnown() && areInstances(plain):
		return " This destination has for_each, so one of its instances must be chosen: add a key in quotes." + instanceHint(plain)
	default:
		return " A destination is named without quotes: destination.KIND.LABEL or existing.KIND.LABEL."
	}
}

func keysOf(attributes hcl.Attributes) []string { return slices.Sorted(maps.Keys(attributes)) }
