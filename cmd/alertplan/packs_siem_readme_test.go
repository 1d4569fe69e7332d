package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/schema"
)

// TestReadmeOfSIEM holds the README of the pack siem-aws to the pack: its example is
// valid, and its tables have each rule with its severity, and each input.
func TestReadmeOfSIEM(t *testing.T) {
	t.Parallel()
	const dir = "../../examples/packs/siem-aws"
	text, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	readme := string(text)
	block := regexp.MustCompile("(?s)```\n(destination .*?)```").FindStringSubmatch(readme)
	if block == nil {
		t.Fatal("there is no example in the README")
	}
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "packs/siem-aws"), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	main := "workspace = \"soc\"\n\nvariable \"slack_url\" {\n  type = string\n}\n\n" + block[1]
	if err := os.WriteFile(filepath.Join(root, "main.hcl"), []byte(main), 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, "fmt", "--check", "--diff", filepath.Join(root, "main.hcl"))
	if got := run(t, "validate", root); strings.Contains(got, "arning") {
		t.Errorf("validate: %s", got)
	}
	pack := packMonitors(t, "siem-aws", nil)
	for label, m := range pack {
		label, _, _ = strings.Cut(label, "[")
		row := regexp.MustCompile(fmt.Sprintf("(?m)^\\| `%s` \\|[^|]*\\| %s \\|", label, m.Triggers[0].Severity))
		if !row.MatchString(readme) {
			t.Errorf("the table of rules has no row %s with severity %s", label, m.Triggers[0].Severity)
		}
	}
	if rows := strings.Count(readme[strings.Index(readme, "## Rules"):strings.Index(readme, "## Inputs")], "\n| `"); rows != len(pack) {
		t.Errorf("the table of rules has %d rows, the pack %d", rows, len(pack))
	}
	cfg, _ := schema.Load(dir, schema.Options{Part: schema.OrPack})
	for _, v := range cfg.Variables {
		if !strings.Contains(readme, "\n| `"+v.Name+"` | ") {
			t.Errorf("the table of inputs has no %s", v.Name)
		}
		if v.Description == "" {
			t.Errorf("var.%s has no description", v.Name)
		}
	}
	if rows := strings.Count(readme[strings.Index(readme, "## Inputs"):strings.Index(readme, "## Time")], "\n| `"); rows != len(cfg.Variables) {
		t.Errorf("the table of inputs has %d rows, the pack %d", rows, len(cfg.Variables))
	}
}
