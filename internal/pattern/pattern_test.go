package pattern_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/pattern"
)

// TestAllCompile compiles each pattern of the project: none is found to be wrong when
// somebody meets it.
func TestAllCompile(t *testing.T) {
	root := os.DirFS("../..")
	found := 0
	constants := map[string]map[string]ast.Expr{} // by folder
	err := fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasPrefix(path, "internal/pattern/") {
			return err
		}
		text, err := fs.ReadFile(root, path)
		if err != nil || !strings.Contains(string(text), "pattern.New(") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isNew(call.Fun) {
				return true
			}
			found++
			folder := filepath.Dir(path)
			if constants[folder] == nil {
				constants[folder] = constantsOf(t, filepath.Join("../..", folder))
			}
			text, ok := textOf(call.Args[0], constants[folder])
			if !ok {
				t.Errorf("%s: a pattern that is no constant can't be tested: use regexp", path)
			} else if _, err := regexp.Compile(text); err != nil {
				t.Errorf("%s: %v", path, err)
			}
			return true
		})
		return nil
	})
	if err != nil || found < 20 {
		t.Errorf("%d patterns: %v", found, err)
	}
}

// constantsOf are the constants of a package, by name.
func constantsOf(t *testing.T, folder string) map[string]ast.Expr {
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]ast.Expr{}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range file.Decls {
			group, ok := declared.(*ast.GenDecl)
			if !ok || group.Tok != token.CONST {
				continue
			}
			for _, spec := range group.Specs {
				spec := spec.(*ast.ValueSpec)
				for i, value := range spec.Values {
					out[spec.Names[i].Name] = value
				}
			}
		}
	}
	return out
}

// textOf is a text of literals and constants, joined.
func textOf(e ast.Expr, constants map[string]ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.Ident:
		return textOf(constants[e.Name], constants)
	case *ast.BinaryExpr:
		left, isLeft := textOf(e.X, constants)
		right, isRight := textOf(e.Y, constants)
		return left + right, isLeft && isRight && e.Op == token.ADD
	}
	return "", false
}

func isNew(f ast.Expr) bool {
	s, ok := f.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != "New" {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == "pattern"
}

// TestMethods holds each method to that of regexp.
func TestMethods(t *testing.T) {
	const text = "b1 b22 c"
	p := pattern.New(`b(\d+)`)
	if !p.MatchString(text) || !p.Match([]byte(text)) || string(p.FindSubmatch([]byte(text))[1]) != "1" || p.FindString(text) != "b1" || p.FindStringSubmatch(text)[1] != "1" || len(p.FindAllString(text, -1)) != 2 ||
		p.FindAllStringSubmatch(text, -1)[1][1] != "22" || p.FindStringIndex(text)[1] != 2 || p.FindStringSubmatchIndex(text)[2] != 1 || p.Split(text, -1)[2] != " c" ||
		p.ReplaceAllString(text, "<$1>") != "<1> <22> c" || p.ReplaceAllStringFunc(text, strings.ToUpper) != "B1 B22 c" || p.Regexp().NumSubexp() != 1 {
		t.Error("a method differs from regexp's")
	}
}

func TestWrongPanicsWhenAsked(t *testing.T) {
	wrong := "("
	p := pattern.New(wrong)
	defer func() {
		if recover() == nil {
			t.Error("it was taken")
		}
	}()
	p.MatchString("")
}
