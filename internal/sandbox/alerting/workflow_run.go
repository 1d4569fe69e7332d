package alerting

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	evaluatefault "github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/outbox"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// workflowRun is one run of a workflow: its delegates one after the other, in the
// workflow's period, then its triggers.
type workflowRun struct {
	id       string
	workflow *model.Workflow
	version  int64
	start    time.Time
	end      time.Time
	dry      bool
	sent     delivery
}

// executeWorkflow is POST /workflows/{id}/_execute.
func (a *API) executeWorkflow(r *rest.Request) (rest.Response, error) {
	id := r.Param("workflowID")
	params, err := a.readRun(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	run := workflowRun{id: id, end: params.end, dry: params.dry}
	if run.workflow, run.version, err = a.loadWorkflow(id); err != nil {
		return refused(err)
	}
	run.start = run.workflow.Schedule.PeriodEndingAt(run.end)
	result, err := a.runWorkflow(r.Context(), run)
	if err != nil {
		return refused(err)
	}
	return answer(r, http.StatusOK, result), nil
}

// loadWorkflow reads a stored workflow for a run.
func (a *API) loadWorkflow(id string) (*model.Workflow, int64, error) {
	doc, err := a.read(id)
	if err != nil {
		return nil, 0, err
	}
	if doc == nil {
		return nil, 0, fault.WithStatus(http.StatusNotFound, "Can't find workflow with id: %s", id)
	}
	stored := doc.Source.Object("workflow")
	if stored == nil {
		return nil, 0, a.remoteFault()
	}
	text, err := orderedjson.Marshal(stored)
	if err != nil {
		return nil, 0, err
	}
	reader := a.reader(text)
	reader.Next()
	w, err := model.ParseWorkflow(reader, a.now())
	if err == nil {
		w.User = stored.Object("user")
	}
	return w, doc.Version, err
}

// scheduledWorkflow runs a workflow that is due.
func (a *API) scheduledWorkflow(id string, due time.Time) {
	w, version, err := a.loadWorkflow(id)
	if err != nil {
		return
	}
	run := workflowRun{id: id, workflow: w, version: version}
	run.start, run.end = w.Schedule.PeriodEndingAt(due), due
	_, _ = a.runWorkflow(context.Background(), run)
}

// runWorkflow returns the result as _execute answers it.
func (a *API) runWorkflow(ctx context.Context, run workflowRun) (*orderedjson.Object, error) {
	if err := a.ensureAlertIndices(); err != nil {
		return nil, err
	}
	defer a.runs.hold(run.id)()
	begin := a.now()
	flow := &alerts.Flow{ID: run.id, Version: run.version, Body: jsonForm(run.workflow.Stored()), Now: a.deps.Clock.Now()}
	execution := a.executionID(run.id)
	if run.dry {
		execution = a.executionID("")
	}
	sent := newDelivery(ctx, a).as(run.workflow.User)
	run.sent = sent
	runner := alerts.Runner{Execution: execution, Forgets: run.dry, Flow: flow}
	if !run.dry {
		runner.Deliver = sent.deliver
	}
	printed, delegates := []any{}, []*alerts.Run{}
	found := map[string][]*evaluate.Finding{} // by delegate
	for _, d := range inOrder(run.workflow.Delegates()) {
		one, m, err := a.runDelegate(runner, run, d, found)
		if err != nil {
			return nil, err
		}
		if !run.dry {
			found[d.MonitorID] = one.Result.Findings
			sent.record(outbox.Message{Monitor: m.Name, MonitorID: d.MonitorID, Workflow: run.workflow.Name}, one.Result)
		}
		delegates = append(delegates, one)
		answer := one.Result.Object()
		answer.Set("monitor_name", m.Name)
		sent.print(one.Result, answer.Object("trigger_results"))
		printed = append(printed, answer)
	}
	runner.Store = alertStore{api: a, run: monitorRun{owner: run.workflow.User}}
	done, err := runner.Chain(delegates)
	if err != nil {
		return nil, err
	}
	if !run.dry {
		sent.record(outbox.Message{Workflow: run.workflow.Name}, done.Result)
	}
	triggers := done.Result.Object().Object("trigger_results")
	sent.print(done.Result, triggers)
	return rest.O("execution_id", execution, "workflow_name", run.workflow.Name, "workflow_id", run.id,
		"trigger_results", triggers, "monitor_run_results", printed,
		"execution_start_time", begin, "execution_end_time", a.now(), "error", nil), nil
}

func inOrder(list []model.Delegate) []model.Delegate {
	return slices.SortedStableFunc(slices.Values(list), func(a, b model.Delegate) int { return a.Order - b.Order })
}

// foundFindings is how many findings a chained delegate is told of at most: the
// server's search for them has no size (from source).
const foundFindings = 10

// runDelegate runs one monitor of a workflow. found is what those before it found:
// a chained delegate looks at these documents, and at all where there are none
// (from source).
func (a *API) runDelegate(runner alerts.Runner, run workflowRun, d model.Delegate, found map[string][]*evaluate.Finding) (*alerts.Run, *model.Monitor, error) {
	m, version, err := a.load(d.MonitorID)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case d.Chained != nil && !m.IsDocumentLevel():
		return nil, nil, evaluatefault.Unsupported("workflow with chained findings of a monitor that is not document-level")
	case m.IsDocumentLevel():
		if err := a.ensureFindingIndex(); err != nil {
			return nil, nil, err
		}
	}
	one := monitorRun{id: d.MonitorID, version: version, monitor: m, start: run.start, end: run.end, dry: run.dry}
	runner.Store = alertStore{a, one}
	if runner.Deliver != nil {
		runner.Deliver = run.sent.as(m.User).deliver
	}
	request := a.request(one)
	if d.Chained != nil {
		request.Only = map[string][]string{}
		var chained []*evaluate.Finding
		for _, id := range d.Chained.Sources() {
			chained = append(chained, found[id]...)
		}
		for _, f := range chained[:min(len(chained), foundFindings)] {
			request.Only[f.Index] = append(request.Only[f.Index], f.DocumentID)
		}
	}
	done, err := runner.Run(request)
	return done, m, err
}
