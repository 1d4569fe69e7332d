package wire

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// chainedWrapper wraps the triggers of workflows, which take no other.
const chainedWrapper = "chained_alert_trigger"

// DecodeWorkflow reads a workflow's body as DecodeMonitor reads a monitor's. The
// result is of the type monitors.Composite. The order of delegates is that in which
// they run, whatever their numbers and places. The error is an *Error.
func DecodeWorkflow(body *orderedjson.Object) (monitors.Monitor, error) {
	r := &reader{}
	o := object{Object: body, r: r}
	m := monitors.Monitor{Name: o.required("name"), Type: monitors.Composite, Enabled: o.boolean("enabled", true)}
	m.Schedule = decodeSchedule(o)
	if kind := o.text("workflow_type"); kind != "" && kind != "composite" {
		r.fail("workflow_type", "must be composite")
	}
	sequence := &monitors.Sequence{Audit: o.boolean("audit_delegate_monitor_alerts", true)}
	m.Input = sequence
	inputs := o.list("inputs")
	if len(inputs) != 1 {
		r.fail("inputs", "a workflow must have one input, its sequence")
	} else {
		sequence.Delegates = decodeDelegates(r, inputs[0], "inputs[0]")
	}
	for i, v := range o.list("triggers") {
		at := triggerAt{path: fmt.Sprintf("triggers[%d]", i), monitor: m.Type}
		t := decodeTrigger(r, v, at)
		if _, ok := t.Condition.(*monitors.ChainedCondition); !ok {
			r.fail(at.path, "must be a %s", chainedWrapper)
		}
		m.Triggers = append(m.Triggers, t)
	}
	return m, r.result()
}

// placed is a delegate with its number.
type placed struct {
	order int
	monitors.Delegate
}

func decodeDelegates(r *reader, v any, path string) []monitors.Delegate {
	element, ok := r.object(v, path)
	if !ok {
		return nil
	}
	composite, ok := element.child("composite_input")
	if !ok {
		r.fail(path, "must be a composite_input")
		return nil
	}
	sequence, _ := composite.child("sequence")
	var list []placed
	for i, v := range sequence.list("delegates") {
		o, ok := r.object(v, fmt.Sprintf("%s[%d]", sequence.at("delegates"), i))
		if !ok {
			return nil
		}
		d := placed{order: o.integer("order", 0)}
		if d.order <= 0 {
			r.fail(o.at("order"), "must be a number above 0")
		}
		d.Monitor.ID = o.identifier("monitor_id")
		d.FindingsOf = decodeFindings(o)
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b placed) int { return cmp.Compare(a.order, b.order) })
	var delegates []monitors.Delegate
	for _, d := range list {
		delegates = append(delegates, d.Delegate)
	}
	return delegates
}

// decodeFindings reads chained_monitor_findings: monitor_id, else monitor_ids (2.10
// and later); the server prints both.
func decodeFindings(delegate object) []monitors.Ref {
	o, ok := delegate.child("chained_monitor_findings")
	if !ok {
		return nil
	}
	ids := o.texts("monitor_ids")
	if id := o.text("monitor_id"); id != "" {
		ids = []string{id}
	}
	var refs []monitors.Ref
	for _, id := range ids {
		refs = append(refs, monitors.Ref{ID: id})
	}
	return refs
}

// EncodeWorkflow is the body that creates or replaces a workflow. An owner other than
// the alerting plugin's own is written back: without one the server resets it.
func EncodeWorkflow(m monitors.Monitor, owner string) *orderedjson.Object {
	sequence, _ := m.Input.(*monitors.Sequence)
	if sequence == nil {
		sequence = &monitors.Sequence{Audit: true}
	}
	body := orderedjson.NewObject()
	body.Set("type", "workflow")
	body.Set("workflow_type", "composite")
	body.Set("name", m.Name)
	body.Set("enabled", m.Enabled)
	body.Set("schedule", encodeSchedule(m.Schedule))
	delegates := []any{}
	for i, d := range sequence.Delegates {
		delegates = append(delegates, encodeDelegate(d, i+1))
	}
	body.Set("inputs", []any{wrapped("composite_input", wrapped("sequence", wrapped("delegates", delegates)))})
	triggers := []any{}
	for _, t := range m.Triggers {
		triggers = append(triggers, encodeTrigger(t))
	}
	body.Set("triggers", triggers)
	body.Set("audit_delegate_monitor_alerts", sequence.Audit)
	setWhere(body, "owner", owner, owner != "" && owner != defaultOwner)
	return body
}

func encodeDelegate(d monitors.Delegate, order int) *orderedjson.Object {
	o := orderedjson.NewObject()
	o.Set("order", number(order))
	o.Set("monitor_id", d.Monitor.ID)
	switch len(d.FindingsOf) {
	case 0:
	case 1:
		o.Set("chained_monitor_findings", wrapped("monitor_id", d.FindingsOf[0].ID))
	default:
		ids := make([]string, len(d.FindingsOf))
		for i, r := range d.FindingsOf {
			ids[i] = r.ID
		}
		o.Set("chained_monitor_findings", wrapped("monitor_ids", anyList(ids)))
	}
	return o
}

// isWorkflow tells whether what an envelope holds is a workflow.
func isWorkflow(envelope, body *orderedjson.Object) bool {
	wrapped := envelope.Object("workflow") == body || envelope.Object("_source").Object("workflow") == body
	return wrapped || body.Text("type") == "workflow" || body.Has("workflow_type")
}

// delegateIDs lists every delegate of a workflow's body, whatever its shape: one that
// can't be decoded keeps its delegates from being deleted all the same.
func delegateIDs(body *orderedjson.Object) []string {
	var ids []string
	for _, v := range body.Array("inputs") {
		input, _ := v.(*orderedjson.Object)
		for _, d := range input.Object("composite_input").Object("sequence").Array("delegates") {
			delegate, _ := d.(*orderedjson.Object)
			if id := delegate.Text("monitor_id"); id != "" {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
