package index

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Delete removes indices by their own names. Errors: index_not_found_exception.
func (s *Store) Delete(names ...string) error {
	s.lock()
	defer s.unlock()
	for _, n := range names {
		if s.indices[n] == nil {
			return notFound(n, "index_or_alias")
		}
	}
	for _, n := range names {
		if x := s.indices[n]; x != nil && s.listener != nil { // a name may come twice
			s.listener.Dropped(x)
		}
		delete(s.indices, n)
	}
	return nil
}

// PutMapping takes a definition into an index's mapping, as PUT _mapping does.
func (s *Store) PutMapping(name string, definition *orderedjson.Object) error {
	s.lock()
	defer s.unlock()
	x := s.indices[name]
	if x == nil {
		return notFound(name, "index_or_alias")
	}
	m, err := x.Mapping.Merge(definition)
	if err != nil {
		return err
	}
	x.Mapping, x.mapped = m, true
	s.redefined(x)
	return nil
}

// PutSettings sets an index's settings. Those that only a new index takes
// (analysis, numbers of shards) are the caller's to refuse.
func (s *Store) PutSettings(name string, settings *orderedjson.Object) error {
	s.lock()
	defer s.unlock()
	x := s.indices[name]
	if x == nil {
		return notFound(name, "index_or_alias")
	}
	merged := orderedjson.Clone(x.Settings).(*orderedjson.Object)
	for _, m := range Flatten(settings).Members() {
		if m.Value == nil {
			merged.Delete(m.Key)
			continue
		}
		merged.Set(m.Key, m.Value)
	}
	addDefaults(merged)
	rules, err := s.mappingSettings(merged)
	if err != nil {
		return err
	}
	m := *x.Mapping
	m.Settings = rules
	x.Mapping, x.Settings = &m, merged
	s.redefined(x)
	return nil
}

// SetAlias adds an alias to an index; a nil definition removes it.
func (s *Store) SetAlias(name, alias string, definition *orderedjson.Object) error {
	s.lock()
	defer s.unlock()
	x := s.indices[name]
	if x == nil {
		return notFound(name, "index_or_alias")
	}
	aliases := orderedjson.Clone(x.Aliases).(*orderedjson.Object)
	if definition == nil {
		aliases.Delete(alias)
	} else {
		aliases.Set(alias, definition)
	}
	x.Aliases = aliases
	s.defined(x)
	return nil
}
