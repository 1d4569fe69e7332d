package security

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

var _ rest.Guard = (*Plugin)(nil)

// openRoutes answer everybody.
var openRoutes = []string{"/_plugins/_security/health", "/_plugins/_security/whoami"}

// Enter finds the user of a request by its Authorization header, which must be Basic.
func (p *Plugin) Enter(r *rest.Request) (*rest.User, error) {
	_, path, _ := strings.Cut(r.Route(), " ")
	user := p.userOf(r.Header.Get("Authorization"))
	if user == nil && !slices.Contains(openRoutes, path) {
		return nil, unauthorized()
	}
	return user, nil
}

func (p *Plugin) userOf(header string) *rest.User {
	scheme, encoded, _ := strings.Cut(strings.TrimSpace(header), " ")
	if !strings.EqualFold(scheme, "Basic") {
		return nil
	}
	pair, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	if err != nil {
		return nil
	}
	name, password, _ := strings.Cut(string(pair), ":")
	return p.login(name, password)
}

// adminRoute begins the routes that only the sandbox has: they are for who may do
// everything.
const adminRoute = "/_sandbox/"

// Permit asks for everything that the request does, step by step.
func (p *Plugin) Permit(r *rest.Request) error {
	_, path, _ := strings.Cut(r.Route(), " ")
	if strings.HasPrefix(path, securityAPI) || strings.HasPrefix(path, legacyAPI) {
		return nil // they ask by themselves
	}
	steps, ok := p.stepsOf(r)
	if !ok {
		steps = []step{{actions: []string{"cluster:admin" + strings.TrimSuffix(adminRoute, "/")}}}
	}
	for _, s := range steps {
		if err := p.allow(r.User(), s); err != nil {
			return err
		}
	}
	return nil
}

// Allow asks for a part of a request.
func (p *Plugin) Allow(r *rest.Request, actions, indices []string) error {
	return p.allow(r.User(), step{actions, indices})
}

// allow is the answer to one step, nil where the user may take it.
func (p *Plugin) allow(u *rest.User, s step) error {
	if isCluster(s.actions[0]) {
		if p.allowsCluster(u.Roles, s.actions[0]) {
			return nil
		}
		return forbidden(u, s.actions)
	}
	targets := p.targets(s.indices)
	if protected(s.actions, s.indices, targets) {
		return forbidden(u, nil)
	}
	if missing := p.missing(subject{u.Name, u.Roles}, s.actions, targets); len(missing) > 0 {
		return forbidden(u, missing)
	}
	return nil
}

// membersOf are the members of an object that are objects.
func membersOf(v any) func(yield func(string, *orderedjson.Object) bool) {
	return func(yield func(string, *orderedjson.Object) bool) {
		o, _ := v.(*orderedjson.Object)
		for _, m := range o.Members() {
			inner, _ := m.Value.(*orderedjson.Object)
			if inner != nil && !yield(m.Key, inner) {
				return
			}
		}
	}
}
