package security

import (
	"encoding/base64"
	"fmt"
	"maps"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Kept are the users, roles, mappings and groups of actions of a plugin, to be kept:
// passwords that came by the API as slow hashes.
type Kept struct{ Plugin *Plugin }

// Revision is greater after each change.
func (k Kept) Revision() uint64 {
	k.Plugin.mu.RLock()
	defer k.Plugin.mu.RUnlock()
	return k.Plugin.revision
}

// Export writes down what was changed by the API or may be.
func (k Kept) Export() *orderedjson.Object {
	p := k.Plugin
	p.mu.RLock()
	defer p.mu.RUnlock()
	out, secrets := rest.O(), rest.O()
	for _, kind := range slices.Sorted(maps.Keys(p.kept)) {
		out.Set(kind, orderedjson.Clone(p.kept[kind]))
	}
	for _, name := range slices.Sorted(maps.Keys(p.secrets)) {
		s := p.secrets[name]
		if s.hash == nil {
			continue // the file of users has it
		}
		secrets.Set(name, rest.O("salt", base64.StdEncoding.EncodeToString(s.salt), "hash", base64.StdEncoding.EncodeToString(s.hash)))
	}
	return rest.O("kinds", out, "secrets", secrets)
}

// Import reads what Export wrote. Users that the plugin was made with keep the passwords
// that they were given then, and reserved ones are as they were, so that there is always a
// way in.
func (k Kept) Import(from *orderedjson.Object) error {
	p := k.Plugin
	p.mu.Lock()
	defer p.mu.Unlock()
	began := p.kept[users]
	for _, kind := range slices.Sorted(maps.Keys(p.kept)) {
		if o := from.Object("kinds").Object(kind); o != nil {
			p.kept[kind] = o
		}
	}
	for _, m := range from.Object("secrets").Members() {
		s, err := readSecret(m.Value)
		if err != nil {
			return fmt.Errorf("user [%s]: %w", m.Key, err)
		}
		if !began.Has(m.Key) {
			p.secrets[m.Key] = s
		}
	}
	for name, user := range membersOf(began) {
		if reserved, _ := user.Get("reserved"); reserved == true || !p.kept[users].Has(name) {
			p.kept[users].Set(name, user)
		}
	}
	p.readRoles()
	p.takeGiven()
	return nil
}

func readSecret(v any) (s *secret, err error) {
	s = &secret{}
	o, _ := v.(*orderedjson.Object)
	if s.salt, err = base64.StdEncoding.DecodeString(o.Text("salt")); err != nil {
		return s, err
	}
	s.hash, err = base64.StdEncoding.DecodeString(o.Text("hash"))
	return s, err
}
