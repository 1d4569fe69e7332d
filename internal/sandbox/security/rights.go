package security

import (
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Refusal is what the server says where a user's roles do not allow an action, "" where
// they do. It is how a monitor runs, with the roles of who saved it. indices are index
// expressions; nil with an action on the cluster.
func (p *Plugin) Refusal(u *rest.User, action string, indices []string) string {
	roles := u.Roles
	if isCluster(action) {
		if p.allowsCluster(roles, action) {
			return ""
		}
		return lacking([]string{action}, roles)
	}
	missing := p.missing(subject{u.Name, roles}, []string{action}, p.targets(indices))
	if len(missing) == 0 {
		return ""
	}
	return lacking(missing, roles)
}

func lacking(missing, roles []string) string {
	return "no permissions for [" + strings.Join(missing, ", ") + "] and associated roles [" + strings.Join(roles, ", ") + "]"
}
