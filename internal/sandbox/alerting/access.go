package alerting

import (
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Rights tell what users may do on a secured server.
type Rights interface {
	// Refusal is what the server says where a user may not do an action on indices (on
	// the cluster: nil), "" where he may.
	Refusal(u *rest.User, action string, indices []string) string
}

// searching is the action of a search.
const searching = "indices:data/read/search"

// filterSetting hides from users what nobody saved who has a backend role of theirs.
const filterSetting = "plugins.alerting.filter_by_backend_roles"

func (a *API) filters() bool { return a.deps.Settings.Bool(filterSetting) }

// checkBackendRoles refuses users without backend roles while these decide who sees
// what (security/backend_roles_none).
func (a *API) checkBackendRoles(u *rest.User) *fault.Fault {
	switch {
	case !a.filters() || u.IsAdmin():
		return nil
	case u == nil: // from source
		return fault.WithStatus(http.StatusForbidden, "Filter by user backend roles is enabled with security disabled.")
	case len(u.BackendRoles) == 0:
		return fault.WithStatus(http.StatusForbidden, "User doesn't have backend roles configured. Contact administrator")
	}
	return nil
}

// checkAccess refuses what somebody saved who shares no backend role with the user. what
// is how the server calls it.
func (a *API) checkAccess(u *rest.User, saved *orderedjson.Object, what, id string) *fault.Fault {
	if !a.filters() || u == nil || u.IsAdmin() || u.Shares(textsAt(saved.Object("user"), "backend_roles")) {
		return nil
	}
	return fault.WithStatus(http.StatusForbidden, "Do not have permissions to resource, %s, with id, %s", what, id)
}

// onlyOwn is the clause that leaves a user what he may see, nil where he may see all.
func (a *API) onlyOwn(u *rest.User, field string) any {
	if !a.filters() || u == nil || u.IsAdmin() {
		return nil
	}
	return rest.O("terms", rest.O(field, texts(u.BackendRoles)))
}

// filterOwn adds the clause to those of a bool query.
func (a *API) filterOwn(u *rest.User, clauses *orderedjson.Object) *orderedjson.Object {
	if own := a.onlyOwn(u, "monitor_user.backend_roles.keyword"); own != nil {
		clauses.Set("filter", append(slices.Clone(clauses.Array("filter")), own))
	}
	return clauses
}

// ownerOf is a user as what he saved has him.
func ownerOf(u *rest.User) *orderedjson.Object {
	if u == nil {
		return nobody()
	}
	return rest.O("name", u.Name, "backend_roles", texts(u.BackendRoles), "roles", texts(u.Roles), "custom_attribute_names", []any{})
}

// ownedBy is the user as whom something runs that he saved: with the roles that he had
// then (security/rights_lost_after_saving).
func ownedBy(owner *orderedjson.Object) *rest.User {
	if owner == nil {
		return nil
	}
	return &rest.User{BackendRoles: textsAt(owner, "backend_roles"), Roles: textsAt(owner, "roles")}
}

// refusal is what the server says where a user may not do an action; "" where he may, as
// everybody may on a server that is not secured.
func (a *API) refusal(u *rest.User, action string, indices []string) string {
	if a.deps.Rights == nil || u == nil {
		return ""
	}
	return a.deps.Rights.Refusal(u, action, indices)
}

// checkSaver judges who saves: his backend roles, and those that he names.
func (a *API) checkSaver(u *rest.User, b rbac) *fault.Fault {
	if f := a.checkBackendRoles(u); f != nil {
		return f
	}
	return b.check(u)
}

// unreadable is the answer to a monitor over indices that its saver can't read.
func unreadable(names []string) *fault.Fault {
	return fault.WithStatus(http.StatusForbidden, "User doesn't have read permissions for one or more configured index [%s]", strings.Join(names, ", "))
}

// hiddenFrom is checkAccess of a stored monitor; one that is not there is hidden from
// nobody.
func (a *API) hiddenFrom(u *rest.User, id string) *fault.Fault {
	doc, err := a.read(id)
	if err != nil || doc == nil || !doc.Source.Has("monitor") {
		return nil
	}
	return a.checkAccess(u, doc.Source.Object("monitor"), "monitor", id)
}
