package alerting

import (
	"net/http"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/destination"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// registerLegacy adds the routes of destinations as they were before there were
// channels (alerting-api 6.1; destinations/*, email/* on 1.3.14).
func (a *API) registerLegacy(both func(method, path string, h rest.Handler)) {
	both("POST", "/destinations", a.saveDestination)
	both("PUT", "/destinations/{destinationID}", a.saveDestination)
	both("GET", "/destinations", a.listDestinations)
	both("GET", "/destinations/{destinationID}", a.listDestinations)
	both("DELETE", "/destinations/{destinationID}", a.deleteDestination)
	for _, k := range []emailKind{accounts, groups} {
		path, named := "/destinations/"+k.path, "/destinations/"+k.path+"/{"+k.param+"}"
		both("POST", path, a.saveEmail(k))
		both("PUT", named, a.saveEmail(k))
		both("GET", named, a.getEmail(k))
		both("HEAD", named, rest.Head(a.getEmail(k)))
		both("DELETE", named, a.deleteEmail(k))
		both("GET", path+"/_search", a.searchEmail(k))
		both("POST", path+"/_search", a.searchEmail(k))
	}
}

// writing is a request that writes a document of the config index.
type writing struct {
	id      string // "" on POST
	lock    lockParams
	visible index.Visibility
}

// readWriting reads the parameters of a write; they come after the body.
func readWriting(r *rest.Request, param string) (w writing, err error) {
	w.id = r.Param(param)
	if w.lock, err = readLock(r); err != nil {
		return w, err
	}
	if w.visible, err = readRefresh(r); err != nil {
		return w, err
	}
	return w, r.Ready()
}

// saveDestination is POST /destinations and PUT /destinations/{id}.
func (a *API) saveDestination(r *rest.Request) (rest.Response, error) {
	reader, err := a.objectReader(r)
	if err != nil {
		return refusedPlainly(err)
	}
	d, err := destination.Parse(reader, a.now())
	if err != nil {
		return refusedPlainly(err)
	}
	w, err := readWriting(r, "destinationID")
	if err != nil {
		return rest.Response{}, err
	}
	d.ID = w.id
	a.mu.Lock()
	defer a.mu.Unlock()
	fresh := a.store().Get(configIndex) == nil
	if err := a.ensureConfigIndex(); err != nil {
		return refused(err)
	}
	if !slices.Contains(a.deps.Settings.List("plugins.alerting.destination.allow_list"), d.Type) {
		return refused(fault.WithStatus(http.StatusForbidden, "Destination type is not allowed: %s", d.Type))
	}
	if w.id != "" {
		if f := a.findDestination(w.id); f != nil {
			return refused(f)
		}
	}
	stored, f := d.Stored(model.SchemaVersion(a.deps.Dialect))
	if f != nil {
		return noContent(f, w.id != "", fresh)
	}
	return a.writeDestination(r, w, stored)
}

// noContent refuses a destination without the object of its type. The server meets
// that only when it prints the destination: on its own thread a 400, behind a
// lookup a failure of that; where it made the index just before it says nothing any
// more (observed on 1.3.14: observed-channels 2).
func noContent(f *fault.Fault, lookedUp, fresh bool) (rest.Response, error) {
	switch {
	case lookedUp:
		return refused(handlerFailure(f))
	case fresh:
		return rest.Never(f.Plain()), nil
	}
	return rest.Response{}, f.Plain()
}

// handlerFailure is what becomes of a failure in the code behind a lookup.
func handlerFailure(f *fault.Fault) *fault.Fault {
	return fault.New(fault.HandlerFailure, "%s: %s", f.Class, f.Message)
}

// findDestination looks up what an update replaces.
func (a *API) findDestination(id string) *fault.Fault {
	doc, err := a.read(id)
	if err != nil {
		return toFault(err)
	}
	if doc == nil {
		return fault.WithStatus(http.StatusNotFound, "Destination with %s is not found", id)
	}
	if _, err := a.storedDestination(doc); err != nil {
		return handlerFailure(toFault(err))
	}
	return nil
}

// storedDestination reads a document as a destination, whatever key it lies under.
func (a *API) storedDestination(doc *index.Doc) (*destination.Destination, error) {
	text, err := orderedjson.Marshal(doc.Source)
	if err != nil {
		return nil, err
	}
	reader := a.reader(text)
	reader.Next()
	reader.Next()
	reader.Next()
	d, err := destination.Parse(reader, a.now())
	d.ID, d.SeqNo, d.Term = doc.ID, doc.SeqNo, doc.PrimaryTerm
	return d, err
}

// writeDestination writes a destination and answers with what was written.
func (a *API) writeDestination(r *rest.Request, w writing, stored *orderedjson.Object) (rest.Response, error) {
	document := copyOf(jsonForm(stored))
	document.Set("user", nobody())
	stored = a.withUser(stored, nobody())
	written, err := a.writeConfig(w, rest.O(destination.Key, document))
	if err != nil {
		return refused(err)
	}
	return a.saved(r, written, savedAs{key: destination.Key, path: "/destinations/", body: stored, isNew: w.id == ""}), nil
}

// writeConfig writes a document under its lock.
func (a *API) writeConfig(w writing, source *orderedjson.Object) (index.Written, error) {
	lock, f := a.checkLock(w.lock)
	if f == nil {
		f = a.blocked(configIndex)
	}
	if f != nil {
		return index.Written{}, f
	}
	if w.id == "" {
		lock = nil // a POST makes a new id: its lock has nothing to hold
	}
	if w.visible == index.AtRefresh {
		a.refreshLater()
	}
	return a.put(index.Write{Index: configIndex, ID: w.id, Source: source, Lock: lock, Visible: w.visible})
}

// withUser puts who saved a destination behind its name, where that is shown.
func (a *API) withUser(stored, user *orderedjson.Object) *orderedjson.Object {
	if !a.deps.Dialect.UsersShown {
		return stored
	}
	o := &orderedjson.Object{}
	for _, m := range stored.Members() {
		o.Set(m.Key, m.Value)
		if m.Key == "name" {
			o.Set("user", orNullObject(user))
		}
	}
	return o
}

// orNullObject is JSON's null for no object.
func orNullObject(o *orderedjson.Object) any {
	if o == nil {
		return nil
	}
	return o
}

// savedAs is how the answer to a write shows what was written.
type savedAs struct {
	key, path string
	body      *orderedjson.Object
	isNew     bool
}

func (a *API) saved(r *rest.Request, w index.Written, s savedAs) rest.Response {
	body := rest.O("_id", w.ID, "_version", w.Version, "_seq_no", w.SeqNo, "_primary_term", w.PrimaryTerm, s.key, s.body)
	if !s.isNew {
		return answer(r, http.StatusOK, body)
	}
	return answer(r, http.StatusCreated, body).WithLocation(a.location() + s.path + w.ID)
}

// objectReader stands on the beginning of the body, which has to be an object.
func (a *API) objectReader(r *rest.Request) (*xcontent.Reader, error) {
	data, err := jsonBody(r)
	if err != nil {
		return nil, err
	}
	reader := a.reader(data)
	return reader, xcontent.Catch(func() { reader.Expect(xcontent.StartObject, reader.Next()) })
}

// deleteDestination is DELETE /destinations/{id}; it takes a monitor's id too.
func (a *API) deleteDestination(r *rest.Request) (rest.Response, error) {
	id := r.Param("destinationID")
	visible, err := readRefresh(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	return a.removeBarely(r, id, visible)
}
