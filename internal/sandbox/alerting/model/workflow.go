package model

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// Workflow is a composite monitor that was taken: a sequence of monitors that run
// one after the other.
type Workflow struct {
	Name          string
	Enabled       bool
	EnabledTime   int64 // milliseconds since 1970; 0 where it is disabled
	LastUpdate    int64
	SchemaVersion int
	Schedule      Schedule
	Inputs        []WorkflowInput
	Triggers      []Trigger
	Owner         string
	// User is who saved it last, as it is stored; nil: not known.
	User *orderedjson.Object
	// AuditAlerts is audit_delegate_monitor_alerts.
	AuditAlerts bool
}

// WorkflowInput is a sequence of delegates.
type WorkflowInput struct{ Delegates []Delegate }

// Delegate is a monitor in a sequence.
type Delegate struct {
	Order     int
	MonitorID string
	// Chained is what the delegate takes its documents from, nil for nothing.
	Chained *ChainedFindings
}

// ChainedFindings names the monitors whose findings a delegate looks at.
type ChainedFindings struct {
	MonitorID  *string
	MonitorIDs []string
}

// Sources are the monitors that are named.
func (c *ChainedFindings) Sources() []string {
	if c.MonitorID != nil && strings.TrimSpace(*c.MonitorID) != "" {
		return []string{*c.MonitorID}
	}
	return c.MonitorIDs
}

// workflowDraft is a workflow while its fields come.
type workflowDraft struct {
	*Workflow
	hasName, hasSchedule, hasEnabledTime bool
}

// ParseWorkflow reads a workflow as Parse reads a monitor.
func ParseWorkflow(r *xcontent.Reader, now int64) (*Workflow, error) {
	d := workflowDraft{Workflow: &Workflow{Enabled: true, Owner: DefaultOwner, AuditAlerts: true, LastUpdate: now}}
	if err := readFields(r, d.field, func() { d.finish(now) }); err != nil {
		return nil, err
	}
	return d.Workflow, nil
}

func (d *workflowDraft) field(r *xcontent.Reader, name string) {
	null := r.Token() == xcontent.Null
	switch name {
	case "schema_version":
		d.SchemaVersion = r.Int()
	case "name":
		d.Name, d.hasName = r.Text(), true
	case "workflow_type":
		if r.Text() != "composite" {
			xcontent.Throw(fault.New(fault.IllegalState, "Workflow type should be one of [composite]"))
		}
	case "user":
		if !null {
			ParseUser(r)
		}
	case "enabled":
		d.Enabled = r.Bool()
	case "schedule":
		d.Schedule, d.hasSchedule = parseSchedule(r), true
	case "triggers":
		d.Triggers = append(d.Triggers, parseList(r, parseTrigger)...)
	case "inputs":
		d.Inputs = append(d.Inputs, parseList(r, parseWorkflowInput)...)
	case "enabled_time":
		d.EnabledTime, d.hasEnabledTime = ParseInstant(r)
	case "last_update_time":
		ParseInstant(r)
	case "audit_delegate_monitor_alerts":
		d.AuditAlerts = r.Bool()
	case "owner":
		if !null {
			d.Owner = r.Text()
		}
	default:
		r.Skip()
	}
}

func (d *workflowDraft) finish(now int64) {
	switch {
	case d.Enabled && !d.hasEnabledTime:
		d.EnabledTime = now
	case !d.Enabled:
		d.EnabledTime = 0
	}
	xcontent.Check(d.hasName, "Workflow name is null")
	xcontent.Check(d.hasSchedule, "Workflow schedule is null")
	xcontent.Check(len(d.Inputs) <= 1, "Workflows can only have 1 search input.")
	for _, t := range d.Triggers {
		xcontent.Check(t.Kind == ChainedTrigger, "Incompatible trigger [%s] for workflow. ", t.Name)
	}
}

func parseWorkflowInput(r *xcontent.Reader) WorkflowInput {
	r.Expect(xcontent.StartObject, r.Token())
	r.Expect(xcontent.FieldName, r.Next())
	kind := r.Name()
	r.Expect(xcontent.StartObject, r.Next())
	if kind != "composite_input" {
		xcontent.Throw(fault.New(fault.IllegalState, "Unexpected input type when reading Input"))
	}
	in := WorkflowInput{}
	eachField(r, func(name string) {
		if name == "sequence" {
			in.Delegates = parseSequence(r)
		}
	})
	r.Expect(xcontent.EndObject, r.Next())
	return in
}

// eachField reads an object field by field.
func eachField(r *xcontent.Reader, read func(name string)) {
	r.Expect(xcontent.StartObject, r.Token())
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		read(name)
	}
}

func parseSequence(r *xcontent.Reader) []Delegate {
	delegates := []Delegate{}
	eachField(r, func(name string) {
		if name == "delegates" {
			delegates = append(delegates, parseList(r, parseDelegate)...)
		}
	})
	return delegates
}

func parseDelegate(r *xcontent.Reader) Delegate {
	d, hasID := Delegate{}, false
	eachField(r, func(name string) {
		switch name {
		case "order":
			d.Order = r.Int()
			xcontent.Check(d.Order > 0, "Invalid delgate order")
		case "monitor_id":
			d.MonitorID, hasID = r.Text(), true
			checkID(d.MonitorID)
		case "chained_monitor_findings":
			d.Chained = parseChained(r)
		}
	})
	initialized(hasID, "monitorId")
	xcontent.Check(d.Order > 0, "Invalid delgate order")
	return d
}

func parseChained(r *xcontent.Reader) *ChainedFindings {
	c := &ChainedFindings{MonitorIDs: []string{}}
	eachField(r, func(name string) {
		switch {
		case name == "monitor_id" && r.Token() != xcontent.Null:
			id := r.Text()
			c.MonitorID = &id
		case name == "monitor_ids":
			c.MonitorIDs = append(c.MonitorIDs, r.Texts()...)
		}
	})
	blank := c.MonitorID == nil || strings.TrimSpace(*c.MonitorID) == ""
	xcontent.Check(!blank || len(c.MonitorIDs) > 0, "at least one of fields, 'monitorIds' and 'monitorId' should be provided")
	if c.MonitorID != nil && blank {
		checkID(*c.MonitorID)
		return c
	}
	for _, id := range c.MonitorIDs {
		checkID(id)
	}
	return c
}

// checkID refuses what cannot be the id of a monitor.
func checkID(id string) {
	strange := strings.Map(func(c rune) rune {
		if c < 0x80 && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("+/_-", c)) {
			return -1
		}
		return c
	}, id)
	xcontent.Check(strange == "" && strings.TrimSpace(id) != "", "Invalid characters in id : %s", strange)
}

// Delegates are the workflow's delegates.
func (w *Workflow) Delegates() []Delegate {
	if len(w.Inputs) == 0 {
		return nil
	}
	return w.Inputs[0].Delegates
}

// Stored is the workflow as it is stored and answered.
func (w *Workflow) Stored() *orderedjson.Object {
	inputs, triggers := []any{}, []any{}
	for _, in := range w.Inputs {
		delegates := []any{}
		for _, d := range in.Delegates {
			delegates = append(delegates, d.stored())
		}
		inputs = append(inputs, object("composite_input", object("sequence", object("delegates", delegates))))
	}
	for _, t := range w.Triggers {
		triggers = append(triggers, object(t.Kind, t.bare()))
	}
	var enabledTime any
	if w.Enabled {
		enabledTime = w.EnabledTime
	}
	return object(
		"type", "workflow", "schema_version", w.SchemaVersion, "name", w.Name, "workflow_type", "composite",
		"enabled", w.Enabled, "enabled_time", enabledTime, "schedule", w.Schedule.Stored,
		"inputs", inputs, "triggers", triggers, "last_update_time", w.LastUpdate,
		"owner", w.Owner, "audit_delegate_monitor_alerts", w.AuditAlerts,
	)
}

func (d Delegate) stored() *orderedjson.Object {
	o := object("order", d.Order, "monitor_id", d.MonitorID)
	if d.Chained != nil {
		var id any
		if d.Chained.MonitorID != nil {
			id = *d.Chained.MonitorID
		}
		o.Set("chained_monitor_findings", object("monitor_id", id, "monitor_ids", anyTexts(d.Chained.MonitorIDs)))
	}
	return o
}
