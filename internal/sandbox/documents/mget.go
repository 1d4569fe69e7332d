package documents

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// mget answers _mget: several documents by id, each found or not on its own.
func (s *Service) mget(r *rest.Request) (rest.Response, error) {
	name := r.Param("index")
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
	body, err := r.Object()
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	wanted, err := s.wantedDocuments(body, wanted{index: name, filter: filter, stored: stored, finding: find, raw: r.Raw()})
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	docs := []any{}
	for _, w := range wanted {
		if err := r.Allow([]string{w.index}, "indices:data/read/mget[shard]"); err != nil {
			docs = append(docs, s.failedGet(w, rest.AsError(err).Object()))
			continue
		}
		docs = append(docs, s.getOne(w))
	}
	return rest.JSON(http.StatusOK, rest.O("docs", docs)), nil
}

// wanted is one document of several that are asked for.
type wanted struct {
	index, id string
	filter    sourceFilter
	stored    []string // stored_fields; nil: not said
	finding   finding
	kind      string // the type that is asked for; "" for none
	raw       []byte // the text, for places
}

// mgetFields are the fields of one of the docs.
var mgetFields = []string{"_index", "_id", "_source", "routing", "version", "version_type", "stored_fields"}

// wantedDocuments reads docs and ids; usual holds for what says nothing itself.
// Observed on 2.19.4.
func (s *Service) wantedDocuments(body *orderedjson.Object, usual wanted) ([]wanted, error) {
	var list []wanted
	for _, m := range body.Members() {
		kind := jackson.KindOf(m.Value)
		at, _ := jackson.Locate(usual.raw, m.Key)
		switch {
		case kind != jackson.StartArray:
			return nil, rest.ParsingError("unexpected token ["+string(kind)+"], expected [FIELD_NAME] or [START_ARRAY]", at.Line, at.Column)
		case m.Key != "docs" && m.Key != "ids":
			return nil, rest.ParsingError("unknown key ["+m.Key+"] for a START_ARRAY, expected [docs] or [ids]", at.Line, at.Column)
		}
	}
	for _, d := range body.Array("docs") {
		o, ok := d.(*orderedjson.Object)
		if !ok {
			return nil, rest.IllegalArgument("docs array element should include an object")
		}
		w := usual
		w.index = cmp.Or(o.Text("_index"), usual.index)
		id, _ := o.Get("_id")
		w.id = textOf(id)
		for _, m := range o.Members() {
			if m.Key == "routing" {
				w.finding.routing = textOf(m.Value)
			}
			if m.Key == "stored_fields" {
				w.stored = sourcePatterns(m.Value)
			}
			if m.Key == "_type" && s.dialect.DocumentTypes {
				w.kind = textOf(m.Value)
				continue
			}
			if !slices.Contains(mgetFields, m.Key) {
				return nil, rest.Errorf(http.StatusBadRequest, "parse_exception", "failed to parse multi get request. unknown field [%s]", m.Key)
			}
		}
		if err := w.filter.read(o); err != nil {
			return nil, err
		}
		list = append(list, w)
	}
	for _, id := range body.Array("ids") {
		w := usual
		w.id = textOf(id)
		list = append(list, w)
	}
	if len(list) == 0 {
		return nil, rest.ValidationFailed("no documents to get")
	}
	return list, complete(list)
}

func complete(list []wanted) error {
	var faults []string
	for i, w := range list {
		if w.index == "" {
			faults = append(faults, fmt.Sprintf("index is missing for doc %d", i))
		}
		if w.id == "" {
			faults = append(faults, fmt.Sprintf("id is missing for doc %d", i))
		}
	}
	if len(faults) > 0 {
		return rest.ValidationFailed(faults...)
	}
	return nil
}

// getOne is one document of several; an index that is missing is its own error.
func (s *Service) getOne(w wanted) *orderedjson.Object {
	name, id := w.index, w.id
	doc, full, err := s.find(name, id, w.finding)
	if w.kind != "" && w.kind != onlyType {
		doc = nil
	}
	switch {
	case err != nil:
		return s.failedGet(w, rest.AsError(told(err)).Object())
	case doc == nil:
		return s.namedAs(w.kind, full, id, "found", false)
	}
	found, err := s.shown(w, full, doc)
	if err != nil {
		return s.failedGet(w, rest.AsError(told(err)).Object())
	}
	return found
}

// shown is a document that was found, with what is asked for of it.
func (s *Service) shown(w wanted, full string, doc *index.Doc) (*orderedjson.Object, error) {
	o := s.named(full, w.id, "_version", doc.Version, "_seq_no", doc.SeqNo, "_primary_term", doc.PrimaryTerm)
	if doc.Routing != "" {
		o.Set("_routing", doc.Routing)
	}
	if ignored := doc.Fields.Ignored(); len(ignored) > 0 {
		o.Set("_ignored", texts(ignored))
	}
	o.Set("found", true)
	x := s.store.Get(full)
	if x == nil {
		return o, nil // deleted meanwhile
	}
	if source := search.Shown(x.Mapping, doc.Source); source != nil && w.showsSource() {
		if kept, ok := w.filter.apply(source); ok {
			o.Set("_source", kept)
		}
	}
	fields, err := search.Stored(x, doc, w.stored)
	if err != nil {
		return nil, err
	}
	if fields.Len() > 0 {
		o.Set("fields", fields)
	}
	return o, nil
}

// showsSource tells whether the source is shown: with stored_fields it has to be
// asked for.
func (w wanted) showsSource() bool {
	return len(w.stored) == 0 || slices.Contains(w.stored, "_source") || w.filter.said
}
