package sandbox_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// A request is judged before its sender: what is wrong with it is told to somebody without
// any rights, in what he may not do a permission is missing. Asked of a secured 2.19.4 in
// November 2026.
func TestRequestsAreJudgedBeforeTheirSender(t *testing.T) {
	server := sandbox.New(sandbox.Options{Users: []security.Account{
		{Name: "admin", Password: "secret", BackendRoles: []string{"admin"}}, {Name: "none", Password: "secret", BackendRoles: []string{"of-none"}},
	}})
	if w := asUser(server, "admin:secret", "PUT", "/c-shop", `{"aliases":{"c-alias":{}}}`); w.Code != 200 {
		t.Fatal(w.Body)
	}
	lacks := func(action string) string {
		return "no permissions for [" + action + "] and User [name=none, backend_roles=[of-none], requestedTenant=null]"
	}
	for _, c := range []struct {
		method, path, body string
		status             int
		has                string
	}{
		{"POST", "/_bulk", "{", 400, `The bulk request must be terminated by a newline`},
		{"POST", "/_search", "{", 400, "Unexpected end-of-input"},
		{"PUT", "/c-shop/_doc/1", "{", 403, lacks("indices:data/write/index")},
		{"PUT", "/c-new", "{", 400, "Failed to parse content to map"},
		{"PUT", "/c-NEW", "", 403, lacks("indices:admin/create")},
		{"PUT", "/_cluster/settings", "{", 400, "Unexpected end-of-input"},
		{"PUT", "/_cluster/settings", "{}", 400, "Validation Failed: 1: no settings to update;"},
		{"POST", "/_msearch", "{", 400, "The msearch request must be terminated by a newline"},
		{"GET", "/_mget", "{}", 400, "Validation Failed: 1: no documents to get;"},
		{"PUT", "/_index_template/x", "{", 400, "Unexpected end-of-input"},
		{"PUT", "/_index_template/x", `{"index_patterns":[]}`, 403, lacks("indices:admin/index_template/put")},
		{"POST", "/c-shop/_update/1", "{}", 400, "Validation Failed: 1: script or doc is missing;"},
		{"POST", "/c-shop/_delete_by_query", "{}", 400, "Validation Failed: 1: query is missing;"},
		{"GET", "/_cat/indices?h=nope", "", 403, lacks("indices:monitor/settings/get")},
		{"GET", "/_analyze", "{}", 400, "Validation Failed: 1: text is missing;"},
		{"POST", "/c-shop/_search", `{"query":{"nope":{}}}`, 400, "unknown query [nope]"},
		{"PUT", "/c-shop/_mapping", "{}", 403, lacks("indices:admin/mapping/put")},
		{"PUT", "/c-shop/_doc/1?version=x", "{}", 400, "Failed to parse long parameter [version] with value [x]"},
		{"PUT", "/c-shop/_doc/1?if_seq_no=1", "{}", 400, "ifSeqNo is set, but primary term is [0]"},
		{"POST", "/_aliases", `{"actions":[]}`, 400, "No action specified"},
		{"GET", "/?bogus=1", "", 400, "unrecognized parameter: [bogus]"},
		{"GET", "/_alias/nope", "", 403, lacks("indices:admin/aliases/get")},
		{"GET", "/c-none*/_mapping", "", 200, "{}"},
		{"GET", "/c-none*/_settings", "", 200, "{}"},
		{"GET", "/c-none*/_alias", "", 200, "{}"},
		{"GET", "/c-none*/_field_caps?fields=*", "", 200, `{"indices":[],"fields":{}}`},
		{"GET", "/_resolve/index/c-none*", "", 200, `{"indices":[],"aliases":[],"data_streams":[]}`},
		{"PUT", "/c-none*/_mapping", `{"properties":{}}`, 404, "no such index [c-none*]"},
		{"GET", "/_data_stream/c-none*", "", 200, `{"data_streams":[]}`},
		{"GET", "/c-none*,c-shop/_search", "", 403, lacks("indices:data/read/search")},
		{"GET", "/_all/_search", "", 403, lacks("indices:data/read/search")},
		{"GET", "/other:c-shop/_search", "", 403, lacks("indices:data/read/search")},
		{"GET", "/c-missing/_search?ignore_unavailable=true", "", 403, lacks("indices:data/read/search")},
		{"PUT", "/.opendistro-alerting-config/_doc/1", "{}", 403, lacks("")},
		{"PUT", "/.opendistro-alerting-config/_settings", `{"index.number_of_replicas":0}`, 403, lacks("")},
	} {
		w := asUser(server, "none:secret", c.method, c.path, c.body)
		if text := w.Body.String(); w.Code != c.status || !strings.Contains(text, c.has) {
			t.Errorf("%s %s %s: %d %.300s, want %d %s", c.method, c.path, c.body, w.Code, text, c.status, c.has)
		}
	}
}

// An update that changes nothing needs no right to write (asked of a secured 2.19.4).
func TestUpdateThatChangesNothing(t *testing.T) {
	server := sandbox.New(sandbox.Options{Users: []security.Account{{Name: "admin", Password: "secret", BackendRoles: []string{"admin"}}}})
	for _, s := range [][3]string{
		{"PUT", "/c-shop/_doc/1", `{"a":1}`},
		{"PUT", "/_plugins/_security/api/roles/crud", `{"index_permissions":[{"index_patterns":["c-*"],"allowed_actions":["crud"]}]}`},
		{"PUT", "/_plugins/_security/api/internalusers/writer", `{"password":"` + matrixPassword + `","opendistro_security_roles":["crud"]}`},
	} {
		if w := asUser(server, "admin:secret", s[0], s[1], s[2]); w.Code >= 300 {
			t.Fatal(w.Body)
		}
	}
	if w := asUser(server, "writer:"+matrixPassword, "POST", "/c-shop/_update/1", `{"doc":{"a":1}}`); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	w := asUser(server, "writer:"+matrixPassword, "POST", "/c-shop/_update/1", `{"doc":{"a":2}}`)
	if w.Code != 403 || !strings.Contains(w.Body.String(), "no permissions for [indices:data/write/bulk] and") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// What is new in a document goes into the mapping only for who may put mappings; with a
// mapping that takes it as it is, nobody asks (asked of a secured 2.19.4).
func TestNewFieldsNeedTheRightToMap(t *testing.T) {
	server := sandbox.New(sandbox.Options{Users: []security.Account{{Name: "admin", Password: "secret", BackendRoles: []string{"admin"}}}})
	for _, s := range [][3]string{
		{"PUT", "/h-1", `{"mappings":{"properties":{"a":{"type":"keyword"}}}}`},
		{"PUT", "/h-2", `{"mappings":{"dynamic":false}}`},
		{"PUT", "/_plugins/_security/api/roles/h1", `{"cluster_permissions":["indices:data/write/bulk"],"index_permissions":[{"index_patterns":["h-*"],
			"allowed_actions":["indices:data/write/bulk[s]","indices:data/write/index","indices:data/write/update"]}]}`},
		{"PUT", "/_plugins/_security/api/internalusers/h1", `{"password":"` + matrixPassword + `","opendistro_security_roles":["h1"]}`},
	} {
		if w := asUser(server, "admin:secret", s[0], s[1], s[2]); w.Code >= 300 {
			t.Fatal(w.Body)
		}
	}
	const lacks = "no permissions for [indices:admin/mapping/put] and User [name=h1,"
	for _, c := range []struct {
		method, path, body string
		status, refused    int
	}{
		{"PUT", "/h-1/_doc/1", `{"a":"x"}`, 201, 0},
		{"PUT", "/h-1/_doc/2", `{"b":"x"}`, 403, 2},
		{"PUT", "/h-2/_doc/2", `{"b":"x"}`, 201, 0},
		{"POST", "/h-1/_update/1", `{"doc":{"c":1}}`, 403, 2},
		{"POST", "/_bulk", "{\"index\":{\"_index\":\"h-1\",\"_id\":\"7\"}}\n{\"a\":\"y\"}\n{\"index\":{\"_index\":\"h-1\",\"_id\":\"8\"}}\n{\"d\":\"y\"}\n", 200, 1},
		{"PUT", "/h-1/_doc/2", `{"b":"x","a":{"n":1}}`, 400, 0},
	} {
		w := asUser(server, "h1:"+matrixPassword, c.method, c.path, c.body)
		if w.Code != c.status || strings.Count(w.Body.String(), lacks) != c.refused {
			t.Errorf("%s %s %s: %d %s, want %d", c.method, c.path, c.body, w.Code, w.Body, c.status)
		}
	}
}
