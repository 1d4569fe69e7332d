package terraform

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/alertplan/alertplan/internal/convert"
)

// withFiles are the functions, with those that read files: names are relative to the
// folder of the root module, and stay below the folder of Given.Files.
func (m *module) withFiles() map[string]function.Function {
	if m.parent != nil {
		return m.root().withFiles()
	}
	if m.functions == nil {
		all := map[string]function.Function{
			"file": function.New(&function.Spec{Params: []function.Parameter{aPath}, Type: function.StaticReturnType(cty.String), Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
				s, err := m.file(args[0].AsString())
				return cty.StringVal(string(s.Text)), err
			}}),
			"fileset": function.New(&function.Spec{Params: []function.Parameter{aPath, aPath}, Type: function.StaticReturnType(cty.Set(cty.String)), Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
				return m.fileset(args[0].AsString(), args[1].AsString())
			}}),
		}
		maps.Copy(all, functions)
		all["templatefile"] = m.templatefile(maps.Clone(all))
		m.functions = all
	}
	return m.functions
}

var aPath = function.Parameter{Name: "path", Type: cty.String}

// file reads a file of the project.
func (m *module) file(name string) (convert.Source, error) {
	full := path.Join(m.root().folder, name)
	within, err := m.within(full)
	if err != nil {
		return convert.Source{}, err
	}
	text, err := fs.ReadFile(m.given.Files, within)
	return convert.Source{Name: full, Text: text}, err
}

var errOutside = errors.New("only files below the folder of all that is converted are read")

// within is a path as Given.Files has it.
func (m *module) within(full string) (string, error) {
	within := full
	if m.given.Base != "." {
		var ok bool
		if within, ok = strings.CutPrefix(full+"/", m.given.Base+"/"); !ok {
			return "", errOutside
		}
		within = path.Clean(within)
	}
	if m.given.Files == nil || !fs.ValidPath(within) {
		return "", errOutside
	}
	return within, nil
}

// fileset are the files below a folder that a pattern matches.
func (m *module) fileset(folder, pattern string) (cty.Value, error) {
	within, err := m.within(path.Join(m.root().folder, folder))
	if err != nil {
		return cty.NilVal, err
	}
	below, err := fs.Sub(m.given.Files, within)
	if err != nil {
		return cty.NilVal, err
	}
	found, err := doublestar.Glob(below, pattern, doublestar.WithFilesOnly())
	if err != nil || len(found) == 0 {
		return cty.SetValEmpty(cty.String), err
	}
	slices.Sort(found)
	var values []cty.Value
	for _, name := range found {
		values = append(values, cty.StringVal(name))
	}
	return cty.SetVal(values), nil
}

// templatefile fills a file's template. Marks of what fills it are on the result.
func (m *module) templatefile(inner map[string]function.Function) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{aPath, {Name: "vars", Type: cty.DynamicPseudoType, AllowMarked: true}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			expr, err := m.template(args[0].AsString())
			if err != nil {
				return cty.NilVal, err
			}
			vars, marks := args[1].Unmark()
			if !vars.CanIterateElements() || !vars.Type().IsObjectType() && !vars.Type().IsMapType() {
				return cty.UnknownVal(cty.String), nil
			}
			v, diags := expr.Value(&hcl.EvalContext{Variables: vars.AsValueMap(), Functions: inner})
			if diags.HasErrors() {
				return cty.NilVal, diags
			}
			return v.WithMarks(marks), nil
		},
	})
}

func (m *module) template(name string) (hclsyntax.Expression, error) {
	s, err := m.file(name)
	if err != nil {
		return nil, err
	}
	expr, diags := hclsyntax.ParseTemplate(s.Text, s.Name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	return expr, nil
}

// calledFile is the file that an expression is the text of: the argument of file or
// templatefile.
func (m *module) calledFile(expr hclsyntax.Expression, each map[string]cty.Value) (convert.Source, bool) {
	call, ok := expr.(*hclsyntax.FunctionCallExpr)
	if !ok || call.Name != "file" && call.Name != "templatefile" || len(call.Args) == 0 {
		return convert.Source{}, false
	}
	name, ok := textOf(m.known(call.Args[0], each))
	if !ok {
		return convert.Source{}, false
	}
	s, err := m.file(name)
	return s, err == nil
}
