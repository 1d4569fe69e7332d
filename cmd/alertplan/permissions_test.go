package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/security"
	"github.com/alertplan/alertplan/internal/view"
)

// TestPermissionsPage runs what docs/permissions.md tells people to type.
func TestPermissionsPage(t *testing.T) {
	if configuration := runPage(t, "../../docs/permissions.md"); configuration != "" {
		t.Errorf("a configuration that nobody checks:\n%s", configuration)
	}
}

// securedRig is a rig whose sandbox asks who it is.
type securedRig struct{ *rig }

func newSecuredRig(t *testing.T) securedRig {
	r := newRigOf(t, sandbox.Options{Users: []security.Account{{Name: "admin", Password: "a", BackendRoles: []string{"admin"}}}})
	delete(r.env, envPreflight)
	return securedRig{r}
}

// as makes the commands that follow those of a user.
func (r securedRig) as(user, password string) {
	r.env[envUsername], r.env[envPassword] = user, password
}

// put sends a body as the admin.
func (r securedRig) put(path string, body any) {
	r.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		r.t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPut, r.url+path, strings.NewReader(string(text)))
	if err != nil {
		r.t.Fatal(err)
	}
	req.SetBasicAuth("admin", "a")
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode > 299 {
		r.t.Fatalf("PUT %s: %s", path, res.Status)
	}
}

// grant gives the user "deploy" these permissions and no others.
func (r securedRig) grant(permissions []alertapi.Permission) {
	r.t.Helper()
	const password = "Kumquat-Lantern-77"
	cluster, indices := []string{}, []any{}
	for _, p := range permissions {
		if p.Indices == "" {
			cluster = append(cluster, p.Name)
			continue
		}
		pattern := "events-*"
		if strings.HasSuffix(p.Indices, "*") {
			pattern = p.Indices
		}
		indices = append(indices, map[string]any{"index_patterns": []string{pattern}, "allowed_actions": []string{p.Name}})
	}
	r.put("/_plugins/_security/api/roles/deploy", map[string]any{"cluster_permissions": cluster, "index_permissions": indices})
	r.put("/_plugins/_security/api/internalusers/deploy", map[string]any{"password": password, "opendistro_security_roles": []string{"deploy"}})
	r.as("deploy", password)
}

// lonelyMonitor is a workspace that no channel tells of.
const lonelyMonitor = `workspace = "alone"
monitor "alone" {
  name = "Alone"
  schedule {
    interval = "1d"
  }
  extraction_query {
    indices = ["events-*"]
    last    = "1d"
  }
  trigger "any" {
    severity = 2
    hits     = "> 0"
  }
}
`

// chained is a workflow of the first of many monitors, and unchained its end.
const (
	chained = `
workflow "w" {
  name      = "W"
  delegates = [monitor.m0]
  schedule {
    interval = "1d"
  }
  trigger "any" {
    severity = 2
    all_of   = [monitor.m0]
  }
}
`
	unchained = `workspace = "many"
removed {
  from = workflow.w
}
`
)

const testOfManyMonitors = `
test "an event" {
  monitor = monitor.m0
  events  = "events.ndjson"
  now     = "2026-11-21T01:00:00Z"

  expect "any" {
    fires = true
  }
}
`

// jobs are what each command is used for, as the user "deploy".
var jobs = map[string]func(r securedRig) []result{
	"plan": func(r securedRig) []result {
		return append(r.beforeApply("plan"), r.afterApply("plan")...)
	},
	"drift": func(r securedRig) []result {
		return append(r.beforeApply("drift"), r.afterApply("drift")...)
	},
	"list --live": func(r securedRig) []result {
		return append(r.beforeApply("list", "--live"), r.afterApply("list", "--live")...)
	},
	"destroy": func(r securedRig) []result {
		return append(r.beforeApply("destroy", "--auto-approve"), r.afterApply("destroy", "--auto-approve")...)
	},
	"test --url": func(r securedRig) []result {
		events := filepath.Join(r.dir, "events.ndjson")
		if err := os.WriteFile(events, []byte(`{"@timestamp": "2026-11-21T00:00:00Z", "eventName": "Event0"}`+"\n"), 0o600); err != nil {
			r.t.Fatal(err)
		}
		r.configure(manyMonitors(1, 1) + testOfManyMonitors)
		return []result{r.run("test", "--url", r.env[envURL])}
	},
	"apply": func(r securedRig) []result {
		all := r.beforeApply("apply", "--auto-approve")
		for _, text := range []string{manyMonitors(1, 1), manyMonitors(1, 2) + chained, unchained} {
			r.configure(text)
			all = append(all, r.apply())
		}
		return all
	},
}

// beforeApply carries a command out where nothing is there yet.
func (r securedRig) beforeApply(command string, args ...string) []result {
	r.configure(lonelyMonitor)
	return []result{r.run(command, args...)}
}

// afterApply does so where the admin has applied, and all of it is to go.
func (r securedRig) afterApply(command string, args ...string) []result {
	user, password := r.env[envUsername], r.env[envPassword]
	r.as("admin", "a")
	r.configure(manyMonitors(1, 1) + chained)
	r.mustApply()
	r.as(user, password)
	first := r.run(command, args...)
	r.configure(unchained)
	return []result{first, r.run(command, args...)}
}

// TestEachCommandNeedsItsPermissions holds alertapi.Permissions, and with it the
// page, to the commands: with all of them everything goes well, without any one of
// them its name is told.
func TestEachCommandNeedsItsPermissions(t *testing.T) {
	t.Parallel()
	for command, job := range jobs {
		var needed []alertapi.Permission
		for _, p := range alertapi.Permissions() {
			if slices.Contains(p.Commands, command) {
				needed = append(needed, p)
			}
		}
		for _, without := range append([]alertapi.Permission{{}}, needed...) {
			missing := without.Name
			r := newSecuredRig(t)
			r.put("/events-1/_doc/1?refresh=true", map[string]any{"@timestamp": "2026-11-21T00:00:00Z"})
			r.grant(slices.DeleteFunc(slices.Clone(needed), func(p alertapi.Permission) bool { return p.Name == missing && p.Indices == without.Indices }))
			failed, told := false, false
			var log strings.Builder
			for _, got := range job(r) {
				said := got.stdout + got.stderr
				for _, known := range []string{"Warning: Trigger without actions", "Warning: Delegate that also runs by itself", "Warning: the files have "} {
					said = strings.ReplaceAll(said, known, "")
				}
				drifted := command == "drift" && got.code == view.Changes // what was never applied is missing
				failed = failed || got.code != 0 && !drifted || strings.Contains(said, "Warning:")
				told = told || missing != "" && strings.Contains(said, missing)
				fmt.Fprintln(&log, got)
			}
			if missing == "" && failed || missing != "" && !told {
				t.Errorf("%s without %q of %v:\n%s", command, missing, needed, log.String())
			}
		}
	}
}

// TestPermissionsPageNamesThemAll compares the page's table with what is needed.
func TestPermissionsPageNamesThemAll(t *testing.T) {
	page, err := os.ReadFile("../../docs/permissions.md")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	for _, p := range alertapi.Permissions() {
		commands := make([]string, len(p.Commands))
		for i, c := range p.Commands {
			commands[i] = "`" + c + "`"
		}
		on := cmp.Or(p.Indices, "the cluster")
		if strings.Contains(on, "*") {
			on = "`" + on + "`"
		}
		fmt.Fprintf(&table, "| `%s` | %s | %s | %s | `%s` |\n", p.Name, on, p.For, strings.Join(commands, ", "), cmp.Or(p.Role, "all_access"))
	}
	if !strings.Contains(string(page), table.String()) {
		t.Errorf("docs/permissions.md has another table than\n%s", table.String())
	}
}

// TestAPersonMayApplyUnseen: who is asked has read that monitors may be hidden.
func TestAPersonMayApplyUnseen(t *testing.T) {
	t.Parallel()
	r := newSecuredRig(t)
	r.put("/events-1/_doc/1?refresh=true", map[string]any{"@timestamp": "2026-11-21T00:00:00Z"})
	var needed []alertapi.Permission
	for _, p := range alertapi.Permissions() {
		if slices.Contains(p.Commands, "apply") && p.Name != "cluster:monitor/state" {
			needed = append(needed, p)
		}
	}
	r.grant(needed)
	r.configure(lonelyMonitor)
	for _, said := range []string{"no\n", "yes\n"} {
		answer, code := said, view.Failed
		if said == "yes\n" {
			code = view.Done
		}
		var stdout, stderr bytes.Buffer
		a := newApp(strings.NewReader(answer), &stdout, &stderr, func(name string) (string, bool) { v, ok := r.env[name]; return v, ok })
		a.interactive = true
		if got := a.run(t.Context(), []string{"apply", r.dir}); got != code || !strings.Contains(stdout.String(), "It can't be told") {
			t.Errorf("%q: exit status %d, want %d:\n%s%s", answer, got, code, stdout.String(), stderr.String())
		}
	}
	r.as("admin", "a")
	r.expectNoChanges()
}
