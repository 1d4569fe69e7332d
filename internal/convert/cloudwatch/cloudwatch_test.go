package cloudwatch_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"golang.org/x/tools/txtar"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/cloudwatch"
)

// written is a result as people see it: the blocks, and what was told with its place.
func written(t testing.TB, r convert.Result) (blocks, told string) {
	t.Helper()
	text, err := convert.Text(r.Objects)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range r.Diagnostics {
		word := map[hcl.DiagnosticSeverity]string{hcl.DiagError: "refused", hcl.DiagWarning: "note"}[d.Severity]
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s: %s", d.Subject.Filename, d.Subject.Start.Line, d.Subject.Start.Column, word, d.Summary))
	}
	return string(text), strings.Join(append(lines, ""), "\n")
}

// TestFiles converts the files of each archive in testdata, and holds what comes out
// against want.hcl and told of the same archive. ALERTPLAN_TEST_UPDATE=1 writes them.
func TestFiles(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var sources []convert.Source
			var want [2]string
			var inputs []txtar.File
			for _, f := range a.Files {
				switch f.Name {
				case "want.hcl":
					want[0] = string(f.Data)
				case "told":
					want[1] = string(f.Data)
				default:
					sources, inputs = append(sources, convert.Source{Name: f.Name, Text: f.Data}), append(inputs, f)
				}
			}
			blocks, told := written(t, cloudwatch.Kind().Convert(sources, convert.Options{}))
			if os.Getenv("ALERTPLAN_TEST_UPDATE") != "" {
				a.Files = append(inputs, txtar.File{Name: "want.hcl", Data: []byte(blocks)}, txtar.File{Name: "told", Data: []byte(told)})
				if err := os.WriteFile(name, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want[0], blocks); diff != "" {
				t.Errorf("want and written (+): %s", diff)
			}
			if diff := cmp.Diff(want[1], told); diff != "" {
				t.Errorf("want and told (+): %s", diff)
			}
		})
	}
}
