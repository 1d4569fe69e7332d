package alerting

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// saving is a request that saves a monitor, as far as it was read.
type saving struct {
	id      string // "" on POST
	monitor *model.Monitor
	lock    lockParams
	visible index.Visibility
	user    *rest.User // nil: nobody
	rbac    rbac
	// restarted: a document-level monitor is enabled that was not.
	restarted bool
}

// create is POST /monitors.
func (a *API) create(r *rest.Request) (rest.Response, error) { return a.save(r, "") }

// update is PUT /monitors/{id}.
func (a *API) update(r *rest.Request) (rest.Response, error) { return a.save(r, r.Param("monitorID")) }

func (a *API) save(r *rest.Request, id string) (rest.Response, error) {
	m, response, err := a.readMonitor(r)
	if m == nil {
		return response, err
	}
	s := saving{id: id, monitor: m, user: r.User()}
	if s.rbac, err = a.readRoles(r); err != nil && !a.deps.Dialect.OlderMonitors {
		return refused(err)
	}
	m.User = s.rbac.ofNew(s.user)
	if err := m.CheckRequest(); err != nil {
		return refused(err)
	}
	if s.lock, err = readLock(r); err != nil {
		return rest.Response{}, err
	}
	if s.visible, err = readRefresh(r); err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if a.deps.Dialect.OlderMonitors {
		m.SchemaVersion = model.SchemaVersion(a.deps.Dialect)
	}
	if m.HasIndexPattern() {
		return rest.Response{}, rest.ValidationFailed("Index patterns are not supported for doc level monitors.")
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	if f := a.checkSaver(s.user, s.rbac); f != nil {
		return refused(f)
	}
	if a.refusal(s.user, searching, m.Indices()) != "" {
		return refused(unreadable(m.Indices()))
	}
	if err := a.probe(m.Indices()); err != nil {
		return refused(err)
	}
	if !a.savesStill(r, m) {
		return rest.Never(errNoSaving), nil
	}
	return a.keep(r, s)
}

// readMonitor reads the body as a monitor. Without one the response or the error
// is the answer: a body that is no object is refused by the core, anything in it
// by the plugin.
func (a *API) readMonitor(r *rest.Request) (*model.Monitor, rest.Response, error) {
	data, err := jsonBody(r)
	if err != nil {
		return nil, rest.Response{}, err
	}
	reader := a.reader(data)
	if err := xcontent.Catch(func() { reader.Expect(xcontent.StartObject, reader.Next()) }); err != nil {
		response, err := refusedPlainly(err)
		return nil, response, err
	}
	m, err := model.Parse(reader, a.now())
	if err != nil {
		response, err := a.refusedBody(err)
		return nil, response, err
	}
	return m, rest.Response{}, nil
}

// jsonBody is the body as JSON, whatever it was sent as.
func jsonBody(r *rest.Request) ([]byte, error) {
	if r.HasBody() && !r.IsYAML() {
		return r.Raw(), nil
	}
	body, err := r.Body() // no body, or YAML
	if err != nil {
		return nil, err
	}
	return orderedjson.Marshal(body.Value)
}

// keep is what happens to a monitor that was read and whose indices are there.
func (a *API) keep(r *rest.Request, s saving) (response rest.Response, err error) {
	a.store().Together(func() { response, err = a.keepWhole(r, s) })
	return response, err
}

func (a *API) keepWhole(r *rest.Request, s saving) (rest.Response, error) {
	a.mu.Lock()
	written, err := a.write(s)
	a.mu.Unlock()
	if err != nil {
		return rest.Response{}, err
	}
	if s.id != "" {
		a.moveAlerts(s.id, s.monitor)
	}
	a.schedule.monitorChanged(written.ID, s.monitor)
	body := rest.O("_id", written.ID, "_version", written.Version, "_seq_no", written.SeqNo,
		"_primary_term", written.PrimaryTerm, "monitor", s.monitor.Stored())
	if s.id != "" {
		return answer(r, http.StatusOK, body), nil
	}
	return answer(r, http.StatusCreated, body).WithLocation(a.location() + "/monitors/" + written.ID), nil
}

// write does the checks that need what is stored, in the server's order, and
// writes. Errors are answers.
func (a *API) write(s saving) (index.Written, error) {
	if err := a.ensureConfigIndex(); err != nil {
		return index.Written{}, toFault(err).Wrapped()
	}
	if f := a.checkThrottles(s.monitor); f != nil {
		return index.Written{}, f.Wrapped()
	}
	if s.id == "" {
		if limit := a.deps.Settings.Int("plugins.alerting.monitor.max_monitors"); a.countMonitors() >= limit {
			f := fault.Require("This request would create more than the allowed monitors [%d].", limit)
			return index.Written{}, f.Wrapped()
		}
	} else if f := a.takeOver(&s); f != nil {
		return index.Written{}, f.Wrapped()
	}
	lock, f := a.checkLock(s.lock)
	if f == nil {
		f = a.blocked(configIndex)
	}
	if f != nil {
		return index.Written{}, f.Wrapped()
	}
	if f := s.monitor.CheckDocumentInput(); f != nil && s.id == "" {
		return index.Written{}, f.WrappedTwice()
	}
	if s.id == "" {
		lock = nil // a POST makes a new id: its lock has nothing to hold
	}
	written, err := a.put(index.Write{
		Index: configIndex, ID: s.id, Source: document(s.monitor), Lock: lock, Visible: s.visible,
	})
	if err != nil {
		return written, toFault(err).Wrapped()
	}
	if s.visible == index.AtRefresh {
		a.refreshLater()
	}
	if s.restarted {
		return written, a.beginRuns(written.ID, s.monitor)
	}
	if a.deps.Dialect.NoWorkflows {
		return written, nil
	}
	return written, a.writeMetadata(written.ID, s.monitor)
}

// takeOver brings into an update what the stored monitor decides: the time since
// when it is enabled, where it stays enabled.
func (a *API) takeOver(s *saving) *fault.Fault {
	doc, err := a.read(s.id)
	if err != nil {
		return toFault(err)
	}
	if doc == nil {
		return fault.WithStatus(http.StatusNotFound, "Monitor with %s is not found", s.id)
	}
	old, f := a.storedMonitor(doc)
	if f != nil {
		return f
	}
	if f := a.checkAccess(s.user, old, "monitor", s.id); f != nil {
		return f
	}
	s.monitor.User = s.rbac.ofChanged(s.user, old)
	enabled, _ := old.Get("enabled")
	if enabled == true && s.monitor.Enabled {
		s.monitor.EnabledTime = int64At(old, "enabled_time")
	}
	s.restarted = enabled != true && s.monitor.Enabled && s.monitor.IsDocumentLevel()
	s.monitor.SchemaVersion = model.SchemaVersion(a.deps.Dialect)
	return nil
}

// document is a monitor as it lies in the config index, with the user who saved
// it: without the security plugin one without a name.
func document(m *model.Monitor) *orderedjson.Object {
	stored := m.Stored()
	stored.Set("user", m.User)
	return rest.O("monitor", stored)
}

// nobody is the user without a name.
func nobody() *orderedjson.Object {
	return rest.O("name", "", "backend_roles", []any{}, "roles", []any{}, "custom_attribute_names", []any{})
}

// checkThrottles holds every throttle, enabled or not, to the limits.
func (a *API) checkThrottles(m *model.Monitor) *fault.Fault {
	longest := a.deps.Settings.Duration("plugins.alerting.action_throttle_max_value")
	for _, minutes := range m.Throttles() {
		length := time.Duration(minutes) * time.Minute
		if length > longest {
			return fault.Require("Can only set throttle period less than or equal to %s", timeValue(longest))
		}
		if length < time.Minute {
			return fault.Require("Can only set throttle period greater than or equal to %s", timeValue(time.Minute))
		}
	}
	return nil
}

// timeValue prints a duration as the server does: in the largest unit that fits,
// with one digit behind the point where there is one.
func timeValue(d time.Duration) string {
	for _, u := range []struct {
		length time.Duration
		name   string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}, {time.Millisecond, "ms"}} {
		if d >= u.length {
			tenths := int64(d / (u.length / 10))
			return strings.TrimSuffix(fmt.Sprintf("%d.%d", tenths/10, tenths%10), ".0") + u.name
		}
	}
	return fmt.Sprintf("%dms", d.Milliseconds())
}
