package index

import (
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// PutComponent stores a component template ({"template": {"settings", "mappings",
// "aliases"}}), which composable templates are made of. Errors: what its settings
// and mappings are refused for.
func (s *Store) PutComponent(name string, body *orderedjson.Object) error {
	if _, err := s.dryLayer(body.Object("template")); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.parts[name] = body
	s.shapes++
	return nil
}

// Component is a component template as it was put; nil where there is none.
func (s *Store) Component(name string) *orderedjson.Object {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.parts[name]
}

// Components lists the component templates' names.
func (s *Store) Components() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Sorted(maps.Keys(s.parts))
}

// DeleteComponent removes a component template. Errors: one that is not there, or
// that templates are made of.
func (s *Store) DeleteComponent(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.parts[name] == nil {
		return fault.New(404, "index_template_missing_exception", "index_template [%s] missing", name)
	}
	var users []string
	for _, t := range s.templates {
		if slices.Contains(t.Body.Array("composed_of"), any(name)) {
			users = append(users, t.Name)
		}
	}
	if len(users) > 0 {
		slices.Sort(users)
		return fault.Illegal("component templates [%s] cannot be removed as they are still in use by index templates %s", name, list(users))
	}
	delete(s.parts, name)
	s.shapes++
	return nil
}

// CheckParts refuses a template that is made of what is not there.
func (s *Store) CheckParts(name string, body *orderedjson.Object) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var missing []string
	for _, part := range body.Array("composed_of") {
		if s.parts[orderedjson.Plain(part)] == nil {
			missing = append(missing, orderedjson.Plain(part))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fault.New(400, "invalid_index_template_exception", "index_template [%s] invalid, cause [index template [%s] specifies component templates [%s] that do not exist]",
		name, name, strings.Join(missing, ", "))
}

// layersOf are a template's components, in their order, and its own body.
func (s *Store) layersOf(t *Template) []*orderedjson.Object {
	var out []*orderedjson.Object
	for _, part := range t.Body.Array("composed_of") {
		out = append(out, s.parts[orderedjson.Plain(part)].Object("template"))
	}
	return append(out, t.Body.Object("template"))
}
