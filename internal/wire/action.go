package wire

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

func decodeAction(r *reader, v any, path string) monitors.Action {
	o, ok := r.object(v, path)
	if !ok {
		return monitors.Action{}
	}
	a := monitors.Action{
		ID: o.text("id"), Name: o.required("name"),
		Destination:     monitors.DestinationRef{ID: o.required("destination_id")},
		Message:         decodeScript(o, "message_template", mustache),
		ThrottleEnabled: o.boolean("throttle_enabled", false),
	}
	if o.value("message_template") == nil {
		r.fail(o.at("message_template"), "is missing")
	}
	if o.value("subject_template") != nil {
		subject := decodeScript(o, "subject_template", mustache)
		a.Subject = &subject
	}
	if throttle, ok := o.child("throttle"); ok {
		a.Throttle = &monitors.Throttle{Value: throttle.integer("value", 0), Unit: monitors.Unit(strings.ToUpper(throttle.text("unit")))}
		if a.Throttle.Unit == "" {
			a.Throttle.Unit = monitors.Minutes
		}
	}
	if policy, ok := o.child("action_execution_policy"); ok {
		a.Policy = decodePolicy(policy)
	}
	for _, key := range o.Keys() {
		if !slices.Contains(actionFields, key) {
			r.fail(o.at(key), "is no field of an action")
		}
	}
	return a
}

// actionFields are all that an action may hold: the server refuses any other
// (500 "Unexpected field"), where it drops unknown fields of nearly all else.
var actionFields = []string{
	"id", "name", "destination_id", "subject_template", "message_template", "throttle_enabled", "throttle", "action_execution_policy",
}

func decodePolicy(o object) *monitors.ExecutionPolicy {
	scope, ok := o.child("action_execution_scope")
	if !ok {
		o.r.fail(o.at("action_execution_scope"), "is missing")
		return nil
	}
	if alert, ok := scope.child("per_alert"); ok {
		return &monitors.ExecutionPolicy{Actionable: alert.texts("actionable_alerts")}
	}
	if !scope.Has("per_execution") {
		o.r.fail(scope.path, "must hold per_alert or per_execution")
	}
	return &monitors.ExecutionPolicy{PerExecution: true}
}

func encodeAction(a monitors.Action) *orderedjson.Object {
	o := orderedjson.NewObject()
	setText(o, "id", a.ID)
	o.Set("name", a.Name)
	o.Set("destination_id", a.Destination.ID)
	o.Set("message_template", encodeScript(a.Message))
	o.Set("throttle_enabled", a.ThrottleEnabled)
	if a.Subject != nil {
		o.Set("subject_template", encodeScript(*a.Subject))
	}
	if a.Throttle != nil {
		o.Set("throttle", orderedjson.NewObject(
			orderedjson.Member{Key: "value", Value: number(a.Throttle.Value)},
			orderedjson.Member{Key: "unit", Value: string(a.Throttle.Unit)}))
	}
	if a.Policy != nil {
		scope := wrapped("per_alert", wrapped("actionable_alerts", anyList(a.Policy.Actionable)))
		if a.Policy.PerExecution {
			scope = wrapped("per_execution", orderedjson.NewObject())
		}
		o.Set("action_execution_policy", wrapped("action_execution_scope", scope))
	}
	return o
}
