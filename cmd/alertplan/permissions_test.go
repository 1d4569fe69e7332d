package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
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
	if status, answer := r.askAs("admin", "a", http.MethodPut, path, string(text)); status > 299 {
		r.t.Fatalf("PUT %s: %d %s", path, status, answer)
	}
}

// askAs sends a request to the sandbox itself, as a user.
func (r securedRig) askAs(user, password, method, path string, body ...string) (status int, answer string) {
	r.t.Helper()
	req, err := http.NewRequest(method, r.url+path, strings.NewReader(strings.Join(body, "")))
	if err != nil {
		r.t.Fatal(err)
	}
	req.SetBasicAuth(user, password)
	if len(body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return res.StatusCode, string(text)
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
		patterns := []string{"events-*", "cwl-*"}
		if strings.HasSuffix(p.Indices, "*") {
			patterns = []string{p.Indices}
		}
		indices = append(indices, map[string]any{"index_patterns": patterns, "allowed_actions": []string{p.Name}})
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

// unchained is what is left of a workspace in which all goes: a workflow goes only by name.
const unchained = `workspace = "many"
removed {
  from = workflow.w
}
`

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

// TestEachCommandNeedsItsPermissions holds alertapi.Permissions, and with it the
// page, to the commands: with all of them everything goes well, without any one of
// them its name is told.
func TestEachCommandNeedsItsPermissions(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"opensearch-2.19", "opensearch-1.3"} {
		for command, steps := range commandSteps {
			needed := neededBy(command, name == "opensearch-1.3")
			for _, without := range append([]alertapi.Permission{{}}, needed...) {
				checkCommand(t, name, command, steps, needed, without)
			}
		}
	}
}

// neededBy are the permissions that a command needs on a server.
func neededBy(command string, legacy bool) (needed []alertapi.Permission) {
	for _, p := range alertapi.Permissions() {
		if slices.Contains(p.Commands, command) && !(legacy && p.New()) && !(!legacy && p.Old()) {
			needed = append(needed, p)
		}
	}
	return needed
}

// checkCommand takes steps as a user who has the permissions but for one.
func checkCommand(t *testing.T, server, command string, steps []step, needed []alertapi.Permission, without alertapi.Permission) {
	r := rehearsal{}.newRehearsal(t, server, "")
	others := slices.DeleteFunc(slices.Clone(needed), func(p alertapi.Permission) bool { return p.Name == without.Name && p.Indices == without.Indices })
	if command == "preflight" { // is a part of plan
		others = append(others, neededBy("plan", r.legacy())...)
	}
	r.grant(others)
	var log strings.Builder
	failed := false
	told := slices.ContainsFunc(steps, func(do step) bool {
		got := do(r)
		fmt.Fprintln(&log, got)
		failed = failed || !well(got)
		return without.Name != "" && strings.Contains(got.stdout+got.stderr, without.Name)
	})
	if without.Name == "" && failed || without.Name != "" && !told {
		t.Errorf("%s on %s without %q of %v:\n%s", command, server, without.Name, needed, log.String())
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
