package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/security"
	"github.com/alertplan/alertplan/internal/view"
)

// rolesDir is where the roles for pipelines are; those for servers with destinations in
// legacy below it.
const rolesDir = "../../examples/pipelines/roles"

// rolesFile is a roles.yml.
type rolesFile map[string]fileRole

type fileRole struct {
	Description string   `yaml:"description" json:"description"`
	Cluster     []string `yaml:"cluster_permissions" json:"cluster_permissions"`
	Index       []struct {
		Patterns []string `yaml:"index_patterns" json:"index_patterns"`
		Actions  []string `yaml:"allowed_actions" json:"allowed_actions"`
	} `yaml:"index_permissions,omitempty" json:"index_permissions"`
}

// permissions are all actions that a role has a line for.
func (r fileRole) permissions() []string {
	names := slices.Clone(r.Cluster)
	for _, p := range r.Index {
		names = append(names, p.Actions...)
	}
	return names
}

// readRolesFile reads a roles.yml of the examples.
func readRolesFile(t testing.TB, path string) rolesFile {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(rolesDir, path))
	if err != nil {
		t.Fatal(err)
	}
	return parseRoles(t, string(text))
}

func parseRoles(t testing.TB, text string) rolesFile {
	t.Helper()
	var raw map[string]yaml.Node
	if err := yaml.Unmarshal([]byte(text), &raw); err != nil {
		t.Fatal(err)
	}
	roles := rolesFile{}
	for name, node := range raw {
		var role fileRole
		if name == "_meta" {
			continue
		}
		if err := node.Decode(&role); err != nil {
			t.Fatal(name, err)
		}
		roles[name] = role
	}
	return roles
}

// withoutLine is the file's text without one permission of one role: the line that says
// it, and where it was the only one of its list, the list.
func withoutLine(t testing.TB, text, role, permission string) string {
	t.Helper()
	if permission == "" {
		return text
	}
	begin := strings.Index(text, "\n"+role+":\n")
	if begin < 0 {
		t.Fatalf("there is no role %s", role)
	}
	line := "- \"" + permission + "\"\n"
	at := strings.Index(text[begin:], line)
	if at < 0 {
		t.Fatalf("%s has no line %s", role, line)
	}
	at += begin
	rest := text[at+len(line):]
	head := strings.TrimRight(text[:at], " ")
	last := head[strings.LastIndex(strings.TrimRight(head, "\n"), "\n")+1:]
	next, _, _ := strings.Cut(rest, "\n")
	if strings.HasSuffix(last, ":\n") && !strings.HasPrefix(strings.TrimSpace(next), "- \"") {
		head = strings.TrimSuffix(head, "\n") + " []\n"
	}
	return head + rest
}

// rehearsal is what a user with a role of the examples is to do.
type rehearsal struct {
	role     string   // "": none
	beside   []string // other roles that he has
	folder   string   // legacy, or ""
	dialects []string
	steps    []step
}

// step is one thing that a user does.
type step func(r securedRig) result

// newRehearsal is a server on which the user deploy has the roles, one permission of the
// first taken away ("": none).
func (s rehearsal) newRehearsal(t testing.TB, dialectName, without string) securedRig {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(rolesDir, s.folder, "roles.yml"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	mapping := "_meta: {type: rolesmapping, config_version: 2}\n"
	for _, role := range append([]string{s.role}, s.beside...) {
		if role != "" {
			mapping += role + ": {users: [deploy]}\n"
		}
	}
	for name, content := range map[string]string{"roles.yml": withoutLine(t, string(text), s.role, without), "roles_mapping.yml": mapping} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	roles, err := security.ReadConfiguration(os.DirFS(dir), dir)
	if err != nil {
		t.Fatal(err)
	}
	played, err := dialect.Parse(dialectName)
	if err != nil {
		t.Fatal(err)
	}
	r := securedRig{newRigOf(t, sandbox.Options{Dialect: played, Roles: roles, Users: []security.Account{
		{Name: "admin", Password: "a", BackendRoles: []string{"admin"}}, {Name: "deploy", Password: "d"},
	}})}
	delete(r.env, envPreflight)
	r.cost = planfile.Cost{N: 2, R: 1, P: 1}
	r.put("/cwl-2026.11.21/_doc/1?refresh=true", map[string]any{"@timestamp": "2026-11-21T00:00:00Z", "eventName": "Event0"})
	r.as("deploy", "d")
	return r
}

// lacks tells whether an answer names a permission as missing, and the way out: this
// role, or where something may be hidden, who would see it.
func (s rehearsal) lacks(got result, permission string) bool {
	said := strings.Join(strings.Fields(got.stdout+got.stderr), " ")
	if !strings.Contains(said, permission) {
		return false
	}
	return strings.Contains(said, s.role) || strings.Contains(said, "the role all_access") || strings.Contains(said, "the role alertplan_")
}

// knownWarnings are warnings of what the rehearsed configurations are.
var knownWarnings = []string{"Warning: Trigger without actions", "Warning: Delegate that also runs by itself", "Warning: the files have "}

// well tells whether a command did all of what it is for. Drift may be there.
func well(got result) bool {
	said := got.stdout + got.stderr
	for _, known := range knownWarnings {
		said = strings.ReplaceAll(said, known, "")
	}
	return (got.code == 0 || got.code == view.Changes) && !strings.Contains(said, "Warning:") && !strings.Contains(said, "no permissions")
}

// running is a step that runs a command.
func running(name string, args ...string) step {
	return func(r securedRig) result { r.t.Helper(); return r.run(name, args...) }
}

// wanting is a step that first writes the configuration.
func wanting(text func(securedRig) string, do step) step {
	return func(r securedRig) result {
		r.t.Helper()
		r.configure(text(r))
		return do(r)
	}
}

// byAdmin is a step that the admin takes, and that is no matter of the roles.
func byAdmin(do step) step {
	return func(r securedRig) result {
		r.t.Helper()
		user, password := r.env[envUsername], r.env[envPassword]
		r.as("admin", "a")
		r.env[envPreflight] = "off"
		got := do(r)
		delete(r.env, envPreflight)
		r.as(user, password)
		if got.code != 0 {
			r.t.Fatalf("the admin: %s", got)
		}
		return result{}
	}
}
