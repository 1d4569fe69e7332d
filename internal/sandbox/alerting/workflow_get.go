package alerting

import (
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// getWorkflow is GET /workflows/{id}.
func (a *API) getWorkflow(r *rest.Request) (rest.Response, error) {
	id := r.Param("workflowID")
	if _, err := readVersion(r); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if f := a.checkBackendRoles(r.User()); f != nil {
		return refused(f)
	}
	doc, err := a.read(id)
	if err != nil {
		return rest.Response{}, rest.Errorf(http.StatusNotFound, "status_exception", "Workflow not found")
	}
	if doc == nil || !doc.Source.Has("workflow") {
		return refused(fault.WithStatus(http.StatusNotFound, "Workflow not found."))
	}
	if f := a.checkAccess(r.User(), doc.Source.Object("workflow"), "workflow", id); f != nil {
		return refused(f)
	}
	return answer(r, http.StatusOK, rest.O(
		"_id", id, "_version", doc.Version, "_seq_no", doc.SeqNo, "_primary_term", doc.PrimaryTerm,
		"workflow", shown(doc.Source.Object("workflow"), r),
	)), nil
}

// deleteWorkflow is DELETE /workflows/{id}, with its delegates if that is asked for
// and no other workflow has them.
func (a *API) deleteWorkflow(r *rest.Request) (rest.Response, error) {
	id := r.Param("workflowID")
	visible, err := readRefresh(r)
	if err != nil {
		return rest.Response{}, err
	}
	delegatesToo, err := r.Bool("deleteDelegateMonitors", rest.OffByDefault)
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
	if err != nil {
		return rest.Response{}, rest.Errorf(http.StatusNotFound, "status_exception", "Workflow not found.")
	}
	if doc == nil {
		return refused(fault.WithStatus(http.StatusNotFound, "Workflow not found."))
	}
	if !doc.Source.Has("workflow") {
		return refused(a.notOfClass("Monitor", "Workflow"))
	}
	if f := a.checkAccess(r.User(), doc.Source.Object("workflow"), "workflow", id); f != nil {
		return refused(f)
	}
	return a.removeWorkflow(removal{doc: doc, visible: visible, delegatesToo: delegatesToo, user: r.User()})
}

// removal is a workflow that is to be deleted.
type removal struct {
	doc          *index.Doc
	visible      index.Visibility
	delegatesToo bool
	user         *rest.User
}

func (a *API) removeWorkflow(x removal) (response rest.Response, err error) {
	a.store().Together(func() { response, err = a.removeWholeWorkflow(x) })
	return response, err
}

func (a *API) removeWholeWorkflow(x removal) (rest.Response, error) {
	doc := x.doc
	delegates := delegatesOf(doc.Source.Object("workflow"))
	shared := []string{}
	for _, id := range delegates {
		if x.delegatesToo && (len(a.workflowsOf(id)) > 1 || a.hiddenFrom(x.user, id) != nil) {
			shared = append(shared, id)
		}
	}
	if len(shared) > 0 {
		return rest.Response{}, forbidden("Not allowed to delete " + strings.Join(shared, ", ") + " monitors")
	}
	if f := a.blocked(configIndex); f != nil {
		return refused(f)
	}
	written, err := a.store().Remove(index.Write{Index: configIndex, ID: doc.ID, Visible: x.visible})
	if err != nil {
		return refused(err)
	}
	a.schedule.deleted(doc.ID)
	for _, id := range delegates {
		_, _ = a.store().Remove(index.Write{Index: configIndex, ID: alerts.SeenBy(doc.ID, id) + metadataSuffix})
	}
	var left any
	if x.delegatesToo {
		left = []any{}
		for _, id := range delegates {
			_, _ = a.removeWhole(id, index.AtOnce) // one that can't be removed stays
		}
	}
	return rest.JSON(http.StatusOK, rest.O("_id", doc.ID, "_version", written.Version, "NON_DELETED_MONITORS", left)), nil
}

// forbidden is a 403 whose cause has no text.
func forbidden(reason string) error {
	return rest.Errorf(http.StatusForbidden, "alerting_exception", "%s", reason).
		Because(&rest.Error{Type: "illegal_state_exception", NoReason: true})
}

// delegatesOf are the ids of a stored workflow's delegates.
func delegatesOf(workflow *orderedjson.Object) []string {
	ids := []string{}
	for _, in := range workflow.Array("inputs") {
		input, _ := in.(*orderedjson.Object)
		for _, d := range input.Object("composite_input").Object("sequence").Array("delegates") {
			delegate, _ := d.(*orderedjson.Object)
			ids = append(ids, delegate.Text("monitor_id"))
		}
	}
	return ids
}

// workflowsOf are the workflows that have a monitor as a delegate, as a search
// finds them.
func (a *API) workflowsOf(monitorID string) []any {
	found := []any{}
	x := a.store().Get(configIndex)
	if x == nil {
		return found
	}
	for _, doc := range x.Docs {
		if workflow := doc.Source.Object("workflow"); slices.Contains(delegatesOf(workflow), monitorID) {
			found = append(found, rest.O("id", doc.ID, "name", workflow.Text("name")))
		}
	}
	return found
}
