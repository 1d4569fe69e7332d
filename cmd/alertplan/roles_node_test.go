package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// guardedServer is one that asks who it is: a real node, or the sandbox.
type guardedServer struct {
	t               testing.TB
	url             string
	client          *http.Client
	admin, password string
	patches         bool // it takes many changes at once, which the sandbox does not
}

// guardedServers are the sandbox, and the node of ALERTPLAN_TEST_SECURE_NODE where there
// is one.
func guardedServers(t *testing.T) map[string]guardedServer {
	t.Helper()
	server := httptest.NewServer(sandbox.New(sandbox.Options{Users: []security.Account{{Name: "admin", Password: "a", BackendRoles: []string{"admin"}}}}))
	t.Cleanup(server.Close)
	all := map[string]guardedServer{"sandbox": {t, server.URL, server.Client(), "admin", "a", false}}
	path := os.Getenv("ALERTPLAN_TEST_SECURE_NODE")
	if path == "" {
		t.Log("ALERTPLAN_TEST_SECURE_NODE names no credentials file of a node with the security plugin: the roles are loaded into the sandbox alone")
		return all
	}
	node, err := parseTarget(path)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := node.open()
	if err != nil {
		t.Fatal(err)
	}
	all["node"] = guardedServer{t, opened.url, opened.client, node.user, node.password, true}
	return all
}

// ask sends a request as a user; "" is the admin.
func (s guardedServer) ask(user, method, path, body string) (status int, answer string) {
	s.t.Helper()
	req, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	name, password := user, pipelinePassword
	if user == "" {
		name, password = s.admin, s.password
	}
	req.SetBasicAuth(name, password)
	res, err := s.client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func (s guardedServer) must(method, path, body string) string {
	s.t.Helper()
	status, answer := s.ask("", method, path, body)
	if status > 299 {
		s.t.Fatalf("%s %s: %d %s", method, path, status, answer)
	}
	return answer
}

const (
	pipelinePassword = "Kumquat-Lantern-77"
	securityPath     = "/_plugins/_security/api/"
)

// putAll writes objects of a kind, by their names; a nil one is deleted. A node needs a
// second for each write, so it is one.
func (s guardedServer) putAll(kind string, bodies map[string]json.RawMessage) {
	s.t.Helper()
	type operation struct {
		Op    string          `json:"op"`
		Path  string          `json:"path"`
		Value json.RawMessage `json:"value,omitempty"`
	}
	var all []operation
	for _, name := range slices.Sorted(maps.Keys(bodies)) {
		switch body := bodies[name]; {
		case body == nil && !s.patches:
			s.ask("", "DELETE", securityPath+kind+"/"+name, "")
		case !s.patches:
			s.must("PUT", securityPath+kind+"/"+name, string(body))
		case body == nil:
			all = append(all, operation{"remove", "/" + name, nil})
		default:
			all = append(all, operation{"add", "/" + name, body})
		}
	}
	if s.patches {
		text, err := json.Marshal(all)
		if err != nil {
			s.t.Fatal(err)
		}
		s.must("PATCH", securityPath+kind, string(text))
	}
}

// load puts roles onto the server, and reads them back.
func (s guardedServer) load(roles rolesFile) {
	s.t.Helper()
	bodies := map[string]json.RawMessage{}
	for name, role := range roles {
		bodies[name] = json.RawMessage(bodyOf(s.t, role))
	}
	s.putAll("roles", bodies)
	var kept map[string]fileRole
	if err := json.Unmarshal([]byte(s.must("GET", securityPath+"roles", "")), &kept); err != nil {
		s.t.Fatal(err)
	}
	for name, role := range roles {
		if got, sent := bodyOf(s.t, kept[name]), bodyOf(s.t, role); got != sent {
			s.t.Errorf("%s is read back as %s, sent was %s", name, got, sent)
		}
	}
}

// loadUsers puts the mapping and the users that it names onto the server.
func (s guardedServer) loadUsers() {
	s.t.Helper()
	var file map[string]struct {
		Users []string `yaml:"users" json:"users"`
	}
	text, err := os.ReadFile(filepath.Join(rolesDir, "roles_mapping.yml"))
	if err == nil {
		err = yaml.Unmarshal(text, &file)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	delete(file, "_meta")
	mapping, users, gone, left := map[string]json.RawMessage{}, map[string]json.RawMessage{}, map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for role, m := range file {
		if mapping[role], err = json.Marshal(m); err != nil {
			s.t.Fatal(err)
		}
		gone[role] = nil
		for _, user := range m.Users {
			users[user] = json.RawMessage(`{"password":"` + pipelinePassword + `","backend_roles":["alertplan"]}`)
			left[user] = nil
		}
	}
	s.putAll("rolesmapping", mapping)
	s.putAll("internalusers", users)
	s.t.Cleanup(func() {
		s.putAll("internalusers", left)
		s.putAll("rolesmapping", gone)
		s.putAll("roles", gone)
	})
}

// nodeCall is a request of the core's that a role is for, or is not for.
type nodeCall struct {
	user, method, path, body string
	lacks                    string // the permission that is refused; "": it is answered
}

const (
	ownEvent    = `{"index":{"_index":"alertplan-test-roles","_id":"1"}}` + "\n" + `{"@timestamp":"2026-11-21T00:00:00Z","who":"ann"}` + "\n"
	canaryEvent = `{"index":{"_index":"alertplan-canary-roles","_id":"1"}}` + "\n" + `{"canary":"one"}` + "\n"
	theirEvent  = `{"index":{"_index":"cwl-roles","_id":"1"}}` + "\n" + `{"who":"ann"}` + "\n"
)

// nodeCalls are what can be seen of the roles without the alerting plugin, in this order.
var nodeCalls = []nodeCall{
	{"pipeline-drift", "GET", "/_cluster/settings?include_defaults=true&filter_path=*.none", "", ""},
	{"pipeline-drift", "GET", "/_plugins/_security/authinfo", "", ""},
	{"pipeline-drift", "GET", "/", "", "cluster:monitor/main"},
	{"pipeline-drift", "POST", "/cwl-roles/_search", "", "indices:data/read/search"},
	{"pipeline-drift", "PUT", "/_cluster/settings", `{"transient":{"search.max_buckets":65535}}`, "cluster:admin/settings/update"},
	{"pipeline-plan", "GET", "/_cluster/settings?include_defaults=true&filter_path=*.none", "", ""},
	{"pipeline-plan", "POST", "/cwl-roles/_search", "", "indices:data/read/search"},
	{"pipeline-plan", "PUT", "/alertplan-test-roles", "", "indices:admin/create"},
	{"pipeline-apply", "GET", "/_cluster/settings?include_defaults=true&filter_path=*.none", "", ""},
	{"pipeline-apply", "POST", "/cwl-roles/_search", `{"size":1}`, ""},
	{"pipeline-apply", "POST", "/cwl-*/_search", `{"size":1}`, ""},
	{"pipeline-apply", "POST", "/other-roles/_search", "", "indices:data/read/search"},
	{"pipeline-apply", "PUT", "/cwl-roles/_doc/1", `{"who":"ann"}`, "indices:data/write/index"},
	{"pipeline-apply", "DELETE", "/cwl-roles", "", "indices:admin/delete"},
	{"pipeline-doctor", "GET", "/", "", ""},
	{"pipeline-doctor", "GET", "/_cluster/settings?include_defaults=true&filter_path=*.none", "", ""},
	{"pipeline-doctor", "GET", "/_nodes/plugins?filter_path=nodes.*.name", "", ""},
	{"pipeline-doctor", "GET", "/_cat/health?format=json", "", ""},
	{"pipeline-doctor", "POST", "/_msearch", `{"index":"cwl-roles"}` + "\n" + `{"size":1}` + "\n", ""},
	{"pipeline-doctor", "GET", "/cwl-roles/_field_caps?fields=*", "", ""},
	{"pipeline-doctor", "POST", "/other-roles/_search", "", "indices:data/read/search"},
	{"pipeline-doctor", "PUT", "/cwl-roles/_doc/1", `{"who":"ann"}`, "indices:data/write/index"},
	{"pipeline-canary", "GET", "/_cluster/settings?include_defaults=true&filter_path=*.none", "", ""},
	{"pipeline-canary", "PUT", "/alertplan-canary-roles", "", ""},
	{"pipeline-canary", "GET", "/alertplan-canary-*/_settings", "", ""},
	{"pipeline-canary", "POST", "/_bulk?refresh=true", canaryEvent, ""},
	{"pipeline-canary", "POST", "/alertplan-canary-roles*/_search", "", ""},
	{"pipeline-canary", "POST", "/cwl-roles/_search", "", "indices:data/read/search"},
	{"pipeline-canary", "PUT", "/other-roles-2", "", "indices:admin/create"},
	{"pipeline-canary", "DELETE", "/alertplan-canary-roles", "", ""},
	{"oncall", "GET", "/_cluster/settings?include_defaults=true&filter_path=*.none", "", ""},
	{"oncall", "POST", "/cwl-roles/_search", "", "indices:data/read/search"},
	{"oncall", "PUT", "/_cluster/settings", `{"transient":{"search.max_buckets":65535}}`, "cluster:admin/settings/update"},
	{"pipeline-test", "PUT", "/alertplan-test-roles", `{"mappings":{"properties":{"@timestamp":{"type":"date"}}}}`, ""},
	{"pipeline-test", "POST", "/_bulk?refresh=true", ownEvent, ""},
	{"pipeline-test", "POST", "/alertplan-test-roles/_search", "", ""},
	{"pipeline-test", "POST", "/_bulk", theirEvent, "indices:data/write/bulk[s]"},
	{"pipeline-test", "POST", "/cwl-roles/_search", "", "indices:data/read/search"},
	{"pipeline-test", "PUT", "/other-roles-2", "", "indices:admin/create"},
	{"pipeline-test", "DELETE", "/cwl-roles", "", "indices:admin/delete"},
	{"pipeline-test", "DELETE", "/alertplan-test-roles", "", ""},
}

// lacked is what the server says that is lacking for a call; "" where it answers.
func (s guardedServer) lacked(c nodeCall) []string {
	s.t.Helper()
	status, answer := s.ask(c.user, c.method, c.path, c.body)
	if m := refusedIn.FindStringSubmatch(answer); m != nil {
		return strings.Split(m[1], ", ")
	}
	if status > 299 {
		return []string{fmt.Sprint(status, " ", answer)}
	}
	return []string{""}
}

// TestRolesAreLoaded puts the roles of the examples onto a real node, too: they are
// taken, read back as they are, and allow there what they allow here, nothing else.
// Then each permission that belongs to the core is taken away from its role.
func TestRolesAreLoaded(t *testing.T) {
	t.Parallel()
	for name, server := range guardedServers(t) {
		server.load(readRolesFile(t, "legacy/roles.yml"))
		server.load(readRolesFile(t, "roles.yml"))
		server.loadUsers()
		for _, index := range []string{"cwl-roles", "other-roles"} {
			server.ask("", "DELETE", "/"+index, "")
			server.must("PUT", "/"+index, "")
			t.Cleanup(func() { server.ask("", "DELETE", "/"+index, "") })
		}
		for _, c := range nodeCalls {
			if got := server.lacked(c); !slices.Contains(got, c.lacks) {
				t.Errorf("%s: %s %s %s lacks %q, want %q", name, c.user, c.method, c.path, got, c.lacks)
			}
		}
		for _, round := range rounds(t) {
			server.less(name, round)
		}
	}
}

// rounds are the permissions of the roles that the core asks for by itself: in each round
// one of each role that has one left.
func rounds(t *testing.T) (all []map[string]string) {
	for name, role := range readRolesFile(t, "roles.yml") {
		n := 0
		for _, p := range role.permissions() {
			if strings.HasPrefix(p, "cluster:admin/") || name == "alertplan_preflight" {
				continue
			}
			if n == len(all) {
				all = append(all, map[string]string{})
			}
			all[n][name] = p
			n++
		}
	}
	return all
}

// userOf is who has a role in roles_mapping.yml: a pipeline, or a person.
func userOf(role string) string {
	name := strings.TrimPrefix(role, "alertplan_")
	if name == "oncall" {
		return name
	}
	return "pipeline-" + name
}

// less takes one permission away from each role, and looks for a call that now lacks it.
func (s guardedServer) less(server string, missing map[string]string) {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(rolesDir, "roles.yml"))
	if err != nil {
		s.t.Fatal(err)
	}
	less := string(text)
	for role, permission := range missing {
		less = withoutLine(s.t, less, role, permission)
	}
	roles := parseRoles(s.t, less)
	delete(roles, "alertplan_preflight")
	bodies := map[string]json.RawMessage{"alertplan_preflight": json.RawMessage(`{"cluster_permissions":[]}`)} // its user has alertplan_apply, too
	for name, role := range roles {
		bodies[name] = json.RawMessage(bodyOf(s.t, role))
	}
	s.putAll("roles", bodies)
	for role, permission := range missing {
		user := userOf(role)
		if !slices.ContainsFunc(nodeCalls, func(c nodeCall) bool {
			return c.user == user && c.lacks == "" && slices.Contains(s.lacked(c), permission)
		}) {
			s.t.Errorf("%s: %s does as well without %s", server, role, permission)
		}
		s.ask("", "DELETE", "/alertplan-test-roles,alertplan-canary-roles?ignore_unavailable=true", "")
	}
}

// TestSecurityadminTakesTheRoles lets the plugin's own tool judge the files, where a node
// with it is: it needs no cluster for that.
func TestSecurityadminTakesTheRoles(t *testing.T) {
	t.Parallel()
	credentials := os.Getenv("ALERTPLAN_TEST_SECURE_NODE")
	if credentials == "" {
		t.Skip("ALERTPLAN_TEST_SECURE_NODE names no credentials file of a node with the security plugin")
	}
	home := filepath.Dir(credentials)
	java, err := exec.LookPath("java")
	jars, _ := filepath.Glob(filepath.Join(home, "plugins/opensearch-security/opensearch-security-*.jar"))
	if err != nil || len(jars) == 0 {
		t.Skip("there is no securityadmin beside the node, or no Java to run it")
	}
	for _, folder := range []string{"", "legacy"} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(filepath.Join(home, "config/opensearch-security"))); err != nil {
			t.Fatal(err)
		}
		for to, from := range map[string]string{
			"roles.yml": filepath.Join(folder, "roles.yml"), "roles_mapping.yml": "roles_mapping.yml", "internal_users.yml": "internal_users.example.yml",
		} {
			text, err := os.ReadFile(filepath.Join(rolesDir, from))
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, to), text, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		out, err := exec.Command(java, "-cp", filepath.Join(home, "lib/*")+":"+filepath.Join(home, "plugins/opensearch-security/*"),
			"org.opensearch.security.tools.SecurityAdmin", "-vc", "7", "-cd", dir).CombinedOutput()
		for _, file := range []string{"roles.yml", "roles_mapping.yml", "internal_users.yml"} {
			if !strings.Contains(string(out), file+" OK\n") {
				t.Errorf("%s of %q: %v\n%s", file, folder, err, out)
			}
		}
	}
}
