package alerting

import (
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// createWorkflow is POST /workflows.
func (a *API) createWorkflow(r *rest.Request) (rest.Response, error) { return a.saveWorkflow(r, "") }

// updateWorkflow is PUT /workflows/{id}.
func (a *API) updateWorkflow(r *rest.Request) (rest.Response, error) {
	return a.saveWorkflow(r, r.Param("workflowID"))
}

// savingWorkflow is a request that saves a workflow, as far as it was read.
type savingWorkflow struct {
	id       string // "" on POST
	workflow *model.Workflow
	lock     lockParams
	visible  index.Visibility
	user     *rest.User // nil: nobody
	rbac     rbac
}

// saveWorkflow takes the server's steps. What is wrong with the body is told in
// the core's form, not the plugin's.
func (a *API) saveWorkflow(r *rest.Request, id string) (rest.Response, error) {
	s := savingWorkflow{id: id, user: r.User()}
	data, err := jsonBody(r)
	if err != nil {
		return rest.Response{}, err
	}
	reader := a.reader(data)
	if err := xcontent.Catch(func() { reader.Expect(xcontent.StartObject, reader.Next()) }); err != nil {
		return refusedPlainly(err)
	}
	if s.workflow, err = model.ParseWorkflow(reader, a.now()); err != nil {
		return refusedPlainly(err)
	}
	if s.rbac, err = a.readRoles(r); err != nil {
		return refusedPlainly(err)
	}
	s.workflow.User = s.rbac.ofNew(s.user)
	if s.lock, err = readLock(r); err != nil {
		return rest.Response{}, err
	}
	if s.visible, err = readRefresh(r); err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if faults := s.workflow.Faults(); len(faults) > 0 {
		return rest.Response{}, rest.ValidationFailed(faults...)
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	if f := a.checkSaver(s.user, s.rbac); f != nil {
		return refused(f)
	}
	if err := a.checkDelegates(s.workflow, s.user); err != nil {
		return rest.Response{}, err
	}
	return a.keepWorkflow(r, s)
}

func (a *API) keepWorkflow(r *rest.Request, s savingWorkflow) (response rest.Response, err error) {
	a.store().Together(func() { response, err = a.keepWholeWorkflow(r, s) })
	return response, err
}

func (a *API) keepWholeWorkflow(r *rest.Request, s savingWorkflow) (rest.Response, error) {
	a.mu.Lock()
	written, f := a.writeWorkflow(s)
	a.mu.Unlock()
	if f != nil {
		return refused(f)
	}
	a.schedule.workflowChanged(written.ID, s.workflow)
	body := rest.O("_id", written.ID, "_version", written.Version, "_seq_no", written.SeqNo,
		"_primary_term", written.PrimaryTerm, "workflow", s.workflow.Stored())
	if s.id != "" {
		return answer(r, http.StatusOK, body), nil
	}
	return answer(r, http.StatusCreated, body).WithLocation(base + "/workflows/" + written.ID), nil
}

func (a *API) writeWorkflow(s savingWorkflow) (index.Written, *fault.Fault) {
	if s.id != "" {
		if f := a.takeOverWorkflow(s); f != nil {
			return index.Written{}, f
		}
	}
	lock, f := s.lock.check()
	if f == nil {
		f = a.blocked(configIndex)
	}
	if f != nil {
		return index.Written{}, f
	}
	if s.id == "" {
		lock = nil
	}
	stored := s.workflow.Stored()
	stored.Set("user", s.workflow.User)
	written, err := a.put(index.Write{
		Index: configIndex, ID: s.id, Source: rest.O("workflow", stored), Lock: lock, Visible: s.visible,
	})
	if err != nil {
		return written, toFault(err)
	}
	if s.visible == index.AtRefresh {
		a.refreshLater()
	}
	return written, a.writeDelegateMetadata(written.ID, s.workflow)
}

// writeDelegateMetadata lets document-level delegates begin now, as the workflow's:
// what they look at by themselves is another matter.
func (a *API) writeDelegateMetadata(id string, w *model.Workflow) *fault.Fault {
	for _, d := range w.Delegates() {
		m, _, err := a.load(d.MonitorID)
		if err != nil || !m.IsDocumentLevel() {
			continue
		}
		if err := a.writeMetadata(alerts.SeenBy(id, d.MonitorID), m); err != nil {
			return toFault(err)
		}
	}
	return nil
}

// takeOverWorkflow brings into an update what the stored workflow decides.
func (a *API) takeOverWorkflow(s savingWorkflow) *fault.Fault {
	doc, err := a.read(s.id)
	if err != nil {
		return toFault(err)
	}
	if doc == nil {
		return fault.WithStatus(http.StatusNotFound, "Workflow with %s is not found", s.id)
	}
	old := doc.Source.Object("workflow")
	if old == nil {
		return a.notOfClass("Monitor", "Workflow")
	}
	if f := a.checkAccess(s.user, old, "workfklow", s.id); f != nil { // as the server spells it
		return f
	}
	s.workflow.User = s.rbac.ofChanged(s.user, old)
	if enabled, _ := old.Get("enabled"); enabled == true && s.workflow.Enabled {
		s.workflow.EnabledTime = int64At(old, "enabled_time")
	}
	s.workflow.SchemaVersion = model.SchemaVersion(a.deps.Dialect)
	return nil
}

// foundDelegates is how many delegates the server's search for them finds at most:
// it has no size.
const foundDelegates = 10

// checkDelegates looks the delegates up, among those that the user may see. Errors are
// answers.
func (a *API) checkDelegates(w *model.Workflow, u *rest.User) error {
	if a.store().Get(configIndex) == nil {
		return rest.Errorf(http.StatusNotFound, "status_exception", "Monitors not found")
	}
	found, missing, asked := map[string]*model.Monitor{}, []string{}, []string{}
	for _, d := range w.Delegates() {
		asked = append(asked, d.MonitorID)
		m, _, err := a.load(d.MonitorID)
		if err != nil || len(found) == foundDelegates || a.hiddenFrom(u, d.MonitorID) != nil {
			missing = append(missing, d.MonitorID)
			continue
		}
		found[d.MonitorID] = m
	}
	if len(found) == 0 {
		return fault.WithStatus(http.StatusForbidden,
			"User doesn't have read permissions for one or more configured monitors %s", strings.Join(asked, ", ")).Wrapped()
	}
	if len(missing) > 0 {
		return fault.Require("%s are not valid monitor ids", strings.Join(missing, ", ")).Wrapped()
	}
	indices := []string{}
	for _, d := range w.Delegates() {
		if f := checkChain(d, found); f != nil {
			return f.Wrapped()
		}
		indices = append(indices, found[d.MonitorID].Indices()...)
	}
	refusal := ""
	if a.filters() { // only then the search is the user's (from source)
		refusal = a.refusal(u, searching, indices)
	}
	if err := a.probe(indices); err != nil || refusal != "" {
		return fault.WithStatus(http.StatusForbidden,
			"User doesn't have read permissions for one or more configured index %s", strings.Join(indices, ", ")).Wrapped()
	}
	return nil
}

// checkChain judges the sources of a delegate's findings.
func checkChain(d model.Delegate, found map[string]*model.Monitor) *fault.Fault {
	if d.Chained == nil {
		return nil
	}
	own := found[d.MonitorID].Indices()
	for _, id := range d.Chained.Sources() {
		source := found[id]
		if source == nil {
			return fault.Require("Chained finding monitor %s doesn't exist", id)
		}
		if strings.EqualFold(source.Type, model.QueryLevel) {
			return fault.Require("Query level monitor can't be part of chained findings")
		}
		for _, name := range source.Indices() {
			if !slices.Contains(own, name) {
				return fault.Require("Delegate monitor indices %s doesn't query all of chained findings monitor's indices %s}",
					strings.Join(own, ", "), strings.Join(source.Indices(), ", "))
			}
		}
	}
	return nil
}
