package alerting

import (
	"net/http"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// acknowledge is POST /monitors/{id}/_acknowledge/alerts. Under an id that is no
// monitor's a real server never answers, and from then on no acknowledgement at
// all (observed on 2.19.4).
func (a *API) acknowledge(r *rest.Request) (rest.Response, error) {
	id := r.Param("monitorID")
	alertIDs, err := a.readAlertIDs(r)
	if err != nil {
		return refusedPlainly(err)
	}
	if len(alertIDs) == 0 {
		return rest.Response{}, rest.IllegalArgument("You must provide at least one alert id.")
	}
	if _, err := readRefresh(r); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	hidden := a.hiddenFrom(r.User(), id)
	if a.deps.Dialect.StrictAcknowledgement {
		return a.acknowledgeStrictly(id, alertIDs)
	}
	if a.harmed.noAcknowledging || !a.isMonitor(id) || hidden != nil {
		return a.unheard(r, id, hidden)
	}
	var success, failed []any
	a.store().Together(func() { success, failed = a.acknowledgeAll(a.alertsOf(id), alertIDs) })
	return rest.JSON(http.StatusOK, rest.O("success", success, "failed", failed)), nil
}

// acknowledgeStrictly refuses an acknowledgement of nothing: of what is acknowledged
// already, completed, unknown or another monitor's (alerts/acknowledged on 1.3.14).
func (a *API) acknowledgeStrictly(monitorID string, ids []string) (rest.Response, error) {
	if a.store().Get(alertIndex) == nil {
		return refused(fault.MissingIndex(alertIndex))
	}
	success, failed := a.acknowledgeAll(a.alertsOf(monitorID), ids)
	if len(success) == 0 {
		return refused(fault.New(fault.RequestInvalid, "Validation Failed: 1: no requests added;"))
	}
	return rest.JSON(http.StatusOK, rest.O("success", success, "failed", failed)), nil
}

func (a *API) isMonitor(id string) bool {
	doc, err := a.read(id)
	return err == nil && doc != nil && doc.Source.Has("monitor")
}

// readAlertIDs reads {"alerts": [id, …]}; other fields count for nothing. Errors
// are for refusedPlainly.
func (a *API) readAlertIDs(r *rest.Request) ([]string, error) {
	data, err := jsonBody(r)
	if err != nil {
		return nil, err
	}
	ids := []string{}
	reader := xcontent.NewReader(data)
	err = xcontent.Catch(func() {
		reader.Expect(xcontent.StartObject, reader.Next())
		for reader.Next() != xcontent.EndObject {
			name := reader.Name()
			reader.Next()
			if name == "alerts" {
				ids = append(ids, reader.Texts()...)
			}
		}
	})
	return ids, err
}

// acknowledgeAll acknowledges what is ACTIVE. It answers the found ones in the
// order of the index, then the missing ones as they were asked for.
func (a *API) acknowledgeAll(open []*index.Doc, ids []string) (success, failed []any) {
	success, failed = []any{}, []any{}
	missing := []string{}
	for _, id := range ids {
		if !slices.Contains(missing, id) {
			missing = append(missing, id)
		}
	}
	for _, doc := range open {
		if !slices.Contains(ids, doc.ID) {
			continue
		}
		missing = slices.DeleteFunc(missing, func(id string) bool { return id == doc.ID })
		alert := readAlert(doc)
		if reason := alert.Acknowledge(a.deps.Clock.Now()); reason != "" {
			failed = append(failed, rest.O(doc.ID, rest.O("failed_reason", reason)))
			continue
		}
		a.keepAcknowledged(doc, alert)
		success = append(success, doc.ID)
	}
	for _, id := range missing {
		failed = append(failed, rest.O(id, rest.O("failed_reason", alerts.NotFound(id))))
	}
	return success, failed
}

// keepAcknowledged writes an alert that was acknowledged. One that stands for
// findings goes to the history at once.
func (a *API) keepAcknowledged(doc *index.Doc, alert *alerts.Alert) {
	source := copyOf(doc.Source)
	source.Set("state", alert.State)
	source.Set("acknowledged_time", epoch(alert.Acknowledged))
	if alert.OfFindings() && a.deps.Settings.Bool("plugins.alerting.alert_history_enabled") {
		a.toHistory(doc.ID, source)
		return
	}
	_, _ = a.put(index.Write{Index: alertIndex, ID: doc.ID, Source: source})
}
