package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// packs are the folders of examples/packs, each with the families that it is for.
func packs(t *testing.T) map[string][]string {
	t.Helper()
	folders, err := filepath.Glob("../../examples/packs/*/README.md")
	if err != nil || len(folders) == 0 {
		t.Fatalf("there are no packs: %v", err)
	}
	all := map[string][]string{}
	for _, readme := range folders {
		dir := filepath.Dir(readme)
		all[dir] = nil
		for _, m := range packVariables(t, dir) {
			if m == "family" {
				all[dir] = []string{"cwl", "log-aws-cloudtrail"}
			}
		}
	}
	return all
}

var variableBlock = regexp.MustCompile(`(?m)^variable "([a-z_]+)" {$`)

// packVariables are the names of a pack's variables.
func packVariables(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range variableBlock.FindAllStringSubmatch(string(text), -1) {
			names = append(names, m[1])
		}
	}
	return names
}

// TestPacks does with every pack what people do: by itself it is laid out, valid and
// tested to the last clause, for each family; and used by a configuration it is quiet
// once it is applied.
func TestPacks(t *testing.T) {
	t.Parallel()
	for dir, families := range packs(t) {
		for _, family := range append([]string{""}, families...) {
			t.Run(filepath.Base(dir)+"/"+family, func(t *testing.T) {
				t.Parallel()
				var given []string
				if family != "" {
					given = []string{"--var", "family=" + family}
				}
				run(t, "fmt", "--check", "--diff", dir)
				if got := run(t, "validate", append(given, dir)...); !strings.HasPrefix(got, "The configuration is valid: ") || strings.Contains(got, "arning") {
					t.Errorf("validate: %s", got)
				}
				if got := run(t, "test", append(given, dir)...); !strings.Contains(got, "Coverage: 100%") || !strings.Contains(got, "\nok: ") {
					t.Errorf("its tests: %s", got)
				}
				usePack(t, dir, family)
			})
		}
	}
}

// usePack applies a configuration that uses a pack.
func usePack(t *testing.T, dir, family string) {
	root, url := t.TempDir(), newSandbox(t)
	if err := os.CopyFS(filepath.Join(root, "pack"), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	text := "workspace = \"soc\"\n\ndestination \"webhook\" \"soc\" {\n  url = \"https://alerts.example.com\"\n}\n\npack \"it\" {\n  source      = \"./pack\"\n  destination = destination.webhook.soc\n"
	if family != "" {
		text += fmt.Sprintf("  family      = %q\n", family)
	}
	if err := os.WriteFile(filepath.Join(root, "main.hcl"), []byte(text+"}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := run(t, "validate", root); strings.Contains(got, "arning") {
		t.Errorf("validate: %s", got)
	}
	run(t, "apply", "--auto-approve", "--url", url, root)
	run(t, "plan", "--detailed-exitcode", "--url", url, root)
	run(t, "drift", "--url", url, root)
	run(t, "destroy", "--auto-approve", "--allow-deletes", "100", "--url", url, root)
}

// TestReadmesOfPacks holds that a pack's README names each of its variables, and that
// the configuration it shows is valid.
func TestReadmesOfPacks(t *testing.T) {
	t.Parallel()
	for dir := range packs(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(dir, "README.md"))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range packVariables(t, dir) {
				if !strings.Contains(string(text), "`"+name+"`") {
					t.Errorf("the README does not tell of var.%s", name)
				}
			}
			root := t.TempDir()
			if err := os.CopyFS(filepath.Join(root, "packs", filepath.Base(dir)), os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			var blocks []string
			for _, m := range fenced.FindAllStringSubmatch(string(text), -1) {
				if m[1] == "hcl" {
					blocks = append(blocks, m[3])
				}
			}
			if !slices.ContainsFunc(blocks, func(b string) bool { return strings.Contains(b, "pack \"") }) {
				t.Fatal("the README does not show how the pack is used")
			}
			checkConfiguration(t, root, strings.Join(blocks, "\n"))
		})
	}
}
