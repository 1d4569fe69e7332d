package evaluate

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// context is ctx in messages: a map, its keys in the order of the plugin
// (alerting-api 4, mustache recordings of 2.19.4).
func (r Request) context(result *Result, trigger *orderedjson.Object, alert *Alert, failure *scriptFailure) *javavalue.Map {
	ctx := javavalue.NewLinkedMap()
	ctx.Put("monitor", r.monitorMap())
	ctx.Put("results", javavalue.NewList(results(result)...))
	ctx.Put("periodStart", javavalue.Instant{Time: r.PeriodStart.UTC()})
	ctx.Put("periodEnd", javavalue.Instant{Time: r.PeriodEnd.UTC()})
	ctx.Put("error", failure.message())
	ctx.Put("trigger", r.triggerMap(trigger))
	ctx.Put("alert", alert.asMap())
	return ctx
}

// linked makes a LinkedHashMap of keys and values in turn.
func linked(pairs ...any) *javavalue.Map {
	m := javavalue.NewLinkedMap()
	for i := 0; i < len(pairs); i += 2 {
		m.Put(pairs[i], pairs[i+1])
	}
	return m
}

func (r Request) monitorMap() *javavalue.Map {
	body := r.Monitor.Body
	enabled, _ := body.Get("enabled")
	if r.Dialect.BareContext {
		return linked("_id", r.Monitor.ID, "_version", r.Monitor.Version, "name", body.Text("name"), "enabled", enabled == true)
	}
	inputs := javavalue.NewList()
	for _, in := range body.Array("inputs") {
		o, _ := in.(*orderedjson.Object)
		if documents := o.Object("doc_level_input"); documents != nil {
			inputs.Items = append(inputs.Items, documentInputMap(documents))
			continue
		}
		if o.Has("uri") { // tells nothing of itself (from source)
			inputs.Items = append(inputs.Items, linked())
			continue
		}
		inputs.Items = append(inputs.Items, inputMap(o.Object("search")))
	}
	return linked("_id", r.Monitor.ID, "_version", r.Monitor.Version, "name", body.Text("name"), "enabled", enabled == true,
		"monitor_type", body.Text("monitor_type"), "enabled_time", long(body, "enabled_time"),
		"last_update_time", long(body, "last_update_time"), "schedule", scheduleMap(body.Object("schedule")), "inputs", inputs)
}

// long is a time of a body as Java's Long; null where there is none.
func long(o *orderedjson.Object, key string) any {
	v, _ := o.Get(key)
	n, ok := v.(json.Number)
	if !ok {
		return nil
	}
	i, err := n.Int64()
	if err != nil {
		return nil
	}
	return i
}

func inputMap(search *orderedjson.Object) *javavalue.Map {
	text, err := orderedjson.Marshal(search.Object("query"))
	if err != nil {
		text = nil
	}
	return linked("search", linked("indices", javavalue.FromJSON(search.Array("indices")), "query", string(text)))
}

func scheduleMap(s *orderedjson.Object) *javavalue.Map {
	if p := s.Object("period"); p != nil {
		unit := p.Text("unit")
		if unit != "" {
			unit = unit[:1] + strings.ToLower(unit[1:]) // a ChronoUnit prints "Minutes"
		}
		v, _ := p.Get("interval")
		return linked("period", linked("interval", javavalue.FromJSON(v), "unit", unit))
	}
	c := s.Object("cron")
	return linked("cron", linked("expression", c.Text("expression"), "timezone", c.Text("timezone")))
}

func (r Request) triggerMap(t *orderedjson.Object) *javavalue.Map {
	actions := javavalue.NewList()
	for _, a := range t.Array("actions") {
		o, _ := a.(*orderedjson.Object)
		if r.Dialect.BareContext {
			actions.Items = append(actions.Items, linked("name", o.Text("name")))
			continue
		}
		throttled, _ := o.Get("throttle_enabled")
		actions.Items = append(actions.Items, linked("id", o.Text("id"), "name", o.Text("name"),
			"destination_id", o.Text("destination_id"), "throttle_enabled", throttled == true))
	}
	if r.Dialect.BareContext {
		return linked("id", t.Text("id"), "name", t.Text("name"), "severity", t.Text("severity"), "actions", actions)
	}
	script := t.Object("condition").Object("script")
	lang := script.Text("lang")
	if lang == "" {
		lang = "painless"
	}
	return linked("id", t.Text("id"), "name", t.Text("name"), "severity", t.Text("severity"), "actions", actions,
		"condition", linked("script", linked("source", script.Text("source"), "lang", lang)))
}

// asMap is ctx.alert in messages; null where no alert is open.
func (a *Alert) asMap() any {
	if a == nil {
		return nil
	}
	return linked("acknowledged_time", epoch(a.Acknowledged), "id", a.ID, "version", a.Version, "end_time", nil,
		"error_message", textOrNull(a.ErrorMessage), "execution_id", textOrNull(a.ExecutionID),
		"last_notification_time", epoch(a.LastNotification), "severity", a.Severity, "start_time", epoch(a.Start),
		"state", a.State, "bucket_keys", nil, "parent_bucket_path", nil, "finding_ids", "", "related_doc_ids", "")
}

func epoch(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
