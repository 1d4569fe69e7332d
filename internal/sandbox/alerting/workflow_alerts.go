package alerting

import (
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// workflowAlerts is GET /workflows/alerts. It searches the alerts of monitors too;
// only a workflow's id narrows it to chained alerts, which have no monitor. Other
// than GET /monitors/alerts it shows AUDIT alerts among all (workflows/alerts).
func (a *API) workflowAlerts(r *rest.Request) (rest.Response, error) {
	p, err := readAlertParams(r)
	if err != nil {
		return rest.Response{}, err
	}
	ids := r.Param("alertIds")
	associated := strings.EqualFold(r.Param("getAssociatedAlerts"), "true")
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if ids != "" {
		p.from = 0
	}
	body, err := p.body(a.filterOwn(r.User(), p.workflowClauses(ids)))
	if err != nil {
		return rest.Response{}, err
	}
	found, err := a.searchIn(allAlerts, body)
	if err != nil {
		return refused(fault.WithStatus(http.StatusInternalServerError, "Failed to get alerts"))
	}
	list, total := a.shownAlerts(found)
	others := []any{}
	if associated {
		others = a.associatedAlerts(list)
	}
	return answer(r, http.StatusOK, rest.O("alerts", list, "associatedAlerts", others, "totalAlerts", total)), nil
}

func (p alertParams) workflowClauses(ids string) *orderedjson.Object {
	filter, must := []any{}, []any{}
	if p.severity != "ALL" {
		filter = append(filter, term("severity", p.severity))
	}
	if p.state != "ALL" {
		filter = append(filter, term("state", p.state))
	}
	if ids != "" {
		filter = append(filter, anyID(strings.Split(ids, ",")))
	}
	if p.flows != "" {
		must = append(must, rest.O("terms", rest.O("workflow_id", []any{p.flows})), term("monitor_id", ""))
	}
	return filterAnd(filter, p.withText(must))
}

// associatedAlerts are the delegates' alerts that chained alerts are made of; ten
// at most, as a search without a size gives.
func (a *API) associatedAlerts(list []any) []any {
	var ids []string
	for _, v := range list {
		alert, _ := v.(*orderedjson.Object)
		for _, id := range alert.Array("associated_alert_ids") {
			if id, ok := id.(string); ok {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return []any{}
	}
	body, err := querydsl.Canonical(jsonForm(rest.O("version", true,
		"query", rest.O("bool", rest.O("must", []any{anyID(ids), term("state", "AUDIT")})))))
	if err != nil {
		return []any{}
	}
	found, err := a.searchIn(allAlerts, body)
	if err != nil {
		return []any{}
	}
	others, _ := a.shownAlerts(found)
	return others
}

func anyID(ids []string) any {
	values := make([]any, len(ids))
	for i, id := range ids {
		values[i] = id
	}
	return rest.O("terms", rest.O("_id", values))
}
