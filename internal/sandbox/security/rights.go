package security

import "strings"

// RolesMay tells whether roles may do an action: "" where they may, else the text that
// the server has for it. It is how a monitor runs, with the roles of who saved it.
// indices are index expressions; nil with an action on the cluster.
func (p *Plugin) RolesMay(roles []string, action string, indices []string) string {
	if isCluster(action) {
		if p.allowsCluster(roles, action) {
			return ""
		}
		return lacking([]string{action}, roles)
	}
	missing := p.missing(subject{roles: roles}, []string{action}, p.targets(indices))
	if len(missing) == 0 {
		return ""
	}
	return lacking(missing, roles)
}

func lacking(missing, roles []string) string {
	return "no permissions for [" + strings.Join(missing, ", ") + "] and associated roles [" + strings.Join(roles, ", ") + "]"
}
