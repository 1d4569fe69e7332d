package documents

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (s *Service) registerMappings(rt *rest.Router) {
	rt.HandleEach("GET", []string{"/_mapping", "/{index}/_mapping", "/{index}/_mappings", "/_mappings"}, s.getMapping)
	rt.HandleEach("GET", []string{"/_mapping/field/{fields}", "/{index}/_mapping/field/{fields}"}, s.getFieldMapping)
	for _, method := range []string{"PUT", "POST"} {
		rt.HandleEach(method, []string{"/{index}/_mapping", "/{index}/_mappings"}, s.putMapping)
	}
}

func (s *Service) getMapping(r *rest.Request) (rest.Response, error) {
	if _, err := s.withTypes(r); err != nil {
		return rest.Response{}, err
	}
	found, err := s.namedIndices(r, openOnes)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	body := rest.O()
	for _, x := range found {
		shown, err := s.underType(r, s.shownMapping(x))
		if err != nil {
			return rest.Response{}, err
		}
		body.Set(x.Name, rest.O("mappings", shown))
	}
	return rest.JSON(http.StatusOK, body), nil
}

func (s *Service) putMapping(r *rest.Request) (rest.Response, error) {
	r.Has("write_index_only")
	definition, err := mapOf(r)
	if err != nil {
		return rest.Response{}, err
	}
	include, err := s.withTypes(r)
	switch {
	case err != nil:
		return rest.Response{}, err
	case include && definition.Has(onlyType):
		definition = definition.Object(onlyType)
	case definition.Has(onlyType):
		return rest.Response{}, s.typesInMapping()
	}
	found, err := s.namedIndices(r, someOnes)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	for _, x := range found {
		if err := checkRoutingRule(x, definition); err != nil {
			return rest.Response{}, err
		}
	}
	for _, x := range found {
		if err := s.store.PutMapping(x.Name, definition); err != nil {
			return rest.Response{}, unwrapped(told(err))
		}
	}
	return acknowledged(), nil
}

// checkRoutingRule refuses to change whether a routing is required.
func checkRoutingRule(x *index.Index, definition *orderedjson.Object) error {
	rule := definition.Object("_routing")
	if wanted := textOf(first(rule, "required")) == "true"; rule != nil && !x.Unmapped() && wanted != x.Mapping.RoutingRequired() {
		return rest.IllegalArgument("Mapper for [_routing] conflicts with existing mapper:\n\tCannot update parameter [required] from [%t] to [%t]",
			!wanted, wanted)
	}
	return nil
}

// unwrapped is what is wrong with a mapping, without what the server says around it of a
// new index's.
func unwrapped(err error) error {
	var e *rest.Error
	if !errors.As(err, &e) || e.CausedBy == nil || e.Reason != "Failed to parse mapping [_doc]: "+e.CausedBy.Reason {
		return err
	}
	e.CausedBy.Status = e.Status
	return e.CausedBy
}

// getFieldMapping tells the mapping of single fields, each under its full name,
// its last part as the key.
func (s *Service) getFieldMapping(r *rest.Request) (rest.Response, error) {
	wanted := r.List("fields")
	defaults, err := r.Bool("include_defaults", rest.OffByDefault)
	if err != nil {
		return rest.Response{}, err
	}
	found, err := s.namedIndices(r, openOnes)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	print := (*mapping.Field).Print
	if defaults {
		print = withDefaults
	}
	body := rest.O()
	for _, x := range found {
		body.Set(x.Name, rest.O("mappings", fieldMappings(x, wanted, print)))
	}
	if len(found) == 0 {
		return rest.JSON(http.StatusNotFound, body), nil
	}
	return rest.JSON(http.StatusOK, body), nil
}

func fieldMappings(x *index.Index, wanted []string, print func(*mapping.Field) *orderedjson.Object) *orderedjson.Object {
	out := rest.O()
	for name := range metadataFields {
		if !x.Unmapped() && slices.ContainsFunc(wanted, func(w string) bool { return rest.WildcardMatch(w, name) }) {
			out.Set(name, rest.O("full_name", name, "mapping", rest.O()))
		}
	}
	for _, f := range x.Mapping.Fields() {
		for _, w := range wanted {
			if rest.WildcardMatch(w, f.Path) {
				last := f.Path[strings.LastIndexByte(f.Path, '.')+1:]
				out.Set(f.Path, rest.O("full_name", f.Path, "mapping", rest.O(last, print(f))))
			}
		}
	}
	return out
}
