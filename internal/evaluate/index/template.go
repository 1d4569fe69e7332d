package index

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Template shapes new indices whose names match.
type Template struct {
	Name     string
	Patterns []string
	Priority int                 // of a composable one; a legacy one's order
	Body     *orderedjson.Object // as it was put
}

// InvalidTemplate is a template that no index can be made by.
type InvalidTemplate struct{ Err error }

func (e *InvalidTemplate) Error() string { return e.Err.Error() }

// Unwrap is what is wrong with it.
func (e *InvalidTemplate) Unwrap() error { return e.Err }

// PutTemplate stores a composable template ({"index_patterns", "priority",
// "template": {"settings", "mappings", "aliases"}, "composed_of"}). Refused by name:
// data_stream.
func (s *Store) PutTemplate(name string, body *orderedjson.Object) error {
	if err := s.CheckParts(name, body); err != nil {
		return err
	}
	if body.Has("data_stream") {
		return fault.Unsupported("index template with [data_stream]")
	}
	t, err := newTemplate(name, body, "priority")
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, other := range s.templates {
		if other.Name != name && other.Priority == t.Priority && overlap(other.Patterns, t.Patterns) {
			return fault.Illegal("index template [%s] has index patterns %s matching patterns from existing templates [%s] with patterns (%s => %s) "+
				"that have the same priority [%d], multiple index templates may not match during index creation, please use a different priority",
				name, list(t.Patterns), other.Name, other.Name, list(other.Patterns), t.Priority)
		}
	}
	if len(body.Array("composed_of")) == 0 { // else its parts may have what it needs
		if _, err := s.dryLayer(body.Object("template")); err != nil {
			return &InvalidTemplate{err}
		}
	}
	if layers := s.layersOf(t); len(layers) > 1 {
		settings, err := mergeSettings(layers)
		if err == nil {
			_, err = s.mergeMappings(layers, settings, true)
		}
		if err != nil {
			return &InvalidTemplate{err}
		}
	}
	s.templates[name] = t
	s.shapes++
	return nil
}

// PutLegacyTemplate stores a template of the old kind ({"index_patterns",
// "order", "settings", "mappings", "aliases"}).
func (s *Store) PutLegacyTemplate(name string, body *orderedjson.Object) error {
	t, err := newTemplate(name, body, "order")
	if err != nil {
		return err
	}
	if _, err := s.dryLayer(body); err != nil {
		return err
	}
	t.Body = withoutWriters(body)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.legacy[name] = t
	s.shapes++
	return nil
}

// withoutWriters is a template whose aliases say nothing of writing. Observed on
// 2.19.4: a legacy template's don't.
func withoutWriters(body *orderedjson.Object) *orderedjson.Object {
	if body.Object("aliases").Len() == 0 {
		return body
	}
	plain := orderedjson.Clone(body).(*orderedjson.Object)
	for _, m := range plain.Object("aliases").Members() {
		if alias, ok := m.Value.(*orderedjson.Object); ok {
			alias.Delete("is_write_index")
		}
	}
	return plain
}

func newTemplate(name string, body *orderedjson.Object, priority string) (*Template, error) {
	t := &Template{Name: name, Body: body}
	patterns, _ := body.Get("index_patterns")
	switch p := patterns.(type) {
	case string:
		t.Patterns = []string{p}
	case []any:
		for _, x := range p {
			text, _ := x.(string)
			t.Patterns = append(t.Patterns, text)
		}
	}
	if len(t.Patterns) == 0 {
		return nil, fault.New(400, "action_request_validation_exception", "Validation Failed: 1: index patterns are missing;")
	}
	if v, ok := body.Get(priority); ok {
		n, err := strconv.Atoi(orderedjson.Plain(v))
		if err != nil {
			return nil, fault.Illegal("failed to parse [%s]", priority)
		}
		t.Priority = n
	}
	return t, nil
}

// dryLayer tells whether a template's settings and mappings would be taken.
func (s *Store) dryLayer(layer *orderedjson.Object) (*mapping.Mapping, error) {
	settings, err := mergeSettings([]*orderedjson.Object{layer})
	if err != nil {
		return nil, err
	}
	return s.mergeMappings([]*orderedjson.Object{layer}, settings, true)
}

// Templates lists the composable or the legacy templates by name.
func (s *Store) Templates() []*Template { return s.listTemplates(s.templates) }

// LegacyTemplates lists the templates of the old kind by name.
func (s *Store) LegacyTemplates() []*Template { return s.listTemplates(s.legacy) }

func (s *Store) listTemplates(from map[string]*Template) []*Template {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([]*Template, 0, len(from))
	for _, t := range from {
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b *Template) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// DeleteTemplate removes a composable template and tells whether it was there.
func (s *Store) DeleteTemplate(name string) bool { return s.deleteTemplate(s.templates, name) }

// DeleteLegacyTemplate removes a template of the old kind.
func (s *Store) DeleteLegacyTemplate(name string) bool { return s.deleteTemplate(s.legacy, name) }

func (s *Store) deleteTemplate(from map[string]*Template, name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := from[name]
	delete(from, name)
	s.shapes++
	return ok
}

// composable is the template of the highest priority that an index gets; nil for
// none.
func (s *Store) composable(name string) *Template {
	var best *Template
	for _, t := range s.templates {
		if t.matches(name) && (best == nil || t.Priority > best.Priority) {
			best = t
		}
	}
	return best
}

// layers are the template bodies for a new index, lowest first: the composable
// one of the highest priority, or else all legacy ones by order.
func (s *Store) layers(name string) ([]*orderedjson.Object, error) {
	if best := s.composable(name); best != nil {
		return s.layersOf(best), nil
	}
	var old []*Template
	for _, t := range s.legacy {
		if t.matches(name) {
			old = append(old, t)
		}
	}
	slices.SortFunc(old, func(a, b *Template) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(a.Name, b.Name))
	})
	var out []*orderedjson.Object
	for _, t := range old {
		out = append(out, t.Body)
	}
	return out, nil
}

func (t *Template) matches(name string) bool {
	return slices.ContainsFunc(t.Patterns, func(p string) bool { return mapping.SimpleMatch(p, name) })
}

// overlap tells whether some name could match patterns of both.
func overlap(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if meet(x, y) {
				return true
			}
		}
	}
	return false
}

func meet(a, b string) bool {
	switch {
	case a == "" && b == "":
		return true
	case a != "" && a[0] == '*':
		return meet(a[1:], b) || b != "" && meet(a, b[1:])
	case b != "" && b[0] == '*':
		return meet(b, a)
	case a == "" || b == "" || a[0] != b[0]:
		return false
	}
	return meet(a[1:], b[1:])
}
