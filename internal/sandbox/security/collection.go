package security

import (
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// collection is the API of one kind.
type collection struct {
	plugin *Plugin
	name   string
	kind   kind
}

// notFound is the answer of a name that nothing has.
func notFound(noun, name string) rest.Response {
	return told(http.StatusNotFound, noun+" '"+name+"' not found.")
}

// get answers all, or the one that the path names.
func (c *collection) get(r *rest.Request) (rest.Response, error) {
	if refusal, ok := adminOnly(r); !ok {
		return answer(r, refusal)
	}
	name, one := r.Param("name"), strings.Contains(r.Route(), "{name}")
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	c.plugin.mu.RLock()
	defer c.plugin.mu.RUnlock()
	kept := c.plugin.kept[c.name]
	if !one {
		return rest.JSON(http.StatusOK, orderedjson.Clone(kept)), nil
	}
	if !kept.Has(name) {
		return notFound(c.kind.noun, name), nil
	}
	return rest.JSON(http.StatusOK, rest.O(name, orderedjson.Clone(kept.Object(name)))), nil
}

// answer is an answer that comes whatever else was sent.
func answer(r *rest.Request, response rest.Response) (rest.Response, error) {
	for _, name := range r.Names() {
		r.Has(name)
	}
	return response, r.Ready()
}

// put creates or replaces one.
func (c *collection) put(r *rest.Request) (rest.Response, error) {
	if refusal, ok := adminOnly(r); !ok {
		return answer(r, refusal)
	}
	name := r.Param("name")
	content, refusal := c.kind.contentOf(r)
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if content == nil {
		return refusal, nil
	}
	p := c.plugin
	p.mu.Lock()
	defer p.mu.Unlock()
	if refusal, ok := c.refuse(name, content); !ok {
		return refusal, nil
	}
	before := p.kept[c.name].Object(name)
	p.kept[c.name].Set(name, complete(c.name, content))
	if c.name == users && content.Has("password") {
		p.secrets[name] = newSecret(content.Text("password"))
	}
	p.readRoles()
	p.revision++
	if before == nil {
		return told(http.StatusCreated, "'"+name+"' created."), nil
	}
	return told(http.StatusOK, "'"+name+"' updated."), nil
}

// refuse judges what is to be written under a name.
func (c *collection) refuse(name string, content *orderedjson.Object) (rest.Response, bool) {
	if c.name == users {
		if refusal, ok := c.plugin.refuseUser(name, content); !ok {
			return refusal, false
		}
	}
	if c.name == mappings && !c.plugin.kept[roles].Has(name) {
		return notFound("role", name), false
	}
	return c.fixed(name)
}

// fixed refuses changes of what the cluster has from the start.
func (c *collection) fixed(name string) (rest.Response, bool) {
	for _, key := range []string{"static", "reserved"} {
		if v, _ := c.plugin.kept[c.name].Object(name).Get(key); v == true {
			return told(http.StatusForbidden, "Resource '"+name+"' is "+key+"."), false
		}
	}
	return rest.Response{}, true
}

// refuseUser judges a user. The caller holds the lock.
func (p *Plugin) refuseUser(name string, content *orderedjson.Object) (rest.Response, bool) {
	if content.Has("password") && isWeak(content.Text("password")) {
		return refused("Weak password"), false
	}
	if strings.Contains(name, ":") {
		return told(http.StatusBadRequest, "A restricted character(s) was detected in the account name. Please remove: ':'"), false
	}
	for _, role := range textsOf(content, "opendistro_security_roles") {
		if !p.kept[roles].Has(role) {
			return notFound("role", role), false
		}
	}
	if content.Has("hash") && !content.Has("password") {
		return told(http.StatusBadRequest, "The sandbox can't check bcrypt hashes: send the password."), false
	}
	if !p.kept[users].Has(name) && !content.Has("password") {
		return told(http.StatusBadRequest, "Please specify either 'hash' or 'password' when creating a new internal user."), false
	}
	return rest.Response{}, true
}

// remove deletes one.
func (c *collection) remove(r *rest.Request) (rest.Response, error) {
	if refusal, ok := adminOnly(r); !ok {
		return answer(r, refusal)
	}
	name := r.Param("name")
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	p := c.plugin
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Contains(p.kept[c.name].Keys(), name) {
		return notFound(c.kind.noun, name), nil
	}
	if refusal, ok := c.fixed(name); !ok {
		return refusal, nil
	}
	p.kept[c.name].Delete(name)
	if c.name == users {
		delete(p.secrets, name)
	}
	p.readRoles()
	p.revision++
	return told(http.StatusOK, "'"+name+"' deleted."), nil
}
