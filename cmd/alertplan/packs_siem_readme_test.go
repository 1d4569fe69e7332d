package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/schema"
)

// TestReadmeOfSIEM holds the tables of the README of siem-aws to the pack: a row for
// each rule with its severity, and one for each input, with its description in the files.
func TestReadmeOfSIEM(t *testing.T) {
	t.Parallel()
	const dir = "../../examples/packs/siem-aws"
	text, err := os.ReadFile(dir + "/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n## Rules\n")
	rules, rest, _ := strings.Cut(rest, "\n## Inputs\n")
	inputs, _, _ := strings.Cut(rest, "\n## ")
	pack := packMonitors(t, "siem-aws", nil)
	for label, m := range pack {
		label, _, _ = strings.Cut(label, "[")
		if !regexp.MustCompile(fmt.Sprintf("(?m)^\\| `%s` \\|[^|]*\\| %s \\|", label, m.Triggers[0].Severity)).MatchString(rules) {
			t.Errorf("the table of rules has no row %s with severity %s", label, m.Triggers[0].Severity)
		}
	}
	cfg, diags := schema.Load(dir, schema.Options{Part: schema.OrPack})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, v := range cfg.Variables {
		if !strings.Contains(inputs, "\n| `"+v.Name+"` | ") {
			t.Errorf("the table of inputs has no row %s", v.Name)
		}
		if v.Description == "" {
			t.Errorf("var.%s has no description", v.Name)
		}
	}
	for name, table := range map[string]struct {
		text string
		want int
	}{"rules": {rules, len(pack)}, "inputs": {inputs, len(cfg.Variables)}} {
		if got := strings.Count(table.text, "\n| `"); got != table.want {
			t.Errorf("the table of %s has %d rows, the pack %d", name, got, table.want)
		}
	}
}
