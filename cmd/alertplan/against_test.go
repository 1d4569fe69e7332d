package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/schema"
)

// configurations are the directories below a root that hold some.
func configurations(t *testing.T, roots ...string) []string {
	t.Helper()
	var dirs []string
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.IsDir() {
				return err
			}
			if found, _ := filepath.Glob(filepath.Join(path, "*.hcl")); len(found) > 0 {
				dirs = append(dirs, path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return dirs
}

// A configuration changes nothing where it is applied itself, and is all new beside one
// that declares nothing; and nothing of an instance is lost between the two.
func TestAgainstItself(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, dir := range configurations(t, "../../examples", "../../schema/testdata") {
		cfg, diags := schema.Load(dir, schema.Options{})
		if diags.HasErrors() {
			continue
		}
		desired := desiredOf(cfg)
		compared++
		made := plan.Against(desired, desired, plan.Options{})
		if len(made.Changes)+len(made.Problems) > 0 {
			t.Errorf("%s: %d changes beside itself, the first %+v; problems %+v", dir, len(made.Changes), made.Changes[:min(1, len(made.Changes))], made.Problems)
		}
		declared := len(desired.Monitors) + len(desired.Destinations)
		if made.Unchanged != declared {
			t.Errorf("%s: %d objects are as they are, of %d", dir, made.Unchanged, declared)
		}
		if made.CanApply() {
			t.Errorf("%s: a plan of no cluster can be applied", dir)
		}
		fresh := plan.Against(plan.Desired{Workspace: desired.Workspace}, desired, plan.Options{})
		if add, change, destroy := fresh.Counts(); add != declared || change+destroy > 0 {
			t.Errorf("%s: %d to add, %d to change, %d to destroy of %d", dir, add, change, destroy, declared)
		}
		gone := plan.Against(desired, plan.Desired{Workspace: desired.Workspace}, plan.Options{})
		if _, _, destroy := gone.Counts(); destroy+countWorkflows(desired) < declared-len(gone.Problems) {
			t.Errorf("%s: %d to destroy of %d; problems %+v", dir, destroy, declared, gone.Problems)
		}
	}
	if compared < 20 {
		t.Errorf("only %d configurations were compared", compared)
	}
}

func countWorkflows(d plan.Desired) int {
	n := 0
	for _, m := range d.Monitors {
		if strings.HasPrefix(m.Address.String(), "workflow.") {
			n++
		}
	}
	return n
}

// Whatever the files of a pull request ask for, nothing that is secret comes into what
// is printed or written.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	const secret = "hunter2-environment-secret"
	monitor := func(name string) string {
		return "workspace = \"soc\"\n" + strings.Replace(monitorText("m", "M", 1), `"M"`, name, 1)
	}
	for what, text := range map[string]string{
		"the environment":        monitor(`nonsensitive(env("TOKEN"))`),
		"a part of it":           monitor(`"x${nonsensitive(substr(env("TOKEN"), 0, 9))}"`),
		"digits of it":           monitor(`nonsensitive(base64encode(env("TOKEN")))`),
		"an oracle":              monitor(`nonsensitive(startswith(env("TOKEN"), "hunter2")) ? "hunter2-environment-secret" : "no"`),
		"a variable":             "variable \"token\" {\n  type = string\n}\n" + monitor(`var.token`),
		"a file":                 monitor(`file("/proc/self/environ")`),
		"a file above":           monitor(`file("../outside.txt")`),
		"a link":                 monitor(`file("link.txt")`),
		"a template":             monitor(`templatefile("link.txt", {})`),
		"git's token":            monitor(`file(".git/config")`),
		"git's token, other way": monitor(`file("folder/../.GIT/config")`),
		"a key":                  "workspace = \"soc\"\n" + strings.Replace(monitorText("m", "M", 1), "{\n", "{\n  for_each = { (nonsensitive(env(\"TOKEN\"))) = 1 }\n", 1),
		"a message of a check":   "variable \"a\" {\n  default = 1\n  validation {\n    condition     = false\n    error_message = \"${nonsensitive(env(\"TOKEN\"))}\"\n  }\n}\n" + monitor(`"M"`),
		"a cluster":              "cluster \"c\" {\n  url      = \"http://127.0.0.1:9\"\n  username = \"u\"\n  password = env(\"TOKEN\")\n}\n" + monitor(`"M"`),
	} {
		root := t.TempDir()
		dir := filepath.Join(root, "alerts")
		for name, content := range map[string]string{"outside.txt": secret, "alerts/main.hcl": text, "alerts/.git/config": secret, "alerts/folder/x": "", "base/main.hcl": "workspace = \"soc\"\n"} {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for link, to := range map[string]string{"link.txt": "../outside.txt", "linked.hcl": "../outside.txt", "b.hcl": "/proc/self/environ"} {
			if strings.HasSuffix(link, ".hcl") != (what == "a link") {
				_ = os.Symlink(to, filepath.Join(dir, link))
			}
		}
		for _, args := range [][]string{
			{"validate", "--no-secrets"}, {"plan", "--no-secrets", "--against", filepath.Join(root, "base")}, {"test", "--no-secrets"}, {"plan", "--no-secrets"},
		} {
			for _, format := range []string{"human", "json"} {
				report := filepath.Join(root, "report.md")
				args := append(args[:len(args):len(args)], "--format", format)
				if args[0] != "test" {
					args = append(args, "--report", "markdown="+report)
				}
				printed := hostileRun(t, secret, append(args, dir))
				written, _ := os.ReadFile(report)
				if all := printed + string(written); strings.Contains(strings.ReplaceAll(strings.ReplaceAll(all, text, ""), `? \"hunter2-environment-secret\"`, ""), "hunter2-e") && !strings.Contains(what, "oracle") {
					t.Errorf("%s: %v shows the secret:\n%s", what, args, all)
				} else if strings.Contains(all, "name = \"hunter2") || strings.Contains(all, "`hunter2") {
					t.Errorf("%s: %v tells what the secret is:\n%s", what, args, all)
				}
			}
		}
	}
}

// hostileRun runs a command with a secret wherever the environment may hold one.
func hostileRun(t *testing.T, secret string, args []string) string {
	t.Helper()
	var out, err strings.Builder
	environment := map[string]string{"TOKEN": secret, "ALERTPLAN_VAR_token": secret, "ALERTPLAN_PASSWORD": secret, "ALERTPLAN_USERNAME": "u", "ALERTPLAN_URL": "http://127.0.0.1:9", "GITHUB_ACTIONS": "true"}
	a := newApp(strings.NewReader(""), &out, &err, func(name string) (string, bool) {
		value, ok := environment[name]
		return value, ok
	})
	a.run(t.Context(), args)
	if strings.Contains(err.String(), "127.0.0.1:9") {
		t.Errorf("%v asks the cluster:\n%s", args, err.String())
	}
	return out.String() + err.String()
}
