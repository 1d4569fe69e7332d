package evaluate

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/expression"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Chained is a chained trigger of a workflow whose delegates have run.
type Chained struct {
	WorkflowID      string
	WorkflowVersion int64
	Workflow        *orderedjson.Object // the object under "workflow"
	Trigger         *orderedjson.Object // the object under "chained_alert_trigger"
	// Alerts are the ids of the alerts that each delegate left in this run.
	Alerts map[string][]string
	// Current is the trigger's open alert, nil for none.
	Current *Alert
	// Throttled tells whether an action is held back; nil: none is.
	Throttled func(action *orderedjson.Object) bool
	Now       time.Time
}

// Run judges a chained trigger and renders its messages. The alerts that it stands
// on come with it. Observed on 2.19.4: a condition that fails does not fire; an
// acknowledged alert silences the actions.
func (c Chained) Run() (out *TriggerResult, associated []string, err error) {
	out = &TriggerResult{ID: c.Trigger.Text("id"), Name: c.Trigger.Text("name"), Severity: c.Trigger.Text("severity")}
	fires, monitors, failure := c.judge(sourceOf(c.Trigger.Object("condition").Object("script")))
	out.Triggered, out.Error = fires, failure
	for _, id := range monitors {
		for _, alert := range c.Alerts[id] {
			if fires && !slices.Contains(associated, alert) {
				associated = append(associated, alert)
			}
		}
	}
	if !fires || c.Current != nil && c.Current.State == "ACKNOWLEDGED" {
		return out, associated, nil
	}
	for _, x := range c.Trigger.Array("actions") {
		action, _ := x.(*orderedjson.Object)
		done, err := c.action(action)
		if err != nil {
			return nil, nil, err
		}
		out.Actions = append(out.Actions, done)
	}
	return out, associated, nil
}

// judge tells whether a condition holds, and which monitors it names.
func (c Chained) judge(source string) (fires bool, monitors []string, failure string) {
	e, err := expression.Chained.Parse(source)
	if err == nil {
		fires, err = e.Holds(func(text string) bool {
			key, value := expression.Operand(text)
			if key == "id" && !slices.Contains(monitors, value) {
				monitors = append(monitors, value)
			}
			return key == "id" && len(c.Alerts[value]) > 0
		})
	}
	var broken *expression.Error
	if errors.As(err, &broken) {
		return false, nil, broken.Error()
	}
	return fires, monitors, ""
}

func (c Chained) action(action *orderedjson.Object) (*ActionResult, error) {
	if c.Throttled != nil && c.Throttled(action) {
		out := newActionResult(action)
		out.Throttled = true
		return out, nil
	}
	for _, key := range []string{"subject_template", "message_template"} {
		text := sourceOf(action.Object(key))
		if strings.Contains(text, "ctx.results") || strings.Contains(text, "{{ctx}}") {
			return nil, fault.Unsupported("message of a chained trigger with ctx.results")
		}
	}
	return Request{Now: c.Now}.rendered(action, c.context())
}

// context is ctx in messages of a chained trigger (from source): ctx.monitor is
// the workflow, and there is no ctx.trigger.
func (c Chained) context() *javavalue.Map {
	enabled, _ := c.Workflow.Get("enabled")
	firing, alerts := javavalue.NewList(), javavalue.NewHashMap()
	for _, id := range slices.Sorted(maps.Keys(c.Alerts)) {
		firing.Items = append(firing.Items, id)
		ids := javavalue.NewList()
		for _, alert := range c.Alerts[id] {
			ids.Items = append(ids.Items, alert)
		}
		alerts.Put(id, ids)
	}
	return linked("monitor", linked("_id", c.WorkflowID, "_version", c.WorkflowVersion, "name", c.Workflow.Text("name"), "enabled", enabled == true),
		"periodStart", javavalue.Instant{Time: c.Now.UTC()}, "error", nil,
		"alertGeneratingMonitors", firing, "monitorIdToAlertIdsMap", alerts)
}
