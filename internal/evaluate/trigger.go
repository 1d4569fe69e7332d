package evaluate

import (
	"errors"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/mustache"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
)

// trigger runs a condition, and renders the actions if it fires. Observed on
// 2.19.4: a condition that fails counts as fired; an acknowledged alert silences
// the actions unless the condition failed.
func (r Request) trigger(result *Result, trigger *orderedjson.Object) (*TriggerResult, error) {
	out := &TriggerResult{ID: trigger.Text("id"), Name: trigger.Text("name"), Severity: trigger.Text("severity")}
	var alert *Alert
	if r.Alerts != nil {
		alert = r.Alerts.Current(out.ID)
	}
	failure, err := r.condition(out, result, trigger, alert)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(r.Monitor.Body.Text("monitor_type"), clusterMetrics) && !r.Dialect.NoClusterResults {
		out.Clusters = []string{}
		if out.Triggered && failure == nil {
			out.Clusters = append(out.Clusters, r.Cluster)
		}
	}
	if !out.Triggered || r.Audited || alert != nil && alert.State == "ACKNOWLEDGED" && failure == nil {
		return out, nil
	}
	ctx := r.context(result, trigger, alert, failure)
	for _, a := range trigger.Array("actions") {
		action, _ := a.(*orderedjson.Object)
		one, err := r.action(trigger, action, ctx)
		if err != nil {
			return nil, err
		}
		out.Actions = append(out.Actions, one)
	}
	return out, nil
}

// condition runs the script into out.
func (r Request) condition(out *TriggerResult, result *Result, trigger *orderedjson.Object, alert *Alert) (*scriptFailure, error) {
	definition := trigger.Object("condition").Object("script")
	source := sourceOf(definition)
	fail := func(err error) (*scriptFailure, error) {
		var cannot *painless.UnsupportedError
		if errors.As(err, &cannot) {
			return nil, fault.Unsupported("condition: %s", cannot.Construct)
		}
		f := failureOf(source, err)
		if f == nil {
			return nil, err
		}
		f.jdk = r.Dialect.JDK
		out.Triggered, out.Error = true, f.text()
		return f, nil
	}
	context := painless.QueryLevelTrigger
	if r.Dialect.BareAlerts {
		context = painless.OlderQueryLevelTrigger
	}
	script, err := r.Dialect.Scripts.Compile(source, context)
	if err != nil {
		return fail(err)
	}
	value, err := script.Run(painless.Bindings{Ctx: r.scriptContext(result, trigger, alert),
		Params: paramsOf(definition), JDK: r.Dialect.JDK, Now: func() int64 { return r.Now.UnixMilli() }})
	if err != nil {
		return fail(err)
	}
	out.Triggered = value == true
	return nil, nil
}

func (r Request) scriptContext(result *Result, trigger *orderedjson.Object, alert *Alert) *painless.TriggerContext {
	enabled, _ := r.Monitor.Body.Get("enabled")
	ctx := &painless.TriggerContext{PeriodStart: r.PeriodStart, PeriodEnd: r.PeriodEnd, Results: results(result)}
	ctx.Monitor = painless.MonitorFields{ID: r.Monitor.ID, Name: r.Monitor.Body.Text("name"), Version: r.Monitor.Version, Enabled: enabled == true}
	ctx.Trigger = painless.TriggerFields{ID: trigger.Text("id"), Name: trigger.Text("name"), Severity: trigger.Text("severity")}
	for _, a := range trigger.Array("actions") {
		ctx.Trigger.Actions = append(ctx.Trigger.Actions, javavalue.FromJSON(a))
	}
	if alert != nil {
		ctx.Alert = &painless.AlertFields{ID: alert.ID, Version: alert.Version, Acknowledged: alert.State == "ACKNOWLEDGED"}
	}
	return ctx
}

func results(result *Result) []javavalue.Value {
	var out []javavalue.Value
	for _, in := range result.Inputs {
		out = append(out, javavalue.FromJSON(in))
	}
	return out
}

// action renders one action's subject and message.
func (r Request) action(trigger, action *orderedjson.Object, ctx *javavalue.Map) (*ActionResult, error) {
	if r.Alerts != nil && r.Alerts.Throttled(trigger.Text("id"), action) {
		out := newActionResult(action)
		out.Throttled = true
		return out, nil
	}
	return r.rendered(action, ctx)
}

func newActionResult(action *orderedjson.Object) *ActionResult {
	return &ActionResult{ID: action.Text("id"), Name: action.Text("name"), DestinationID: action.Text("destination_id")}
}

// rendered renders an action that nothing holds back.
func (r Request) rendered(action *orderedjson.Object, ctx *javavalue.Map) (*ActionResult, error) {
	out := newActionResult(action)
	out.Executed = r.Now
	var err error
	if out.Subject, err = r.render(action.Object("subject_template"), ctx); err == nil {
		out.Message, err = r.render(action.Object("message_template"), ctx)
	}
	var cannot *mustache.UnsupportedError
	switch {
	case errors.As(err, &cannot):
		return nil, fault.Unsupported("message: %s", cannot.Construct)
	case err != nil:
		out.Error = templateError(err)
	case out.Message == "":
		out.Error = "Message content missing in the Destination with id: " + out.DestinationID
	}
	return out, nil
}

// render renders a template object ({"source", "options"}); nil renders to nothing.
func (r Request) render(template *orderedjson.Object, ctx *javavalue.Map) (string, error) {
	if template == nil {
		return "", nil
	}
	compiled, err := mustache.Parse(sourceOf(template))
	if err != nil {
		return "", err
	}
	root := paramsOf(template)
	root.Put("ctx", ctx)
	return compiled.Render(root, mustache.Options{
		ContentType: template.Object("options").Text("content_type"), JDK: r.Dialect.JDK})
}

// sourceOf is the text of a script or a template. One that was sent as an object
// is the text of that (execute/template_params on 2.19.4).
func sourceOf(script *orderedjson.Object) string {
	o := script.Object("source")
	if o == nil {
		return script.Text("source")
	}
	text, err := orderedjson.Marshal(o)
	if err != nil {
		return ""
	}
	return string(text)
}

// paramsOf are the params of a script or a template.
func paramsOf(script *orderedjson.Object) *javavalue.Map {
	out := javavalue.NewHashMap()
	for _, m := range script.Object("params").Members() {
		out.Put(m.Key, javavalue.FromJSON(m.Value))
	}
	return out
}

func templateError(err error) string {
	var syntax *mustache.SyntaxError
	if errors.As(err, &syntax) {
		return syntax.ServerReason()
	}
	return err.Error()
}
