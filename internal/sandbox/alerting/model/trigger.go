package model

import (
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// triggerWrappers are the keys that wrap a trigger; an object that begins with
// another one is a bare query-level trigger, the form of older servers.
var triggerWrappers = map[string]bool{
	QueryTrigger: true, BucketTrigger: true, DocumentTrigger: true, ChainedTrigger: true,
	"noop_trigger": true, "remote_monitor_trigger": true,
}

func parseTrigger(r *xcontent.Reader) Trigger {
	r.Expect(xcontent.StartObject, r.Token())
	if r.Dialect.BareMonitors {
		return parseScripted(r, QueryTrigger)
	}
	r.Expect(xcontent.FieldName, r.Next())
	kind := r.Name()
	older := kind != QueryTrigger && kind != BucketTrigger && r.Dialect.OlderMonitors
	if !triggerWrappers[kind] || older {
		t := parseScripted(r, QueryTrigger)
		r.Expect(xcontent.EndObject, r.Token())
		return t
	}
	r.Expect(xcontent.StartObject, r.Next())
	var t Trigger
	switch kind {
	case "noop_trigger":
		throwUnknown(r, kind)
	case "remote_monitor_trigger":
		r.Skip()
		xcontent.Throw(fault.New(fault.NullPointer, `Cannot read the array length because "buf" is null`))
	case BucketTrigger:
		t = parseBucketTrigger(r)
	default:
		t = parseScripted(r, kind)
	}
	r.Expect(xcontent.EndObject, r.Next())
	return t
}

// triggerDraft is a trigger while its fields come.
type triggerDraft struct {
	Trigger
	hasName, hasSeverity bool
}

func newTriggerDraft(kind string) *triggerDraft {
	return &triggerDraft{Trigger: Trigger{Kind: kind, ID: newID(), Actions: []Action{}}}
}

// common reads the fields that all kinds of triggers have.
func (d *triggerDraft) common(r *xcontent.Reader, name string) {
	switch name {
	case "id":
		d.ID = r.Text()
	case "name":
		d.Name, d.hasName = r.Text(), true
	case "severity":
		d.Severity, d.hasSeverity = r.Text(), true
	case "actions":
		d.Actions = append(d.Actions, parseList(r, parseAction)...)
	}
}

// require throws where a field without a default did not come.
func (d *triggerDraft) require(condition string) {
	initialized(d.hasName, "name")
	initialized(d.hasSeverity, "severity")
	initialized(d.Condition != nil, condition)
}

// initialized throws Kotlin's fault of a property that was never set.
func initialized(set bool, property string) {
	if !set {
		xcontent.Throw(fault.New(fault.Uninitialized, "lateinit property %s has not been initialized", property))
	}
}

// parseScripted reads a trigger whose condition is a script: all but bucket-level
// ones. It steps over unknown fields without looking into them, one token at a
// time, and takes the first field of the condition for its script whatever its
// name is.
func parseScripted(r *xcontent.Reader, kind string) Trigger {
	d := newTriggerDraft(kind)
	if r.Token() == xcontent.StartObject {
		r.Next()
	}
	for r.Token() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		switch {
		case name == "condition":
			r.Next()
			s := parseScript(r, painless)
			xcontent.Check(s.lang == painless, "Invalid script language. Allowed languages are [painless]")
			d.Condition = object("script", s.stored)
			r.Next()
		case name == "query_ids" && kind == DocumentTrigger:
			r.Texts() // read and dropped
		default:
			d.common(r, name)
		}
		r.Next()
	}
	d.require("condition")
	return d.Trigger
}
