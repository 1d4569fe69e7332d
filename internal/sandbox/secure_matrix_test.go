package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// matrix is what a node of 2.19.4 with the security plugin answered to calls of the
// document API by users of different roles (asked in November 2026).
type matrix struct {
	Users map[string][]string // roles by user
	Calls []matrixCall
}

type matrixCall struct {
	Method, Path string
	Body         json.RawMessage // a JSON string is sent as it is
	Answers      []matrixAnswer
}

// matrixAnswer is one answer that several users got.
type matrixAnswer struct {
	Users  []string
	Status int
	Reason string   // of a 403; USER stands for the user
	Inner  []string // the refusals within an answer of several parts
	Hits   *int
}

// The password of all users of the matrix.
const matrixPassword = "Kumquat-Lantern-77"

// matrixSetup brings the cluster to the state that each call was asked in.
var matrixSetup = [][3]string{
	{"DELETE", "/c-shop,c-other,c-new,c-auto,c-shop2?ignore_unavailable=true", ""}, {"DELETE", "/_data_stream/c-stream", ""}, {"DELETE", "/_data_stream/c-stream2", ""},
	{"DELETE", "/_index_template/c-tpl", ""}, {"DELETE", "/_index_template/c-new", ""}, {"DELETE", "/_template/c-old", ""},
	{"PUT", "/c-shop", `{"aliases":{"c-alias":{}},"mappings":{"properties":{"a":{"type":"integer"}}}}`},
	{"PUT", "/c-other", `{}`}, {"PUT", "/c-shop/_doc/1?refresh=true", `{"a":1}`}, {"PUT", "/c-other/_doc/1?refresh=true", `{"a":1}`},
	{"PUT", "/_index_template/c-tpl", `{"index_patterns":["c-stream*"],"data_stream":{}}`}, {"PUT", "/_data_stream/c-stream", ""},
	{"PUT", "/_template/c-old", `{"index_patterns":["c-oldies"]}`},
}

// asUser sends a request to a server without a network.
func asUser(s *sandbox.Server, pair, method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.RequestURI = path
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
		if strings.Contains(path, "_bulk") || strings.Contains(path, "_msearch") {
			r.Header.Set("Content-Type", "application/x-ndjson")
		}
	}
	name, password, _ := strings.Cut(pair, ":")
	r.SetBasicAuth(name, password)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// matrixOtherwise are the calls that the node answered otherwise because of what calls
// before had left there, and one that the sandbox has not.
var matrixOtherwise = []string{
	"full PUT /c-new", "full DELETE /c-shop/_alias/c-three", "full DELETE /_index_template/c-new",
	"shop PUT /c-shop/_doc/2", "shop PUT /c-shop/_create/3", "shop DELETE /c-shop/_doc/2", "full DELETE /c-shop/_doc/2",
	"full POST /_scripts/painless/_execute",
	"kibana POST /_bulk", "logger POST /_bulk",
}

func TestDocumentCallsByRole(t *testing.T) {
	data, err := os.ReadFile("testdata/secure-matrix.json")
	if err != nil {
		t.Fatal(err)
	}
	var m matrix
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	const admin = "admin:secret"
	server := sandbox.New(sandbox.Options{Users: []security.Account{{Name: "admin", Password: "secret", BackendRoles: []string{"admin"}}}})
	must := func(method, path, body string) {
		if w := asUser(server, admin, method, path, body); w.Code >= 300 && method != "DELETE" {
			t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
		}
	}
	must("PUT", "/_plugins/_security/api/roles/c_shop", `{"cluster_permissions":["cluster_composite_ops","cluster:monitor/main"],
		"index_permissions":[{"index_patterns":["c-shop*"],"allowed_actions":["crud","create_index"]}]}`)
	for name, roles := range m.Users {
		list, _ := json.Marshal(roles)
		must("PUT", "/_plugins/_security/api/internalusers/"+name,
			fmt.Sprintf(`{"password":%q,"backend_roles":["of-%s"],"opendistro_security_roles":%s}`, matrixPassword, name, list))
	}
	for _, call := range m.Calls {
		for _, want := range call.Answers {
			for _, user := range want.Users {
				if slices.Contains(matrixOtherwise, user+" "+call.Method+" "+call.Path) {
					continue
				}
				for _, s := range matrixSetup {
					must(s[0], s[1], s[2])
				}
				compareCall(t, server, call, user, want)
			}
		}
	}
}

func compareCall(t *testing.T, server *sandbox.Server, call matrixCall, user string, want matrixAnswer) {
	t.Helper()
	body := string(call.Body)
	var text string
	if json.Unmarshal(call.Body, &text) == nil {
		body = text
	}
	w := asUser(server, user+":"+matrixPassword, call.Method, call.Path, body)
	at := user + " " + call.Method + " " + call.Path
	if w.Code != want.Status {
		t.Errorf("%s: %d, want %d: %.300s", at, w.Code, want.Status, w.Body)
		return
	}
	shown := fmt.Sprintf("User [name=%s, backend_roles=[of-%s], requestedTenant=null]", user, user)
	var answer struct {
		Error json.RawMessage
		Hits  struct{ Total struct{ Value int } }
	}
	_ = json.Unmarshal(w.Body.Bytes(), &answer)
	if want.Reason != "" {
		var e struct{ Reason string }
		_ = json.Unmarshal(answer.Error, &e)
		if reason := strings.ReplaceAll(want.Reason, "USER", shown); e.Reason != reason {
			t.Errorf("%s: %q, want %q", at, e.Reason, reason)
		}
	}
	if want.Hits != nil && answer.Hits.Total.Value != *want.Hits {
		t.Errorf("%s: %d hits, want %d", at, answer.Hits.Total.Value, *want.Hits)
	}
	if w.Code == http.StatusOK && call.Method != "HEAD" {
		if have := innerRefusals(w.Body.String(), shown); !slices.Equal(have, want.Inner) {
			t.Errorf("%s: within the answer %q, want %q", at, have, want.Inner)
		}
	}
}

// innerRefusals are the refusals in the parts of an answer, each once.
func innerRefusals(body, shown string) []string {
	var v any
	if json.Unmarshal([]byte(body), &v) != nil {
		return nil
	}
	var found []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if reason, _ := v["reason"].(string); v["type"] == "security_exception" {
				found = append(found, strings.ReplaceAll(reason, shown, "USER"))
				return
			}
			for _, inner := range v {
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	walk(v)
	return found
}
