package schema_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/schema"
)

// Links lead out of a directory only where files are trusted; git's own folder is never
// a part of a configuration.
func TestOutsideFiles(t *testing.T) {
	root := t.TempDir()
	t.Chdir(root)
	for name, text := range map[string]string{
		"alerts/main.hcl": "workspace = \"soc\"\n", "secret.txt": "TOKEN=hunter2\n", "other/more.hcl": "locals {\n  a = 1\n}\n",
		"git/main.hcl": "workspace = \"soc\"\nlocals {\n  a = file(\".git/config\")\n  b = file(\".GIT/config\")\n}\n", "git/.git/config": "hunter2", "git/.GIT/config": "hunter2",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	check := func(dir, want string, confined bool) {
		t.Helper()
		_, diags := schema.Load(dir, schema.Options{Confined: confined})
		var found []string
		for _, d := range diags {
			of, _ := schema.CheckOf(d)
			found = append(found, of.Name)
			if strings.Contains(d.Detail, "hunter2") {
				t.Errorf("a secret in %q", d.Detail)
			}
		}
		if got := strings.Join(found, " "); got != want {
			t.Errorf("%s, confined %t: %q, want %q", dir, confined, got, want)
		}
	}
	check("alerts", "", true)
	link := func(to, name string) {
		t.Helper()
		if err := os.Symlink(to, name); err != nil {
			t.Skip("there are no links here: ", err)
		}
	}
	link("../other/more.hcl", "alerts/more.hcl")
	check("alerts", "", false) // shared files are linked like this
	check("alerts", "outside-file", true)
	check(filepath.Join(root, "alerts"), "outside-file", true)
	link("../secret.txt", "alerts/secret.hcl")
	check("alerts", "outside-file outside-file", true)
	link("other", "linked")
	check("linked", "missing-workspace", false)
	check("linked", "outside-file", true)
	_, diags := schema.Load("git", schema.Options{})
	if len(diags) != 2 || !strings.Contains(diags[0].Detail+diags[1].Detail, "git's own folder") {
		t.Errorf("of git's folder: %v", diags)
	}
}
