package documents

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (s *Service) registerAliases(rt *rest.Router) {
	rt.Handle("POST", "/_aliases", s.changeAliases)
	get := []string{"/_alias", "/_alias/{name}", "/{index}/_alias", "/{index}/_alias/{name}"}
	rt.HandleEach("GET", get, s.getAliases)
	rt.HandleEach("HEAD", get[1:], rest.Head(s.getAliases))
	for _, method := range []string{"PUT", "POST"} {
		rt.HandleEach(method, []string{"/{index}/_alias/{name}", "/{index}/_aliases/{name}"}, s.putAlias)
	}
	rt.HandleEach("DELETE", []string{"/{index}/_alias/{name}", "/{index}/_aliases/{name}"}, s.deleteAlias)
}

// aliasChange is one alias to add to an index or, without a definition, to
// remove from it; or an index to delete.
type aliasChange struct {
	index, alias string
	definition   *orderedjson.Object
	deletesIndex bool
}

// changeAliases does all actions or none.
func (s *Service) changeAliases(r *rest.Request) (rest.Response, error) {
	knowTimeouts(r)
	body, err := r.Object()
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	actions, err := readActions(r.Raw(), body)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	changes := []aliasChange{}
	var missing []string
	for _, a := range actions {
		more, err := s.aliasAction(a)
		if err != nil {
			return rest.Response{}, err
		}
		if len(more) == 0 && a.kind == "remove" {
			gone := oneOrMore(a.body, "alias", "aliases")
			if textOf(first(a.body, "must_exist")) == "true" {
				return rest.Response{}, aliasesMissing(gone)
			}
			missing = append(missing, gone...)
		}
		changes = append(changes, more...)
	}
	if len(changes) == 0 && len(missing) > 0 { // observed on 2.19.4: beside other changes nobody minds
		return rest.Response{}, aliasesMissing(missing)
	}
	return s.applyAliases(changes)
}

// oneOrMore reads a value that may be given alone or, under a plural, as a list.
func oneOrMore(o *orderedjson.Object, singular, plural string) []string {
	values := []string{}
	if v := o.Text(singular); v != "" {
		values = append(values, v)
	}
	for _, x := range o.Array(plural) {
		values = append(values, fmt.Sprint(x))
	}
	if v := o.Text(plural); v != "" {
		values = append(values, v)
	}
	return values
}

func (s *Service) aliasAction(a aliasAction) ([]aliasChange, error) {
	kind, action := a.kind, a.body
	names, aliases := oneOrMore(action, "index", "indices"), oneOrMore(action, "alias", "aliases")
	found, err := s.resolve(names, oneOpen.expands())
	if err == nil {
		err = s.withoutStreams(names, found)
	}
	if err != nil {
		return nil, err
	}
	changes := []aliasChange{}
	for _, x := range found {
		if kind == "remove_index" {
			changes = append(changes, aliasChange{index: x.Name, deletesIndex: true})
			continue
		}
		for _, a := range aliases {
			if kind == "remove" {
				changes = append(changes, removed(x, a)...)
				continue
			}
			changes = append(changes, aliasChange{index: x.Name, alias: a, definition: aliasDefinition(action)})
		}
	}
	return changes, nil
}

func removed(x *index.Index, pattern string) []aliasChange {
	changes := []aliasChange{}
	for _, a := range x.Aliases.Keys() {
		if pattern == "_all" || rest.WildcardMatch(pattern, a) {
			changes = append(changes, aliasChange{index: x.Name, alias: a})
		}
	}
	return changes
}

// withoutStreams refuses the indices of streams: they have no aliases.
func (s *Service) withoutStreams(names []string, found []*index.Index) error {
	for _, x := range found {
		if stream := s.streamOf(x); stream != "" {
			return rest.IllegalArgument("The provided expressions [%s] match a backing index belonging to data stream [%s]. "+
				"Data streams and their backing indices don't support aliases.", strings.Join(names, ","), stream)
		}
	}
	return nil
}

// aliasDefinition keeps what is told of an alias.
func aliasDefinition(action *orderedjson.Object) *orderedjson.Object {
	definition := rest.O()
	for _, m := range action.Members() {
		switch m.Key {
		case "filter":
			definition.Set(m.Key, m.Value)
		case "is_write_index", "is_hidden":
			definition.Set(m.Key, textOf(m.Value) == "true")
		case "routing":
			definition.Set("index_routing", m.Value)
			definition.Set("search_routing", m.Value)
		case "index_routing", "search_routing":
			definition.Set(m.Key, m.Value)
		}
	}
	return definition
}

func aliasesMissing(names []string) error {
	return rest.Errorf(http.StatusNotFound, "aliases_not_found_exception", "aliases [%s] missing", strings.Join(names, ", ")).
		With("resource.type", "aliases").With("resource.id", strings.Join(names, ", "))
}

func (s *Service) putAlias(r *rest.Request) (rest.Response, error) {
	alias := r.Param("name")
	action, err := &orderedjson.Object{}, error(nil)
	if r.HasBody() {
		if action, err = r.Object(); err != nil {
			return rest.Response{}, err
		}
	}
	if err := checkFlags(action); err != nil {
		return rest.Response{}, err
	}
	found, err := s.namedIndices(r, oneOpen)
	if err == nil {
		err = s.withoutStreams(r.List("index"), found)
	}
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	changes := []aliasChange{}
	for _, x := range found {
		changes = append(changes, aliasChange{index: x.Name, alias: alias, definition: aliasDefinition(action)})
	}
	return s.applyAliases(changes)
}

// aliasFields are what the body of a request that puts one alias may have.
var aliasFields = []string{"index", "alias", "routing", "indexRouting", "index_routing", "index-routing", "searchRouting", "search_routing", "search-routing", "filter", "is_write_index", "is_hidden"}

// checkFlags refuses texts that are neither true nor false, and what nobody knows: null
// and lists are passed over. Observed on 2.19.4.
func checkFlags(definition *orderedjson.Object) error {
	for _, m := range definition.Members() {
		kind := jackson.KindOf(m.Value)
		switch text, _ := m.Value.(string); {
		case (m.Key == "is_write_index" || m.Key == "is_hidden") && text != "" && text != "true" && text != "false":
			return rest.IllegalArgument("Failed to parse value [%s] as only [true] or [false] are allowed.", text)
		case !slices.Contains(aliasFields, m.Key) && kind != jackson.Null && kind != jackson.StartArray:
			return rest.IllegalArgument("unknown field [%s]", m.Key)
		}
	}
	return nil
}

func (s *Service) deleteAlias(r *rest.Request) (rest.Response, error) {
	aliases := r.List("name")
	found, err := s.namedIndices(r, oneOpen)
	if err == nil {
		err = s.withoutStreams(r.List("index"), found)
	}
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	changes := []aliasChange{}
	for _, x := range found {
		for _, a := range aliases {
			changes = append(changes, removed(x, a)...)
		}
	}
	if len(changes) == 0 {
		return rest.Response{}, aliasesMissing(aliases)
	}
	return s.applyAliases(changes)
}
