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

// mergeMappings lays mappings over one another. Observed on 2.19.4: over a
// composable template a field's definition replaces another; over legacy ones they
// are merged key by key.
func (s *Store) mergeMappings(layers []*orderedjson.Object, settings *orderedjson.Object, replace replacing) (*mapping.Mapping, error) {
	rules, err := s.mappingSettings(settings)
	if err != nil {
		return nil, err
	}
	merged := orderedjson.NewObject()
	for _, l := range layers {
		if err := unlike(merged, definitionOf(l), ""); replace && err != nil {
			return nil, err
		}
		overlay(merged, definitionOf(l), replace)
	}
	if last := definitionOf(layers[len(layers)-1]); !replace && last != nil {
		merged = orderedBy(last, merged)
	}
	m, err := mapping.New(merged, rules)
	return m, unparsed(err)
}

// orderedBy puts the keys of one object first: of legacy templates a server takes what
// the index itself does not say, so what it says is looked at before.
func orderedBy(before, o *orderedjson.Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, key := range before.Keys() {
		if v, ok := o.Get(key); ok {
			out.Set(key, v)
		}
	}
	for _, m := range o.Members() {
		if !out.Has(m.Key) {
			out.Set(m.Key, m.Value)
		}
	}
	return out
}

// unlike refuses to lay a field over an object, or an object over a field.
func unlike(under, over *orderedjson.Object, path string) error {
	for _, m := range over.Object("properties").Members() {
		below, above := under.Object("properties").Object(m.Key), over.Object("properties").Object(m.Key)
		if below == nil || above == nil {
			continue
		}
		if holdsFields(below) != holdsFields(above) {
			return fault.Illegal("can't merge a non object mapping [%s%s] with an object mapping", path, m.Key)
		}
		if err := unlike(below, above, path+m.Key+"."); err != nil {
			return err
		}
	}
	return nil
}

// holdsFields tells a definition of an object from one of a field.
func holdsFields(def *orderedjson.Object) bool {
	kind := def.Text("type")
	return kind == "object" || kind == "nested" || kind == "" && (def.Has("properties") || def.Has("enabled") || def.Has("dynamic"))
}

// replacing is whether a field's definition replaces another as a whole.
type replacing = bool

// overlay puts a mapping, or a part of one, over another.
func overlay(under, over *orderedjson.Object, replace replacing) {
	for _, m := range over.Members() {
		below, isObject := first(under, m.Key).(*orderedjson.Object)
		above, both := m.Value.(*orderedjson.Object)
		switch {
		case m.Key == "dynamic_templates":
			under.Set(m.Key, overlayTemplates(under.Array(m.Key), m.Value))
		case isObject && both && (!replace || m.Key == "properties" || m.Key == "_meta" || hasFields(below) && hasFields(above)):
			copied, _ := orderedjson.Clone(below).(*orderedjson.Object)
			overlay(copied, above, replace)
			under.Set(m.Key, copied)
		default:
			under.Set(m.Key, orderedjson.Clone(m.Value))
		}
	}
}

func first(o *orderedjson.Object, key string) any { v, _ := o.Get(key); return v }

// hasFields tells objects from fields.
func hasFields(def *orderedjson.Object) bool { return def.Has("properties") }

// overlayTemplates replaces dynamic templates by name, and adds the others.
func overlayTemplates(under []any, over any) any {
	list, ok := over.([]any)
	if !ok {
		return over
	}
	out := append([]any{}, under...)
next:
	for _, t := range list {
		named, _ := t.(*orderedjson.Object)
		for i, u := range out {
			if other, _ := u.(*orderedjson.Object); other.Len() == 1 && named.Len() == 1 && other.Keys()[0] == named.Keys()[0] {
				out[i] = t
				continue next
			}
		}
		out = append(out, t)
	}
	return out
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
