package documents

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (s *Service) registerDocuments(rt *rest.Router) {
	for _, method := range []string{"PUT", "POST"} {
		rt.Handle(method, "/{index}/_doc/{id}", s.putDocument)
		rt.Handle(method, "/{index}/_create/{id}", s.createDocument)
		rt.HandleEach(method, []string{"/_bulk", "/{index}/_bulk"}, s.bulk)
	}
	for _, method := range []string{"GET", "POST"} {
		rt.HandleEach(method, []string{"/_mget", "/{index}/_mget"}, s.mget)
	}
	rt.Handle("POST", "/{index}/_doc", s.putDocument)
	rt.Handle("GET", "/{index}/_doc/{id}", s.getDocument)
	rt.Handle("HEAD", "/{index}/_doc/{id}", rest.Head(s.getDocument))
	rt.Handle("GET", "/{index}/_source/{id}", s.getSource)
	rt.Handle("HEAD", "/{index}/_source/{id}", rest.Head(s.getSource))
	rt.Handle("DELETE", "/{index}/_doc/{id}", s.deleteDocument)
	rt.Handle("POST", "/{index}/_update/{id}", s.updateDocument)
	if s.dialect.DocumentTypes {
		s.registerTyped(rt)
	}
}

func (s *Service) putDocument(r *rest.Request) (rest.Response, error) {
	op := index.Put
	switch v := r.Param("op_type"); {
	case !r.Sent("op_type"):
		if r.Param("id") == "" {
			op = index.CreateOnly
		}
	case strings.EqualFold(v, "index"):
	case strings.EqualFold(v, "create"):
		op = index.CreateOnly
	default:
		return rest.Response{}, rest.IllegalArgument("opType must be 'create' or 'index', found: [%s]", v)
	}
	return s.putAs(r, op)
}

func (s *Service) createDocument(r *rest.Request) (rest.Response, error) {
	if v := r.Param("op_type"); v != "" && v != "create" {
		return rest.Response{}, rest.IllegalArgument("opType must be 'create', found: [%s]", v)
	}
	return s.putAs(r, index.CreateOnly)
}

func (s *Service) putAs(r *rest.Request, op index.Op) (rest.Response, error) {
	w := index.Write{Index: r.Param("index"), ID: r.Param("id"), Op: op, MayMap: mayMap(r)}
	knowTimeouts(r)
	options, err := readWriteOptions(r)
	if err != nil {
		return rest.Response{}, err
	}
	mode, err := refreshOf(r)
	if err != nil {
		return rest.Response{}, err
	}
	if w.Lock, err = lockOf(r); err != nil {
		return rest.Response{}, err
	}
	if !r.HasBody() {
		_, err := r.Body()
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if faults := options.stored(&w); len(faults) > 0 {
		return rest.Response{}, rest.ValidationFailed(faults...)
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	if err := options.check(s, w); err != nil {
		return rest.Response{}, err
	}
	if s.store.Get(w.Index) == nil {
		if err := s.makeIndex(w.Index); err != nil {
			return rest.Response{}, err
		}
	}
	if err := s.checkAppend(w); err != nil {
		return rest.Response{}, err
	}
	if err := s.checkStreamOp(w); err != nil {
		return rest.Response{}, err
	}
	if err := s.writable(w); err != nil {
		return rest.Response{}, err
	}
	if w.Source, err = s.sourceOf(r); err != nil {
		return rest.Response{}, err
	}
	w.Visible = mode.visibility()
	done, err := s.write(w)
	if err != nil {
		return rest.Response{}, err
	}
	response := rest.JSON(statusOf(done), s.written(done, mode))
	if done.Result == "created" {
		response = response.WithLocation(location(done, w.Routing))
	}
	return response, nil
}

// sourceOf is the document in the request's body.
func (s *Service) sourceOf(r *rest.Request) (*orderedjson.Object, error) {
	if !r.IsYAML() {
		return s.parseSource(r.Raw())
	}
	return r.Object()
}

func (s *Service) getDocument(r *rest.Request) (rest.Response, error) {
	name, id := r.Param("index"), r.Param("id")
	knowTimeouts(r)
	find, err := readFinding(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := refuseUnevaluated(r); err != nil {
		return rest.Response{}, err
	}
	filter, err := sourceParams(r)
	if err != nil {
		return rest.Response{}, err
	}
	stored := r.List("stored_fields")
	version, err := r.Int64("version", -1)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	doc, full, err := s.find(name, id, find)
	if err != nil {
		return rest.Response{}, told(err)
	}
	if doc == nil {
		return rest.JSON(http.StatusNotFound, s.named(full, id, "found", false)), nil
	}
	if version >= 0 && version != doc.Version {
		return rest.Response{}, s.versionConflict(full, id, doc.Version, version)
	}
	found, err := s.shown(wanted{index: full, id: id, filter: filter, stored: stored}, full, doc)
	if err != nil {
		return rest.Response{}, told(err)
	}
	return rest.JSON(http.StatusOK, found), nil
}

func (s *Service) versionConflict(name, id string, have, want int64) error {
	e := rest.Errorf(http.StatusConflict, "version_conflict_engine_exception",
		"[%s]: version conflict, current version [%d] is different than the one provided [%d]", id, have, want)
	return e.With("index", name).With("shard", "0").With("index_uuid", s.uuid(name))
}

func (s *Service) uuid(name string) string {
	if x := s.store.Get(name); x != nil {
		return x.UUID
	}
	return "_na_"
}

func (s *Service) getSource(r *rest.Request) (rest.Response, error) {
	name, id := r.Param("index"), r.Param("id")
	knowTimeouts(r)
	find, err := readFinding(r)
	if err != nil {
		return rest.Response{}, err
	}
	filter, err := sourceParams(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if r.Param("_source") == "false" {
		return rest.Response{}, rest.ValidationFailed("fetching source can not be disabled")
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	doc, full, err := s.find(name, id, find)
	if err != nil {
		return rest.Response{}, told(err)
	}
	if doc == nil {
		return rest.Response{}, rest.Errorf(http.StatusNotFound, "resource_not_found_exception", "Document not found [%s]%s/[%s]", full, s.typePart(), id)
	}
	whole := s.sourceShown(full, doc)
	if whole == nil {
		return rest.Response{}, rest.Errorf(http.StatusNotFound, "resource_not_found_exception", "Source not found [%s]%s/[%s]", full, s.typePart(), id)
	}
	source, _ := filter.apply(whole)
	return rest.JSON(http.StatusOK, source), nil
}

func (s *Service) deleteDocument(r *rest.Request) (rest.Response, error) {
	w := index.Write{Index: r.Param("index"), ID: r.Param("id")}
	knowTimeouts(r)
	options, err := readWriteOptions(r)
	if err != nil {
		return rest.Response{}, err
	}
	mode, err := refreshOf(r)
	if err != nil {
		return rest.Response{}, err
	}
	if w.Lock, err = lockOf(r); err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if faults := options.apply(&w); len(faults) > 0 {
		return rest.Response{}, rest.ValidationFailed(faults...)
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	if err := s.checkStreamOp(w); err != nil {
		return rest.Response{}, err
	}
	w.Visible = mode.visibility()
	done, err := s.remove(w)
	if err != nil {
		return rest.Response{}, err
	}
	return rest.JSON(statusOf(done), s.written(done, mode)), nil
}

// documentMissing is the 404 of an update of nothing.
func (s *Service) documentMissing(name string, w index.Write) error {
	kind := strings.TrimPrefix(s.typePart(), "/")
	e := rest.Errorf(http.StatusNotFound, "document_missing_exception", "%s[%s]: document missing", kind, w.ID)
	shard := 0
	if x := s.store.Get(name); x != nil {
		shard = x.ShardOf(cmp.Or(w.Routing, w.ID))
	}
	return e.With("index", name).With("shard", strconv.Itoa(shard)).With("index_uuid", s.uuid(name))
}

// sourceShown is what the index keeps of a document's source, nil for nothing.
func (s *Service) sourceShown(full string, doc *index.Doc) *orderedjson.Object {
	x := s.store.Get(full)
	if x == nil {
		return doc.Source
	}
	return search.Shown(x.Mapping, doc.Source)
}
