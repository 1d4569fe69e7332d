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

// emailKind is what the routes of accounts and of groups have different.
type emailKind struct {
	path, param, key string
	// spoken and class are its names in errors.
	spoken, class string
	// uniqueNames: no two may have one name.
	uniqueNames bool
	parse       func(r *xcontent.Reader, schemaVersion int) (*orderedjson.Object, error)
}

var accounts = emailKind{
	path: "email_accounts", param: "emailAccountID", key: destination.AccountKey,
	spoken: "Email Account", class: "EmailAccount", uniqueNames: true,
	parse: func(r *xcontent.Reader, schemaVersion int) (*orderedjson.Object, error) {
		account, err := destination.ParseAccount(r)
		return account.Stored(schemaVersion), err
	},
}

var groups = emailKind{
	path: "email_groups", param: "emailGroupID", key: destination.GroupKey,
	spoken: "Email Group", class: "EmailGroup",
	parse: func(r *xcontent.Reader, schemaVersion int) (*orderedjson.Object, error) {
		group, err := destination.ParseGroup(r)
		return group.Stored(schemaVersion), err
	},
}

// emailAllowed is the fault of a cluster that allows no e-mails.
func (a *API) emailAllowed() *fault.Fault {
	if slices.Contains(a.deps.Settings.List("plugins.alerting.destination.allow_list"), destination.Email) {
		return nil
	}
	return fault.WithStatus(http.StatusForbidden, "This API is blocked since Destination type [%s] is not allowed", destination.Email)
}

// emailsThere refuses what is asked of one account or group where e-mails are not
// allowed, or nothing was ever saved.
func (a *API) emailsThere() (rest.Response, error) {
	if f := a.emailAllowed(); f != nil {
		return refused(f)
	}
	if a.store().Get(configIndex) == nil {
		return refusedPlainly(fault.MissingIndex(configIndex))
	}
	return rest.Response{}, nil
}

// saveEmail is POST and PUT of an account or a group.
func (a *API) saveEmail(k emailKind) rest.Handler {
	return func(r *rest.Request) (rest.Response, error) {
		reader, err := a.objectReader(r)
		if err != nil {
			return refusedPlainly(err)
		}
		stored, err := k.parse(reader, model.SchemaVersion(a.deps.Dialect))
		if err != nil {
			return refusedPlainly(err)
		}
		w, err := readWriting(r, k.param)
		if err != nil {
			return rest.Response{}, err
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		if err := a.ensureConfigIndex(); err != nil {
			return refused(err)
		}
		if f := a.emailAllowed(); f != nil {
			return refused(f)
		}
		if err := a.checkEmail(k, w.id, stored.Text("name")); err != nil {
			return rest.Response{}, err
		}
		written, err := a.writeConfig(w, rest.O(k.key, stored))
		if err != nil {
			return rest.Response{}, a.plainWrite(err)
		}
		return a.saved(r, written, savedAs{key: k.key, path: "/destinations/" + k.path + "/", body: stored, isNew: w.id == ""}), nil
	}
}

// checkEmail holds names to be unique, and what is updated to be there. Errors are
// answers. Groups go by the name of accounts' fault (email/one_name_twice).
func (a *API) checkEmail(k emailKind, id, name string) error {
	if k.uniqueNames {
		ids, err := a.sameName(k, name)
		if err != nil {
			return told(err)
		}
		verb := "create"
		if id != "" {
			verb = "update"
			ids = slices.DeleteFunc(ids, func(other string) bool { return other == id })
		}
		if len(ids) > 0 {
			return rest.IllegalArgument("Unable to %s email group with name=[%s] because name is already in use.", verb, name)
		}
	}
	if id == "" {
		return nil
	}
	if doc, err := a.read(id); err != nil || doc == nil {
		return fault.WithStatus(http.StatusNotFound, "%s with %s was not found", k.class, id).Wrapped()
	}
	return nil
}

// plainWrite is a refused write as the core answers it: accounts and groups are not
// wrapped (email/locks).
func (a *API) plainWrite(err error) error {
	f := toFault(err)
	e := f.Plain()
	if x := a.store().Get(configIndex); x != nil && f.Class == fault.VersionConflict {
		return e.With("index", configIndex).With("shard", "0").With("index_uuid", x.UUID)
	}
	return e
}

// getEmail is GET and HEAD of an account or a group.
func (a *API) getEmail(k emailKind) rest.Handler {
	return func(r *rest.Request) (rest.Response, error) {
		id := r.Param(k.param)
		version, err := readVersion(r)
		if err != nil {
			return rest.Response{}, err
		}
		if err := r.Ready(); err != nil {
			return rest.Response{}, err
		}
		if none, err := a.emailsThere(); err != nil {
			return none, err
		}
		doc, err := a.read(id)
		if err != nil {
			return refused(err)
		}
		if doc == nil {
			return refused(fault.WithStatus(http.StatusNotFound, "%s not found.", k.spoken))
		}
		if version != anyVersion && version != doc.Version {
			return refused(a.remoteFault())
		}
		body := rest.O("_id", id, "_version", doc.Version, "_seq_no", doc.SeqNo, "_primary_term", doc.PrimaryTerm)
		shown, err := a.storedEmail(k, doc)
		if err != nil {
			return rest.Response{}, wrongKind(toFault(err))
		}
		body.Set(k.key, shown)
		return answer(r, http.StatusOK, body), nil
	}
}

// storedEmail reads a document as one of a kind, whatever key it lies under.
func (a *API) storedEmail(k emailKind, doc *index.Doc) (*orderedjson.Object, error) {
	text, err := orderedjson.Marshal(doc.Source)
	if err != nil {
		return nil, err
	}
	reader := a.reader(text)
	reader.Next()
	reader.Next()
	reader.Next()
	return k.parse(reader, model.SchemaVersion(a.deps.Dialect))
}

// wrongKind is what is said of an id that another kind of document has
// (email/locks).
func wrongKind(f *fault.Fault) error {
	failure := handlerFailure(f)
	return rest.Errorf(http.StatusInternalServerError, "response_handler_failure_transport_exception", "%s", failure.Message).
		Because(f.Plain())
}

// deleteEmail is DELETE of an account or a group; it takes any document's id.
func (a *API) deleteEmail(k emailKind) rest.Handler {
	return func(r *rest.Request) (rest.Response, error) {
		id := r.Param(k.param)
		visible, err := readRefresh(r)
		if err != nil {
			return rest.Response{}, err
		}
		if err := r.Ready(); err != nil {
			return rest.Response{}, err
		}
		if none, err := a.emailsThere(); err != nil {
			return none, err
		}
		return a.removeBarely(r, id, visible)
	}
}
