package security

import (
	"slices"
	"strings"
	"sync"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Plugin is the security plugin of one cluster. It is safe for concurrent use.
type Plugin struct {
	store *index.Store

	mu      sync.RWMutex
	secrets map[string]*secret             // by user
	kept    map[string]*orderedjson.Object // users, roles, … as the API tells them, by the name of their kind
	roles   map[string]role                // as permissions are looked up

	revision uint64 // counts changes by the API

	given *Configuration // of files; nil: none
}

// New makes the plugin of a cluster whose indices are in store; nil is one without
// any.
func New(accounts []Account, store *index.Store) *Plugin {
	p := &Plugin{store: store, secrets: map[string]*secret{}, kept: map[string]*orderedjson.Object{
		users: {}, mappings: {}, roles: staticObjects(staticRoles), groups: staticObjects(staticGroups),
	}}
	for _, a := range accounts {
		o := complete(users, rest.O("backend_roles", anyOf(setOrder(a.BackendRoles))))
		o.Set("reserved", a.Reserved)
		p.kept[users].Set(a.Name, o)
		p.secrets[a.Name] = givenSecret(a.Password)
	}
	for _, m := range mapped {
		p.kept[mappings].Set(m.role, complete(mappings, rest.O("backend_roles", anyOf(m.backends))))
	}
	p.readRoles()
	if store != nil {
		makeIndex(store)
	}
	return p
}

// readRoles resolves the roles anew. The caller holds the lock.
func (p *Plugin) readRoles() {
	p.roles = map[string]role{}
	for _, name := range p.kept[roles].Keys() {
		p.roles[name] = readRole(p.kept[roles].Object(name), p.kept[groups])
	}
}

// login finds the user of a name and password, nil where there is none.
func (p *Plugin) login(name, password string) *rest.User {
	p.mu.RLock()
	defer p.mu.RUnlock()
	u := p.kept[users].Object(name)
	if u == nil || !p.secrets[name].fits(password) {
		return nil
	}
	return &rest.User{Name: name, BackendRoles: textsOf(u, "backend_roles"), Roles: p.rolesOf(name, u)}
}

// rolesOf are the roles that a user has, by himself and by the mapping. The caller
// holds the lock.
func (p *Plugin) rolesOf(name string, u *orderedjson.Object) []string {
	names, backends := textsOf(u, "opendistro_security_roles"), textsOf(u, "backend_roles")
	for role, mapping := range membersOf(p.kept[mappings]) {
		hit := matchesAny(textsOf(mapping, "users"), name)
		for _, backend := range backends {
			hit = hit || matchesAny(textsOf(mapping, "backend_roles"), backend)
		}
		every := textsOf(mapping, "and_backend_roles")
		hit = hit || len(every) > 0 && !slices.ContainsFunc(every, func(b string) bool { return !slices.Contains(backends, b) })
		if hit {
			names = append(names, role)
		}
	}
	return setOrder(names)
}

// allowsCluster tells whether one of the roles allows an action on the cluster.
func (p *Plugin) allowsCluster(names []string, action string) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return slices.ContainsFunc(names, func(name string) bool { return matchesAny(p.roles[name].cluster, action) })
}

// missing are those of the actions that the roles do not allow on all of the indices.
func (p *Plugin) missing(who subject, actions []string, targets []target) []string {
	p.mu.RLock()
	defer p.mu.RUnlock()
	names := []string{}
	for _, action := range actions {
		if slices.ContainsFunc(targets, func(t target) bool { return !p.allowsIndex(who, action, t) }) {
			names = append(names, action)
		}
	}
	return names
}

// subject is who acts: roles, and the name that patterns may stand for.
type subject struct {
	name  string
	roles []string
}

// allowsIndex tells whether one of the roles allows an action on an index, by the
// index's name or one that it goes by. The caller holds the lock.
func (p *Plugin) allowsIndex(who subject, action string, t target) bool {
	return slices.ContainsFunc(who.roles, func(name string) bool {
		return slices.ContainsFunc(p.roles[name].indices, func(g indexGrant) bool {
			return matchesAny(g.actions, action) && slices.ContainsFunc(g.indices, func(pattern string) bool {
				pattern = strings.ReplaceAll(pattern, "${user_name}", who.name)
				return slices.ContainsFunc(t.names, func(n string) bool { return matches(pattern, n) })
			})
		})
	})
}
