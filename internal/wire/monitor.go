package wire

import (
	"fmt"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// maxInputs is MONITOR_MAX_INPUTS of every version (alerting-api.md 1.1).
const maxInputs = 1

// DecodeMonitor reads a monitor's body, be it as people write one or as a server
// of any version returns it. It fills in no more defaults than reading needs
// (Monitor.Canonical does), and ignores server-owned and unknown fields, as the
// server does. The error is an *Error.
func DecodeMonitor(body *orderedjson.Object) (monitors.Monitor, error) {
	r := &reader{}
	o := object{Object: body, r: r}
	m := monitors.Monitor{
		Name:    o.required("name"),
		Type:    monitors.Type(o.text("monitor_type")),
		Enabled: o.boolean("enabled", true),
		Options: monitors.Options{
			DeleteQueryIndexInEveryRun:        o.boolean("delete_query_index_in_every_run", false),
			ShouldCreateSingleAlertForFinding: o.boolean("should_create_single_alert_for_findings", false),
		},
	}
	if roles := o.value("rbac_roles"); roles != nil {
		m.Roles = append(monitors.Roles{}, o.texts("rbac_roles")...)
	}
	m.Schedule = decodeSchedule(o)
	inputs := o.list("inputs")
	if len(inputs) > maxInputs {
		r.fail("inputs", "a monitor can have one input only")
	} else if len(inputs) == 1 {
		m.Input = decodeInput(r, inputs[0], "inputs[0]")
	}
	for i, v := range o.list("triggers") {
		m.Triggers = append(m.Triggers, decodeTrigger(r, v, triggerAt{path: fmt.Sprintf("triggers[%d]", i), monitor: m.Type}))
	}
	return m, r.result()
}

// EncodeMonitor is the body that creates or replaces a monitor. enabled is
// always in it, since its absence switches a monitor on; null never is, nor are
// empty ids, for which the server makes its own. uiMetadata is left out where it
// is empty: a body whose ui_metadata is an empty list is never answered, so only
// an object can be given.
func EncodeMonitor(m monitors.Monitor, uiMetadata *orderedjson.Object) *orderedjson.Object {
	body := orderedjson.NewObject()
	body.Set("type", "monitor")
	body.Set("name", m.Name)
	body.Set("monitor_type", string(typeOf(m)))
	body.Set("enabled", m.Enabled)
	body.Set("schedule", encodeSchedule(m.Schedule))
	inputs := []any{}
	if m.Input != nil {
		inputs = append(inputs, encodeInput(m.Input))
	}
	body.Set("inputs", inputs)
	triggers := []any{}
	for _, t := range m.Triggers {
		triggers = append(triggers, encodeTrigger(t))
	}
	body.Set("triggers", triggers)
	setWhere(body, "delete_query_index_in_every_run", true, m.Options.DeleteQueryIndexInEveryRun)
	setWhere(body, "should_create_single_alert_for_findings", true, m.Options.ShouldCreateSingleAlertForFinding)
	setWhere(body, "rbac_roles", anyList(m.Roles), m.Roles != nil && !m.KeepsRoles)
	setWhere(body, "ui_metadata", uiMetadata, uiMetadata.Len() > 0)
	return body
}

func typeOf(m monitors.Monitor) monitors.Type {
	if m.Type == "" {
		return monitors.QueryLevel
	}
	return m.Type
}

// setWhere sets key only where wanted, as null is never sent.
func setWhere(o *orderedjson.Object, key string, value any, wanted bool) {
	if wanted {
		o.Set(key, value)
	}
}

func setText(o *orderedjson.Object, key, text string) { setWhere(o, key, text, text != "") }

func anyList(texts []string) []any {
	list := make([]any, len(texts))
	for i, text := range texts {
		list[i] = text
	}
	return list
}
