package documents

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Where documents have a type, mappings stand beneath its name if include_type_name
// asks for that (asked of 1.3.14).

// withTypes reads include_type_name; it is no parameter where there are no types.
func (s *Service) withTypes(r *rest.Request) (bool, error) {
	if !s.dialect.DocumentTypes {
		return false, nil
	}
	return r.Bool("include_type_name", rest.OffByDefault)
}

// underType puts a mapping beneath its type, if the request asks for that.
func (s *Service) underType(r *rest.Request, mapping *orderedjson.Object) (*orderedjson.Object, error) {
	include, err := s.withTypes(r)
	if !include || mapping.Len() == 0 {
		return mapping, err
	}
	return rest.O(onlyType, mapping), err
}

// withoutType takes the mappings of a new index or template out of their type.
func (s *Service) withoutType(r *rest.Request, body *orderedjson.Object) (*orderedjson.Object, error) {
	include, err := s.withTypes(r)
	mappings := body.Object("mappings")
	if err != nil || !include || mappings.Len() == 0 {
		return body, err
	}
	if kind := mappings.Keys()[0]; kind != onlyType {
		return nil, notEvaluated("mappings of the type [" + kind + "]")
	}
	out := orderedjson.Clone(body).(*orderedjson.Object)
	out.Set("mappings", mappings.Object(onlyType))
	return out, nil
}

// nestedMapping refuses a mapping beneath a type.
func (s *Service) nestedMapping() error {
	if s.dialect.DocumentTypes {
		return rest.IllegalArgument("The mapping definition cannot be nested under a type [_doc] unless include_type_name is set to true.")
	}
	return rest.IllegalArgument("The mapping definition cannot be nested under a type")
}

// typesInMapping refuses a type in a change of a mapping.
func (s *Service) typesInMapping() error {
	if s.dialect.DocumentTypes {
		return rest.IllegalArgument("Types cannot be provided in put mapping requests, unless the include_type_name parameter is set to true.")
	}
	return rest.IllegalArgument("Types cannot be provided in put mapping requests")
}

// getTypedMapping is GET of the mapping of a type.
func (s *Service) getTypedMapping(r *rest.Request) (rest.Response, error) {
	kind := r.ParamOr("type", onlyType)
	include, err := s.withTypes(r)
	if err != nil {
		return rest.Response{}, err
	}
	if !include {
		return rest.Response{}, rest.IllegalArgument("Types cannot be provided in get mapping requests, unless include_type_name is set to true.")
	}
	if kind != onlyType {
		e := rest.Errorf(http.StatusNotFound, "type_missing_exception", "type[[%s]] missing", kind)
		return rest.Response{}, e.With("index", "_all").With("index_uuid", "_na_")
	}
	return s.getMapping(r)
}

// putTypedMapping is PUT of the mapping of a type.
func (s *Service) putTypedMapping(r *rest.Request) (rest.Response, error) {
	kind := r.ParamOr("type", onlyType)
	include, err := s.withTypes(r)
	if err != nil {
		return rest.Response{}, err
	}
	if !include {
		return rest.Response{}, s.typesInMapping()
	}
	if kind != onlyType {
		return rest.Response{}, otherType(r.Param("index"), kind)
	}
	return s.putMapping(r)
}
