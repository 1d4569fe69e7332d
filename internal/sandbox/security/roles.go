package security

import (
	_ "embed"
	"fmt"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// The roles and action groups that a cluster has from the start, as GET
// _plugins/_security/api/roles and …/actiongroups of 2.19.4 tell them.
var (
	//go:embed static/roles.json
	staticRoles []byte
	//go:embed static/action_groups.json
	staticGroups []byte
)

// staticObjects reads one of the embedded files; a broken one is a mistake in the
// program.
func staticObjects(data []byte) *orderedjson.Object {
	v, err := orderedjson.Parse(data)
	o, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		panic(fmt.Sprintf("security: a static file is no object: %v", err))
	}
	return o
}

// role is a role as permissions are looked up in it: patterns of actions, groups
// resolved.
type role struct {
	cluster []string
	indices []indexGrant
	tenants []string
}

// indexGrant are the actions that a role allows on the indices that patterns fit.
type indexGrant struct {
	indices, actions []string
}

// readRole reads a role as the API has it.
func readRole(o, groups *orderedjson.Object) role {
	r := role{cluster: resolveGroups(textsOf(o, "cluster_permissions"), groups)}
	for _, p := range o.Array("index_permissions") {
		grant, _ := p.(*orderedjson.Object)
		r.indices = append(r.indices, indexGrant{
			indices: textsOf(grant, "index_patterns"), actions: resolveGroups(textsOf(grant, "allowed_actions"), groups),
		})
	}
	for _, p := range o.Array("tenant_permissions") {
		grant, _ := p.(*orderedjson.Object)
		r.tenants = append(r.tenants, textsOf(grant, "tenant_patterns")...)
	}
	return r
}

// resolveGroups replaces action groups by their actions, groups within groups too.
func resolveGroups(names []string, groups *orderedjson.Object) []string {
	actions, seen := []string{}, map[string]bool{}
	for len(names) > 0 {
		name := names[0]
		names = names[1:]
		group := groups.Object(name)
		switch {
		case group == nil:
			actions = append(actions, name)
		case !seen[name]:
			seen[name] = true
			names = append(names, textsOf(group, "allowed_actions")...)
		}
	}
	return actions
}

func textsOf(o *orderedjson.Object, key string) []string {
	texts := []string{}
	for _, v := range o.Array(key) {
		if text, ok := v.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

func anyOf(texts []string) []any {
	list := make([]any, len(texts))
	for i, t := range texts {
		list[i] = t
	}
	return list
}
