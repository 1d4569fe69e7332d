package alerting

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// acknowledgeWorkflow is POST /workflows/{id}/_acknowledge/alerts.
func (a *API) acknowledgeWorkflow(r *rest.Request) (rest.Response, error) {
	id := r.Param("workflowID")
	alertIDs, err := a.readAlertIDs(r)
	if err != nil {
		return refusedPlainly(err)
	}
	if len(alertIDs) == 0 {
		return rest.Response{}, rest.IllegalArgument("You must provide at least one alert id.")
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	doc, err := a.read(id)
	if err != nil || doc == nil || !doc.Source.Has("workflow") {
		return refused(fault.New("org.opensearch.ResourceNotFoundException", "No workflow found with id [%s]", id))
	}
	var success, failed []any
	a.store().Together(func() { success, failed = a.acknowledgeAll(a.alertsWhere("workflow_id", id), alertIDs) })
	return rest.JSON(http.StatusOK, rest.O("success", success, "failed", failed)), nil
}

// OfWorkflow lists a workflow's own open alerts, oldest write first.
func (s alertStore) OfWorkflow(id string) []*alerts.Alert {
	var out []*alerts.Alert
	for _, doc := range s.api.alertsWhere("workflow_id", id) {
		if doc.Source.Text("monitor_id") == "" {
			out = append(out, readAlert(doc))
		}
	}
	return out
}

// alertsWhere are the open alerts with a value, oldest write first.
func (a *API) alertsWhere(key, value string) []*index.Doc {
	found := []*index.Doc{}
	x := a.store().Get(alertIndex)
	if x == nil {
		return found
	}
	for _, doc := range x.Docs {
		if doc.Source.Text(key) == value {
			found = append(found, doc)
		}
	}
	return found
}
