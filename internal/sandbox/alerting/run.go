package alerting

import (
	"context"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/outbox"
)

// monitorRun is one run of a monitor.
type monitorRun struct {
	id      string // "" for one that is not stored
	version int64
	monitor *model.Monitor
	start   time.Time
	end     time.Time
	dry     bool
	// owner is who saved the workflow whose triggers run, where there is no monitor.
	owner *orderedjson.Object
}

// keepsAlerts tells whether a run leaves alerts.
func (run monitorRun) keepsAlerts() bool { return !run.dry && run.id != "" }

// runScheduled runs a monitor that is due.
func (a *API) runScheduled(id string, due time.Time) {
	m, version, err := a.load(id)
	if err != nil || !a.runsStill(m) {
		return
	}
	run := monitorRun{id: id, version: version, monitor: m, end: due, start: m.Schedule.PeriodEndingAt(due)}
	_, _ = a.run(context.Background(), run) // what fails in a run stands in its alerts
}

// run runs a monitor, sends its messages and keeps its alerts. It returns the
// result as _execute answers it.
func (a *API) run(ctx context.Context, run monitorRun) (*orderedjson.Object, error) {
	if !run.monitor.IsStandard() {
		return unknownType(run), nil
	}
	if err := a.ensureAlertIndices(); err != nil {
		return nil, err
	}
	if run.monitor.IsDocumentLevel() {
		if err := a.ensureFindingIndex(); err != nil {
			return nil, err
		}
	}
	defer a.runs.hold(run.id)()
	sent := newDelivery(ctx, a).as(run.monitor.User)
	runner := alerts.Runner{Store: alertStore{a, run}, Execution: a.executionID(run.id), Forgets: !run.keepsAlerts()}
	if !run.dry {
		runner.Deliver = sent.deliver
	}
	done, err := runner.Run(a.request(run))
	if err != nil {
		return nil, err
	}
	if !run.dry {
		sent.record(outbox.Message{Monitor: run.monitor.Name, MonitorID: run.id}, done.Result)
	}
	answer := done.Result.Object()
	answer.Set("monitor_name", run.monitor.Name) // as it was sent, lone surrogates and all
	sent.print(done.Result, answer.Object("trigger_results"))
	return answer, nil
}

// request is a run of a monitor as evaluate takes it, without a past.
func (a *API) request(run monitorRun) evaluate.Request {
	most := a.deps.Settings.Int("plugins.alerting.max_actionable_alert_count")
	return evaluate.Request{
		Monitor:     evaluate.Monitor{ID: run.id, Version: run.version, Body: jsonForm(run.monitor.Evaluated())},
		Store:       a.store(),
		PeriodStart: run.start, PeriodEnd: run.end, Now: a.deps.Clock.Now(), Dialect: a.deps.Dialect.Searches(),
		MaxActionable: &most, Metrics: a.metricsFor(run.monitor.User), Cluster: a.deps.ClusterName,
		Forbids: a.forbidsTo(run.monitor.User), Veiled: a.deps.Veiled,
	}
}

// unknownType is the result of a monitor of a type that nobody runs.
func unknownType(run monitorRun) *orderedjson.Object {
	result := evaluate.Result{MonitorName: run.monitor.Name, PeriodStart: run.start, PeriodEnd: run.end}
	answer := result.Object()
	answer.Set("error", "Monitor Type "+run.monitor.Type+" not known")
	return answer
}
