package documents

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (s *Service) createIndex(r *rest.Request) (rest.Response, error) {
	name := r.Param("index")
	knowTimeouts(r)
	body := &orderedjson.Object{}
	if r.HasBody() {
		var err error
		if body, err = mapOf(r); err != nil {
			return rest.Response{}, err
		}
	}
	body, err := s.withoutType(r, body)
	if err != nil {
		return rest.Response{}, err
	}
	if err := s.checkIndexBody(body); err != nil {
		return rest.Response{}, err
	}
	if err := checkShardsWait(r); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if err := s.checkSettings(settingsOf(body)); err != nil {
		return rest.Response{}, err
	}
	if err := s.checkNew(name); err != nil {
		return rest.Response{}, err
	}
	if err := s.noStreamOnly(name); err != nil {
		return rest.Response{}, err
	}
	if err := s.checkNewAliases(body); err != nil {
		return rest.Response{}, err
	}
	wanted := r.Param("wait_for_active_shards")
	if err := s.create(name, withAliases(body), wanted); err != nil {
		return rest.Response{}, told(err)
	}
	there := true
	if x := s.store.Get(name); x != nil { // the name may hold a date
		there = copiesWanted(x, wanted) <= 1
	}
	return rest.JSON(http.StatusOK, rest.O("acknowledged", true, "shards_acknowledged", there, "index", name)), nil
}

// checkNew refuses a name that there is: a server looks at that before it looks at
// aliases.
func (s *Service) checkNew(name string) error {
	x := s.store.Get(name)
	if x == nil {
		return nil
	}
	return rest.Errorf(http.StatusBadRequest, "resource_already_exists_exception", "index [%s/%s] already exists", name, x.UUID).
		With("index", name).With("index_uuid", x.UUID)
}

// create makes an index, unless a filter of one of its aliases does not fit it.
func (s *Service) create(name string, body *orderedjson.Object, copies string) (err error) {
	s.store.Together(func() {
		if err = s.store.Create(name, body); err != nil {
			return
		}
		x := s.store.Get(name)
		if x == nil { // the name holds a date
			return
		}
		if err = checkCopiesOf(x, copies); err != nil {
			_ = s.store.Delete(name) // it was made just now
			return
		}
		for _, m := range x.Aliases.Members() {
			definition, _ := m.Value.(*orderedjson.Object)
			if err = s.checkFilterOn(x, m.Key, definition); err != nil {
				_ = s.store.Delete(name) // it was made just now
				return
			}
		}
	})
	return err
}

func (s *Service) checkFilterOn(x *index.Index, alias string, definition *orderedjson.Object) error {
	filter := definition.Object("filter")
	if filter == nil {
		return nil
	}
	return unfiltered(alias, search.CheckQueryOn(x, filter, search.Options{Now: s.clock.Now(), Dialect: s.dialect.Searches()}))
}

// unfiltered words what is wrong with an alias's filter.
func unfiltered(alias string, err error) error {
	if err == nil {
		return nil
	}
	cause := rest.AsError(told(err))
	if cause.Status == http.StatusNotImplemented {
		return cause
	}
	cause.RootCause = nil
	if cause.Type == "query_shard_exception" && cause.CausedBy != nil {
		cause = cause.CausedBy
	}
	return rest.IllegalArgument("failed to parse filter for alias [%s]", alias).Because(cause)
}

// checkNewAliases refuses aliases that a new index can't have.
func (s *Service) checkNewAliases(body *orderedjson.Object) error {
	if err := checkAliasNames(body); err != nil {
		return err
	}
	if err := s.checkFilters(body.Object("aliases")); err != nil {
		return err
	}
	for _, alias := range body.Object("aliases").Keys() {
		if x := s.store.Get(alias); x != nil {
			return rest.Errorf(http.StatusBadRequest, "invalid_alias_name_exception", "Invalid alias name [%s], an index exists with the same name as the alias", alias).
				With("index", alias).With("index_uuid", x.UUID)
		}
	}
	return checkRoutingShards(settingsOf(body))
}

// checkFilters refuses aliases whose filters are no queries.
func (s *Service) checkFilters(aliases *orderedjson.Object) error {
	for _, m := range aliases.Members() {
		o, _ := m.Value.(*orderedjson.Object)
		if err := s.checkFilter(m.Key, o); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) checkFilter(alias string, definition *orderedjson.Object) error {
	if definition.Object("filter") == nil {
		return nil
	}
	return unfiltered(alias, search.CheckQuery(definition.Object("filter"), s.dialect.Searches()))
}

// withAliases is a body whose aliases have the form in which they are kept.
func withAliases(body *orderedjson.Object) *orderedjson.Object {
	if body.Object("aliases") == nil {
		return body
	}
	out := orderedjson.NewObject(body.Members()...)
	out.Set("aliases", shownAliases(body.Object("aliases")))
	return out
}

// withinTemplate is withAliases of a template's body.
func withinTemplate(body *orderedjson.Object) *orderedjson.Object {
	if body.Object("template").Object("aliases") == nil {
		return body
	}
	out := orderedjson.NewObject(body.Members()...)
	out.Set("template", withAliases(body.Object("template")))
	return out
}

// checkIndexBody refuses what the server does not know in the body of a new
// index.
func (s *Service) checkIndexBody(body *orderedjson.Object) error {
	for _, m := range body.Members() {
		switch m.Key {
		case "settings", "aliases":
		case "mappings":
			if body.Object("mappings").Has("_doc") {
				return s.nestedMapping()
			}
		default:
			return rest.Errorf(http.StatusBadRequest, "parse_exception", "unknown key [%s] for create index", m.Key)
		}
	}
	return nil
}
