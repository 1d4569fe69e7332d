package painless

import (
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// TriggerContext is ctx in the condition of a query-level trigger: an object
// with these fields and no others (alerting-api 3.1). Whatever of Monitor's,
// Trigger's and Alert's fields is not listed does not compile.
type TriggerContext struct {
	// Results holds the answer of each input; empty where the search failed.
	Results                []Value
	PeriodStart, PeriodEnd time.Time
	Monitor                MonitorFields
	Trigger                TriggerFields
	// Alert is the open alert of the trigger, nil where there is none.
	Alert *AlertFields
	// Error is the message of ctx.error, the failure of the search; "" is none.
	// Recorded on 2.19.4: where the search failed, a condition finds ctx.error
	// set. (In messages it is not: there it is the condition's own error.)
	Error string
}

// MonitorFields is ctx.monitor.
type MonitorFields struct {
	ID, Name string
	Version  int64
	Enabled  bool
}

// TriggerFields is ctx.trigger. Scripts can't look into Actions but count them.
type TriggerFields struct {
	ID, Name, Severity string
	Actions            []Value
}

// AlertFields is ctx.alert.alert.
type AlertFields struct {
	ID           string
	Version      int64
	Acknowledged bool
}

// resultList is the list that the plugin makes of the results: its kind shows in
// the message of an index beyond its end.
func (t *TriggerContext) resultList() *javavalue.List {
	l := &javavalue.List{Items: t.Results}
	switch len(t.Results) {
	case 0:
		l.ReadOnly, l.Class = true, "kotlin.collections.EmptyList"
	case 1:
		l.ReadOnly, l.Class = true, "java.util.Collections$SingletonList"
	}
	return l
}

// pluginObject is an object of the alerting plugin: getters by name.
type pluginObject struct {
	class   string
	getters map[string]Value
}

// JavaClass is the binary name.
func (o *pluginObject) JavaClass() string { return o.class }

// JavaString prints all of a Kotlin object, which is more than is known here.
func (o *pluginObject) JavaString(javavalue.JDK) string {
	refuse(0, "%s as text", o.class)
	return ""
}

// JavaHash is by identity.
func (o *pluginObject) JavaHash() int32 { return 1 }

// JavaEquals is by identity.
func (o *pluginObject) JavaEquals(other Value) bool { return other == Value(o) }

func (o *pluginObject) method(c *invocation) (Value, bool) {
	v, ok := o.getters[c.key()]
	return v, ok
}

// JavaClass is the binary name.
func (t *TriggerContext) JavaClass() string {
	return "org.opensearch.alerting.script.QueryLevelTriggerExecutionContext"
}

// JavaString prints more than is known here.
func (t *TriggerContext) JavaString(javavalue.JDK) string {
	refuse(0, "ctx as text")
	return ""
}

// JavaHash is by identity.
func (t *TriggerContext) JavaHash() int32 { return 1 }

// JavaEquals is by identity.
func (t *TriggerContext) JavaEquals(other Value) bool { return other == Value(t) }

func (t *TriggerContext) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "getResults/0":
		return t.resultList(), true
	case "getPeriodStart/0":
		return javavalue.Instant{Time: t.PeriodStart.UTC()}, true
	case "getPeriodEnd/0":
		return javavalue.Instant{Time: t.PeriodEnd.UTC()}, true
	case "getError/0":
		if t.Error == "" {
			return nil, true
		}
		return &exception{class: "java.lang.Exception", message: t.Error}, true
	case "getMonitor/0":
		return &pluginObject{"org.opensearch.commons.alerting.model.Monitor", map[string]Value{
			"getId/0": t.Monitor.ID, "getVersion/0": t.Monitor.Version, "getName/0": t.Monitor.Name, "getEnabled/0": t.Monitor.Enabled,
		}}, true
	case "getTrigger/0":
		return &pluginObject{"org.opensearch.commons.alerting.model.Trigger", map[string]Value{
			"getId/0": t.Trigger.ID, "getName/0": t.Trigger.Name, "getSeverity/0": t.Trigger.Severity,
			"getActions/0": javavalue.NewList(t.Trigger.Actions...),
		}}, true
	case "getAlert/0":
		return t.alert(), true
	}
	return nil, false
}

func (t *TriggerContext) alert() Value {
	if t.Alert == nil {
		return nil
	}
	return &pluginObject{"org.opensearch.alerting.model.AlertContext", map[string]Value{
		"getAlert/0": t.Alert.object("org.opensearch.commons.alerting.model.Alert"),
	}}
}

func (a *AlertFields) object(class string) *pluginObject {
	return &pluginObject{class, map[string]Value{
		"getId/0": a.ID, "getVersion/0": a.Version, "isAcknowledged/0": a.Acknowledged,
	}}
}

// olderContext is ctx in a condition of an OlderQueryLevelTrigger.
type olderContext struct{ *TriggerContext }

// JavaEquals is by identity.
func (t olderContext) JavaEquals(other Value) bool { return other == Value(t) }

func (t olderContext) method(c *invocation) (Value, bool) {
	if c.key() != "getAlert/0" {
		return t.TriggerContext.method(c)
	}
	if t.Alert == nil {
		return nil, true
	}
	return t.Alert.object("org.opensearch.alerting.model.Alert"), true
}
