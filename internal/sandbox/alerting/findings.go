package alerting

import (
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// The indices of findings, which document-level monitors leave: the one that is
// written to, and all.
const (
	findingIndex = ".opensearch-alerting-finding-history-write"
	allFindings  = ".opensearch-alerting-finding-history*"
)

// ensureFindingIndex makes the index of findings where it is missing.
func (a *API) ensureFindingIndex() error {
	store := a.store()
	if found, err := store.Resolve([]string{findingIndex}, index.Options{Hidden: true}); err == nil && len(found) > 0 {
		return nil
	}
	name := ".opensearch-alerting-finding-history-" + a.deps.Clock.Now().UTC().Format("2006.01.02") + "-1"
	return store.Create(name, jsonForm(rest.O("settings", rest.O("index.hidden", true), "mappings", findingMapping(),
		"aliases", rest.O(findingIndex, rest.O("is_hidden", true)))))
}

// findingMapping is the mapping of the indices of findings (alerting-api 5.1).
func findingMapping() *orderedjson.Object {
	correlated := rest.O("type", "text", "analyzer", "whitespace", "fields", rest.O("keyword", keyword()))
	return rest.O("dynamic", "strict", "_meta", rest.O("schema_version", 4), "properties", rest.O(
		"schema_version", typed("integer"), "related_doc_ids", roleTexts(), "monitor_id", keyword(),
		"monitor_name", keyword(), "id", keyword(), "index", keyword(),
		"queries", nestedProperties("id", keyword(), "name", keyword(), "query", typed("text"), "tags", roleTexts(),
			"fields", typed("text"), "query_field_names", keyword()),
		"timestamp", typed("long"), "correlated_doc_ids", correlated, "execution_id", keyword(),
	))
}

// NewID makes an id as the plugin does: alerts of documents and findings have
// UUIDs.
func (s alertStore) NewID(kind string) string {
	if kind == "trigger" {
		return model.NewID()
	}
	return evaluate.NewUUID()
}

// AddFindings writes what a run found.
func (s alertStore) AddFindings(request evaluate.Request, findings []*evaluate.Finding) {
	queries := map[string]*orderedjson.Object{}
	for _, in := range request.Monitor.Body.Array("inputs") {
		o, _ := in.(*orderedjson.Object)
		for _, q := range o.Object("doc_level_input").Array("queries") {
			query, _ := q.(*orderedjson.Object)
			queries[query.Text("id")] = query
		}
	}
	for _, f := range findings {
		list := []any{}
		for _, id := range f.QueryIDs {
			list = append(list, queries[id])
		}
		_, _ = s.api.put(index.Write{Index: findingIndex, ID: f.ID, Source: rest.O(
			"id", f.ID, "related_doc_ids", []any{f.DocumentID}, "correlated_doc_ids", []any{f.DocumentID},
			"monitor_id", request.Monitor.ID, "monitor_name", s.run.monitor.Name, "index", f.Index, "queries", list,
			"timestamp", request.Now.UnixMilli(), "execution_id", request.Execution)})
	}
}

// findings is GET /findings/_search: a search over findings, each with the
// document that it is about.
func (a *API) findings(r *rest.Request) (rest.Response, error) {
	p := alertParams{sortBy: r.ParamOr("sortString", "id"), order: r.ParamOr("sortOrder", "asc"),
		missing: r.Param("missing"), text: r.Param("searchString")}
	id := r.Param("findingId")
	var err error
	if p.size, err = r.Int("size", 20); err != nil {
		return rest.Response{}, err
	}
	if p.from, err = r.Int("startIndex", 0); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	body, err := p.body(findingClauses(id, p.text))
	if err != nil {
		return rest.Response{}, err
	}
	body.Set("track_total_hits", true)
	if body, err = querydsl.Canonical(body); err != nil {
		return rest.Response{}, err
	}
	found, err := a.searchIn(allFindings, body)
	if err != nil {
		return refused(err)
	}
	list := []any{}
	for _, h := range found.Object("hits").Array("hits") {
		hit, _ := h.(*orderedjson.Object)
		finding := hit.Object("_source")
		list = append(list, rest.O("finding", finding, "document_list", a.documentsOf(finding)))
	}
	total, _ := found.Object("hits").Object("total").Get("value")
	return answer(r, http.StatusOK, rest.O("total_findings", total, "findings", list)), nil
}

func findingClauses(id, text string) *orderedjson.Object {
	clauses := &orderedjson.Object{}
	if strings.TrimSpace(id) != "" {
		clauses.Set("filter", []any{term("_id", id)})
	}
	if strings.TrimSpace(text) != "" {
		tags := rest.O("query_string", rest.O("query", text, "default_operator", "and", "fields", []any{"queries.tags", "queries.name"}))
		clauses.Set("should", []any{rest.O("query_string", rest.O("query", text)),
			rest.O("nested", rest.O("path", "queries", "score_mode", "avg", "query", boolean("must", []any{tags})))})
	}
	return clauses
}

// documentsOf are the documents of a finding as they are now.
func (a *API) documentsOf(finding *orderedjson.Object) []any {
	list := []any{}
	name := finding.Text("index")
	for _, id := range textsAt(finding, "related_doc_ids") {
		doc, _, err := a.store().Read(name, id)
		text := []byte{}
		if err == nil && doc != nil {
			text, err = orderedjson.Marshal(doc.Source)
		}
		list = append(list, rest.O("index", name, "id", id, "found", err == nil && doc != nil, "document", string(text)))
	}
	return list
}
