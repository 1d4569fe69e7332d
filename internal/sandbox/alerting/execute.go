package alerting

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// executeInline is POST /monitors/_execute: it runs a monitor that is not stored.
// It is checked less than a saved one, and leaves no alerts.
func (a *API) executeInline(r *rest.Request) (rest.Response, error) {
	r.Has("monitorID") // no part of this route, but known to it
	run, err := a.readRun(r)
	if err != nil {
		return rest.Response{}, err
	}
	m, response, err := a.readMonitor(r)
	if m == nil {
		return response, err
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	m.User = ownerOf(r.User())
	if err := a.endlessRun(r, m); err != nil {
		return rest.Never(err), nil
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
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	if doc, err := a.read(id); err == nil && doc != nil && !doc.Source.Has("monitor") {
		return refused(a.remoteFault())
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
	stored, f := a.storedMonitor(doc)
	if f != nil {
		return nil, 0, f
	}
	text, err := orderedjson.Marshal(stored)
	if err != nil {
		return nil, 0, err
	}
	reader := a.reader(text)
	reader.Next()
	m, err := model.Parse(reader, a.now())
	if err == nil {
		m.User = stored.Object("user")
	}
	return m, doc.Version, err
}

// readRun reads the parameters of a run. They are judged only after unknown ones.
func (a *API) readRun(r *rest.Request) (run monitorRun, err error) {
	r.Has("dryrun")
	r.Has("period_end")
	if err := r.CheckParams(); err != nil {
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

var timeValueForm = pattern.New(`^(\d+)(nanos|micros|ms|s|m|h|d)$`)

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
	if !a.runsStill(run.monitor) {
		return rest.Never(errNoRuns), nil
	}
	run.start = run.monitor.Schedule.PeriodEndingAt(run.end)
	result, err := a.run(r.Context(), run)
	if err != nil {
		return refused(err)
	}
	return answer(r, http.StatusOK, result), nil
}
