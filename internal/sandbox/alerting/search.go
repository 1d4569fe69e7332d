package alerting

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// search is GET and POST /monitors/_search: a search over the config index with
// the plugin's additions. Whatever is asked for, hits hold the whole monitor with
// its version and sequence number.
func (a *API) search(r *rest.Request) (rest.Response, error) {
	name := r.ParamOr("index", configIndex)
	if name != configIndex && name != allAlerts && !a.deps.Dialect.FreeSearch {
		return rest.Response{}, rest.IllegalArgument("Invalid index name.")
	}
	body, err := a.readSearch(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if name == configIndex && a.store().Get(configIndex) == nil {
		if a.deps.Dialect.RemoteMetadata {
			return rest.JSON(http.StatusOK, nothingFound()), nil
		}
		return refused(fault.MissingIndex(configIndex))
	}
	if fields, _ := body.Get("stored_fields"); fields == "_none_" {
		// It cannot be with the version, which the plugin asks for.
		return refused(fault.New(fault.SearchFailed, "all shards failed"))
	}
	if err := a.addRules(body, name); err != nil {
		return rest.Response{}, err
	}
	if own := a.onlyOwn(r.User(), "monitor.user.backend_roles.keyword"); own != nil {
		body.Set("query", rest.O("bool", rest.O("must", []any{body.Object("query")}, "filter", []any{own})))
	}
	setSource(body, r)
	found, err := a.searchIn(name, body)
	if err != nil {
		return refused(err)
	}
	unwrap(found, a.deps.Dialect.UsersShown)
	return rest.JSON(http.StatusOK, found), nil
}

// nothingFound is the answer of a remote store that has nothing yet.
func nothingFound() *orderedjson.Object {
	return rest.O(
		"_scroll_id", "", "took", 0, "timed_out", false, "terminated_early", false, "num_reduce_phases", 0,
		"_shards", rest.O("total", 0, "successful", 0, "skipped", 0, "failed", 0),
		"hits", rest.O("total", rest.O("value", 0, "relation", "eq"), "max_score", json.Number("0.0"), "hits", []any{}),
		"suggest", &orderedjson.Object{}, "profile", rest.O("shards", []any{}),
	)
}

// searchIn searches the plugin's own indices.
func (a *API) searchIn(name string, body *orderedjson.Object) (*orderedjson.Object, error) {
	o := search.Options{Now: a.deps.Clock.Now(), Dialect: a.deps.Dialect.Searches()}
	o.Indices.Hidden = true
	return search.Search(a.store(), []string{name}, body, o)
}

// readSearch reads a search body, from the body or the parameter source, and
// brings it to its canonical form. Errors are the core's.
func (a *API) readSearch(r *rest.Request) (*orderedjson.Object, error) {
	data, err := searchText(r)
	if err != nil {
		return nil, err
	}
	reader := a.reader(data)
	var canonical *orderedjson.Object
	var mark xcontent.Mark
	var refusal error
	err = xcontent.Catch(func() {
		if found := reader.Next(); found != xcontent.StartObject {
			xcontent.Throw(reader.Parsing("Expected [START_OBJECT] but found [%s]", found))
		}
		mark = reader.Mark()
		body, _ := reader.Value().(*orderedjson.Object)
		canonical, refusal = querydsl.CanonicalFor(a.deps.Dialect.Searches().Bodies, body)
	})
	if err == nil && refusal != nil {
		return nil, plainChain(refusal, reader, mark)
	}
	if err != nil {
		_, err = refusedPlainly(err)
		return nil, err
	}
	return canonical, nil
}

// searchText is a search body, from the body or from the parameter source.
func searchText(r *rest.Request) ([]byte, error) {
	if r.HasBody() {
		if _, err := r.WholeBody(); err != nil {
			return nil, err
		}
		return jsonBody(r)
	}
	text := r.Param("source")
	r.Param("source_content_type")
	if text == "" {
		return nil, rest.Errorf(http.StatusBadRequest, "parse_exception", "request body or source parameter is required")
	}
	return []byte(text), nil
}

// plainChain is a refused search body with its causes, as the core answers it.
func plainChain(err error, reader *xcontent.Reader, mark xcontent.Mark) error {
	var refused *querydsl.Error
	if !errors.As(err, &refused) {
		return err
	}
	return model.QueryFault(refused, reader, mark).Plain()
}

// addRules puts the plugin's conditions around the query: only monitors and
// workflows, and, unless the query speaks of monitor.owner, only those without a
// foreign owner (alerting-api 5.1).
func (a *API) addRules(body *orderedjson.Object, name string) error {
	if a.deps.Dialect.QueryRequired {
		key := map[string]string{configIndex: "monitor"}[name]
		if a.deps.Dialect.FreeSearch {
			key = ""
		}
		return addFilter(body, key)
	}
	must := []any{}
	if query := body.Object("query"); query != nil {
		must = append(must, query)
	}
	if name == configIndex {
		must = append(must, anyOf(exists("monitor"), exists("workflow")))
	}
	query := boolean("must", must)
	if text, _ := orderedjson.Marshal(query); !strings.Contains(string(text), "monitor.owner") {
		owned := anyOf(
			boolean("must_not", []any{exists("monitor.owner")}),
			boolean("must", []any{rest.O("match", rest.O("monitor.owner", rest.O("query", "alerting")))}),
		)
		query = rest.O("bool", rest.O("must", []any{query}, "filter", []any{owned}))
	}
	canonical, err := querydsl.CanonicalQuery(query)
	if err == nil {
		query = canonical
	}
	body.Set("query", query)
	body.Set("version", true)
	body.Set("seq_no_primary_term", true)
	return nil
}

// addFilter is the rule of older servers: the query, which has to be there, over
// what has a field; "" adds no filter.
func addFilter(body *orderedjson.Object, field string) error {
	query := body.Object("query")
	if query == nil {
		return rest.IllegalArgument("inner bool query clause cannot be null")
	}
	clauses := rest.O("must", []any{query})
	if field != "" {
		clauses.Set("filter", []any{exists(field)})
	}
	canonical, err := querydsl.CanonicalQuery(rest.O("bool", clauses))
	if err != nil {
		return err
	}
	body.Set("query", canonical)
	body.Set("version", true)
	body.Set("seq_no_primary_term", true)
	return nil
}

func exists(field string) *orderedjson.Object { return rest.O("exists", rest.O("field", field)) }

func boolean(kind string, clauses []any) *orderedjson.Object {
	if len(clauses) == 0 {
		return rest.O("bool", &orderedjson.Object{})
	}
	return rest.O("bool", rest.O(kind, clauses))
}

func anyOf(clauses ...*orderedjson.Object) *orderedjson.Object {
	list := []any{}
	for _, c := range clauses {
		list = append(list, c)
	}
	return boolean("should", list)
}

// setSource replaces what the body says of _source: all for Dashboards, all but
// ui_metadata for others.
func setSource(body *orderedjson.Object, r *rest.Request) {
	body.Delete("_source")
	if !isDashboards(r) {
		body.Set("_source", rest.O("includes", []any{}, "excludes", []any{"monitor.ui_metadata"}))
	}
}

// isDashboards tells whether the client says that it is Dashboards, or what it was
// called before.
func isDashboards(r *rest.Request) bool {
	if r.Dialect.OpendistroNames {
		return strings.Contains(r.Header.Get("User-Agent"), "Kibana")
	}
	return strings.Contains(r.Header.Get("User-Agent"), "OpenSearch-Dashboards")
}

// unwrap takes the monitors of the hits out of their wrappers. At the first hit
// that is no monitor the server gives up: that one and all behind it stay as
// they lie in the index (search/other_documents_hidden).
func unwrap(found *orderedjson.Object, users bool) {
	for _, h := range found.Object("hits").Array("hits") {
		hit, _ := h.(*orderedjson.Object)
		source := hit.Object("_source")
		monitor := jobIn(source)
		if monitor == nil {
			return
		}
		plain := &orderedjson.Object{}
		for _, m := range monitor.Members() {
			if m.Key != "user" || users {
				plain.Set(m.Key, m.Value)
			}
		}
		hit.Set("_source", plain)
	}
}

// jobIn is the monitor or workflow that a document holds, nil where it holds
// anything else.
func jobIn(source *orderedjson.Object) *orderedjson.Object {
	if source.Len() != 1 {
		return nil
	}
	job := source.Object("monitor")
	if job == nil {
		job = source.Object("workflow")
	}
	for _, key := range []string{"name", "enabled", "schedule", "inputs", "triggers", "last_update_time"} {
		if !job.Has(key) {
			return nil
		}
	}
	return job
}
