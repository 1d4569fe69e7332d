package alerting

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// monitorRun is one run of a monitor.
type monitorRun struct {
	id      string // "" for one that is not stored
	version int64
	monitor *model.Monitor
	start   time.Time
	end     time.Time
	dry     bool
}

// executeInline is POST /monitors/_execute: it runs a monitor that is not stored.
// It is checked less than a saved one, and leaves no alerts.
func (a *API) executeInline(r *rest.Request) (rest.Response, error) {
	run, err := a.readRun(r)
	if err != nil {
		return rest.Response{}, err
	}
	m, response, err := a.readMonitor(r)
	if m == nil {
		return response, err
	}
	run.monitor, run.version = m, 1
	return a.answerRun(r, run)
}

// executeStored is POST /monitors/{id}/_execute.
func (a *API) executeStored(r *rest.Request) (rest.Response, error) {
	id := r.Param("monitorID")
	run, err := a.readRun(r)
	if err != nil {
		return rest.Response{}, err
	}
	if run.monitor, run.version, err = a.load(id); err != nil {
		return refused(err)
	}
	run.id = id
	return a.answerRun(r, run)
}

// load reads a stored monitor for a run.
func (a *API) load(id string) (*model.Monitor, int64, error) {
	doc, err := a.read(id)
	if err != nil {
		return nil, 0, err
	}
	if doc == nil {
		return nil, 0, fault.WithStatus(http.StatusNotFound, "Can't find monitor with id: %s", id)
	}
	stored, f := storedMonitor(doc)
	if f != nil {
		return nil, 0, f
	}
	text, err := orderedjson.Marshal(stored)
	if err != nil {
		return nil, 0, err
	}
	reader := xcontent.NewReader(text)
	reader.Next()
	m, err := model.Parse(reader, a.now())
	return m, doc.Version, err
}

// readRun reads the parameters of a run. They are judged only after unknown ones.
func (a *API) readRun(r *rest.Request) (run monitorRun, err error) {
	r.Has("dryrun")
	r.Has("period_end")
	if err := r.Ready(); err != nil {
		return run, err
	}
	if run.dry, err = r.Bool("dryrun", rest.OffByDefault); err != nil {
		return run, err
	}
	run.end = a.deps.Clock.Now()
	if r.Has("period_end") {
		ms, err := timeValueMillis("period_end", r.Param("period_end"))
		if err != nil {
			return run, err
		}
		run.end = time.UnixMilli(ms)
	}
	return run, nil
}

var timeValueForm = regexp.MustCompile(`^(\d+)(nanos|micros|ms|s|m|h|d)$`)

// timeValueMillis reads a time value as milliseconds; it may be a time since 1970
// that is too long for a time.Duration.
func timeValueMillis(name, text string) (int64, error) {
	trimmed := strings.ToLower(strings.TrimSpace(text))
	if trimmed == "0" || trimmed == "-1" {
		return strconv.ParseInt(trimmed, 10, 64)
	}
	m := timeValueForm.FindStringSubmatch(trimmed)
	if m == nil {
		_, err := rest.ParseTimeValue(name, text)
		if err == nil {
			err = rest.IllegalArgument("failed to parse setting [%s] with value [%s] as a time value", name, text)
		}
		return 0, err
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return 0, rest.IllegalArgument("failed to parse [%s]", text)
	}
	switch m[2] {
	case "nanos":
		return n / 1_000_000, nil
	case "micros":
		return n / 1_000, nil
	}
	return n * map[string]int64{"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}[m[2]], nil
}

func (a *API) answerRun(r *rest.Request, run monitorRun) (rest.Response, error) {
	run.start = run.monitor.Schedule.PeriodEndingAt(run.end)
	result, err := a.run(r.Context(), run)
	if err != nil {
		return refused(err)
	}
	return answer(r, http.StatusOK, result), nil
}

// runScheduled runs a monitor that is due.
func (a *API) runScheduled(id string, due time.Time) {
	m, version, err := a.load(id)
	if err != nil {
		return
	}
	run := monitorRun{id: id, version: version, monitor: m, end: due, start: m.Schedule.PeriodEndingAt(due)}
	_, _ = a.run(context.Background(), run) // what fails in a run stands in its alerts
}

// run runs a monitor and keeps what comes of it, and returns the result as
// _execute answers it.
func (a *API) run(ctx context.Context, run monitorRun) (*orderedjson.Object, error) {
	if !run.monitor.IsStandard() {
		text := "Monitor Type " + run.monitor.Type + " not known"
		return resultObject(run, text, &outcome{}, &orderedjson.Object{}), nil
	}
	if err := a.ensureAlertIndices(); err != nil {
		return nil, err
	}
	a.runs.Lock()
	defer a.runs.Unlock()
	current := a.currentAlerts(run)
	out, err := a.evaluate(run, current)
	if err != nil {
		return nil, err
	}
	triggers := &orderedjson.Object{}
	changes := []alertChange{}
	for i, t := range run.monitor.Triggers {
		result := out.triggers[i]
		actions := a.act(ctx, run, t, result, current[t.ID])
		triggers.Set(t.ID, triggerObject(t, result, actions))
		if change := a.compose(run, t, current[t.ID], out.failure, result, actions); change != nil {
			changes = append(changes, *change)
		}
	}
	if !run.dry && run.id != "" {
		a.saveAlerts(changes)
	}
	return resultObject(run, nil, out, triggers), nil
}

func resultObject(run monitorRun, runError any, out *outcome, triggers *orderedjson.Object) *orderedjson.Object {
	results := out.results
	if results == nil {
		results = []any{}
	}
	return rest.O(
		"monitor_name", run.monitor.Name, "period_start", run.start.UnixMilli(), "period_end", run.end.UnixMilli(),
		"error", runError,
		"input_results", rest.O("results", results, "error", out.failure.answer()),
		"trigger_results", triggers,
	)
}

func triggerObject(t model.Trigger, result triggerOutcome, actions []actionResult) *orderedjson.Object {
	list := &orderedjson.Object{}
	for _, x := range actions {
		list.Set(x.action.ID, x.object())
	}
	return rest.O("name", t.Name, "triggered", result.triggered, "action_results", list, "error", result.failure.answer())
}

// actionResult is what became of an action.
type actionResult struct {
	action    model.Action
	output    *orderedjson.Object
	throttled bool
	at        int64 // milliseconds since 1970; 0 where it was throttled
	failure   *failure
}

func (x actionResult) object() *orderedjson.Object {
	var at any
	if x.at != 0 {
		at = x.at
	}
	output := x.output
	if output == nil {
		output = &orderedjson.Object{}
	}
	return rest.O("id", x.action.ID, "name", x.action.Name, "output", output, "throttled", x.throttled,
		"executionTime", at, "error", x.failure.answer())
}

// act does the actions of a trigger that fired, unless its alert is acknowledged.
func (a *API) act(ctx context.Context, run monitorRun, t model.Trigger, result triggerOutcome, alert *openAlert) []actionResult {
	suppressed := alert != nil && alert.state() == "ACKNOWLEDGED" && result.failure == nil
	if !result.triggered || suppressed {
		return nil
	}
	done := []actionResult{}
	for i, action := range t.Actions {
		if a.throttled(action, alert) {
			done = append(done, actionResult{action: action, throttled: true})
			continue
		}
		done = append(done, a.do(ctx, run, action, result.messages[i]))
	}
	return done
}

// throttled tells whether an action was done too recently. The memory of it is in
// the open alert, under the action's id.
func (a *API) throttled(action model.Action, alert *openAlert) bool {
	if alert == nil || !action.HasThrottle || !action.ThrottleEnabled {
		return false
	}
	last := alert.lastRunOf(action.ID)
	return last != 0 && last >= a.now()-int64(action.ThrottleMinutes)*60_000
}

// do sends a rendered message, or, in a dry run, only shows it.
func (a *API) do(ctx context.Context, run monitorRun, action model.Action, m message) actionResult {
	x := actionResult{action: action, at: a.now()}
	switch {
	case m.failure != nil:
		x.failure = m.failure
	case m.text == "":
		x.failure = failed("Message content missing in the Destination with id: " + action.DestinationID)
	case run.dry:
		x.output = rest.O("subject", m.subject, "message", m.text)
	default:
		answer, failure := a.send(ctx, action.DestinationID, m)
		if failure != nil {
			x.failure = failure
			break
		}
		x.output = rest.O("subject", m.subject, "message", m.text, "messageId", answer)
	}
	return x
}

// send delivers a message. An id without a channel is looked for among the old
// destinations, of which there are none.
func (a *API) send(ctx context.Context, channelID string, m message) (string, *failure) {
	answer, err := a.deps.Sender.Send(ctx, channelID, m.subject, m.text)
	switch {
	case err == nil:
		return answer, nil
	case !errors.Is(err, ErrNoChannel):
		f := failed(err.Error())
		f.told = "OpenSearchStatusException[" + err.Error() + "]"
		return "", f
	case a.store().Get(configIndex) == nil:
		return "", failed("Configured indices are not found: [" + configIndex + "]")
	}
	return "", failed("Unable to find a Notification Channel or Destination config with id [" + channelID + "]")
}
