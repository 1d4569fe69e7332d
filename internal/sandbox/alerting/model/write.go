package model

import "github.com/alertplan/alertplan/internal/orderedjson"

// Stored is the monitor as it is stored and answered, ui_metadata included
// where it holds anything.
func (m *Monitor) Stored() *orderedjson.Object {
	inputs, triggers := []any{}, []any{}
	for _, in := range m.Inputs {
		inputs = append(inputs, in.Stored)
	}
	for _, t := range m.Triggers {
		triggers = append(triggers, t.stored())
	}
	o := object(
		"type", "monitor", "schema_version", m.SchemaVersion, "name", m.Name, "monitor_type", m.Type,
		"enabled", m.Enabled, "enabled_time", m.enabledTime(), "schedule", m.Schedule.Stored,
		"inputs", inputs, "triggers", triggers, "last_update_time", m.LastUpdate,
	)
	if m.UIMetadata.Len() > 0 {
		o.Set("ui_metadata", m.UIMetadata)
	}
	if m.dialect.OlderMonitors {
		return o
	}
	o.Set("data_sources", m.DataSources.stored())
	o.Set("delete_query_index_in_every_run", m.DeleteQueryIndex)
	o.Set("should_create_single_alert_for_findings", m.SingleAlert)
	o.Set("owner", m.Owner)
	return o
}

func (m *Monitor) enabledTime() any {
	if !m.Enabled {
		return nil
	}
	return m.EnabledTime
}

func (t Trigger) stored() *orderedjson.Object {
	actions := []any{}
	for _, a := range t.Actions {
		actions = append(actions, a.Stored)
	}
	return object(t.Kind, object("id", t.ID, "name", t.Name, "severity", t.Severity,
		"condition", t.Condition, "actions", actions))
}
