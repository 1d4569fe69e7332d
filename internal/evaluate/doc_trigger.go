package evaluate

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/expression"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func whole(n int) string { return strconv.Itoa(n) }

// NewUUID is a version 4 UUID, as findings and their alerts have for ids.
func NewUUID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails, says its documentation
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// documentFinding is a finding with what messages say of it.
type documentFinding struct {
	*Finding
	queries []*orderedjson.Object
}

// document is the finding's document as alerts name it.
func (f *documentFinding) document() string { return f.DocumentID + "|" + f.Index }

// triggers runs the triggers on what the queries found in one index. Each trigger
// makes findings of its own; without triggers there are findings all the same.
func (d *documentRun) triggers(x *index.Index, found []foundBy) error {
	triggers := d.Monitor.Body.Array("triggers")
	if len(triggers) == 0 {
		d.findings(x, found)
	}
	for i, t := range triggers {
		wrapped, _ := t.(*orderedjson.Object)
		def := wrapped.Object("document_level_trigger")
		if def == nil {
			return fault.Unsupported("trigger that is no document_level_trigger")
		}
		if i == len(d.result.Triggers) {
			d.result.Triggers = append(d.result.Triggers, &TriggerResult{ID: def.Text("id"), Name: def.Text("name"),
				Severity: def.Text("severity"), Documents: &DocumentsResult{}})
		}
		if err := d.trigger(d.result.Triggers[i], def, x, found); err != nil {
			return err
		}
	}
	return nil
}

func (d *documentRun) trigger(out *TriggerResult, def *orderedjson.Object, x *index.Index, found []foundBy) error {
	chosen, failure := chooseDocuments(sourceOf(def.Object("condition").Object("script")), found)
	if failure != "" {
		if out.Error != "" {
			out.Error += ", "
		}
		out.Error += failure
	}
	out.Triggered = out.Triggered || len(chosen) > 0
	out.Documents.Chosen = append(out.Documents.Chosen, chosen...)
	var alerts []*documentAlert
	for _, f := range d.findings(x, found) {
		if slices.Contains(chosen, f.document()) {
			alerts = append(alerts, d.newAlert(out, f))
		}
	}
	if len(alerts) == 0 {
		return nil
	}
	if err := d.sampleDocuments(def, x, alerts); err != nil {
		return err
	}
	for _, a := range alerts {
		out.Documents.Alerts = append(out.Documents.Alerts, a.Alert)
	}
	return d.actions(out, def, alerts)
}

// chooseDocuments runs a condition. Observed on 2.19.4: one that fails chooses
// nothing, unlike a query-level trigger's.
func chooseDocuments(source string, found []foundBy) (chosen []string, failure string) {
	switch source {
	case alwaysTrue:
		for _, q := range found {
			chosen = append(chosen, q.documents...)
		}
		return chosen, ""
	case alwaysFalse:
		return nil, ""
	}
	condition, err := expression.Documents.Parse(source)
	if err == nil {
		chosen, err = choose(condition, found)
	}
	var broken *expression.Error
	if errors.As(err, &broken) {
		return nil, broken.Error()
	}
	return chosen, ""
}

// findings makes a finding of each document that any query found.
func (d *documentRun) findings(x *index.Index, found []foundBy) []*documentFinding {
	var list []*documentFinding
	at := map[string]*documentFinding{}
	for _, q := range found {
		for _, doc := range q.documents {
			f := at[doc]
			if f == nil {
				id := doc[:len(doc)-len("|"+x.Name)]
				f = &documentFinding{Finding: &Finding{ID: d.past.NewID("finding"), DocumentID: id, Index: x.Name}}
				at[doc] = f
				list = append(list, f)
				d.result.Findings = append(d.result.Findings, f.Finding)
			}
			f.QueryIDs = append(f.QueryIDs, q.def.Text("id"))
			f.queries = append(f.queries, q.def)
		}
	}
	return list
}

func (d *documentRun) newAlert(t *TriggerResult, f *documentFinding) *documentAlert {
	return &documentAlert{finding: f, Alert: &Alert{
		ID: d.past.NewID("alert"), Version: -1, State: "ACTIVE", Severity: t.Severity, ExecutionID: d.Execution,
		Start: d.Now, LastNotification: d.Now, FindingIDs: []string{f.ID}, RelatedDocIDs: []string{f.document()},
	}}
}

// actions renders the messages of the alerts of one index: one for each alert, or
// one for all. Nothing is throttled (from source).
func (d *documentRun) actions(out *TriggerResult, def *orderedjson.Object, alerts []*documentAlert) error {
	limit := maxActionable
	if d.MaxActionable != nil {
		limit = *d.MaxActionable
	}
	tooMany := limit >= 0 && len(alerts) > limit
	for _, x := range def.Array("actions") {
		action, _ := x.(*orderedjson.Object)
		groups := [][]*documentAlert{alerts}
		if _, each := actionable(action); each && !tooMany {
			groups = slices.Collect(slices.Chunk(alerts, 1))
		}
		for _, group := range groups {
			done, err := d.rendered(action, d.documentContext(def, group))
			if err != nil {
				return err
			}
			one := &DocumentAction{ActionResult: done}
			for _, a := range group {
				one.Alerts = append(one.Alerts, a.Alert)
			}
			out.Documents.Actions = append(out.Documents.Actions, one)
		}
	}
	return nil
}
