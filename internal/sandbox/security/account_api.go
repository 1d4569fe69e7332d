package security

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// authInfo is GET authinfo: who asks, with which roles.
func (p *Plugin) authInfo(r *rest.Request) (rest.Response, error) {
	r.Has("verbose")
	r.Has("auth_type")
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	u := r.User()
	return rest.JSON(http.StatusOK, rest.O(
		"user", shown(u), "user_name", u.Name, "user_requested_tenant", nil, "remote_address", r.RemoteAddress,
		"backend_roles", anyOf(u.BackendRoles), "custom_attribute_names", p.attributeNames(u.Name),
		"roles", anyOf(u.Roles), "tenants", p.tenantsOf(u),
		"principal", nil, "peer_certificates", "0", "sso_logout_url", nil,
	)), nil
}

// account is GET api/account.
func (p *Plugin) account(r *rest.Request) (rest.Response, error) {
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	u := r.User()
	reserved := p.isReserved(u.Name)
	return rest.JSON(http.StatusOK, rest.O(
		"user_name", u.Name, "is_reserved", reserved, "is_hidden", false, "is_internal_user", true,
		"user_requested_tenant", nil, "backend_roles", anyOf(u.BackendRoles),
		"custom_attribute_names", p.attributeNames(u.Name), "tenants", p.tenantsOf(u), "roles", anyOf(u.Roles),
	)), nil
}

func (p *Plugin) isReserved(name string) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	reserved, _ := p.kept[users].Object(name).Get("reserved")
	return reserved == true
}

// attributeNames are the names of a user's attributes, as the server calls them.
func (p *Plugin) attributeNames(name string) []any {
	p.mu.RLock()
	defer p.mu.RUnlock()
	names := []any{}
	for _, key := range p.kept[users].Object(name).Object("attributes").Keys() {
		names = append(names, "attr.internal."+key)
	}
	return names
}

// tenantsOf are the tenants that a user may write to: his own, and those of his roles
// among the two that every cluster has.
func (p *Plugin) tenantsOf(u *rest.User) *orderedjson.Object {
	p.mu.RLock()
	defer p.mu.RUnlock()
	tenants := &orderedjson.Object{}
	for _, tenant := range []string{"global_tenant", "admin_tenant"} {
		for _, name := range u.Roles {
			if matchesAny(p.roles[name].tenants, tenant) || name == "kibana_user" && tenant == "global_tenant" {
				tenants.Set(tenant, true)
			}
		}
	}
	tenants.Set(u.Name, true)
	return tenants
}

// changePassword is PUT api/account: a user's own password.
func (p *Plugin) changePassword(r *rest.Request) (rest.Response, error) {
	k := kind{fields: []field{{"password", "String"}, {"current_password", "String"}, {"hash", "String"}}}
	content, refusal := k.contentOf(r)
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	name := r.User().Name
	switch {
	case content == nil:
		return refusal, nil
	case !content.Has("current_password"):
		return refused("Invalid configuration", "missing_mandatory_keys", rest.O("keys", "current_password")), nil
	case isWeak(content.Text("password")):
		return refused("Weak password"), nil
	case p.isReserved(name):
		return told(http.StatusForbidden, "Resource '"+name+"' is reserved."), nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.secrets[name].fits(content.Text("current_password")) {
		return told(http.StatusBadRequest, "Could not validate your current password."), nil
	}
	p.secrets[name] = newSecret(content.Text("password"))
	p.revision++
	return told(http.StatusOK, "'"+name+"' updated."), nil
}

// health is open to everybody.
func (p *Plugin) health(r *rest.Request) (rest.Response, error) {
	r.Has("mode")
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	return rest.JSON(http.StatusOK, rest.O("message", nil, "mode", "strict", "status", "UP")), nil
}

// whoAmI tells of a client's certificate, which the sandbox never asks for.
func (p *Plugin) whoAmI(r *rest.Request) (rest.Response, error) {
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	return rest.JSON(http.StatusOK, rest.O("dn", nil, "is_admin", false, "is_node_certificate_request", false)), nil
}
