package alerting

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	evaluatefault "github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// alertParams are the parameters of the list of alerts.
type alertParams struct {
	sortBy, order, missing, text    string
	size, from                      int
	severity, state, monitor, flows string
	hasMonitor                      bool
	plain                           bool // errors of numbers don't name them (dialect.OlderAlerts)
}

// alerts is GET /monitors/alerts: a search over open alerts and history.
func (a *API) alerts(r *rest.Request) (rest.Response, error) {
	p, err := readAlertParams(r)
	if err != nil {
		return rest.Response{}, err
	}
	p.hasMonitor, p.monitor = r.Has("monitorId"), r.Param("monitorId")
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	body, err := p.body(a.filterOwn(r.User(), p.clauses()))
	if err != nil {
		return rest.Response{}, err
	}
	found, err := a.searchIn(allAlerts, body)
	if err != nil {
		return rest.Response{}, shardOrder(told(err))
	}
	list, total := a.shownAlerts(found)
	if a.deps.Dialect.OlderAlerts {
		for _, alert := range list {
			o, _ := alert.(*orderedjson.Object)
			for _, key := range newerAlertFields {
				o.Delete(key)
			}
		}
	}
	return answer(r, http.StatusOK, rest.O("alerts", list, "totalAlerts", total)), nil
}

// shownAlerts are the alerts that a search found, and how many there are.
func (a *API) shownAlerts(found *orderedjson.Object) (list []any, total any) {
	list = []any{}
	for _, h := range found.Object("hits").Array("hits") {
		hit, _ := h.(*orderedjson.Object)
		list = append(list, a.shownAlert(hit))
	}
	total, _ = found.Object("hits").Object("total").Get("value")
	return list, total
}

func readAlertParams(r *rest.Request) (p alertParams, err error) {
	p.plain = r.Dialect.OlderAlerts
	p.sortBy = r.ParamOr("sortString", "monitor_name.keyword")
	p.order = r.ParamOr("sortOrder", "asc")
	p.missing = r.Param("missing")
	if p.size, err = r.Int("size", 20); err != nil {
		return p, err
	}
	if p.from, err = r.Int("startIndex", 0); err != nil {
		return p, err
	}
	p.text = r.Param("searchString")
	p.severity = r.ParamOr("severityLevel", "ALL")
	p.state = r.ParamOr("alertState", "ALL")
	if !r.Dialect.NoWorkflows {
		p.flows = r.Param("workflowIds")
	}
	return p, nil
}

// body is the search that the parameters come to with the clauses of a query, in
// canonical form.
func (p alertParams) body(clauses *orderedjson.Object) (*orderedjson.Object, error) {
	order := strings.ToLower(p.order)
	if order != "asc" && order != "desc" {
		return nil, rest.IllegalArgument("No enum constant org.opensearch.search.sort.SortOrder.%s", strings.ToUpper(p.order))
	}
	if p.size < 0 {
		return nil, rest.IllegalArgument("[size] parameter cannot be negative, found [%d]", p.size)
	}
	if p.from < 0 && p.plain {
		return nil, rest.IllegalArgument("[from] parameter cannot be negative")
	}
	if p.from < 0 {
		return nil, rest.IllegalArgument("[from] parameter cannot be negative, found [%d]", p.from)
	}
	sort := rest.O("order", order)
	if strings.TrimSpace(p.missing) != "" {
		sort.Set("missing", p.missing)
	}
	return querydsl.Canonical(jsonForm(rest.O("from", p.from, "size", p.size, "version", true, "seq_no_primary_term", true,
		"query", rest.O("bool", clauses), "sort", []any{rest.O(p.sortBy, sort)})))
}

func term(field, value string) any { return rest.O("term", rest.O(field, rest.O("value", value))) }

func (p alertParams) clauses() *orderedjson.Object {
	filter, must := []any{}, []any{}
	if p.severity != "ALL" {
		filter = append(filter, term("severity", p.severity))
	}
	if p.state == "ALL" {
		filter = append(filter, boolean("must_not", []any{rest.O("terms", rest.O("state", []any{"AUDIT"}))}))
	} else {
		filter = append(filter, term("state", p.state))
	}
	if p.hasMonitor {
		filter = append(filter, term("monitor_id", p.monitor))
		if p.flows == "" && !p.plain {
			must = append(must, anyOf(boolean("must_not", []any{exists("workflow_id")}),
				rest.O("terms", rest.O("workflow_id", []any{""}))))
		}
	}
	if p.flows != "" {
		must = append(must, rest.O("terms", rest.O("workflow_id", []any{p.flows})))
	}
	return filterAnd(filter, p.withText(must))
}

// withText adds the text that is searched for in names.
func (p alertParams) withText(must []any) []any {
	if strings.TrimSpace(p.text) == "" {
		return must
	}
	return append(must, rest.O("query_string", rest.O("query", p.text, "default_operator", "and",
		"fields", []any{"monitor_name", "trigger_name"})))
}

func filterAnd(filter, must []any) *orderedjson.Object {
	clauses := rest.O("filter", filter)
	if len(must) > 0 {
		clauses.Set("must", must)
	}
	return clauses
}

// alertFields are the fields of an alert in the order of printing; id and version
// are the document's.
var alertFields = []string{
	"monitor_id", "workflow_id", "workflow_name", "associated_alert_ids", "schema_version", "monitor_version",
	"monitor_name", "execution_id", "trigger_id", "trigger_name", "finding_ids", "related_doc_ids", "state",
	"error_message", "alert_history", "severity", "action_execution_results", "start_time",
	"last_notification_time", "end_time", "acknowledged_time",
}

func (a *API) shownAlert(hit *orderedjson.Object) *orderedjson.Object {
	source := hit.Object("_source")
	version, _ := hit.Get("_version")
	o := rest.O("id", hit.Text("_id"), "version", version)
	for _, key := range alertFields {
		v, _ := source.Get(key)
		o.Set(key, v)
		if key == "execution_id" && a.deps.Dialect.UsersShown { // behind the monitor's name
			owner, _ := source.Get("monitor_user")
			o.Set("monitor_user", owner)
		}
	}
	for _, key := range []string{"agg_alert_content", "clusters"} {
		if v, ok := source.Get(key); ok {
			o.Set(key, v)
		}
	}
	return o
}

// shardOrder puts what a failed search tells of shards into the order of the
// recorded nodes. Every shard is asked first whether it can match, in the order of
// names: there a sort fails that a shard can't do. What fails later is told of the
// open alerts before the history.
func shardOrder(err error) error {
	var e *rest.Error
	if !errors.As(err, &e) {
		return err
	}
	direction := 1
	if len(e.RootCause) > 0 && !slices.ContainsFunc(e.RootCause, func(root *rest.Error) bool { return !aboutSort(root.Reason) }) {
		direction = -1
	}
	slices.SortStableFunc(e.RootCause, func(a, b *rest.Error) int { return direction * (shardRank(a.Cause()) - shardRank(b.Cause())) })
	for i, m := range e.Extra {
		if m.Key == "phase" && direction < 0 {
			e.Extra[i].Value = "can_match"
		}
		if shards, ok := m.Value.([]any); ok {
			slices.SortStableFunc(shards, func(a, b any) int { return direction * (shardRank(a) - shardRank(b)) })
		}
	}
	return e
}

// aboutSort tells whether a shard could not sort by a field: one that is not
// mapped, or a text.
func aboutSort(reason string) bool {
	return strings.HasPrefix(reason, "No mapping found for [") || strings.HasPrefix(reason, "Text fields are not optimised for operations ")
}

func shardRank(shard any) int {
	if o, ok := shard.(*orderedjson.Object); ok && o.Text("index") == alertIndex {
		return 0
	}
	return 1
}

// told is an error of a search as the core answers it.
func told(err error) error {
	var refused *evaluatefault.Error
	if errors.As(err, &refused) {
		return asAnswer(refused)
	}
	var unsupported *evaluatefault.UnsupportedError
	if errors.As(err, &unsupported) {
		return notServed("the sandbox does not evaluate this: " + unsupported.What)
	}
	return err
}

// notServed refuses by name what the sandbox does not know how to answer.
func notServed(what string) error {
	return rest.Errorf(http.StatusNotImplemented, "sandbox_unsupported_exception", "%s", what)
}

func asAnswer(e *evaluatefault.Error) *rest.Error {
	answer := &rest.Error{Status: e.Status, Type: e.Type, Reason: e.Reason, Extra: e.Extra}
	for _, root := range e.Roots {
		answer.RootCause = append(answer.RootCause, &rest.Error{Type: root.Type, Reason: root.Reason, Extra: root.Extra})
	}
	if e.Cause != nil {
		answer.CausedBy = asAnswer(e.Cause)
	}
	return answer
}
