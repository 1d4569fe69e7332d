package alerting

import (
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/destination"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// destinationParams are the parameters of the list of destinations.
type destinationParams struct {
	table  alertParams
	id     string
	ofType string
}

// listDestinations is GET /destinations and GET /destinations/{id}: one that is
// asked for by its id comes as a list, too (destinations/read_forms,
// destinations/list_search).
func (a *API) listDestinations(r *rest.Request) (rest.Response, error) {
	p, err := readDestinationParams(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	body, err := p.body()
	if err != nil {
		return rest.Response{}, err
	}
	if a.store().Get(configIndex) == nil {
		return refused(fault.MissingIndex(configIndex))
	}
	found, err := a.searchIn(configIndex, body)
	if err != nil {
		return refused(err)
	}
	list := []any{}
	for _, h := range found.Object("hits").Array("hits") {
		hit, _ := h.(*orderedjson.Object)
		shown, f := a.shownDestination(hit)
		if f != nil {
			return refused(f)
		}
		list = append(list, shown)
	}
	total, _ := found.Object("hits").Object("total").Get("value")
	return answer(r, http.StatusOK, rest.O("totalDestinations", total, "destinations", list)), nil
}

func readDestinationParams(r *rest.Request) (p destinationParams, err error) {
	p.id = r.Param("destinationID")
	p.table.plain = r.Dialect.OlderAlerts
	p.table.sortBy = r.ParamOr("sortString", "destination.name.keyword")
	p.table.order = r.ParamOr("sortOrder", "asc")
	p.table.missing = r.Param("missing")
	if p.table.size, err = r.Int("size", 20); err != nil {
		return p, err
	}
	if p.table.from, err = r.Int("startIndex", 0); err != nil {
		return p, err
	}
	p.table.text = r.Param("searchString")
	p.ofType = r.ParamOr("destinationType", "ALL")
	_, err = readVersion(r) // read and not looked at
	return p, err
}

// body is the search that the parameters come to.
func (p destinationParams) body() (*orderedjson.Object, error) {
	filter, must := []any{}, []any{exists(destination.Key)}
	if strings.TrimSpace(p.id) != "" {
		filter = append(filter, term("_id", p.id))
	}
	if p.ofType != "ALL" {
		filter = append(filter, term("destination.type", p.ofType))
	}
	if strings.TrimSpace(p.table.text) != "" {
		must = append(must, rest.O("query_string", rest.O("query", p.table.text, "default_operator", "and",
			"fields", []any{"destination.type", "destination.name"})))
	}
	return p.table.body(filterAnd(filter, must))
}

// shownDestination is a destination in the list, with the numbers of its document.
func (a *API) shownDestination(hit *orderedjson.Object) (*orderedjson.Object, *fault.Fault) {
	doc := &index.Doc{ID: hit.Text("_id"), Source: hit.Object("_source"),
		SeqNo: int64At(hit, "_seq_no"), PrimaryTerm: int64At(hit, "_primary_term")}
	d, err := a.storedDestination(doc)
	if err != nil {
		return nil, handlerFailure(toFault(err))
	}
	shown, f := d.Stored(model.SchemaVersion(a.deps.Dialect))
	if f != nil {
		return nil, handlerFailure(f)
	}
	return a.withUser(shown, doc.Source.Object(destination.Key).Object("user")), nil
}

// searchEmail is GET and POST /destinations/email_accounts/_search and the same of
// groups: a search whose hits hold the account or the group itself.
func (a *API) searchEmail(k emailKind) rest.Handler {
	return func(r *rest.Request) (rest.Response, error) {
		body, err := a.readSearch(r)
		if err != nil {
			return rest.Response{}, err
		}
		if err := addFilter(body, k.key); err != nil {
			return rest.Response{}, err
		}
		body.Delete("_source")
		body.Delete("version")
		if err := r.Ready(); err != nil {
			return rest.Response{}, err
		}
		if f := a.emailAllowed(); f != nil {
			return refused(f)
		}
		found, err := a.searchIn(configIndex, body)
		if err != nil {
			return rest.Response{}, told(err)
		}
		for _, h := range found.Object("hits").Array("hits") {
			hit, _ := h.(*orderedjson.Object)
			hit.Set("_source", hit.Object("_source").Object(k.key))
		}
		return rest.JSON(http.StatusOK, found), nil
	}
}

// sameName are the documents of a kind that have a name.
func (a *API) sameName(k emailKind, name string) ([]string, error) {
	body, err := querydsl.Canonical(jsonForm(rest.O("query", rest.O("bool", rest.O(
		"must", []any{term(k.key+".name.keyword", name)}, "filter", []any{exists(k.key)})))))
	if err != nil {
		return nil, err
	}
	found, err := a.searchIn(configIndex, body)
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, h := range found.Object("hits").Array("hits") {
		hit, _ := h.(*orderedjson.Object)
		ids = append(ids, hit.Text("_id"))
	}
	return ids, nil
}
