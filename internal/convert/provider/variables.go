package provider

import (
	"cmp"
	"encoding/json"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/terraform"
)

// values are what expressions see of what is open: stand-ins where it can stay so, and
// what is known. What decides about something, and is not known, is refused.
func (r *reader) values(open []terraform.Open) (kept, known map[string]cty.Value) {
	kept, known = map[string]cty.Value{}, map[string]cty.Value{}
	taken := map[string]bool{}
	for _, o := range open {
		if o.IsVariable() {
			taken[strings.TrimPrefix(o.Name, "var.")] = true
		}
	}
	for _, o := range open {
		if _, twice := kept[o.Name]; twice {
			continue // of another folder
		}
		v, ok := r.variable(o, taken)
		switch {
		case !ok && o.Default != cty.NilVal && o.Sensitive:
			kept[o.Name] = o.Default.Mark(secret(o.Name))
			known[o.Name] = kept[o.Name]
		case !ok && o.Default != cty.NilVal:
			kept[o.Name], known[o.Name] = o.Default, o.Default
		case ok:
			r.Variables = append(r.Variables, v)
			kept[o.Name] = cty.StringVal(r.Words.standIn(v.Name))
			known[o.Name] = typed(v)
		}
	}
	return kept, known
}

// secret marks what is made of a sensitive variable that can't stay one, and so must not
// be written.
type secret string

// typed is a variable's value with its type.
func typed(v *Variable) cty.Value {
	of := map[string]cty.Type{"number": cty.Number, "bool": cty.Bool}
	if t, ok := of[v.Type]; ok {
		if value, err := ctyconvert.Convert(cty.StringVal(v.Value), t); err == nil {
			return value
		}
	}
	return cty.StringVal(v.Value)
}

// variable is what stays a variable; false for what can't, or need not.
func (r *reader) variable(o terraform.Open, taken map[string]bool) (*Variable, bool) {
	decides := o.Decides != (hcl.Range{})
	if decides && o.Default == cty.NilVal {
		r.Diagnostics = slices.DeleteFunc(r.Diagnostics, func(d *hcl.Diagnostic) bool { return d.Subject != nil && *d.Subject == o.Decides })
		r.Refuse(o.Decides, "A value that must be known", o.Name+" has no value in these files, and decides about what there is. Give the variable a default, or write the value in its place.")
		return nil, false
	}
	kind, isPrimitive := primitive(o)
	if decides || !isPrimitive || r.Words == nil {
		return nil, false
	}
	v := &Variable{Name: strings.TrimPrefix(o.Name, "var."), Of: o.Name, Type: kind, Description: o.Description, At: o.At, Secret: o.Sensitive, Value: standard(kind)}
	if !o.IsVariable() {
		v.Description = o.Name + " in Terraform"
		v.Name = free(strings.ReplaceAll(strings.TrimPrefix(o.Name, "data."), ".", "_"), taken)
	}
	if o.Default != cty.NilVal && !o.Sensitive {
		v.Default, v.Value = plain(o.Default)
	}
	return v, true
}

func free(name string, taken map[string]bool) string {
	one := name
	for n := 2; taken[one]; n++ {
		one = name + "_" + strconv.Itoa(n)
	}
	taken[one] = true
	return one
}

// primitive is the type of something that is one text, number or truth.
func primitive(o terraform.Open) (kind string, ok bool) {
	t := o.Type
	if t == cty.DynamicPseudoType && o.Default != cty.NilVal {
		t = o.Default.Type()
	}
	switch t {
	case cty.Number:
		return "number", true
	case cty.Bool:
		return "bool", true
	case cty.String, cty.DynamicPseudoType:
		return "string", true
	}
	return "", false
}

// standard is a value of a type, for what has none.
func standard(kind string) string {
	switch kind {
	case "number":
		return "1"
	case "bool":
		return "true"
	}
	return "unknown"
}

// plain is a value as it is written, and as a text.
func plain(v cty.Value) (value any, text string) {
	as, err := ctyconvert.Convert(v, cty.String)
	if err != nil || as.IsNull() {
		return nil, ""
	}
	text = as.AsString()
	switch v.Type() {
	case cty.Number:
		return json.Number(text), text
	case cty.Bool:
		return v.True(), text
	}
	return text, text
}

// inOrder are files of values in the order in which Terraform reads them: later ones go
// before earlier ones. It reads no others by itself, which is said of them.
func (r *reader) inOrder(files []convert.Source) []convert.Source {
	rank := func(s convert.Source) int {
		switch base := path.Base(s.Name); {
		case base == "terraform.tfvars":
			return 1
		case strings.HasSuffix(base, ".auto.tfvars"):
			return 2
		}
		return 0
	}
	var out []convert.Source
	for _, s := range files {
		if rank(s) == 0 {
			r.Note(s.Range(0, 0), "Values that are not used", "Terraform reads terraform.tfvars and *.auto.tfvars by itself, and so does convert. Copy this file to one of that name to have its values used.")
			continue
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b convert.Source) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a.Name, b.Name))
	})
	return out
}

// withValues is what is open with the values that files give to variables.
func withValues(open []terraform.Open, files []convert.Source) []terraform.Open {
	values := map[string]cty.Value{}
	for _, s := range files {
		file, _ := hclsyntax.ParseConfig(s.Text, s.Name, hcl.InitialPos)
		attributes, _ := file.Body.JustAttributes()
		for name, a := range attributes {
			if v, diags := a.Expr.Value(nil); !diags.HasErrors() && v.IsWhollyKnown() && !v.IsNull() {
				values["var."+name] = v
			}
		}
	}
	out := slices.Clone(open)
	for i, o := range out {
		v, ok := values[o.Name]
		if !ok {
			continue
		}
		if typed, err := ctyconvert.Convert(v, o.Type); err == nil {
			out[i].Default = typed
		}
	}
	return out
}
