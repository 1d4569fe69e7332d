package schema

import (
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
)

// EnvPrefix begins the names of environment variables that give values to
// variables.
const EnvPrefix = "ALERTPLAN_VAR_"

// givenValue is a value from outside.
type givenValue struct {
	value cty.Value
	at    place
}

// givenValues gathers what the environment, files and the command line say, the
// later over the earlier.
func (l *loader) givenValues(all map[string]*variable) map[string]*givenValue {
	if l.pack != nil {
		return l.inputValues(all)
	}
	given := map[string]*givenValue{}
	for name, v := range all {
		if text, ok := l.options.Env(EnvPrefix + name); ok {
			l.giveText(v, text, "The value of "+EnvPrefix+name, given)
		}
	}
	for _, path := range l.options.VarFiles {
		l.readVarFile(path, all, given)
	}
	for _, name := range slices.Sorted(maps.Keys(l.options.Vars)) {
		v, ok := all[name]
		if !ok {
			l.report("unknown-variable", place{}, "There is no variable %q to give a value to.%s Declare it: variable %q {}.", name, didYouMean(name, slices.Sorted(maps.Keys(all))), name)
			continue
		}
		l.giveText(v, l.options.Vars[name], "The value of --var "+name, given)
	}
	return given
}

// giveText takes a text as it is for a variable of type string (or of any
// type, if it is no expression), else as an expression.
func (l *loader) giveText(v *variable, text, source string, given map[string]*givenValue) {
	if v.Sensitive {
		l.secrets.add(text)
	}
	value := cty.StringVal(text)
	if v.constraint != cty.String && v.constraint != cty.DynamicPseudoType {
		expression, diags := literalExpression(text, v.Name)
		if !diags.HasErrors() && len(expression.Variables()) == 0 {
			if parsed, diags := expression.Value(nil); !diags.HasErrors() {
				value = parsed
			}
		}
	}
	converted, err := v.convert(value)
	if err != nil {
		l.report("invalid-variable-value", place{subject: v.DeclRange}, "%s does not have the type of var.%s: %s.", source, v.Name, conversionProblem(err))
		return
	}
	given[v.Name] = &givenValue{converted, place{subject: v.DeclRange}}
}

func (l *loader) readVarFile(path string, all map[string]*variable, given map[string]*givenValue) {
	source, err := os.ReadFile(path)
	if err != nil {
		l.report("unreadable-var-file", place{}, "The file %s can't be read: %s.", path, reason(err))
		return
	}
	var file *hcl.File
	var diags hcl.Diagnostics
	if strings.HasSuffix(path, ".json") {
		file, diags = json.Parse(source, path)
	} else if at, deep := tooDeep(path, source); deep {
		l.report("nested-too-deep", place{subject: at}, "Brackets are nested more than %d deep here. Make the value flatter.", deepest)
		return
	} else {
		file, diags = hclsyntax.ParseConfig(source, path, hcl.InitialPos)
	}
	l.adopt(diags, hcl.Range{})
	if file == nil || file.Body == nil {
		return
	}
	l.config.Files[path] = &hcl.File{Bytes: file.Bytes}
	found, diags := file.Body.JustAttributes()
	l.adopt(diags, hcl.Range{})
	for _, attribute := range inOrder(found) {
		v, ok := all[attribute.Name]
		if !ok {
			l.report("unknown-variable", place{subject: attribute.NameRange}, "There is no variable %q.%s Declare it, or take the line out.", attribute.Name, didYouMean(attribute.Name, slices.Sorted(maps.Keys(all))))
			continue
		}
		value, ok := l.root.evaluate(attribute.Expr, attribute.Range)
		if !ok {
			continue
		}
		if v.Sensitive {
			l.secrets.addAll(value)
		}
		converted, err := v.convert(value)
		if err != nil {
			l.report("invalid-variable-value", place{subject: attribute.Expr.Range()}, "This does not have the type of var.%s: %s.", v.Name, conversionProblem(err))
			continue
		}
		given[v.Name] = &givenValue{converted, place{subject: v.DeclRange}}
	}
}
