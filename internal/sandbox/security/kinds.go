package security

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// The kinds of what the plugin keeps, by their names in the API.
const (
	users    = "internalusers"
	roles    = "roles"
	mappings = "rolesmapping"
	groups   = "actiongroups"
)

// field is a field that a kind takes: "Array", "String" or "Object".
type field struct{ name, kind string }

// kind is what the API says of a kind.
type kind struct {
	// noun is how a missing one is told.
	noun   string
	fields []field
	// oneOf are the keys that the server names beside an invalid one.
	oneOf string
}

var kinds = map[string]kind{
	users: {noun: "user", fields: []field{
		{"backend_roles", "Array"}, {"attributes", "Object"}, {"description", "String"},
		{"opendistro_security_roles", "Array"}, {"hash", "String"}, {"password", "String"},
	}},
	roles: {noun: "role", fields: []field{
		{"cluster_permissions", "Array"}, {"tenant_permissions", "Array"}, {"index_permissions", "Array"}, {"description", "String"},
	}},
	mappings: {noun: "rolesmapping", oneOf: "backend_roles,hosts,and_backend_roles,users", fields: []field{
		{"backend_roles", "Array"}, {"and_backend_roles", "Array"}, {"hosts", "Array"}, {"users", "Array"}, {"description", "String"},
	}},
	groups: {noun: "actiongroup", fields: []field{
		{"allowed_actions", "Array"}, {"description", "String"}, {"type", "String"},
	}},
}

// complete is an object as the API tells it, made of what was sent.
func complete(name string, sent *orderedjson.Object) *orderedjson.Object {
	list := func(key string) []any {
		if v, ok := sent.Get(key); ok {
			if l, ok := v.([]any); ok {
				return l
			}
		}
		return []any{}
	}
	o := rest.O("reserved", false, "hidden", false)
	if d := sent.Text("description"); d != "" {
		o.Set("description", d)
	}
	switch name {
	case users:
		o = rest.O("hash", "", "reserved", false, "hidden", false,
			"backend_roles", anyOf(setOrder(textsOf(sent, "backend_roles"))), "attributes", &orderedjson.Object{},
			"opendistro_security_roles", list("opendistro_security_roles"))
		if d := sent.Text("description"); d != "" {
			o.Set("description", d)
		}
		if attributes := sent.Object("attributes"); attributes != nil {
			o.Set("attributes", attributes)
		}
	case mappings:
		o = rest.O("hosts", list("hosts"), "users", list("users"), "reserved", false, "hidden", false,
			"backend_roles", list("backend_roles"), "and_backend_roles", list("and_backend_roles"))
		return o
	case roles:
		o.Set("cluster_permissions", list("cluster_permissions"))
		o.Set("index_permissions", completeGrants(list("index_permissions")))
		o.Set("tenant_permissions", list("tenant_permissions"))
	case groups:
		o.Set("allowed_actions", list("allowed_actions"))
		if t := sent.Text("type"); t != "" {
			o.Set("type", t)
		}
	}
	o.Set("static", false)
	return o
}

func completeGrants(list []any) []any {
	out := []any{}
	for _, v := range list {
		sent, _ := v.(*orderedjson.Object)
		grant := &orderedjson.Object{}
		for _, key := range []string{"index_patterns", "dls", "fls", "masked_fields", "allowed_actions"} {
			switch v, ok := sent.Get(key); {
			case ok:
				grant.Set(key, v)
			case key != "dls":
				grant.Set(key, []any{})
			}
		}
		out = append(out, grant)
	}
	return out
}
