package security

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// configFiles are the files that are read in a folder, in the order in which they build
// on each other, and what is said in their _meta: the names by which securityadmin.sh
// knows them, too.
var configFiles = []struct{ name, kind string }{
	{"action_groups.yml", groups}, {"roles.yml", roles}, {"roles_mapping.yml", mappings}, {"internal_users.yml", users},
}

// ReadConfiguration reads the named files of the security plugin that lie in a folder,
// or, without names, those that are for users and roles: roles.yml, roles_mapping.yml,
// action_groups.yml, internal_users.yml. Passwords in the last are hashes, which the
// sandbox does not check: users log in with those of the file of credentials. Errors name
// file and line; path is the folder's.
func ReadConfiguration(folder fs.FS, path string, names ...string) (*Configuration, error) {
	c := emptyConfiguration()
	for _, name := range names {
		if err := c.read(folder, path, name, ""); err != nil {
			return nil, err
		}
	}
	if len(names) > 0 {
		return c, nil
	}
	found := false
	for _, f := range configFiles {
		names = append(names, f.name)
		err := c.read(folder, path, f.name, f.kind)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		found = found || err == nil
	}
	if !found {
		return nil, fmt.Errorf("%s has none of %s", path, strings.Join(names, ", "))
	}
	return c, nil
}

// reading is a file that is being read.
type reading struct {
	path string
	kind kind
}

func (r reading) errorf(at *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.path, at.Line, fmt.Sprintf(format, args...))
}

// read adds the entries of a file, of the kind that it must be; "": of any.
func (c *Configuration) read(folder fs.FS, path, file, must string) error {
	text, err := fs.ReadFile(folder, file)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	path = filepath.Join(path, file)
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if len(document.Content) != 1 || document.Content[0].Kind != yaml.MappingNode {
		return fmt.Errorf("%s is not a file of the security plugin: it holds no object", path)
	}
	root := document.Content[0]
	name, err := kindIn(path, root)
	if err != nil {
		return err
	}
	if must != "" && must != name {
		return fmt.Errorf("%s: its _meta says that it holds %s, and its name %s", path, name, must)
	}
	r := reading{path, kinds[name]}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		if key.Value == "_meta" {
			continue
		}
		if c.kinds[name].Has(key.Value) {
			return r.errorf(key, "there are two of the name %q", key.Value)
		}
		o, err := r.entry(key, value)
		if err != nil {
			return err
		}
		if name == mappings && !staticHas(key.Value) && !c.kinds[roles].Has(key.Value) && c.kinds[roles].Len() > 0 {
			return r.errorf(key, "there is no role %q to map", key.Value)
		}
		c.kinds[name].Set(key.Value, o)
	}
	return nil
}

// staticHas tells whether each cluster has a role of this name.
func staticHas(role string) bool { return staticObjects(staticRoles).Has(role) }

// kindIn reads _meta, without which the plugin takes no file.
func kindIn(path string, root *yaml.Node) (string, error) {
	var meta struct {
		Type    string `yaml:"type"`
		Version int    `yaml:"config_version"`
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value != "_meta" {
			continue
		}
		if err := root.Content[i+1].Decode(&meta); err != nil {
			return "", fmt.Errorf("%s: its _meta can't be read: %w", path, err)
		}
	}
	if _, known := kinds[meta.Type]; !known {
		return "", fmt.Errorf("%s: its _meta must say type: roles, rolesmapping, actiongroups or internalusers, not %q", path, meta.Type)
	}
	if meta.Version != 2 {
		return "", fmt.Errorf("%s: its _meta must say config_version: 2, not %d", path, meta.Version)
	}
	return meta.Type, nil
}

// fileFlags are what files say beside the fields that the API takes.
var fileFlags = []string{"reserved", "hidden", "static"}

// inner are the keys of the objects in lists.
var inner = map[string][]string{
	"index_permissions":  {"index_patterns", "dls", "fls", "masked_fields", "allowed_actions"},
	"tenant_permissions": {"tenant_patterns", "allowed_actions"},
}

// entry reads one role, mapping, group or user.
func (r reading) entry(key, value *yaml.Node) (*orderedjson.Object, error) {
	what := r.kind.noun + " " + key.Value
	if value.Kind != yaml.MappingNode {
		return nil, r.errorf(key, "%s is not an object", what)
	}
	o := orderedjson.NewObject()
	for i := 0; i+1 < len(value.Content); i += 2 {
		name, v := value.Content[i], value.Content[i+1]
		want, known := r.kind.kindOf(name.Value)
		read, err := r.value(name, v)
		switch {
		case err != nil:
			return nil, err
		case o.Has(name.Value):
			return nil, r.errorf(name, "%s: there are two of the name %q", what, name.Value)
		case slices.Contains(fileFlags, name.Value):
		case !known:
			return nil, r.errorf(name, "%s: there is no key %q; there are %s", what, name.Value, strings.Join(r.kind.keys(), ", "))
		case !isOfKind(read, want):
			return nil, r.errorf(name, "%s: %s must be of the type %s", what, name.Value, want)
		default:
			o.Set(name.Value, read)
		}
	}
	return o, nil
}

func (k kind) keys() (names []string) {
	for _, f := range k.fields {
		names = append(names, f.name)
	}
	return names
}

// value reads what stands under a key: a text, a flag, a list of texts or of objects with
// the keys that are known of them.
func (r reading) value(key, v *yaml.Node) (any, error) {
	switch v.Kind {
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range v.Content {
			read, err := r.value(key, item)
			if err != nil {
				return nil, err
			}
			if _, isText := read.(string); isText != (inner[key.Value] == nil) {
				return nil, r.errorf(item, "%s: an item must be %s", key.Value, map[bool]string{true: "a text", false: "an object"}[inner[key.Value] == nil])
			}
			list = append(list, read)
		}
		return list, nil
	case yaml.MappingNode:
		o := orderedjson.NewObject()
		for i := 0; i+1 < len(v.Content); i += 2 {
			name := v.Content[i]
			if known := inner[key.Value]; known != nil && !slices.Contains(known, name.Value) {
				return nil, r.errorf(name, "%s: there is no key %q; there are %s", key.Value, name.Value, strings.Join(known, ", "))
			}
			read, err := r.value(name, v.Content[i+1])
			if err != nil {
				return nil, err
			}
			o.Set(name.Value, read)
		}
		return o, nil
	case yaml.AliasNode:
		return nil, r.errorf(v, "an alias (*%s) is not read: write it out", v.Value)
	default:
		if v.Tag == "!!bool" {
			return v.Value == "true", nil
		}
		return v.Value, nil
	}
}
