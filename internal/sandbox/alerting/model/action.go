package model

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// actionDraft is an action while its fields come.
type actionDraft struct {
	Action
	hasName, hasDestination bool
	message, subject        *script
	throttle, policy        *orderedjson.Object
}

func parseAction(r *xcontent.Reader) Action {
	d := actionDraft{Action: Action{ID: newID()}}
	r.Expect(xcontent.StartObject, r.Token())
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		d.field(r, name)
	}
	xcontent.Check(!d.ThrottleEnabled || d.HasThrottle, "Action throttle enabled but not set throttle value")
	initialized(d.hasName, "name")
	initialized(d.hasDestination, "destinationId")
	initialized(d.message != nil, "messageTemplate")
	if d.subject != nil {
		xcontent.Check(d.subject.lang == mustache, "subject_template must be a mustache script")
	}
	xcontent.Check(d.message.lang == mustache, "message_template must be a mustache script")
	if d.policy.Object("action_execution_scope").Has("per_execution") {
		xcontent.Check(!d.HasThrottle, "Throttle is currently not supported for per execution action scope")
	}
	return d.finish()
}

func (d *actionDraft) field(r *xcontent.Reader, name string) {
	null := r.Token() == xcontent.Null
	switch name {
	case "id":
		d.ID = r.Text()
	case "name":
		d.Name, d.hasName = r.NotNullText(), true
	case "destination_id":
		d.DestinationID, d.hasDestination = r.NotNullText(), true
	case "subject_template":
		d.subject = nil
		if !null {
			s := parseScript(r, mustache)
			d.subject = &s
		}
	case "message_template":
		s := parseScript(r, mustache)
		d.message = &s
	case "throttle":
		d.HasThrottle, d.throttle = !null, nil
		if !null {
			d.ThrottleMinutes = parseThrottle(r)
			d.throttle = object("value", d.ThrottleMinutes, "unit", "MINUTES")
		}
	case "throttle_enabled":
		d.ThrottleEnabled = r.Bool()
	case "action_execution_policy":
		if r.Dialect.BareMonitors {
			unexpected(name)
		}
		d.policy = nil
		if !null {
			d.policy = parsePolicy(r)
		}
	default:
		unexpected(name)
	}
}

// unexpected refuses a field that actions don't have.
func unexpected(name string) {
	xcontent.Throw(fault.New(fault.IllegalState, "Unexpected field: %s, while parsing action", name))
}

func (d *actionDraft) finish() Action {
	stored := object("id", d.ID, "name", d.Name, "destination_id", d.DestinationID,
		"message_template", d.message.stored, "throttle_enabled", d.ThrottleEnabled)
	if d.subject != nil {
		stored.Set("subject_template", d.subject.stored)
	}
	if d.throttle != nil {
		stored.Set("throttle", d.throttle)
	}
	if d.policy != nil {
		stored.Set("action_execution_policy", d.policy)
	}
	d.Stored = stored
	return d.Action
}

// parseThrottle returns minutes; 0 where no value was given, which is refused
// only when the monitor is saved.
func parseThrottle(r *xcontent.Reader) int {
	value := 0
	r.Expect(xcontent.StartObject, r.Token())
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		switch name {
		case "unit":
			xcontent.Check(strings.ToUpper(r.Text()) == "MINUTES", "Only support MINUTES throttle unit currently")
		case "value":
			xcontent.Check(r.Token() != xcontent.Null, "Throttle value can't be null")
			if !r.Token().IsValue() {
				r.Unknown()
			}
			value = r.Int()
			xcontent.Check(value > 0, "Can only set positive throttle period")
		default:
			xcontent.Throw(fault.New(fault.IllegalState, "Unexpected field: %s, while parsing action", name))
		}
	}
	return value
}

func parsePolicy(r *xcontent.Reader) *orderedjson.Object {
	var scope *orderedjson.Object
	r.Expect(xcontent.StartObject, r.Token())
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		if name == "action_execution_scope" {
			scope = parseScope(r)
		}
	}
	initialized(scope != nil, "actionExecutionScope")
	return object("action_execution_scope", scope)
}

func parseScope(r *xcontent.Reader) *orderedjson.Object {
	var scope *orderedjson.Object
	r.Expect(xcontent.StartObject, r.Token())
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		xcontent.Check(scope == nil, "You can only specify one type of action execution scope.")
		switch name {
		case "per_alert":
			scope = object(name, object("actionable_alerts", anyTexts(parseCategories(r))))
		case "per_execution":
			for r.Next() != xcontent.EndObject {
				continue // what is in it counts for nothing
			}
			scope = object(name, &orderedjson.Object{})
		default:
			xcontent.Throw(fault.Require("Invalid field [%s] found in action execution scope.", name))
		}
	}
	xcontent.Check(scope != nil, "Action execution scope is null.")
	return scope
}

var alertCategories = []string{"DEDUPED", "NEW", "COMPLETED"}

// parseCategories reads the alerts that a per-alert action acts on: a set, in the
// order of the first mention.
func parseCategories(r *xcontent.Reader) []string {
	found := []string{}
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		if name != "actionable_alerts" {
			xcontent.Throw(fault.Require("Invalid field [%s] found in per alert action execution scope.", name))
		}
		r.Expect(xcontent.StartArray, r.Token())
		for r.Next() != xcontent.EndArray {
			category := r.Text()
			if !slices.Contains(alertCategories, category) {
				xcontent.Throw(fault.New(fault.IllegalState, "Actionable alerts should be one of [DEDUPED, NEW, COMPLETED]"))
			}
			if !slices.Contains(found, category) {
				found = append(found, category)
			}
		}
	}
	return found
}
