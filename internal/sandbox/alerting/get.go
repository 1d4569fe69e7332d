package alerting

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// anyVersion is the version parameter that asks for none.
const anyVersion = -3

// get is GET and HEAD /monitors/{id}.
func (a *API) get(r *rest.Request) (rest.Response, error) {
	id := r.Param("monitorID")
	version, err := readVersion(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if f := a.checkBackendRoles(r.User()); f != nil {
		return refused(f)
	}
	doc, err := a.read(id)
	switch {
	case err != nil && a.deps.Dialect.RemoteMetadata:
		return refused(fault.WithStatus(http.StatusNotFound, "Monitor not found. Backing index is missing."))
	case err != nil:
		return refused(err)
	case doc == nil:
		return refused(fault.WithStatus(http.StatusNotFound, "Monitor not found."))
	}
	if version < 0 && version != anyVersion {
		return refused(fault.New(fault.RequestInvalid,
			"Validation Failed: 1: illegal version value [%d] for version type [INTERNAL];", version))
	}
	if version != anyVersion && version != doc.Version {
		return refused(a.remoteFault())
	}
	monitor, f := a.storedMonitor(doc)
	if f != nil {
		if doc.Source.Has("metadata") {
			f = a.remoteFault()
		}
		return refused(f)
	}
	if f := a.checkAccess(r.User(), monitor, "monitor", id); f != nil {
		return refused(f)
	}
	body := rest.O("_id", id, "_version", doc.Version, "_seq_no", doc.SeqNo, "_primary_term", doc.PrimaryTerm,
		"monitor", shown(monitor, r))
	if !a.deps.Dialect.NoWorkflows {
		body.Set("associated_workflows", a.workflowsOf(id))
	}
	return answer(r, http.StatusOK, body), nil
}

// readVersion reads the version that a GET asks for, from the parameter or from
// the header If-Match.
func readVersion(r *rest.Request) (int64, error) {
	if r.Has("version") {
		return r.Int64("version", anyVersion)
	}
	tag := r.Header.Get("If-Match")
	if tag == "" {
		return anyVersion, nil
	}
	version, err := strconv.ParseInt(tag, 10, 64)
	if err != nil {
		return 0, rest.IllegalArgument("Unable to parse number [%s]", tag)
	}
	return version, nil
}

// remoteFault is how a failure inside a GET looks from outside: the cause is not
// told (monitors/query_parameters, http/monitor_ids).
func (a *API) remoteFault() *fault.Fault {
	return fault.New(fault.RemoteTransport, "[%s][127.0.0.1:9300][indices:data/read/get[s]]", a.deps.NodeName)
}

// storedMonitor is the monitor in a document of the config index. The fault is
// the server's where the document holds something else.
func (a *API) storedMonitor(doc *index.Doc) (*orderedjson.Object, *fault.Fault) {
	monitor := doc.Source.Object("monitor")
	if monitor == nil {
		return nil, a.notOfClass("Workflow", "Monitor")
	}
	return monitor, nil
}

// notOfClass is the fault of a document that holds another kind of job than the
// route is for.
func (a *API) notOfClass(have, want string) *fault.Fault {
	have, want = "org.opensearch.commons.alerting.model."+have, "org.opensearch.commons.alerting.model."+want
	return fault.New(fault.ClassCast, "class %s cannot be cast to class %s (%s and %s are in unnamed module of loader %s)",
		have, want, have, want, a.deps.Dialect.ClassLoader())
}

// shown is a stored monitor as a reader gets it: the user only where users are shown,
// ui_metadata only if the reader says that it is Dashboards.
func shown(monitor *orderedjson.Object, r *rest.Request) *orderedjson.Object {
	o := &orderedjson.Object{}
	for _, m := range monitor.Members() {
		if m.Key == "user" && !r.Dialect.UsersShown || m.Key == "ui_metadata" && !isDashboards(r) {
			continue
		}
		o.Set(m.Key, m.Value)
	}
	return o
}

// int64At is a whole number in an object, 0 where there is none.
func int64At(o *orderedjson.Object, key string) int64 {
	v, _ := o.Get(key)
	switch v := v.(type) {
	case json.Number:
		n, _ := strconv.ParseInt(v.String(), 10, 64)
		return n
	case int64:
		return v
	case int:
		return int64(v)
	}
	return 0
}

// delete is DELETE /monitors/{id}. It takes no lock.
func (a *API) delete(r *rest.Request) (rest.Response, error) {
	id := r.Param("monitorID")
	visible, err := readRefresh(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if f := a.checkBackendRoles(r.User()); f != nil {
		return refused(f)
	}
	if f := a.hiddenFrom(r.User(), id); f != nil {
		return a.refusedDeletion(r, answeredTwice{f})
	}
	if a.deps.Dialect.BareDeletes {
		return a.removeBarely(r, id, visible)
	}
	var version int64
	a.store().Together(func() { version, err = a.removeWhole(id, visible) })
	if err != nil {
		return a.refusedDeletion(r, err)
	}
	return rest.JSON(http.StatusOK, rest.O("_id", id, "_version", version)), nil
}

func (a *API) remove(id string, visible index.Visibility) (version int64, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	doc, err := a.read(id)
	if err != nil {
		return 0, err
	}
	if doc == nil {
		return 0, answeredTwice{fault.WithStatus(http.StatusNotFound, "Monitor with %s is not found", id)}
	}
	if _, f := a.storedMonitor(doc); f != nil {
		return 0, f
	}
	if len(a.workflowsOf(id)) > 0 {
		return 0, forbidden("Monitor can't be deleted because it is a part of workflow(s)")
	}
	if f := a.blocked(configIndex); f != nil {
		return 0, f
	}
	if visible == index.AtRefresh {
		a.refreshLater()
	}
	written, err := a.store().Remove(index.Write{Index: configIndex, ID: id, Visible: visible})
	if err != nil {
		return 0, err
	}
	_, err = a.store().Remove(index.Write{Index: configIndex, ID: id + metadataSuffix})
	return written.Version, err
}

// removeWhole removes a monitor with what hangs on it. Errors are remove's.
func (a *API) removeWhole(id string, visible index.Visibility) (version int64, err error) {
	if version, err = a.remove(id, visible); err != nil {
		return 0, err
	}
	a.schedule.deleted(id)
	a.moveAlerts(id, nil)
	return version, nil
}
