package documents

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// registerTyped adds the routes of documents that have a type, of which there was
// only _doc left on 1.3 and Open Distro. They take every path of three parts that
// no plugin has, so that a missing plugin is a missing index (http/unknown_routes,
// channel_lists/features_legacy).
func (s *Service) registerTyped(rt *rest.Router) {
	const document = "/{index}/{type}/{id}"
	rt.Handle("GET", document, s.getTyped)
	rt.Handle("HEAD", document, rest.Head(s.getTyped))
	rt.Handle("DELETE", document, s.deleteTyped)
	rt.Handle("PUT", document, s.putTyped)
	rt.Handle("POST", document, s.putTyped)
	rt.Handle("POST", "/{index}/{type}", s.putTyped)
	each := func(methods []string, path string, h rest.Handler) {
		for _, method := range methods {
			rt.Handle(method, "/{index}/{type}"+path, underOnlyType(h))
			rt.Handle(method, "/{index}/"+onlyType+path, h)
		}
	}
	reading, writing := []string{"GET", "POST"}, []string{"PUT", "POST"}
	each(reading, "/_search", s.search)
	each(reading, "/_count", s.count)
	each(reading, "/_mget", s.mget)
	each(reading, "/_msearch", s.msearch)
	each(writing, "/_bulk", s.bulk)
	each([]string{"POST"}, "/_delete_by_query", s.deleteByQuery)
	each([]string{"POST"}, "/{id}/_update", s.updateDocument)
	each(writing, "/{id}/_create", s.createDocument)
	each([]string{"GET"}, "/{id}/_source", s.getSource)
	each([]string{"HEAD"}, "/{id}/_source", rest.Head(s.getSource))
	for _, path := range []string{"/{index}/_mapping/{type}", "/{index}/{type}/_mapping", "/{index}/" + onlyType + "/_mapping"} {
		rt.Handle("GET", path, s.getTypedMapping)
		rt.Handle("PUT", path, s.putTypedMapping)
		rt.Handle("POST", path, s.putTypedMapping)
	}
	rt.Handle("GET", "/_mapping/{type}", s.getTypedMapping)
}

// underOnlyType serves a route under a type, of which others than its own are not known here.
func underOnlyType(h rest.Handler) rest.Handler {
	return func(r *rest.Request) (rest.Response, error) {
		if kind := r.Param("type"); kind != onlyType {
			return rest.Response{}, notEvaluated("requests to the type [" + kind + "]")
		}
		return h(r)
	}
}

// onlyType is the one type that there was.
const onlyType = "_doc"

// typePart is the type in texts that name a document, "" where there are no types.
func (s *Service) typePart() string {
	if s.dialect.DocumentTypes {
		return "/[" + onlyType + "]"
	}
	return ""
}

// named begins an answer that speaks of a document: where it is, with its type where
// there are types.
func (s *Service) named(name string, id any, more ...any) *orderedjson.Object {
	return s.namedAs("", name, id, more...)
}

// namedAs is named with the type that a request gave, "" for none.
func (s *Service) namedAs(kind, name string, id any, more ...any) *orderedjson.Object {
	o := rest.O("_index", name)
	if s.dialect.DocumentTypes {
		o.Set("_type", cmp.Or(kind, onlyType))
	}
	o.Set("_id", id)
	for _, m := range rest.O(more...).Members() {
		o.Set(m.Key, m.Value)
	}
	return o
}

// getTyped reads a document under a type. Under another than its own there is none.
func (s *Service) getTyped(r *rest.Request) (rest.Response, error) {
	kind := r.Param("type")
	if kind == onlyType {
		return s.getDocument(r)
	}
	id, name := r.Param("id"), r.Param("index")
	if kind == "_explain" || kind == "_termvectors" {
		return rest.Response{}, notEvaluated("requests to " + kind)
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	_, name, err := s.store.Read(name, id)
	if err != nil {
		return rest.Response{}, told(err)
	}
	return rest.JSON(http.StatusNotFound, s.namedAs(kind, name, id, "found", false)), nil
}

// deleteTyped deletes a document under a type.
func (s *Service) deleteTyped(r *rest.Request) (rest.Response, error) {
	kind := r.Param("type")
	if kind == onlyType {
		return s.deleteDocument(r)
	}
	id, name := r.Param("id"), r.Param("index")
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	_, name, err := s.store.Read(name, id)
	if err != nil {
		return rest.Response{}, told(err)
	}
	return rest.Response{}, otherType(name, kind)
}

// putTyped writes a document under a type. A name that no index can have is refused
// as on making one.
func (s *Service) putTyped(r *rest.Request) (rest.Response, error) {
	kind, name := r.Param("type"), r.Param("index")
	if kind == onlyType {
		return s.putDocument(r)
	}
	r.Has("id")
	if !r.HasBody() {
		return rest.Response{}, rest.Errorf(http.StatusBadRequest, "parse_exception", "request body is required")
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if s.store.Get(name) != nil {
		return rest.Response{}, otherType(name, kind)
	}
	if name == "" || strings.ContainsAny(name[:1], "_-+") {
		e := rest.Errorf(http.StatusBadRequest, "invalid_index_name_exception", "Invalid index name [%s], must not start with '_', '-', or '+'", name)
		return rest.Response{}, e.With("index", name).With("index_uuid", "_na_")
	}
	return rest.Response{}, notEvaluated("documents of the type [" + kind + "]")
}

// otherType refuses a second type in an index, and names that no type can have.
func otherType(name, kind string) error {
	if strings.HasPrefix(kind, "_") {
		return rest.Errorf(http.StatusBadRequest, "invalid_type_name_exception", "mapping type name [%s] can't start with '_' unless it is called [_doc]", kind)
	}
	return rest.IllegalArgument("Rejecting mapping update to [%s] as the final mapping would have more than 1 type: [%s, %s]", name, onlyType, kind)
}

// failedGet is a document of several that could not be read. Its type is told only if
// the request told it.
func (s *Service) failedGet(w wanted, failure *orderedjson.Object) *orderedjson.Object {
	o := s.namedAs(w.kind, w.index, w.id, "error", failure)
	if s.dialect.DocumentTypes && w.kind == "" {
		o.Set("_type", nil)
	}
	return o
}

// checkKinds refuses to make an index with a type of its own.
func (s *Service) checkKinds(items []bulkItem) error {
	for _, item := range items {
		if item.kind != "" && item.kind != onlyType && s.store.Get(item.write.Index) == nil {
			return notEvaluated("documents of the type [" + item.kind + "]")
		}
	}
	return nil
}

// shownMapping is an index's mapping as the server that is played prints it.
func (s *Service) shownMapping(x *index.Index) *orderedjson.Object {
	printed := x.Mapping.Print()
	if s.streamOf(x) != "" {
		whole := rest.O("_data_stream_timestamp", rest.O("enabled", true))
		for _, m := range printed.Members() {
			whole.Set(m.Key, m.Value)
		}
		printed = whole
	}
	if !s.dialect.OlderIndices {
		return printed
	}
	shown := orderedjson.Clone(printed).(*orderedjson.Object)
	forgetPrinting(shown.Object("properties"))
	return shown
}

// forgetPrinting takes print_format out of definitions, which dates got later.
func forgetPrinting(properties *orderedjson.Object) {
	for _, name := range properties.Keys() {
		definition := properties.Object(name)
		definition.Delete("print_format")
		forgetPrinting(definition.Object("properties"))
		forgetPrinting(definition.Object("fields"))
	}
}
