package model

import "github.com/alertplan/alertplan/internal/orderedjson"

// Stored is the monitor as it is stored and answered, ui_metadata included
// where it holds anything.
func (m *Monitor) Stored() *orderedjson.Object {
	o := object("type", "monitor", "schema_version", m.SchemaVersion, "name", m.Name)
	if m.dialect.UsersShown {
		o.Set("user", orNull(m.User))
	}
	if !m.dialect.BareMonitors {
		o.Set("monitor_type", m.Type)
	}
	inputs, triggers := []any{}, []any{}
	for _, in := range m.Inputs {
		inputs = append(inputs, in.Stored)
	}
	for _, t := range m.Triggers {
		if m.dialect.BareMonitors {
			triggers = append(triggers, t.bare())
			continue
		}
		triggers = append(triggers, object(t.Kind, t.bare()))
	}
	o.Set("enabled", m.Enabled)
	o.Set("enabled_time", m.enabledTime())
	o.Set("schedule", m.Schedule.Stored)
	o.Set("inputs", inputs)
	o.Set("triggers", triggers)
	o.Set("last_update_time", m.LastUpdate)
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

// Evaluated is the monitor as a run takes it: with its type and the kinds of its
// triggers, whether the server knows them or not.
func (m *Monitor) Evaluated() *orderedjson.Object {
	typed := *m
	typed.dialect.BareMonitors = false
	return typed.Stored()
}

// orNull is JSON's null for no object.
func orNull(o *orderedjson.Object) any {
	if o == nil {
		return nil
	}
	return o
}

// bare is the trigger without its kind around it.
func (t Trigger) bare() *orderedjson.Object {
	actions := []any{}
	for _, a := range t.Actions {
		actions = append(actions, a.Stored)
	}
	return object("id", t.ID, "name", t.Name, "severity", t.Severity, "condition", t.Condition, "actions", actions)
}
