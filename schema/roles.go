package schema

import (
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/monitors"
)

var rolesChecks = []Check{
	{"invalid-roles", "Invalid backend roles", hcl.DiagError, "rbac_roles names the backend roles that may see a monitor: each is a text, and they are said once, in the block or in its body."},
}

// roles reads rbac_roles; nil where there are none.
func (b *monitorBlock) roles() monitors.Roles {
	list, ok := b.knownTexts("rbac_roles")
	if !ok {
		return nil
	}
	roles := monitors.Roles{}
	for _, role := range list {
		if strings.TrimSpace(role.text) == "" {
			b.report("invalid-roles", role.at, "A backend role has a name. Write it, or take it out.")
		}
		roles = append(roles, role.text)
	}
	return roles
}

// rolesBeside are those of a raw body, or those beside it.
func (b *monitorBlock) rolesBeside(m *monitors.Monitor) {
	if !b.has("rbac_roles") {
		return
	}
	if m.Roles != nil {
		b.report("invalid-roles", b.at("rbac_roles"), "The body has rbac_roles already. Keep one of the two.")
	}
	m.Roles = b.roles()
}
