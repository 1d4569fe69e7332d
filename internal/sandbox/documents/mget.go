package documents

import (
	"cmp"
	"fmt"
	"net/http"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// mget answers _mget: several documents by id, each found or not on its own.
func (s *Service) mget(r *rest.Request) (rest.Response, error) {
	name := r.Param("index")
	knowTimeouts(r)
	r.Has("realtime")
	r.Has("refresh")
	filter, err := sourceParams(r)
	if err != nil {
		return rest.Response{}, err
	}
	body, err := r.Object()
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	wanted := []*orderedjson.Object{}
	for _, d := range body.Array("docs") {
		if o, ok := d.(*orderedjson.Object); ok {
			wanted = append(wanted, o)
		}
	}
	for _, id := range body.Array("ids") {
		wanted = append(wanted, rest.O("_id", id))
	}
	if len(wanted) == 0 {
		return rest.Response{}, rest.ValidationFailed("no documents to get")
	}
	docs, faults := []any{}, []string{}
	for i, o := range wanted {
		from := cmp.Or(o.Text("_index"), name)
		if from == "" {
			faults = append(faults, fmt.Sprintf("index is missing for doc %d", i))
		}
		id, _ := o.Get("_id")
		docs = append(docs, s.getOne(from, textOf(id), filter))
	}
	if len(faults) > 0 {
		return rest.Response{}, rest.ValidationFailed(faults...)
	}
	return rest.JSON(http.StatusOK, rest.O("docs", docs)), nil
}

// getOne is one document of several; an index that is missing is its own error.
func (s *Service) getOne(name, id string, filter sourceFilter) *orderedjson.Object {
	doc, full, err := s.store.Read(name, id)
	switch {
	case err != nil:
		return rest.O("_index", name, "_id", id, "error", rest.AsError(told(err)).Object())
	case doc == nil:
		return rest.O("_index", full, "_id", id, "found", false)
	}
	o := rest.O("_index", full, "_id", id, "_version", doc.Version, "_seq_no", doc.SeqNo, "_primary_term", doc.PrimaryTerm, "found", true)
	if source, ok := filter.apply(doc.Source); ok {
		o.Set("_source", source)
	}
	return o
}
