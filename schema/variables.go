package schema

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/alertplan/alertplan/schema/grammar"
)

var valueChecks = []Check{
	{"unknown-variable", "Unknown variable", hcl.DiagError, "A value is given to a variable that is not declared."},
	{"invalid-variable", "Invalid variable", hcl.DiagError, "A variable's declaration holds what can't be used: default of another type, a reference where a plain value is needed."},
	{"invalid-variable-value", "Invalid variable value", hcl.DiagError, "A value from outside does not have the variable's type."},
	{"failed-validation", "Failed validation", hcl.DiagError, "A variable's own validation refuses its value."},
	{"unreadable-var-file", "Unreadable variable file", hcl.DiagError, "A file of --var-file can't be read."},
	{"wrong-type", "Wrong type", hcl.DiagError, "A value has another type than is needed."},
	{"null-value", "Missing value", hcl.DiagError, "A value that is needed is null."},
	{"unknown-value", "Unknown value", hcl.DiagError, "A value must be known in every run, but depends on a variable that has none."},
	{"sensitive-value", "Sensitive value", hcl.DiagError, "A secret stands where it would be printed or stored in clear: in a name, a label, an index, a key."},
	{"sensitive-text", "Sensitive value in clear", hcl.DiagWarning, "A secret goes into a text that the server keeps in clear, and that who may read monitors sees."},
	{"invalid-duration", "Invalid duration", hcl.DiagError, "A duration is no whole number of minutes, hours or days where one is needed."},
	{"empty-text", "Empty text", hcl.DiagError, "A text that is needed is empty or blank."},
}

// variable is a declaration on its way to a value.
type variable struct {
	Variable
	constraint  cty.Type
	defaults    *typeexpr.Defaults
	standard    cty.Value // the default; NilVal: none
	nullable    bool
	validations []reading
	broken      bool // its declaration is wrong, which has been told
	context     hcl.Range
}

// decodeVariables returns the values of all variables by name.
func (l *loader) decodeVariables(blocks hcl.Blocks) map[string]cty.Value {
	all := map[string]*variable{}
	for _, block := range blocks {
		if !l.validLabel(block, 0) {
			continue
		}
		name := block.Labels[0]
		if before, twice := all[name]; twice {
			l.twice(block.LabelRanges[0], "variable", name, before.DeclRange)
			continue
		}
		all[name] = l.decodeVariable(block)
		l.declared.variables[name] = block.DefRange
	}
	given := l.givenValues(all)
	l.variables = all
	values := map[string]cty.Value{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		v := all[name]
		values[name] = l.valueOf(v, given[name])
		v.Known = values[name].IsKnown()
		if l.pack == nil {
			l.config.Variables = append(l.config.Variables, v.Variable)
		}
	}
	return values
}

func (l *loader) decodeVariable(block *hcl.Block) *variable {
	v := &variable{
		Variable:   Variable{Name: block.Labels[0], DeclRange: block.DefRange},
		constraint: cty.DynamicPseudoType, nullable: true, context: l.root.wholeBlock(block),
	}
	b, validations := l.root.open(block, grammar.Variable.Schema())
	if attribute, ok := b.attributes["type"]; ok {
		constraint, defaults, diags := typeConstraint(attribute.Expr)
		l.adopt(diags, v.context)
		v.broken = diags.HasErrors()
		if !v.broken {
			v.constraint, v.defaults = constraint, defaults
		}
	}
	v.Sensitive, _ = b.flag("sensitive")
	v.nullable = b.unlessFalse("nullable")
	v.Description, _ = b.plainText("description")
	if attribute, ok := b.attributes["default"]; ok {
		value, ok := l.root.evaluate(attribute.Expr, v.context)
		v.broken = v.broken || !ok
		if ok {
			converted, err := v.convert(value)
			v.broken = v.broken || err != nil
			if err != nil {
				l.report("invalid-variable", place{attribute.Expr.Range(), v.context}, "The default of var.%s does not have the variable's type: %s.", v.Name, conversionProblem(err))
			} else {
				v.standard = converted
			}
		}
	}
	for _, validation := range validations {
		r, _ := l.root.open(validation, grammar.Variable.Block("validation").Schema())
		v.validations = append(v.validations, r)
	}
	return v
}

func (v *variable) convert(value cty.Value) (cty.Value, error) {
	if v.defaults != nil && !value.IsNull() {
		value = v.defaults.Apply(value)
	}
	return convert.Convert(value, v.constraint)
}

// conversionProblem is what convert says, with its path in front. It names
// types, and values never.
func conversionProblem(err error) string {
	path, ok := err.(cty.PathError)
	if !ok || len(path.Path) == 0 {
		return withoutValue(err.Error())
	}
	return "in " + pathText(path.Path) + ", " + withoutValue(err.Error())
}

func (l *loader) valueOf(v *variable, given *givenValue) cty.Value {
	value, at := v.standard, place{subject: v.DeclRange}
	if given != nil {
		value, at = given.value, given.at
	}
	if value != cty.NilVal && value.IsNull() && !v.nullable && v.standard != cty.NilVal {
		value = v.standard
	}
	switch {
	case value == cty.NilVal:
		value = unknown(v.constraint, "var."+v.Name)
	case value.IsNull() && !v.nullable:
		l.askedFor().report("invalid-variable-value", at, "var.%s must not be null.", v.Name)
	}
	if v.Sensitive {
		value = value.Mark(sensitiveMark{})
		l.secrets.addAll(value)
	}
	if known, _ := value.UnmarkDeep(); known.IsWhollyKnown() {
		if !l.validate(v, value, at) {
			return failed
		}
	}
	return value
}

// validate runs the variable's own checks; the message is shown as the user
// wrote it, but not if it is made of a secret. It tells whether the value is taken: with
// one that is not, what depends on it would be told again.
func (l *loader) validate(v *variable, value cty.Value, at place) (good bool) {
	good = true
	scope := l.root.with("var", cty.ObjectVal(map[string]cty.Value{v.Name: value}))
	for _, validation := range v.validations {
		condition, ok := validation.attributes["condition"]
		message, okMessage := validation.attributes["error_message"]
		if !ok || !okMessage {
			continue
		}
		result, ok := scope.evaluate(condition.Expr, v.context)
		if !ok {
			continue
		}
		result, _ = result.UnmarkDeep()
		holds, err := convert.Convert(result, cty.Bool)
		if err != nil || !holds.IsKnown() || holds.IsNull() {
			l.report("invalid-variable", place{condition.Expr.Range(), v.context}, "The condition of a validation must be true or false. Make it a comparison, or wrap it in can().")
			continue
		}
		if holds.True() {
			continue
		}
		good = false
		text := "Its value is not allowed."
		if m, ok := scope.evaluate(message.Expr, v.context); ok && !m.ContainsMarked() && m.IsKnown() && !m.IsNull() && m.Type() == cty.String {
			text = m.AsString()
		}
		if l.pack == nil || at.subject == v.DeclRange {
			l.report("failed-validation", place{v.DeclRange, v.context}, "var.%s is refused by its validation: %s", v.Name, text)
			continue
		}
		l.pack.user.report("failed-validation", at, "%s of %s is refused by its validation (%s:%d): %s", v.Name, l.pack.address(), v.DeclRange.Filename, v.DeclRange.Start.Line, text)
	}
	return good
}

// literalExpression reads a value as it is given on the command line.
func literalExpression(text, name string) (hcl.Expression, hcl.Diagnostics) {
	return hclsyntax.ParseExpression([]byte(text), "<value of var."+name+">", hcl.InitialPos)
}
