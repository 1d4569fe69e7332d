package alerts

import (
	"maps"

	"github.com/alertplan/alertplan/internal/evaluate"
)

// DocumentStore is what document-level monitors keep beside alerts.
type DocumentStore interface {
	// Seen is the sequence number of the last document of an index that a monitor
	// looked at; -1 where all are new.
	Seen(monitorID, index string) int64
	// SetSeen keeps those of some indices.
	SetSeen(monitorID string, last map[string]int64)
	// NewID makes the id of an "alert", a "finding", an "error" or a "trigger".
	NewID(kind string) string
	// AddFindings keeps what a run found.
	AddFindings(request evaluate.Request, findings []*evaluate.Finding)
}

// runDocuments runs a document-level monitor: each document that its condition
// chooses opens an alert, which nothing but an acknowledgement ends. What goes
// wrong has an alert of its own, the monitor's.
func (r Runner) runDocuments(request evaluate.Request) (*Run, error) {
	request.Documents, request.Execution = documentPast{r, r.seenBy(request.Monitor.ID)}, r.Execution
	result, err := evaluate.Run(request)
	if err != nil {
		return nil, err
	}
	f := forward{r, request, &Run{Result: result}}
	for _, t := range result.Triggers {
		f.documents(t)
	}
	if r.Forgets {
		if request.Monitor.ID != "" && result.Error != "" { // noted by a dry run too (from source)
			f.monitorAlert(result.Error)
		}
		return f.run, nil
	}
	r.Store.AddFindings(request, result.Findings)
	r.Store.SetSeen(r.seenBy(request.Monitor.ID), maps.Clone(result.LastSeen))
	f.monitorAlert(monitorProblem(result))
	return f.run, nil
}

// SeenBy names who looks at documents: a workflow, in one of its delegates.
func SeenBy(workflowID, monitorID string) string { return workflowID + "-metadata-" + monitorID }

func (r Runner) seenBy(monitorID string) string {
	if r.Flow == nil {
		return monitorID
	}
	return SeenBy(r.Flow.ID, monitorID)
}

// documentPast is what a document-level run asks about earlier ones.
type documentPast struct {
	runner    Runner
	monitorID string
}

// Seen: a run that leaves nothing looks at all documents, whatever was seen
// (observed on 2.19.4).
func (p documentPast) Seen(index string) int64 {
	if p.runner.Forgets {
		return -1
	}
	return p.runner.Store.Seen(p.monitorID, index)
}

func (p documentPast) NewID(kind string) string { return p.runner.Store.NewID(kind) }

// documents sends the messages of a trigger and writes its alerts.
func (f forward) documents(t *evaluate.TriggerResult) {
	known := map[*evaluate.Alert]*Alert{}
	for _, alert := range t.Documents.Alerts {
		a := f.open(t, *alert)
		if f.runner.audited() {
			a.State = Audit
		}
		known[alert] = a
		f.run.Opened = append(f.run.Opened, a)
	}
	for _, action := range t.Documents.Actions {
		f.runner.deliver(action.ActionResult)
		for _, alert := range action.Alerts {
			known[alert].note(action.ActionResult)
		}
	}
	if f.runner.Forgets {
		return
	}
	for _, alert := range t.Documents.Alerts {
		_ = f.runner.Store.Write(known[alert])
	}
}

// monitorProblem is what went wrong in a document-level run, as the monitor's
// alert tells it (from source).
func monitorProblem(result *evaluate.Result) string {
	if result.Error != "" {
		return result.Error
	}
	text := ""
	for _, t := range result.Triggers {
		if t.Error != "" {
			told := t.Error
			if told == "Unknown error" {
				told = "Unknown Internal error. See the OpenSearch log for details."
			}
			text += "[" + t.ID + "]: [" + told + "] | "
		}
	}
	if text == "" {
		return ""
	}
	return "Trigger errors: " + text
}

// monitorAlert opens the monitor's own alert, which tells of a problem, or brings
// it forward; without a problem it goes to the history, in its state ERROR (from
// source).
func (f forward) monitorAlert(problem string) {
	now := f.request.Now
	problem = tellerOf(f.request).hideAddresses(problem)
	var open *Alert
	for _, a := range f.runner.Store.Open(f.request.Monitor.ID) {
		if a.State != Failed {
			continue
		}
		if problem == "" {
			a.End = now
			f.run.Completed = append(f.run.Completed, a)
			f.runner.Store.Close(a)
		}
		if open == nil || a.Start.After(open.Start) {
			open = a
		}
	}
	if problem == "" {
		return
	}
	a := open
	switch {
	case a == nil:
		a = f.open(&evaluate.TriggerResult{ID: f.runner.Store.NewID("trigger"), Name: "NoOp trigger"},
			evaluate.Alert{ID: "error-alert-" + f.request.Monitor.ID + "-" + f.runner.Store.NewID("error"),
				Version: -1, State: Failed, ErrorMessage: problem, Start: now})
		f.run.Opened = append(f.run.Opened, a)
	case a.ErrorMessage != problem:
		a.Errors = append([]PastError{{a.Start, a.ErrorMessage}}, a.Errors...)
		a.Errors = a.Errors[:min(len(a.Errors), errorMemory)]
		a.ErrorMessage, a.Start, a.ExecutionID = problem, now, f.runner.Execution
		fallthrough
	default:
		f.run.Stayed = append(f.run.Stayed, a)
	}
	a.LastNotification = now
	_ = f.runner.Store.Write(a)
}
