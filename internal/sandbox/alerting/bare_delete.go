package alerting

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// removeBarely is DELETE of a monitor, or of anything else, on servers that look
// nothing up before: whatever document has the id is deleted, and the answer is
// that of the document API (monitors/delete_twice and destinations/delete on
// 1.3.14).
func (a *API) removeBarely(r *rest.Request, id string, visible index.Visibility) (rest.Response, error) {
	written, err := a.deleteDocument(id, visible)
	if err != nil {
		return refused(err)
	}
	if written.Result == "deleted" {
		a.schedule.deleted(id)
		a.moveAlerts(id, nil)
	}
	return rest.JSON(http.StatusOK, deleteAnswer(r, written)), nil
}

func (a *API) deleteDocument(id string, visible index.Visibility) (index.Written, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if f := a.blocked(configIndex); f != nil {
		return index.Written{}, f
	}
	if visible == index.AtRefresh {
		a.refreshLater()
	}
	return a.store().Remove(index.Write{Index: configIndex, ID: id, Visible: visible})
}

// deleteAnswer is what the document API says of a delete.
func deleteAnswer(r *rest.Request, w index.Written) *orderedjson.Object {
	body := rest.O("_index", configIndex, "_type", "_doc", "_id", w.ID, "_version", w.Version, "result", w.Result)
	if refresh := r.ParamOr("refresh", "true"); refresh == "true" || refresh == "" {
		body.Set("forced_refresh", true)
	}
	body.Set("_shards", rest.O("total", 2, "successful", 1, "failed", 0)) // the replica has no node to live on
	body.Set("_seq_no", w.SeqNo)
	body.Set("_primary_term", w.PrimaryTerm)
	return body
}
