package schema_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/schema"
)

// TestEveryCheckHasACase looks for each check among the expected diagnostics.
func TestEveryCheckHasACase(t *testing.T) {
	files, err := filepath.Glob("testdata/*/diagnostics.want")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	for _, check := range schema.Checks() {
		if check.Name == "unreadable-directory" || check.Name == "outside-file" {
			continue // TestUnreadableDirectory, TestOutsideFiles
		}
		if !strings.Contains(all.String(), " ["+check.Name+"] ") {
			t.Errorf("no case in testdata shows %s", check.Name)
		}
	}
}

var kebab = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

func TestChecksAreDescribed(t *testing.T) {
	names := map[string]bool{}
	for _, c := range schema.Checks() {
		if !kebab.MatchString(c.Name) || names[c.Name] {
			t.Errorf("%s is no name of its own", c.Name)
		}
		names[c.Name] = true
		if c.Summary == "" || strings.HasSuffix(c.Summary, ".") {
			t.Errorf("%s: %q is no noun phrase without period", c.Name, c.Summary)
		}
		if !strings.HasSuffix(c.Doc, ".") || c.Severity == 0 {
			t.Errorf("%s has no severity, or no sentence that says what goes wrong without it", c.Name)
		}
	}
}

// TestDetailsAreSentences holds every diagnostic of ours to the convention:
// whole sentences, with a way out.
func TestDetailsAreSentences(t *testing.T) {
	cases, err := filepath.Glob("testdata/*-problems")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range cases {
		_, diags := schema.Load(dir, optionsOf(t, dir))
		for _, d := range diags {
			if check, ours := schema.CheckOf(d); ours && check.Summary == d.Summary && !strings.HasSuffix(d.Detail, ".") && !strings.HasSuffix(d.Detail, "?") {
				t.Errorf("%s: %q does not end a sentence", dir, d.Detail)
			}
			if d.EvalContext != nil || d.Expression != nil {
				t.Errorf("%s: %q could print values", dir, d.Detail)
			}
		}
	}
}

func TestFunctionsAreDescribed(t *testing.T) {
	for _, f := range schema.Functions() {
		if !strings.HasPrefix(f.Usage, f.Name+"(") || !strings.HasSuffix(f.Doc, ".") || f.Group == "" {
			t.Errorf("%s is not described: %q, %q", f.Name, f.Usage, f.Doc)
		}
	}
}
