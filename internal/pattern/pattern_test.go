package pattern_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
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
			literal, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: a pattern that is no constant can't be tested: use regexp", path)
				return true
			}
			if text, err := strconv.Unquote(literal.Value); err != nil {
				t.Errorf("%s: %v", path, err)
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
		p.FindAllStringSubmatch(text, -1)[1][1] != "22" || p.FindStringIndex(text)[1] != 2 || p.FindStringSubmatchIndex(text)[2] != 1 ||
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
