package sandbox

import (
	"context"
	"net/http"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/cluster"
	"github.com/alertplan/alertplan/internal/sandbox/documents"
	"github.com/alertplan/alertplan/internal/sandbox/kept"
	"github.com/alertplan/alertplan/internal/sandbox/notifications"
	"github.com/alertplan/alertplan/internal/sandbox/outbox"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/security"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

// A restart of a sandbox that is kept is one of a node, as it was observed on 2.19.4:
// primary terms rise by one, searches see all that was written, transient settings
// are gone, the cluster keeps its ids. Who wasn't answered any more is answered
// again. The sandbox's time does not go back.

// Open makes a sandbox of what o.Data holds; without it, an empty one. Errors: a file
// that is broken, or can't be written.
func Open(o Options) (*Server, error) {
	if o.Data == nil {
		return New(o), nil
	}
	s := newServer(o)
	if c, ok := s.options.Clock.(clock.Movable); ok && o.Data.Time().After(c.Now()) {
		if err := c.MoveTo(context.Background(), o.Data.Time()); err != nil {
			return nil, err
		}
	}
	var err error
	if s.identity, err = keptIdentity(o.Data); err != nil {
		return nil, err
	}
	s.parts = s.build()
	if s.parts.kept, err = o.Data.Load(s.parts.contents); err != nil {
		return nil, err
	}
	s.parts.resume()
	return s, s.parts.kept.Sync()
}

// identityPart is the name of the cluster's ids in the file.
const identityPart = "identity"

func keptIdentity(f *kept.File) (cluster.Identity, error) {
	o, err := f.Part(identityPart)
	if err != nil || o == nil {
		return cluster.NewIdentity(), err
	}
	return cluster.Identity{NodeID: o.Text("node"), ClusterUUID: o.Text("cluster")}, nil
}

// identity is a part that never changes; it is read before the others.
type identity cluster.Identity

func (identity) Revision() uint64                 { return 0 }
func (identity) Import(*orderedjson.Object) error { return nil }

func (i identity) Export() *orderedjson.Object {
	return rest.O("node", i.NodeID, "cluster", i.ClusterUUID)
}

// state is what of the parts is kept.
type state struct {
	settings  *settings.Store
	documents *documents.Service
	channels  *notifications.API
	security  *security.Plugin // nil: everybody may do everything
}

func (s *Server) contents(of state) kept.Contents {
	c := kept.Contents{
		Documents: of.documents.Store(),
		Parts: []kept.NamedPart{
			{Name: identityPart, Part: identity(s.identity)},
			{Name: "settings", Part: settings.Kept{Store: of.settings}},
			{Name: "templates", Part: index.Shapes{Store: of.documents.Store()}},
			{Name: "streams", Part: documents.KeptStreams{Service: of.documents}},
			{Name: "channels", Part: notifications.Kept{API: of.channels}},
		},
		Logs: []kept.NamedLog{{Name: "messages", Log: outbox.Kept{Log: s.outbox}}},
		Now:  s.options.Clock.Now,
	}
	if of.security != nil {
		c.Parts = append(c.Parts, kept.NamedPart{Name: "security", Part: security.Kept{Plugin: of.security}})
	}
	return c
}

// keptAnswer holds an answer back until what it tells of is kept.
type keptAnswer struct {
	http.ResponseWriter
	session *kept.Session
	begun   bool
	failed  bool
}

func (a *keptAnswer) WriteHeader(status int) {
	if a.begun {
		return
	}
	a.begun = true
	err := a.session.Sync()
	if err == nil {
		a.ResponseWriter.WriteHeader(status)
		return
	}
	a.failed = true
	text, _ := orderedjson.Marshal(notKept(err).Body()) // texts only
	a.Header().Set("Content-Type", "application/json; charset=UTF-8")
	a.Header().Del("Content-Length")
	a.ResponseWriter.WriteHeader(http.StatusInternalServerError)
	_, _ = a.ResponseWriter.Write(text) // a client that left is no fault of ours
}

// notKept is the answer where the disk fails.
func notKept(err error) *rest.Error {
	return rest.Errorf(http.StatusInternalServerError, "sandbox_not_kept_exception", "%s", err)
}

func (a *keptAnswer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	if a.failed {
		return len(b), nil
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (a *keptAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
