package model

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// maxTriggers is the limit of triggers in a monitor, fixed on 2.19.
const maxTriggers = 10

var typeForm = pattern.New(`^[a-zA-Z0-9_]{5,25}$`)

// draft is a monitor while its fields come.
type draft struct {
	*Monitor
	hasName, hasSchedule, hasEnabledTime bool
}

// Parse reads a monitor. The reader stands on the beginning of the object; now
// is in milliseconds since 1970. Errors are *fault.Fault or xcontent.ErrEndless.
func Parse(r *xcontent.Reader, now int64) (*Monitor, error) {
	d := draft{Monitor: &Monitor{
		dialect: r.Dialect,
		Type:    QueryLevel, Enabled: true, UIMetadata: &orderedjson.Object{},
		DataSources: DefaultDataSources(), Owner: DefaultOwner, LastUpdate: now,
	}}
	if d.dialect.OlderMonitors {
		d.DataSources, d.Owner = DataSources{}, ""
	}
	if err := readFields(r, d.field, func() { d.finish(now) }); err != nil {
		return nil, err
	}
	return d.Monitor, nil
}

// readFields reads an object field by field, in the order in which they come, and
// then judges the whole; the error is the first fault.
func readFields(r *xcontent.Reader, field func(*xcontent.Reader, string), finish func()) error {
	return xcontent.Catch(func() {
		r.Expect(xcontent.StartObject, r.Token())
		for r.Next() != xcontent.EndObject {
			name := r.Name()
			r.Next()
			field(r, name)
		}
		finish()
	})
}

// newerFields are those that OlderMonitors know nothing of.
var newerFields = []string{"data_sources", "delete_query_index_in_every_run", "should_create_single_alert_for_findings", "owner"}

// olderTypes are the types of OlderMonitors, in the plugin's order.
var olderTypes = []string{QueryLevel, BucketLevel, ClusterMetrics}

// checkType refuses a type that the server does not know, or one without the form
// of a type.
func (d *draft) checkType() {
	switch {
	case d.dialect.OlderMonitors && !slices.Contains(olderTypes, d.Type):
		xcontent.Throw(fault.New(fault.IllegalState, "Monitor type should be one of %s", javaList(olderTypes)))
	case !typeForm.MatchString(d.Type):
		xcontent.Throw(fault.New(fault.IllegalState, "Monitor type should follow pattern [a-zA-Z0-9_]{5,25}"))
	}
}

// field reads the value of one field; unknown ones are dropped.
func (d *draft) field(r *xcontent.Reader, name string) {
	null := r.Token() == xcontent.Null
	if d.dialect.BareMonitors && name == "monitor_type" || d.dialect.OlderMonitors && slices.Contains(newerFields, name) {
		r.Skip()
		return
	}
	switch name {
	case "schema_version":
		d.SchemaVersion = r.Int()
	case "name":
		d.Name, d.hasName = r.Text(), true
	case "monitor_type":
		d.Type = r.Text()
		d.checkType()
	case "user":
		if !null {
			ParseUser(r)
		}
	case "enabled":
		d.Enabled = r.Bool()
	case "schedule":
		d.Schedule, d.hasSchedule = parseSchedule(r), true
	case "inputs":
		d.Inputs = append(d.Inputs, parseList(r, parseInput)...)
	case "triggers":
		d.Triggers = append(d.Triggers, parseList(r, parseTrigger)...)
	case "enabled_time":
		d.EnabledTime, d.hasEnabledTime = ParseInstant(r)
	case "last_update_time":
		ParseInstant(r) // read and thrown away: it is always now
	case "ui_metadata":
		d.UIMetadata = r.Map()
	case "data_sources":
		if null {
			d.DataSources = DefaultDataSources()
		} else {
			d.DataSources = parseDataSources(r)
		}
	case "delete_query_index_in_every_run":
		d.DeleteQueryIndex = !null && r.Bool() || null && d.DeleteQueryIndex
	case "should_create_single_alert_for_findings":
		d.SingleAlert = !null && r.Bool() || null && d.SingleAlert
	case "owner":
		if !null {
			d.Owner = r.Text()
		}
	default:
		r.Skip()
	}
}

func parseList[T any](r *xcontent.Reader, parse func(*xcontent.Reader) T) []T {
	r.Expect(xcontent.StartArray, r.Token())
	list := []T{}
	for r.Next() != xcontent.EndArray {
		list = append(list, parse(r))
	}
	return list
}

// ParseInstant reads milliseconds since 1970; null is none.
func ParseInstant(r *xcontent.Reader) (int64, bool) {
	switch {
	case r.Token() == xcontent.Null:
		return 0, false
	case r.Token().IsValue():
		return r.Long(), true
	}
	r.Unknown()
	return 0, false
}

// ParseUser reads a user, which the server then replaces by the caller.
func ParseUser(r *xcontent.Reader) {
	r.Expect(xcontent.StartObject, r.Token())
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		switch name {
		case "name":
			r.Text()
		case "backend_roles", "roles", "custom_attribute_names":
			r.Texts()
		}
	}
}

// finish fills what was left out and checks the rules of the model, in the
// server's order.
func (d *draft) finish(now int64) {
	switch {
	case d.Enabled && !d.hasEnabledTime:
		d.EnabledTime = now
	case !d.Enabled:
		d.EnabledTime = 0
	}
	if d.dialect.BareMonitors {
		initialized(d.hasName, "name")
		initialized(d.hasSchedule, "schedule")
	}
	xcontent.Check(d.hasName, "Monitor name is null")
	xcontent.Check(d.hasSchedule, "Monitor schedule is null")
	d.checkTriggers()
	xcontent.Check(len(d.Inputs) <= 1, "Monitors can only have 1 search input.")
	xcontent.Check(len(d.Triggers) <= maxTriggers, "Monitors can only support up to %d triggers.", maxTriggers)
	if strings.EqualFold(d.Type, BucketLevel) {
		d.checkBucketInputs()
	}
}

// triggersOf is which kind of trigger a type takes; other types take any.
var triggersOf = map[string]string{
	QueryLevel: QueryTrigger, ClusterMetrics: QueryTrigger, BucketLevel: BucketTrigger, DocumentLevel: DocumentTrigger,
}

func (d *draft) checkTriggers() {
	seen := map[string]bool{}
	for _, t := range d.Triggers {
		xcontent.Check(!seen[t.ID], "Duplicate trigger id: %s. Trigger ids must be unique.", t.ID)
		seen[t.ID] = true
		if kind, known := triggersOf[d.Type]; known && kind != t.Kind {
			xcontent.Throw(fault.Require("Incompatible trigger [%s] for monitor type [%s]", t.named(d.dialect), d.Type))
		}
	}
}

func (d *draft) checkBucketInputs() {
	for _, in := range d.Inputs {
		xcontent.Check(in.Kind == SearchInput, "Unsupported input [%s] for Monitor", in.java)
		xcontent.Check(hasAggregation(in.Query), "At least one aggregation is required for the input [%s]", in.java)
	}
}

// pipelines are the aggregations that the server does not count here: they work
// on what other aggregations yield.
var pipelines = map[string]bool{
	"avg_bucket": true, "max_bucket": true, "min_bucket": true, "sum_bucket": true, "stats_bucket": true,
	"extended_stats_bucket": true, "percentiles_bucket": true, "moving_avg": true, "moving_fn": true,
	"derivative": true, "cumulative_sum": true, "bucket_script": true, "bucket_selector": true,
	"bucket_sort": true, "serial_diff": true, "bucket_selector_ext": true,
}

func hasAggregation(query *orderedjson.Object) bool {
	for _, m := range query.Object("aggregations").Members() {
		aggregation, _ := m.Value.(*orderedjson.Object)
		for _, kind := range aggregation.Keys() {
			if kind != "aggregations" && kind != "meta" && !pipelines[kind] {
				return true
			}
		}
	}
	return false
}
