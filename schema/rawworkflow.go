package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// rawWorkflow reads a workflow from its body, as the API has it. A delegate may be a
// reference to a monitor, and conditions may name delegates by their labels.
func (w *workflowBlock) rawWorkflow() (monitors.Monitor, bool) {
	body, ok := w.rawBody("workflow", []string{"name", "enabled", "delegates", "audit_delegate_alerts"})
	if !ok {
		return monitors.Monitor{}, false
	}
	m, err := wire.DecodeWorkflow(body)
	if err != nil {
		w.rawProblem(err)
		return monitors.Monitor{}, false
	}
	if dropped := wire.DroppedFields(body); len(dropped) > 0 {
		w.report("dropped-field", w.at("body"), "%s of this body would be dropped without a word. Look for a typing error, or take it out.", strings.Join(dropped, ", "))
	}
	if m.Name == "" {
		w.report("empty-text", w.at("body"), "The workflow in the body has no name. Give it one, that people see in Dashboards and in alerts.")
	}
	w.label(&m)
	w.referTo(&m)
	m = m.MapRefs(func(r monitors.Ref) monitors.Ref {
		if text, ok := strings.CutPrefix(r.ID, refMark); ok {
			if at, err := address.Parse(text); err == nil {
				return monitors.Ref{Address: at}
			}
		}
		return r
	})
	sequence := m.Input.(*monitors.Sequence)
	w.rawDelegates(sequence)
	w.checkSequence(sequence)
	w.checkRawSchedule(m.Schedule)
	for i := range m.Triggers {
		w.rawTrigger(&m.Triggers[i], fmt.Sprintf("/triggers/%d", i))
	}
	return w.canonical(m)
}

const delegatesOf = "/inputs/0/composite_input/sequence/delegates"

func (w *workflowBlock) rawDelegates(s *monitors.Sequence) {
	if len(s.Delegates) == 0 {
		w.report("missing-delegate", w.bodyAt(delegatesOf), "%s has no delegates. Name the monitors that it runs.", w.address.Block())
	}
	for _, d := range s.Delegates {
		at := w.bodyAt(delegatesOf)
		if d.Monitor.Address.IsZero() && !isUnknown(d.Monitor.ID) && !monitorID.MatchString(d.Monitor.ID) {
			w.report("invalid-delegate", at, "%q can be no id of a monitor.", d.Monitor.ID)
		}
		for _, source := range d.FindingsOf {
			w.findings(d, source, at, w)
		}
		w.delegates, w.places = append(w.delegates, d), append(w.places, at)
	}
}

func (w *workflowBlock) rawTrigger(t *monitors.Trigger, pointer string) {
	at := w.bodyAt(pointer)
	if t.Name == "" {
		w.report("empty-text", at, "A trigger has no name. Give it one: its alerts are kept by it.")
	}
	if !slices.Contains(severities, string(t.Severity)) && !isUnknown(string(t.Severity)) {
		w.report("invalid-severity", at, "The severity of a trigger must be from 1 (the highest) to 5.")
	}
	if c, ok := t.Condition.(*monitors.ChainedCondition); ok && !isUnknown(c.Script.Source) {
		if read, ok := w.chainedOfText(c.Script.Source, w.bodyAt(pointer+"/chained_alert_trigger/condition/script")).(*monitors.ChainedCondition); ok {
			read.Script.Params, read.Script.Options = c.Script.Params, c.Script.Options
			t.Condition = read
		}
	}
	for j, a := range t.Actions {
		w.checkRawAction(a, w.bodyAt(fmt.Sprintf("%s/chained_alert_trigger/actions/%d", pointer, j)))
	}
}
