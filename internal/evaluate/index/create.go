package index

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Create makes an index of a body {"settings", "mappings", "aliases"}, over what
// templates say. Errors: invalid_index_name_exception,
// resource_already_exists_exception, what settings and mappings are refused for.
func (s *Store) Create(name string, body *orderedjson.Object) error {
	s.lock()
	defer s.unlock()
	name, err := dateName(name, s.now())
	if err != nil {
		return err
	}
	if err := checkName(name); err != nil {
		return err
	}
	if body.Object("mappings").Object("_doc") != nil {
		return fault.Illegal("The mapping definition cannot be nested under a type")
	}
	if x := s.indices[name]; x != nil {
		return fault.New(400, "resource_already_exists_exception", "index [%s/%s] already exists", name, x.UUID).
			With("index", name).With("index_uuid", x.UUID)
	}
	_, err = s.create(name, body)
	return err
}

func (s *Store) create(name string, body *orderedjson.Object) (*Index, error) {
	if len(s.aliased(name)) > 0 {
		return nil, fault.New(400, "invalid_index_name_exception", "Invalid index name [%s], already exists as alias", name).
			With("index", name).With("index_uuid", "_na_")
	}
	layers, err := s.layers(name)
	if err != nil {
		return nil, err
	}
	layers = append(layers, body)
	x := &Index{Name: name, UUID: randomText(16), Created: s.now(), latest: map[string]*Doc{}, shared: &mapping.Shared{}, Aliases: orderedjson.NewObject(), term: 1}
	if x.Settings, err = mergeSettings(layers); err != nil {
		return nil, err
	}
	if x.Mapping, err = s.mergeMappings(layers, x.Settings, s.composable(name) != nil); err != nil {
		return nil, err
	}
	for _, l := range layers {
		x.mapped = x.mapped || l.Has("mappings")
		for _, a := range l.Object("aliases").Members() {
			x.Aliases.Set(a.Key, a.Value)
		}
	}
	if x.Aliases.Len() > 0 {
		if err := Unambiguous(append(slices.Collect(maps.Values(s.indices)), x)); err != nil {
			return nil, err
		}
	}
	x.Settings.Set("index.provided_name", name)
	x.Settings.Set("index.creation_date", strconv.FormatInt(x.Created.UnixMilli(), 10))
	x.Settings.Set("index.uuid", x.UUID)
	s.indices[name] = x
	s.defined(x)
	return x, nil
}

// definitionOf is a layer's mapping, without the type's name around it.
func definitionOf(layer *orderedjson.Object) *orderedjson.Object {
	def := layer.Object("mappings")
	if inner := def.Object("_doc"); inner != nil && def.Len() == 1 {
		return inner
	}
	return def
}

// mergeMappings lays mappings over one another: those of a composable template field by
// field, those of legacy ones as texts of JSON.
func (s *Store) mergeMappings(layers []*orderedjson.Object, settings *orderedjson.Object, composed bool) (*mapping.Mapping, error) {
	rules, err := s.mappingSettings(settings)
	if err != nil {
		return nil, err
	}
	definitions := make([]*orderedjson.Object, len(layers))
	for i, l := range layers {
		definitions[i] = definitionOf(l)
	}
	if composed {
		m, err := mapping.Compose(definitions, rules)
		return m, unparsed(err)
	}
	m, err := mapping.New(s.legacyMapping(definitions), rules)
	return m, unparsed(err)
}

// unparsed words a refused mapping as the server does where it reads one.
func unparsed(err error) error {
	e, ok := err.(*fault.Error)
	const intro = "Failed to parse mapping [_doc]: "
	if !ok || e.Type != "mapper_parsing_exception" || strings.HasPrefix(e.Reason, "Invalid [path] value") || len(e.Reason) >= len(intro) && e.Reason[:len(intro)] == intro {
		return err
	}
	cause := *e
	cause.Status = 0
	whole := fault.New(400, e.Type, "%s%s", intro, e.Reason).CausedBy(&cause)
	whole.Roots = []*fault.Error{{Type: e.Type, Reason: e.Reason, Extra: e.Extra}}
	return whole
}
