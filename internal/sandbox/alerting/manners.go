package alerting

import (
	"errors"
	"net/http"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// badManners is what a server that is played as it is has stopped to do, until it
// is started anew.
type badManners struct {
	// noAcknowledging: an acknowledgement under an unknown id came, and from then
	// on none is answered (observed on 2.19.4, alerts/acknowledged_under_unknown_monitor).
	noAcknowledging bool
	// noDocumentRuns: a document-level monitor was run inline over an index that is
	// not there, and from then on no run of that kind ends (observed on 2.19.4 and
	// 3.5.0; observed-runs, fact 37).
	noDocumentRuns bool
	// noSaving: a monitor came that is nested too deep for the stack of the thread that
	// saves it, and from then on none is saved (observed on 2.19.4; observed-monitors,
	// fact 29).
	noSaving bool
	// cutRefusals counts the deletions that were refused.
	cutRefusals int
}

// answeredTwice is a refused deletion that a real server answers twice on one
// connection: its second answer, an error of its own, is what arrives, cut where
// the first one would end (observed on 2.19.4 and 3.5.0, of 25 times 22; seldom on
// a node that was just started: monitors/delete_twice).
type answeredTwice struct{ *fault.Fault }

func (e answeredTwice) Unwrap() error { return e.Fault }

// secondAnswer is what comes after the refusal.
var secondAnswer = fault.New(fault.NullPointer,
	`Cannot invoke "org.opensearch.core.common.bytes.BytesReference.length()" because "bytes" is null`)

// refusedDeletion answers a deletion that was refused. Played as it is, every
// other one is cut, beginning with the first.
func (a *API) refusedDeletion(r *rest.Request, err error) (rest.Response, error) {
	var twice answeredTwice
	if !r.AsReal || a.deps.Dialect.LegacyDestinations || !errors.As(err, &twice) {
		return refused(err)
	}
	a.mu.Lock()
	a.harmed.cutRefusals++
	whole := a.harmed.cutRefusals%2 == 0
	a.mu.Unlock()
	first := twice.Wrapped()
	length, err := orderedjson.Marshal(first.Body())
	if whole || err != nil {
		return rest.Response{}, first
	}
	second, err := orderedjson.Marshal(secondAnswer.Wrapped().Body())
	if err != nil {
		return rest.Response{}, err
	}
	return rest.Response{
		Status: first.Status, ContentType: "application/json; charset=UTF-8", Text: string(second[:min(len(second), len(length))]),
	}, nil
}

// unheard is an acknowledgement that a real server never answers: under an id that
// is no monitor's or a hidden one's, or after such a one. why is nil where it is not
// hidden.
func (a *API) unheard(r *rest.Request, id string, why *fault.Fault) (rest.Response, error) {
	a.harmed.noAcknowledging = r.AsReal
	if why != nil {
		return rest.Never(why.Wrapped()), nil
	}
	return rest.Never(fault.WithStatus(http.StatusNotFound, "Monitor with %s is not found", id).Wrapped()), nil
}

// endlessRun tells whether a real server never ends the run of a monitor that is
// not stored: of a document-level one over an index that is not there. The error
// is what a sane server says, nil where there is none to say.
func (a *API) endlessRun(r *rest.Request, m *model.Monitor) error {
	if !m.IsDocumentLevel() {
		return nil
	}
	err := a.probe(m.Indices())
	if err == nil {
		return nil
	}
	missing := toFault(err)
	if missing.Class != fault.IndexNotFound {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.harmed.noDocumentRuns = r.AsReal
	return missing.Wrapped()
}

// errNoRuns is never told: only a server that is played as it is comes to it.
var errNoRuns = errors.New("no document-level monitor runs any more")

// runsStill tells whether the server still runs monitors of this one's kind.
func (a *API) runsStill(m *model.Monitor) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return !a.harmed.noDocumentRuns || !m.IsDocumentLevel()
}

// overflowing is how deep the body is of which it is known that saving it can end all
// saving; a monitor is one level, what is in ui_metadata the others.
const overflowing = 2000

// errNoSaving is never told: only a server that is played as it is comes to it.
var errNoSaving = errors.New("no monitor is saved any more")

// savesStill tells whether the server still saves monitors, after this one.
func (a *API) savesStill(r *rest.Request, m *model.Monitor) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if r.AsReal && !a.deps.Dialect.DeepBodies && orderedjson.DeeperThan(m.UIMetadata, overflowing-2) {
		a.harmed.noSaving = true
	}
	return !a.harmed.noSaving
}
