package security

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Configuration is what files of the security plugin say: roles, mappings, groups of
// actions, and which users have which backend roles. See ReadConfiguration.
type Configuration struct {
	kinds map[string]*orderedjson.Object // by the API's name, as the API would be sent them
}

// Users are those whom the configuration names, sorted; without patterns.
func (c *Configuration) Users() []string {
	names := slices.Clone(c.kinds[users].Keys())
	for _, mapping := range membersOf(c.kinds[mappings]) {
		names = append(names, textsOf(mapping, "users")...)
	}
	names = slices.DeleteFunc(names, func(n string) bool { return strings.ContainsAny(n, "*?/") })
	slices.Sort(names)
	return slices.Compact(names)
}

// Configure takes a configuration over what the cluster has from the start; nil is none.
// It outlives a restart, as the files do. Whom the file of credentials gives rights to
// keeps them, so that there is always a way in.
func (p *Plugin) Configure(c *Configuration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.given = c
	p.takeGiven()
}

// takeGiven writes the configuration over what is kept. The caller holds the lock.
func (p *Plugin) takeGiven() {
	if p.given == nil {
		return
	}
	for _, kind := range []string{groups, roles} {
		for name, o := range membersOf(p.given.kinds[kind]) {
			p.kept[kind].Set(name, complete(kind, o))
		}
	}
	for name, o := range membersOf(p.given.kinds[mappings]) {
		mapping := complete(mappings, o)
		mapping.Set("backend_roles", anyOf(withMapped(name, textsOf(mapping, "backend_roles"))))
		p.kept[mappings].Set(name, mapping)
	}
	for name, o := range membersOf(p.given.kinds[users]) {
		if p.kept[users].Has(name) && !isTrue(p.kept[users].Object(name), "reserved") {
			p.kept[users].Set(name, complete(users, o))
		}
	}
	p.readRoles()
}

// withMapped adds to the backend roles of a mapping those that it has from the start.
func withMapped(role string, backends []string) []string {
	for _, m := range mapped {
		if m.role != role {
			continue
		}
		for _, backend := range m.backends {
			if !slices.Contains(backends, backend) {
				backends = append(backends, backend)
			}
		}
	}
	return backends
}

func isTrue(o *orderedjson.Object, key string) bool {
	v, _ := o.Get(key)
	return v == true
}

// emptyConfiguration has none of each kind.
func emptyConfiguration() *Configuration {
	return &Configuration{map[string]*orderedjson.Object{users: rest.O(), roles: rest.O(), mappings: rest.O(), groups: rest.O()}}
}
