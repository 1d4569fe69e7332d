package alerting

import (
	"bytes"
	"net/http"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// rbac are the backend roles that a request names for what it saves (rbac_roles).
type rbac struct {
	given bool
	roles []string
}

// readRoles reads rbac_roles, and refuses what is no list.
func (a *API) readRoles(r *rest.Request) (rbac, error) {
	data, err := jsonBody(r)
	if err != nil || !bytes.Contains(data, []byte("rbac_roles")) {
		return rbac{}, err
	}
	var roles any
	err = xcontent.Catch(func() {
		reader := a.reader(data)
		reader.Next()
		roles, _ = reader.Map().Get("rbac_roles")
	})
	if err != nil {
		return rbac{}, err
	}
	class := ""
	switch list := roles.(type) {
	case nil:
		return rbac{}, nil
	case []any:
		return rbac{given: true, roles: textsIn(list)}, nil
	case string:
		class = "java.lang.String"
	case bool:
		class = "java.lang.Boolean"
	case *orderedjson.Object:
		class = "java.util.HashMap"
	default:
		class = "java.lang.Integer"
	}
	return rbac{}, fault.New(fault.ClassCast, "class %s cannot be cast to class java.util.List "+
		"(%s and java.util.List are in module java.base of loader 'bootstrap')", class, class)
}

func textsIn(list []any) []string {
	out := []string{}
	for _, v := range list {
		if text, ok := v.(string); ok {
			out = append(out, text)
		}
	}
	return out
}

// check refuses roles that the user has not, and none at all; an admin may name any.
func (b rbac) check(u *rest.User) *fault.Fault {
	switch {
	case u == nil || u.IsAdmin() || !b.given:
		return nil
	case slices.ContainsFunc(b.roles, func(role string) bool { return !slices.Contains(u.BackendRoles, role) }):
		return fault.WithStatus(http.StatusForbidden, "User specified backend roles that they don't have access to. Contact administrator")
	case len(b.roles) == 0:
		return fault.WithStatus(http.StatusForbidden, "Non-admin user are not allowed to specify an empty set of backend roles.")
	}
	return nil
}

// ofNew is the owner of what a user creates.
func (b rbac) ofNew(u *rest.User) *orderedjson.Object {
	owner := ownerOf(u)
	if u != nil && b.given {
		owner.Set("backend_roles", texts(b.roles))
	}
	return owner
}

// ofChanged is the owner of what a user changes: the roles stay, but for those of the
// user's own that the request leaves out; an admin sets them.
func (b rbac) ofChanged(u *rest.User, before *orderedjson.Object) *orderedjson.Object {
	owner := ownerOf(u)
	if u == nil {
		return owner
	}
	roles := textsAt(before.Object("user"), "backend_roles")
	switch {
	case b.given && u.IsAdmin():
		roles = b.roles
	case b.given:
		roles = slices.DeleteFunc(slices.Clone(roles), func(role string) bool {
			return slices.Contains(u.BackendRoles, role) && !slices.Contains(b.roles, role)
		})
		for _, role := range b.roles {
			if !slices.Contains(roles, role) {
				roles = append(roles, role)
			}
		}
	}
	owner.Set("backend_roles", texts(roles))
	return owner
}
