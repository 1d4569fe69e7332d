package schema_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/schema"
)

// updateEnv rewrites the golden files when it is set.
const updateEnv = "ALERTPLAN_TEST_UPDATE"

// TestGolden loads each directory of testdata. diagnostics.want holds what it
// must be told, config.want what it must become; a case without either has no
// diagnostics, or shows diagnostics only.
func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("testdata/*")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, dir := range cases {
		if filepath.Base(dir) == "fuzz" {
			continue // what fuzzing found
		}
		t.Run(filepath.Base(dir), func(t *testing.T) {
			config, diags := schema.Load(dir, optionsOf(t, dir))
			compare(t, filepath.Join(dir, "diagnostics.want"), diagnosticsText(config, diags))
			compiled := ""
			if !diags.HasErrors() {
				data, err := orderedjson.MarshalIndent(configJSON(config))
				if err != nil {
					t.Fatal(err)
				}
				compiled = string(data) + "\n"
			}
			compare(t, filepath.Join(dir, "config.want"), compiled)
		})
	}
}

// optionsOf reads a case's options: lines "var name=value", "file path" and
// "env name=value".
func optionsOf(t *testing.T, dir string) schema.Options {
	t.Helper()
	options := schema.Options{Vars: map[string]string{}}
	environment := map[string]string{}
	options.Env = func(name string) (string, bool) { v, ok := environment[name]; return v, ok }
	data, err := os.ReadFile(filepath.Join(dir, "options"))
	if os.IsNotExist(err) {
		return options
	}
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		name, value, _ := strings.Cut(rest, "=")
		switch word {
		case "var":
			options.Vars[name] = value
		case "env":
			environment[name] = value
		case "file":
			options.VarFiles = append(options.VarFiles, filepath.Join(dir, rest))
		}
	}
	return options
}

// compare holds got to a golden file; no file is the same as an empty one.
func compare(t *testing.T, path, got string) {
	t.Helper()
	want, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	if os.Getenv(updateEnv) == "" {
		t.Errorf("%s (update with %s=1):\n%s", path, updateEnv, cmp.Diff(string(want), got))
		return
	}
	if got == "" {
		err = os.Remove(path)
	} else {
		err = os.WriteFile(path, []byte(got), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// diagnosticsText shows diagnostics with what stands at their range.
func diagnosticsText(config *schema.Config, diags hcl.Diagnostics) string {
	var b strings.Builder
	for _, d := range diags {
		severity := "error"
		if d.Severity == hcl.DiagWarning {
			severity = "warning"
		}
		name := "hcl"
		if check, ok := schema.CheckOf(d); ok {
			name = check.Name
		}
		fmt.Fprintf(&b, "%s [%s] %s\n", severity, name, d.Summary)
		if d.Subject != nil {
			fmt.Fprintf(&b, "  at %s: %s\n", filepath.ToSlash(d.Subject.String()), snippet(config, *d.Subject))
		}
		if d.Context != nil {
			fmt.Fprintf(&b, "  in %s\n", filepath.ToSlash(d.Context.String()))
		}
		fmt.Fprintf(&b, "  %s\n", d.Detail)
	}
	return b.String()
}

func snippet(config *schema.Config, at hcl.Range) string {
	file, ok := config.Files[at.Filename]
	if !ok || !at.CanSliceBytes(file.Bytes) {
		return ""
	}
	source := bytes.TrimSpace(at.SliceBytes(file.Bytes))
	first, _, more := bytes.Cut(source, []byte("\n"))
	if more {
		return string(first) + " …"
	}
	return string(first)
}
