package notifications

import (
	"crypto/rand"
	"encoding/base64"
	"errors"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// create answers POST /configs.
func (a *API) create(r *rest.Request) (rest.Response, error) {
	allowListParams(r)
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	body, err := jsonBody(r)
	if err != nil {
		return rest.Response{}, err
	}
	e, err := parseEnvelope(body, creating, "", a.manners)
	if err != nil {
		return parseFailed(err)
	}
	if err := a.permit(r); err != nil {
		return rest.Response{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.validate(e.config); err != nil {
		return rest.Response{}, err
	}
	if err := a.checkParts(r.User(), e.config); err != nil {
		return rest.Response{}, err
	}
	if !e.hasID {
		e.id = newID()
	}
	if err := a.manners.indexable(e.id, e.config); err != nil {
		return rest.Response{}, err
	}
	var taken *conflictError
	if err := a.store.create(e.id, e.config, accessOf(r.User())); errors.As(err, &taken) {
		return rest.Response{}, a.manners.conflict(taken)
	}
	return rest.JSON(200, rest.O("config_id", e.id)), nil
}

// update answers PUT /configs/{id}. An id in the body wins over the path's.
func (a *API) update(r *rest.Request) (rest.Response, error) {
	allowListParams(r)
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	body, err := jsonBody(r)
	if err != nil {
		return rest.Response{}, err
	}
	e, err := parseEnvelope(body, updating, r.Param("config_id"), a.manners)
	if err != nil {
		return parseFailed(err)
	}
	if e.id == "" {
		return rest.Response{}, rest.ValidationFailed("configId is null or empty")
	}
	if err := a.permit(r); err != nil {
		return rest.Response{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.validate(e.config); err != nil {
		return rest.Response{}, err
	}
	if err := a.checkParts(r.User(), e.config); err != nil {
		return rest.Response{}, err
	}
	old, ok := a.store.live[e.id]
	if !ok {
		return rest.Response{}, notFound(e.id)
	}
	if err := a.checkAccess(r.User(), old); err != nil {
		return rest.Response{}, err
	}
	if old.config.kind != e.config.kind {
		return rest.Response{}, refused(409, "Config type cannot be changed after creation")
	}
	if err := a.manners.indexable(e.id, e.config); err != nil {
		return rest.Response{}, err
	}
	a.store.update(old, e.config)
	return rest.JSON(200, rest.O("config_id", e.id)), nil
}

// allowListParams marks the parameters that every config route lets pass, used
// or not.
func allowListParams(r *rest.Request) {
	for _, name := range []string{"config_id", "config_id_list", "sort_field", "sort_order", "from_index", "max_items"} {
		r.Has(name)
	}
}

// jsonBody is the body as JSON; YAML is turned into it.
func jsonBody(r *rest.Request) ([]byte, error) {
	if r.HasBody() && !r.IsYAML() {
		return r.Raw(), nil
	}
	d, err := r.Body()
	if err != nil {
		return nil, err
	}
	return orderedjson.Marshal(d.Value)
}

// newID makes an id of 20 letters, digits, - and _, as the index does.
func newID() string {
	b := make([]byte, 15)
	rand.Read(b) // it never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// delete answers DELETE /configs/{id} and /configs?config_id_list=…: all of the
// ids or none. A list wins over the path.
func (a *API) delete(r *rest.Request) (rest.Response, error) {
	ids := []string{r.Param("config_id")}
	if r.Has("config_id_list") {
		ids = r.List("config_id_list")
	}
	allowListParams(r)
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	ids = distinct(ids, notBlank)
	if len(ids) == 0 {
		return rest.Text(400, "either config_id or config_id_list is required"), nil
	}
	if err := a.permit(r); err != nil {
		return rest.Response{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	found, err := a.all(ids)
	if err == nil {
		err = a.checkAccess(r.User(), found...)
	}
	if err != nil {
		return rest.Response{}, err
	}
	statuses := &orderedjson.Object{}
	for _, d := range found {
		a.store.delete(d)
		statuses.Set(d.id, "OK")
	}
	return rest.JSON(200, rest.O("delete_response_list", statuses)), nil
}

// all are the configs of several ids in their order. The error is a 404 with the
// ids that are missing. The caller holds the lock.
func (a *API) all(ids []string) ([]*doc, error) {
	found, missing := []*doc{}, []string{}
	for _, id := range ids {
		if d, ok := a.store.live[id]; ok {
			found = append(found, d)
		} else {
			missing = append(missing, id)
		}
	}
	switch {
	case len(missing) == 0:
		return found, nil
	case len(ids) == 1:
		return nil, notFound(ids[0])
	}
	return nil, allNotFound(missing)
}
