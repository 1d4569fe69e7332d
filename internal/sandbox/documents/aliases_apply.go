package documents

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// applyAliases does all changes or none: indices are deleted first.
func (s *Service) applyAliases(changes []aliasChange) (response rest.Response, err error) {
	s.store.Together(func() { response, err = s.applyEach(changes) })
	return response, err
}

func (s *Service) applyEach(changes []aliasChange) (rest.Response, error) {
	deleted := map[string]bool{}
	for _, c := range changes {
		if c.deletesIndex {
			deleted[c.index] = true
		}
	}
	for _, c := range changes {
		if c.deletesIndex {
			continue
		}
		if deleted[c.index] {
			return rest.Response{}, rest.Errorf(http.StatusNotFound, "index_not_found_exception", "no such index [%s]", c.index).
				With("index", c.index).With("index_uuid", "_na_")
		}
		if err := s.checkAlias(c, deleted); err != nil {
			return rest.Response{}, err
		}
	}
	if err := s.checkAfter(changes, deleted); err != nil {
		return rest.Response{}, told(err)
	}
	for name := range deleted {
		if err := s.store.Delete(name); err != nil {
			return rest.Response{}, told(err)
		}
	}
	for _, c := range changes {
		if c.deletesIndex {
			continue
		}
		if err := s.store.SetAlias(c.index, c.alias, c.definition); err != nil {
			return rest.Response{}, told(err)
		}
	}
	return acknowledged(), nil
}

// checkAfter refuses changes after which names would be ambiguous.
func (s *Service) checkAfter(changes []aliasChange, deleted map[string]bool) error {
	var all []*index.Index
	for _, name := range s.store.Names() {
		if x := s.store.Get(name); x != nil && !deleted[name] {
			after := *x
			after.Aliases = orderedjson.NewObject(x.Aliases.Members()...)
			for _, c := range changes {
				if c.index != name {
					continue
				}
				if after.Aliases.Delete(c.alias); c.definition != nil {
					after.Aliases.Set(c.alias, c.definition)
				}
			}
			all = append(all, &after)
		}
	}
	return index.Unambiguous(all)
}

// checkAlias refuses an alias that can't be added, once indices are deleted.
func (s *Service) checkAlias(c aliasChange, deleted map[string]bool) error {
	if c.definition == nil {
		return nil
	}
	if err := checkAliasName(c.alias); err != nil {
		return err
	}
	if x := s.store.Get(c.alias); x != nil && !deleted[c.alias] {
		return rest.Errorf(http.StatusBadRequest, "invalid_alias_name_exception", "Invalid alias name [%s], an index exists with the same name as the alias", c.alias).
			With("index", c.alias).With("index_uuid", x.UUID)
	}
	if x := s.store.Get(c.index); x != nil {
		return s.checkFilterOn(x, c.alias, c.definition)
	}
	return s.checkFilter(c.alias, c.definition)
}
