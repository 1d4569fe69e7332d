package security_test

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// server answers the plugin's own routes.
func server() *rest.Router {
	router := rest.NewRouter(dialect.OpenSearch2())
	security.New([]security.Account{
		{Name: "admin", Password: "secret", BackendRoles: []string{"admin"}, Reserved: true},
		{Name: "reader", Password: "secret", BackendRoles: []string{"readers"}},
	}, nil).Register(router)
	return router
}

func send(router *rest.Router, pair, method, path, body string) (int, string) {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.RequestURI = path
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if name, password, ok := strings.Cut(pair, ":"); ok {
		r.SetBasicAuth(name, password)
	}
	w := httptest.NewRecorder()
	router.ServeHTTP(w, r)
	return w.Code, strings.TrimSpace(w.Body.String())
}

const (
	api      = "/_plugins/_security/api/"
	good     = `{"password":"Kumquat-Lantern-77"}`
	notAdmin = `{"status":"FORBIDDEN","message":"No permission to access REST API: User reader with Security roles ` +
		`[notifications_read_access, alerting_read_access] does not have any role privileged for admin access. No client TLS certificate found in request"}`
)

// As a node of 2.19.4 answers (asked in November 2026), one after the other.
func TestOwnAPI(t *testing.T) {
	router := server()
	for _, c := range []struct {
		pair, method, path, body string
		status                   int
		want                     string
	}{
		{"admin:secret", "PUT", api + "internalusers/a1", `{"password":"weak"}`, 400, `{"status":"error","reason":"Weak password"}`},
		{"admin:secret", "PUT", api + "internalusers/a1", `{}`, 400, `{"status":"error","reason":"Request body required for this action."}`},
		{"admin:secret", "PUT", api + "internalusers/a1", ``, 400, `{"status":"error","reason":"Request body required for this action."}`},
		{"admin:secret", "PUT", api + "internalusers/a1", `{`, 400, `{"status":"error","reason":"Could not parse content of request."}`},
		{"admin:secret", "PUT", api + "internalusers/a1", `[]`, 400, `{"status":"error","reason":"Request body required for this action."}`},
		{"admin:secret", "PUT", api + "internalusers/a1", `{"password":"Kumquat-Lantern-77","nope":1}`, 400, `{"status":"error","reason":"Invalid configuration","invalid_keys":{"keys":"nope"}}`},
		{"admin:secret", "PUT", api + "internalusers/a1", `{"password":"Kumquat-Lantern-77","backend_roles":"x"}`, 400, `{"status":"error","reason":"Wrong datatype","backend_roles":"Array expected"}`},
		{"admin:secret", "PUT", api + "internalusers/a1", `{"password":12345678}`, 400, `{"status":"error","reason":"Wrong datatype","password":"String expected"}`},
		{"admin:secret", "PUT", api + "internalusers/a1", `{"password":"Kumquat-Lantern-77","opendistro_security_roles":["nope"]}`, 404, `{"status":"NOT_FOUND","message":"role 'nope' not found."}`},
		{"admin:secret", "PUT", api + "internalusers/a2", `{"backend_roles":["x"]}`, 400, `{"status":"BAD_REQUEST","message":"Please specify either 'hash' or 'password' when creating a new internal user."}`},
		{"admin:secret", "PUT", api + "internalusers/a1", good, 201, `{"status":"CREATED","message":"'a1' created."}`},
		{"admin:secret", "PUT", api + "internalusers/a1", `{"backend_roles":["x"]}`, 200, `{"status":"OK","message":"'a1' updated."}`},
		{"a1:Kumquat-Lantern-77", "GET", api + "account", ``, 200, `{"user_name":"a1","is_reserved":false,"is_hidden":false,"is_internal_user":true,"user_requested_tenant":null,"backend_roles":["x"],"custom_attribute_names":[],"tenants":{"a1":true},"roles":[]}`},
		{"admin:secret", "GET", api + "internalusers/a1", ``, 200, `{"a1":{"hash":"","reserved":false,"hidden":false,"backend_roles":["x"],"attributes":{},"opendistro_security_roles":[],"static":false}}`},
		{"admin:secret", "GET", api + "internalusers/nope", ``, 404, `{"status":"NOT_FOUND","message":"user 'nope' not found."}`},
		{"admin:secret", "DELETE", api + "internalusers/nope", ``, 404, `{"status":"NOT_FOUND","message":"user 'nope' not found."}`},
		{"admin:secret", "PUT", api + "internalusers/admin", good, 403, `{"status":"FORBIDDEN","message":"Resource 'admin' is reserved."}`},
		{"admin:secret", "DELETE", api + "internalusers/admin", ``, 403, `{"status":"FORBIDDEN","message":"Resource 'admin' is reserved."}`},
		{"admin:secret", "PUT", api + "internalusers/a:b", good, 400, `{"status":"BAD_REQUEST","message":"A restricted character(s) was detected in the account name. Please remove: ':'"}`},
		{"reader:secret", "PUT", api + "internalusers/z?bogus=1", good, 403, notAdmin},
		{"reader:secret", "GET", api + "rolesmapping/all_access", ``, 403, notAdmin},
		{"admin:secret", "PUT", api + "roles/all_access", `{"cluster_permissions":["x"]}`, 403, `{"status":"FORBIDDEN","message":"Resource 'all_access' is static."}`},
		{"admin:secret", "DELETE", api + "roles/alerting_full_access", ``, 403, `{"status":"FORBIDDEN","message":"Resource 'alerting_full_access' is reserved."}`},
		{"admin:secret", "PUT", api + "roles/deploy", `{"cluster_permissions":["cluster_monitor"]}`, 201, `{"status":"CREATED","message":"'deploy' created."}`},
		{"admin:secret", "GET", api + "roles/deploy", ``, 200, `{"deploy":{"reserved":false,"hidden":false,"cluster_permissions":["cluster_monitor"],"index_permissions":[],"tenant_permissions":[],"static":false}}`},
		{"admin:secret", "PUT", api + "rolesmapping/nope", `{"backend_roles":["d"]}`, 404, `{"status":"NOT_FOUND","message":"role 'nope' not found."}`},
		{"admin:secret", "PUT", api + "rolesmapping/deploy", `{"nope":[]}`, 400, `{"status":"error","reason":"Invalid configuration","invalid_keys":{"keys":"nope"},"specify_one_of":{"keys":"backend_roles,hosts,and_backend_roles,users"}}`},
		{"admin:secret", "PUT", api + "rolesmapping/deploy", `{"users":["a1"]}`, 201, `{"status":"CREATED","message":"'deploy' created."}`},
		{"admin:secret", "GET", api + "rolesmapping/deploy", ``, 200, `{"deploy":{"hosts":[],"users":["a1"],"reserved":false,"hidden":false,"backend_roles":[],"and_backend_roles":[]}}`},
		{"a1:Kumquat-Lantern-77", "GET", "/_plugins/_security/authinfo?filter_path=roles", ``, 200, `{"roles":["deploy"]}`},
		{"reader:secret", "PUT", api + "account", good, 400, `{"status":"error","reason":"Invalid configuration","missing_mandatory_keys":{"keys":"current_password"}}`},
		{"reader:secret", "PUT", api + "account", `{"password":"Kumquat-Lantern-77","current_password":"x"}`, 400, `{"status":"BAD_REQUEST","message":"Could not validate your current password."}`},
		{"reader:secret", "PUT", api + "account", `{"password":"Kumquat-Lantern-77","current_password":"secret"}`, 200, `{"status":"OK","message":"'reader' updated."}`},
		{"reader:secret", "GET", api + "account", ``, 401, "Unauthorized"},
		{"admin:secret", "DELETE", api + "internalusers/a1", ``, 200, `{"status":"OK","message":"'a1' deleted."}`},
		{"a1:Kumquat-Lantern-77", "GET", api + "account", ``, 401, "Unauthorized"},
		{"", "GET", "/_plugins/_security/health", ``, 200, `{"message":null,"mode":"strict","status":"UP"}`},
		{"", "GET", "/_plugins/_security/whoami", ``, 200, `{"dn":null,"is_admin":false,"is_node_certificate_request":false}`},
	} {
		status, body := send(router, c.pair, c.method, c.path, c.body)
		if status != c.status || body != c.want {
			t.Errorf("%s %s %s %s:\n%d %s\nwant\n%d %s", c.pair, c.method, c.path, c.body, status, body, c.status, c.want)
		}
	}
}

// Roles and backend roles come in the order of a Java set (asked of 2.19.4).
func TestOrderOfRoles(t *testing.T) {
	router := server()
	send(router, "admin:secret", "PUT", api+"internalusers/m1", `{"password":"Kumquat-Lantern-77","backend_roles":["readers","alerters"],
		"opendistro_security_roles":["readall","alerting_full_access","notifications_full_access","own_index","kibana_user","manage_snapshots"]}`)
	_, body := send(router, "m1:Kumquat-Lantern-77", "GET", api+"account", "")
	var got struct {
		Roles        []string
		BackendRoles []string `json:"backend_roles"`
		Tenants      map[string]bool
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	roles := strings.Join(got.Roles, " ")
	for _, order := range []string{"manage_snapshots notifications_full_access own_index kibana_user alerting_full_access readall", "notifications_read_access alerting_read_access"} {
		if at := strings.Join(keep(got.Roles, strings.Fields(order)), " "); at != order {
			t.Errorf("%s within %s", at, roles)
		}
	}
	if b := strings.Join(got.BackendRoles, " "); b != "alerters readers" {
		t.Errorf("backend roles %s", b)
	}
	if !got.Tenants["global_tenant"] || !got.Tenants["m1"] || got.Tenants["admin_tenant"] {
		t.Errorf("tenants %v", got.Tenants)
	}
}

// keep are those of the names that are among others, in their order.
func keep(names, among []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !slices.Contains(among, n) })
}

// No answer and no error holds a password.
func TestPasswordsAreNeverTold(t *testing.T) {
	router := server()
	send(router, "admin:secret", "PUT", api+"internalusers/a1", good)
	for _, path := range []string{"internalusers", "internalusers/a1", "account", "roles"} {
		if _, body := send(router, "admin:secret", "GET", api+path, ""); strings.Contains(body, "Kumquat") || strings.Contains(body, "secret") {
			t.Errorf("%s tells a password: %s", path, body)
		}
	}
	for _, header := range []string{"Bearer abc", "Basic !!!", "Basic", "", "Basic " + strings.Repeat("A", 5000)} {
		r := httptest.NewRequest("GET", "/_plugins/_security/authinfo", nil)
		r.Header.Set("Authorization", header)
		w := httptest.NewRecorder()
		router.ServeHTTP(w, r)
		if w.Code != 401 || w.Body.String() != "Unauthorized" || w.Header().Get("WWW-Authenticate") != `Basic realm="OpenSearch Security"` {
			t.Errorf("%.20q: %d %s", header, w.Code, w.Body)
		}
	}
}

// Whatever the API is sent, it answers, and admin stays who he is.
func FuzzOwnAPI(f *testing.F) {
	for _, seed := range []string{good, `{"cluster_permissions":["/(/","*"]}`, `{"index_permissions":[1,{"index_patterns":["${user_name}"]}]}`, `{"backend_roles":[1,null]}`, `[`} {
		f.Add(0, seed)
		f.Add(1, seed)
	}
	paths := []string{"roles/x", "internalusers/x", "rolesmapping/readall", "actiongroups/read", "actiongroups/x", "account"}
	f.Fuzz(func(t *testing.T, kind int, body string) {
		router := server()
		path := paths[uint(kind)%uint(len(paths))]
		if status, text := send(router, "admin:secret", "PUT", api+path, body); status >= 500 {
			t.Errorf("%s: %d %s", path, status, text)
		}
		for _, pair := range []string{"admin:secret", "reader:secret"} {
			if status, text := send(router, pair, "GET", api+"account", ""); status != 200 {
				t.Errorf("%s is gone: %d %s", pair, status, text)
			}
		}
	})
}

// After a restart the users of the file log in with the file's passwords, those of the
// API with theirs, and nothing that is kept holds a password or a quick hash of one.
func TestUsersOutliveARestart(t *testing.T) {
	accounts := func(password string) []security.Account {
		return []security.Account{{Name: "admin", Password: password, BackendRoles: []string{"admin"}, Reserved: true}, {Name: "reader", Password: password}}
	}
	plugin := security.New(accounts("first"), nil)
	router := rest.NewRouter(dialect.OpenSearch2())
	plugin.Register(router)
	send(router, "admin:first", "PUT", api+"internalusers/a1", good)
	kept := security.Kept{Plugin: plugin}.Export()

	again := security.New(accounts("second"), nil)
	if err := (security.Kept{Plugin: again}).Import(kept); err != nil {
		t.Fatal(err)
	}
	router = rest.NewRouter(dialect.OpenSearch2())
	again.Register(router)
	for pair, want := range map[string]int{
		"admin:second": 200, "reader:second": 200, "a1:Kumquat-Lantern-77": 200, "admin:first": 401, "reader:first": 401, "a1:wrong": 401,
	} {
		for range 2 { // the second time by the quick hash
			if status, body := send(router, pair, "GET", api+"account", ""); status != want {
				t.Errorf("%s: %d %s, want %d", pair, status, body, want)
			}
		}
	}
	if text, err := orderedjson.Marshal(kept); err != nil || strings.Contains(string(text), "Kumquat") || strings.Contains(string(text), `"secrets":{"admin"`) {
		t.Errorf("%v: kept is %s", err, text)
	}
}
