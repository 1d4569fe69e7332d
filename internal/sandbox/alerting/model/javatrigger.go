package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// named is the trigger as errors name it: by its id, or, on servers whose text is
// "$trigger.id" without the braces that Kotlin wants there, as a whole with ".id"
// behind it (monitor_errors/trigger_kinds on 1.3.14).
func (t Trigger) named(d dialect.Dialect) string {
	if d.OlderMonitors {
		return t.java() + ".id"
	}
	return t.ID
}

// java is the trigger as Kotlin prints it.
func (t Trigger) java() string {
	actions := make([]string, len(t.Actions))
	for i, a := range t.Actions {
		actions[i] = a.java()
	}
	if t.Kind == BucketTrigger {
		text, _ := orderedjson.Marshal(object(t.ID, object("bucket_selector_ext", t.Condition))) // was read from JSON
		var wide bytes.Buffer
		_ = json.Indent(&wide, text, "", "  ")
		selector := strings.ReplaceAll(wide.String(), `": `, `" : `)
		return fmt.Sprintf("BucketLevelTrigger(id=%s, name=%s, severity=%s, bucketSelector=%s, actions=%s)",
			t.ID, t.Name, t.Severity, selector, javaList(actions))
	}
	return fmt.Sprintf("QueryLevelTrigger(id=%s, name=%s, severity=%s, actions=%s, condition=%s)",
		t.ID, t.Name, t.Severity, javaList(actions), javaScript(t.Condition.Object("script")))
}

func (a Action) java() string {
	subject := "null"
	if s := a.Stored.Object("subject_template"); s != nil {
		subject = javaScript(s)
	}
	throttle := "null"
	if a.HasThrottle {
		throttle = fmt.Sprintf("Throttle(value=%d, unit=Minutes)", a.ThrottleMinutes)
	}
	return fmt.Sprintf("Action(name=%s, destinationId=%s, subjectTemplate=%s, messageTemplate=%s, throttleEnabled=%t, "+
		"throttle=%s, id=%s, actionExecutionPolicy=null)", a.Name, a.DestinationID, subject,
		javaScript(a.Stored.Object("message_template")), a.ThrottleEnabled, throttle, a.ID)
}

// javaScript is an inline script as Java prints it.
func javaScript(script *orderedjson.Object) string {
	source, _ := script.Get("source")
	return fmt.Sprintf("Script{type=inline, lang='%s', idOrCode='%s', options=%s, params=%s}",
		script.Text("lang"), javaText(source), javaText(orEmpty(script.Object("options"))), javaText(orEmpty(script.Object("params"))))
}

func orEmpty(o *orderedjson.Object) *orderedjson.Object {
	if o == nil {
		return &orderedjson.Object{}
	}
	return o
}
