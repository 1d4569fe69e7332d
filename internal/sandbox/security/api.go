package security

import (
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// The plugin's path, and the one that Open Distro had.
const (
	securityAPI = "/_plugins/_security"
	legacyAPI   = "/_opendistro/_security"
)

// Register adds the plugin's routes and puts it before all others.
func (p *Plugin) Register(router *rest.Router) {
	both := func(method, path string, h rest.Handler) {
		router.HandleEach(method, []string{securityAPI + path, legacyAPI + path}, h)
	}
	for _, method := range []string{"GET", "POST"} {
		both(method, "/authinfo", p.authInfo)
		both(method, "/health", p.health)
		both(method, "/whoami", p.whoAmI)
	}
	both("GET", "/api/account", p.account)
	both("PUT", "/api/account", p.changePassword)
	for _, name := range []string{users, roles, mappings, groups} {
		k := &collection{p, name, kinds[name]}
		both("GET", "/api/"+name, k.get)
		both("GET", "/api/"+name+"/{name}", k.get)
		both("PUT", "/api/"+name+"/{name}", k.put)
		both("DELETE", "/api/"+name+"/{name}", k.remove)
	}
	router.SetGuard(p)
}

// told is how the API tells what became of a request.
func told(status int, message string) rest.Response {
	word := strings.ToUpper(strings.ReplaceAll(http.StatusText(status), " ", "_"))
	return rest.JSON(status, rest.O("status", word, "message", message))
}

// refused is how it tells what is wrong with a body: a reason, and more by key.
func refused(reason string, more ...any) rest.Response {
	return rest.JSON(http.StatusBadRequest, rest.O(append([]any{"status", "error", "reason", reason}, more...)...))
}

// adminOnly answers who may not keep users and roles; ok for those who may.
func adminOnly(r *rest.Request) (rest.Response, bool) {
	u := r.User()
	for _, role := range u.Roles {
		if role == "all_access" || role == "security_rest_api_access" {
			return rest.Response{}, true
		}
	}
	return told(http.StatusForbidden, "No permission to access REST API: User "+u.Name+" with Security roles ["+
		strings.Join(u.Roles, ", ")+"] does not have any role privileged for admin access. No client TLS certificate found in request"), false
}

// contentOf reads a body and holds it to the kind's fields; a nil object comes with the
// answer that refuses it.
func (k kind) contentOf(r *rest.Request) (*orderedjson.Object, rest.Response) {
	var content *orderedjson.Object
	if r.HasBody() {
		d, err := r.Body()
		if err != nil {
			return nil, refused("Could not parse content of request.")
		}
		content, _ = d.Value.(*orderedjson.Object)
	}
	if content.Len() == 0 {
		return nil, refused("Request body required for this action.")
	}
	invalid, wrong := []string{}, []any{}
	for _, m := range content.Members() {
		switch want, ok := k.kindOf(m.Key); {
		case !ok:
			invalid = append(invalid, m.Key)
		case !isOfKind(m.Value, want):
			wrong = append(wrong, m.Key, want+" expected")
		}
	}
	if len(invalid) > 0 {
		more := []any{"invalid_keys", rest.O("keys", strings.Join(invalid, ","))}
		if k.oneOf != "" {
			more = append(more, "specify_one_of", rest.O("keys", k.oneOf))
		}
		return nil, refused("Invalid configuration", more...)
	}
	if len(wrong) > 0 {
		return nil, refused("Wrong datatype", wrong...)
	}
	return content, rest.Response{}
}

func (k kind) kindOf(name string) (string, bool) {
	for _, f := range k.fields {
		if f.name == name {
			return f.kind, true
		}
	}
	return "", false
}

func isOfKind(v any, want string) bool {
	switch v.(type) {
	case []any:
		return want == "Array"
	case string:
		return want == "String"
	case *orderedjson.Object:
		return want == "Object"
	}
	return false
}
