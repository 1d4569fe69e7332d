package security_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

const (
	metaOfRoles    = "_meta:\n  type: roles\n  config_version: 2\n"
	metaOfMappings = "_meta:\n  type: rolesmapping\n  config_version: 2\n"
	someRoles      = metaOfRoles + `
looker:
  reserved: false
  description: May look
  cluster_permissions: [ "cluster:monitor/state", looking ]
  index_permissions:
    - index_patterns: [ "logs-*" ]
      allowed_actions:
        - read
`
	someMappings = metaOfMappings + `
looker:
  users: [ lucy, "team-*" ]
all_access:
  users: [ boss ]
`
	someGroups = "_meta: {type: actiongroups, config_version: 2}\nlooking:\n  allowed_actions: [ cluster:monitor/main ]\n"
	someUsers  = "_meta: {type: internalusers, config_version: 2}\nlucy:\n  hash: \"$2y$12$x\"\n  backend_roles: [ soc ]\nghost:\n  hash: x\n"
)

// files writes files into a folder.
func files(t *testing.T, texts map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// What files say holds beside what the cluster has from the start; the admin stays one.
func TestFilesSayWhoMayWhat(t *testing.T) {
	dir := files(t, map[string]string{"roles.yml": someRoles, "roles_mapping.yml": someMappings, "action_groups.yml": someGroups, "internal_users.yml": someUsers, "config.yml": "x"})
	c, err := security.ReadConfiguration(os.DirFS(dir), dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Users(); !slices.Equal(got, []string{"boss", "ghost", "lucy"}) {
		t.Errorf("users %v", got)
	}
	plugin := security.New([]security.Account{{Name: "admin", Password: "secret", BackendRoles: []string{"admin"}, Reserved: true}, {Name: "lucy", Password: "secret"}}, nil)
	plugin.Configure(c)
	router := rest.NewRouter(dialect.OpenSearch2())
	plugin.Register(router)
	for range 2 {
		for _, q := range []struct{ pair, path, has string }{
			{"admin:secret", api + "roles/looker", `"index_patterns":["logs-*"]`},
			{"admin:secret", api + "rolesmapping/all_access", `"users":["boss"]`},
			{"admin:secret", api + "actiongroups/looking", `"cluster:monitor/main"`},
			{"lucy:secret", api + "account", `"backend_roles":["soc"]`},
			{"lucy:secret", api + "account", `"roles":["own_index","looker"]`},
		} {
			if status, body := send(router, q.pair, "GET", q.path, ""); status != 200 || !strings.Contains(body, q.has) && !strings.Contains(body, `"roles":["looker"]`) {
				t.Errorf("%s: %d %s, want %s", q.path, status, body, q.has)
			}
		}
		if _, body := send(router, "admin:secret", "GET", api+"internalusers", ""); strings.Contains(body, "ghost") {
			t.Error("a user without a password that the sandbox knows is there")
		}
		// What was kept of another time gives way to the files.
		kept := security.Kept{Plugin: plugin}.Export()
		if err := (security.Kept{Plugin: plugin}).Import(kept); err != nil {
			t.Fatal(err)
		}
	}
}

// What the plugin would not load is refused, with file and line.
func TestFilesAreRefused(t *testing.T) {
	for want, texts := range map[string]map[string]string{
		"has none of action_groups.yml, roles.yml, roles_mapping.yml, internal_users.yml":     {"x.yml": someRoles},
		"roles.yml: its _meta must say type":                                                  {"roles.yml": "looker: {}\n"},
		"roles.yml: its _meta must say config_version: 2, not 1":                              {"roles.yml": strings.Replace(metaOfRoles, "2", "1", 1)},
		"roles.yml: its _meta says that it holds rolesmapping, and its name roles":            {"roles.yml": someMappings},
		`roles.yml:5: role looker: there is no key "cluster"; there are cluster_permissions`:  {"roles.yml": metaOfRoles + "looker:\n  cluster: [ x ]\n"},
		"roles.yml:5: role looker: cluster_permissions must be of the type Array":             {"roles.yml": metaOfRoles + "looker:\n  cluster_permissions: x\n"},
		"roles.yml:5: cluster_permissions: an item must be a text":                            {"roles.yml": metaOfRoles + "looker:\n  cluster_permissions: [ {} ]\n"},
		"roles.yml:5: index_permissions: an item must be an object":                           {"roles.yml": metaOfRoles + "looker:\n  index_permissions: [ read ]\n"},
		`roles.yml:6: index_permissions: there is no key "indices"; there are index_patterns`: {"roles.yml": metaOfRoles + "looker:\n  index_permissions:\n  - indices: [ x ]\n"},
		`roles.yml:5: there are two of the name "looker"`:                                     {"roles.yml": metaOfRoles + "looker: {}\nlooker: {}\n"},
		"roles.yml: yaml: ": {"roles.yml": metaOfRoles + "looker: [\n"},
		"roles.yml is not a file of the security plugin":       {"roles.yml": "- x\n"},
		"roles.yml:4: role looker is not an object":            {"roles.yml": metaOfRoles + "looker: x\n"},
		`roles_mapping.yml:4: there is no role "loker" to map`: {"roles.yml": someRoles, "roles_mapping.yml": metaOfMappings + "loker: {users: [lucy]}\n"},
	} {
		dir := files(t, texts)
		_, err := security.ReadConfiguration(os.DirFS(dir), dir)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
		if path := filepath.Join(dir, "roles.yml"); len(texts) == 1 && texts["roles.yml"] != "" && !strings.Contains(want, "and its name") {
			if _, err := security.ReadConfiguration(os.DirFS(filepath.Dir(path)), filepath.Dir(path), filepath.Base(path)); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("by its path: got %v, want %s", err, want)
			}
		}
	}
	if _, err := security.ReadConfiguration(os.DirFS("nowhere"), "nowhere"); err == nil {
		t.Error("a path that is not there is read")
	}
}

// Whatever stands in a file, it is read or refused.
func FuzzReadConfiguration(f *testing.F) {
	for _, seed := range []string{someRoles, someMappings, someGroups, someUsers, "a: &x [*x]\n", metaOfRoles + "a: &a {index_permissions: [ *a ]}\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "roles.yml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := security.ReadConfiguration(os.DirFS(filepath.Dir(path)), filepath.Dir(path), filepath.Base(path))
		if err != nil {
			return
		}
		c.Users()
		plugin := security.New([]security.Account{{Name: "admin", Password: "secret", BackendRoles: []string{"admin"}, Reserved: true}}, nil)
		plugin.Configure(c)
		router := rest.NewRouter(dialect.OpenSearch2())
		plugin.Register(router)
		if status, body := send(router, "admin:secret", "GET", api+"roles", ""); status != 200 {
			t.Errorf("the admin is gone: %d %s", status, body)
		}
	})
}
