package view_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

func printed(palette view.Palette, made *plan.Plan) (text string, code int) {
	var out bytes.Buffer
	code = view.NewPrinter(&out, palette).Plan(made)
	return out.String(), code
}

func TestPlanOfEveryAction(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		t.Run(name, func(t *testing.T) {
			made := &plan.Plan{Workspace: "soc", Changes: []plan.Change{changes[name]}}
			plain, code := printed(view.Plain, made)
			golden(t, filepath.Join("testdata", "plan", name+".txt"), []byte(plain))
			if code != view.Changes {
				t.Errorf("exit status %d, want %d", code, view.Changes)
			}
			if coloured, _ := printed(view.Coloured, made); uncoloured(coloured) != plain {
				t.Errorf("colour changes more than colour:\n%q", coloured)
			} else if coloured == plain {
				t.Error("there is no colour")
			}
		})
	}
}

func uncoloured(text string) string {
	var b strings.Builder
	for text != "" {
		before, after, _ := strings.Cut(text, "\x1b[")
		b.WriteString(before)
		_, text, _ = strings.Cut(after, "m")
	}
	return b.String()
}

func TestPlanOfEveryProblem(t *testing.T) {
	text, code := printed(view.Plain, &plan.Plan{Workspace: "soc", Problems: problems})
	golden(t, "testdata/plan/problems.txt", []byte(text))
	if code != view.Failed {
		t.Errorf("exit status %d, want %d", code, view.Failed)
	}
}

func TestPlanOfEveryWarning(t *testing.T) {
	text, code := printed(view.Plain, &plan.Plan{Workspace: "soc", Unchanged: 1, Warnings: warnings})
	golden(t, "testdata/plan/warnings.txt", []byte(text))
	if code != view.Done {
		t.Errorf("exit status %d, want %d", code, view.Done)
	}
}

func TestPlanWithoutChanges(t *testing.T) {
	text, code := printed(view.Plain, &plan.Plan{Workspace: "soc", Unchanged: 12})
	golden(t, "testdata/plan/none.txt", []byte(text))
	if code != view.Done {
		t.Errorf("exit status %d, want %d", code, view.Done)
	}
}

func TestPlanWithMutes(t *testing.T) {
	text, code := printed(view.Plain, &plan.Plan{Workspace: "soc", Unchanged: 12, Mutes: mutes})
	golden(t, "testdata/plan/muted.txt", []byte(text))
	if code != view.Done {
		t.Errorf("exit status %d, want %d", code, view.Done)
	}
	many := &plan.Plan{Workspace: "soc", Unchanged: 99}
	for n := range 99 {
		many.Mutes = append(many.Mutes, plan.Muted{Address: login.WithKey(strconv.Itoa(n)), Trigger: "any", Mute: moves})
	}
	if text, _ := printed(view.Plain, many); !strings.HasSuffix(text, "\n… and 84 mutes more: --format json has them all\n") {
		t.Errorf("too many for a screen: %s", text)
	}
	text, _ = printed(view.Plain, &plan.Plan{Workspace: "soc", Changes: []plan.Change{changes["update-files"]}, Unchanged: 12, Mutes: mutes})
	golden(t, "testdata/plan/muted-changes.txt", []byte(text))
}

// A kind without words would be printed as its name.
func TestEveryKindHasWords(t *testing.T) {
	covered := map[string]bool{}
	for _, c := range changes {
		covered[string(c.Action)] = true
	}
	for _, p := range problems {
		covered[string(p.Kind)] = true
	}
	for _, w := range warnings {
		covered[string(w.Kind)] = true
	}
	for _, typ := range []string{"Action", "ProblemKind", "WarningKind"} {
		values := constants(t, "../plan", typ)
		if len(values) == 0 {
			t.Errorf("package plan has no constants of type %s", typ)
		}
		for _, value := range values {
			if !covered[value] {
				t.Errorf("%s %q is not among the plans of these tests", typ, value)
			}
		}
	}
	text, _ := printed(view.Plain, &plan.Plan{Problems: problems, Warnings: warnings})
	if strings.Contains(text, "Error: Problem\n") {
		t.Error("a kind of problem has no words")
	}
}

// constants lists the values of the text constants of a type in a package.
func constants(t *testing.T, dir, typ string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			name, named := spec.Type.(*ast.Ident)
			literal, isLiteral := spec.Values[0].(*ast.BasicLit)
			if named && isLiteral && name.Name == typ && literal.Kind == token.STRING {
				value, _ := strconv.Unquote(literal.Value)
				values = append(values, value)
			}
			return true
		})
	}
	return values
}

// What people type on a cluster must not move a terminal's cursor, nor reverse
// the order of words.
func TestControlCharactersAreDropped(t *testing.T) {
	const evil = "evil\x1b[31m\x07\u202egnp\u2066\u009b\rx\x00"
	made := &plan.Plan{Workspace: "soc",
		Changes: []plan.Change{
			{Action: plan.Delete, Address: login, ID: evil, Name: evil, DoubleOf: evil, Monitor: live(evil)},
			{Action: plan.Adopt, Address: login, ID: evil, Name: evil, Monitor: live(evil), Fields: []plan.FieldChange{
				{Path: "name", Before: evil, After: "Login"},
				{Path: "description", Before: evil + "\n" + evil, After: "x"},
				{Path: "extraction_query.body", Before: parsed(`{"a\u001b\u202e": "b\u001b\u202e\u009b"}`), After: body(1)},
			}},
		},
		Warnings: []plan.Warning{{Kind: plan.MarkGone, Object: plan.Object{ID: evil, Name: evil}}},
	}
	text, _ := printed(view.Plain, made)
	checkHarmless(t, text)
	made.Problems = []plan.Problem{{Kind: plan.Unreadable, Address: login, Objects: []plan.Object{{ID: evil, Name: evil}}, Word: evil}}
	text, _ = printed(view.Plain, made)
	checkHarmless(t, text)
	out, _ := view.NewPlanJSON(made)
	var asJSON bytes.Buffer
	if err := view.WriteJSON(&asJSON, out); err != nil {
		t.Fatal(err)
	}
	checkHarmless(t, asJSON.String())
}

func checkHarmless(t *testing.T, text string) {
	t.Helper()
	for _, bad := range []string{"\x1b", "\x07", "\u202e", "\u2066", "\u009b", "\r", "\x00", `\u001b`, `\u202e`, `\x1b`, `\u0000`} {
		if strings.Contains(text, bad) {
			t.Errorf("%q is printed:\n%q", bad, text)
		}
	}
	if !strings.Contains(text, "evil") {
		t.Error("nothing is left of the name")
	}
}

// Secrets have no way into a plan's output, masked or not.
func TestPlanShowsNoSecret(t *testing.T) {
	var all []plan.Change
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		all = append(all, changes[name])
	}
	made := &plan.Plan{Changes: all}
	text, _ := printed(view.Coloured, made)
	out, _ := view.NewPlanJSON(made)
	var asJSON bytes.Buffer
	if err := view.WriteJSON(&asJSON, out); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"hunter2", "old.example.com", "new.example.com"} {
		if strings.Contains(text+asJSON.String(), secret) {
			t.Errorf("%s is printed", secret)
		}
	}
}
