package functions

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

func files(w World) []Function {
	const group = "file"
	return []Function{
		{"basename", `basename(path)`, "Is the last part of a path.", group, textFunction(filepath.Base)},
		{"dirname", `dirname(path)`, "Is all but the last part of a path.", group, textFunction(filepath.Dir)},
		{"file", `file(path)`, "Reads a text file that lies in the configuration's directory.", group, fileFunction(w, readText)},
		{"filebase64", `filebase64(path)`, "Reads a file as base64.", group, fileFunction(w, readBase64)},
		{"fileexists", `fileexists(path)`, "Tells whether there is such a file in the configuration's directory.", group, fileExists(w)},
		{"templatefile", `templatefile(path, vars)`, "Reads a file as a template, with the given variables.", group, templateFile(w, nil)},
	}
}

// largestFile keeps a mistaken path from filling the memory.
const largestFile = 16 << 20

// read reads a file of the configuration. Symlinks are resolved before it is
// decided whether the file lies inside. Errors name the path as it was written.
func (w World) read(path string) ([]byte, error) {
	resolved, err := w.resolve(path)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(resolved)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s can't be read", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file", path)
	case info.Size() > largestFile:
		return nil, fmt.Errorf("%s is larger than 16 MiB", path)
	}
	data, err := os.ReadFile(resolved)
	if err != nil {
		return nil, fmt.Errorf("%s can't be read", path)
	}
	return data, nil
}

// Find tells what keeps a path from being read as a file of the configuration,
// nil where nothing does. Its content is not looked at.
func (w World) Find(path string) error {
	resolved, err := w.resolve(path)
	if err != nil {
		return err
	}
	if info, err := os.Stat(resolved); err != nil || !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no regular file", path)
	}
	return nil
}

func (w World) resolve(path string) (string, error) {
	root, err := filepath.EvalSymlinks(w.Dir)
	if err == nil {
		root, err = filepath.Abs(root)
	}
	if err != nil {
		return "", errors.New(w.directory() + " can't be read")
	}
	whole := path
	if !filepath.IsAbs(path) {
		whole = filepath.Join(root, path)
	}
	if !inside(root, whole) {
		return "", fmt.Errorf("%s lies outside %s; copy the file into it", path, w.directory())
	}
	resolved, err := filepath.EvalSymlinks(whole)
	if err != nil {
		return "", fmt.Errorf("there is no file %s in %s", path, w.directory())
	}
	if relative, err := filepath.Rel(root, resolved); err == nil && slices.ContainsFunc(strings.Split(filepath.ToSlash(relative), "/"), isGit) {
		return "", fmt.Errorf("%s lies in git's own folder, which may hold credentials, and is no part of the configuration", path)
	}
	if !inside(root, resolved) {
		return "", fmt.Errorf("%s leads outside %s; copy the file into it", path, w.directory())
	}
	return resolved, nil
}

// directory names the directory that files must lie in.
func (w World) directory() string {
	if w.Pack {
		return "the pack's directory"
	}
	return "the configuration's directory"
}

// isGit tells whether a folder is git's own, where checkouts keep tokens; some file
// systems take letters of both cases for the same.
func isGit(folder string) bool { return strings.EqualFold(folder, ".git") }

func inside(root, path string) bool {
	relative, err := filepath.Rel(root, path)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

func readText(path string, data []byte) (cty.Value, error) {
	if !utf8.Valid(data) {
		return cty.NilVal, fmt.Errorf("%s is no UTF-8 text; use filebase64", path)
	}
	return cty.StringVal(string(data)), nil
}

func readBase64(_ string, data []byte) (cty.Value, error) {
	return cty.StringVal(base64.StdEncoding.EncodeToString(data)), nil
}

func fileFunction(w World, result func(path string, data []byte) (cty.Value, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{parameter("path", cty.String)},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			data, err := w.read(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			v, err := result(args[0].AsString(), data)
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return v, nil
		},
	})
}

func fileExists(w World) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{parameter("path", cty.String)},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			resolved, err := w.resolve(args[0].AsString())
			if err != nil {
				return cty.False, nil
			}
			info, err := os.Stat(resolved)
			return cty.BoolVal(err == nil && info.Mode().IsRegular()), nil
		},
	})
}

// templateFile gives a template all functions but itself: templates don't nest.
func templateFile(w World, others map[string]function.Function) function.Function {
	delete(others, "templatefile")
	render := func(args []cty.Value) (cty.Value, error) {
		path, vars := args[0].AsString(), args[1]
		data, err := w.read(path)
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		template, diags := hclsyntax.ParseTemplate(data, path, hcl.InitialPos)
		if diags.HasErrors() {
			return cty.NilVal, function.NewArgErrorf(0, "%s", inTemplate(diags))
		}
		if !vars.Type().IsObjectType() && !vars.Type().IsMapType() {
			return cty.NilVal, function.NewArgErrorf(1, "the variables must be an object")
		}
		ctx := &hcl.EvalContext{Variables: vars.AsValueMap(), Functions: others}
		for _, t := range template.Variables() {
			if _, given := ctx.Variables[t.RootName()]; !given {
				r := t.SourceRange()
				return cty.NilVal, function.NewArgErrorf(1, "%s:%d needs a variable %q that is not among them", path, r.Start.Line, t.RootName())
			}
		}
		v, diags := template.Value(ctx)
		if diags.HasErrors() {
			return cty.NilVal, function.NewArgErrorf(0, "%s", inTemplate(diags))
		}
		return v, nil
	}
	return function.New(&function.Spec{
		Params: []function.Parameter{parameter("path", cty.String), parameter("vars", cty.DynamicPseudoType)},
		Type: func(args []cty.Value) (cty.Type, error) {
			if !args[0].IsKnown() || !args[1].IsKnown() {
				return cty.DynamicPseudoType, nil
			}
			v, err := render(args)
			if err != nil {
				return cty.NilType, err
			}
			return v.Type(), nil
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return render(args) },
	})
}

func inTemplate(diags hcl.Diagnostics) string {
	for _, d := range diags {
		if d.Severity == hcl.DiagError && d.Subject != nil {
			return fmt.Sprintf("%s:%d: %s", d.Subject.Filename, d.Subject.Start.Line, d.Summary)
		}
	}
	return "the template can't be rendered"
}
