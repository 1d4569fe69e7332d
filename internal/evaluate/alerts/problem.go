package alerts

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// throttled tells whether an action was done too recently for an alert, which is
// nil where none is open. The memory of it is in the alert, under the action's id:
// a new alert, or an action with a new id, throttles nothing.
func throttled(alert *Alert, action *orderedjson.Object, now time.Time) bool {
	enabled, _ := action.Get("throttle_enabled")
	if alert == nil || enabled != true || !action.Has("throttle") {
		return false
	}
	v, _ := action.Object("throttle").Get("value")
	n, _ := v.(json.Number)
	minutes, _ := n.Int64()
	for _, note := range alert.Actions {
		if note.ActionID == action.Text("id") && !note.Done.IsZero() {
			return note.Done.UnixMilli() >= now.Add(-time.Duration(minutes)*time.Minute).UnixMilli()
		}
	}
	return false
}

// teller words what an alert tells of a problem.
type teller struct{ plain bool } // dialect.PlainProblems

func tellerOf(request evaluate.Request) teller { return teller{request.Dialect.PlainProblems} }

// problemOf is what went wrong before any message was sent, as an alert tells it;
// "" for nothing.
func (tell teller) problemOf(result *evaluate.Result, t *evaluate.TriggerResult) string {
	switch {
	case result.InputError != "":
		return "Failed fetching inputs:\n" + tell.toldOfInput(result.InputError)
	case t.Error != "":
		return "Failed evaluating trigger:\n" + toldOfScript(t.Error)
	}
	return ""
}

// bucketProblem is problemOf of a bucket-level monitor.
func (tell teller) bucketProblem(result *evaluate.Result, t *evaluate.TriggerResult) string {
	switch {
	case strings.HasPrefix(result.InputError, "Cannot invoke "): // a Java exception, told by its message
		return "Failed fetching inputs:\n" + result.InputError
	case result.InputFailed:
		return "Failed fetching inputs:\n" + tell.toldOfInput(result.InputError)
	case t.Error != "":
		return "Failed evaluating trigger:\n" + t.Error
	}
	return ""
}

// toldOfInput is how an alert tells of a search that failed: the exception's
// class around its message (execute/index_deleted_later).
func (t teller) toldOfInput(message string) string {
	if t.plain {
		return javaException(message)
	}
	if index, ok := strings.CutPrefix(message, "no such index ["); ok {
		return "[" + strings.TrimSuffix(index, "]") + "] IndexNotFoundException[" + message + "]"
	}
	if message == "closed" {
		return "IndexClosedException[closed]"
	}
	return "SearchPhaseExecutionException[" + message + "]"
}

// javaException is a failed search as Java prints it: the exception's class and its
// message.
func javaException(message string) string {
	class := "org.opensearch.action.search.SearchPhaseExecutionException"
	switch {
	case strings.HasPrefix(message, "no such index ["):
		class = "org.opensearch.index.IndexNotFoundException"
	case message == "closed":
		class = "org.opensearch.indices.IndexClosedException"
	}
	return class + ": " + message
}

// toldOfScript is how an alert tells of a condition that failed: the lines of its
// script_stack.
func toldOfScript(text string) string {
	v, err := orderedjson.Parse([]byte(text))
	o, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		return text
	}
	lines := []string{}
	for _, line := range o.Array("script_stack") {
		text, _ := line.(string)
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}

var address = pattern.New(`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`)

// hideAddresses masks IP addresses in an alert's errors.
func (t teller) hideAddresses(text string) string {
	if t.plain {
		return text
	}
	return address.ReplaceAllString(text, "x.x.x.x")
}
