// Package sandbox is a server with the manners of OpenSearch and its alerting
// and notifications plugins: stateful, in memory or kept on disk, in one process. It is for
// demos, rehearsals and our own tests, and is held to conversations that were
// recorded on real nodes (testdata/transcripts).
//
// This package puts the parts together and serves them. The parts: rest (HTTP
// manners), cluster (settings, nodes, plugins), documents (indices and searches),
// alerting, notifications; settings, clock and dialect are shared by all. It must
// not know what a route does.
//
// # Adding a part
//
// A part is made anew for each reset, by build in parts.go; so it needs no reset
// of its own, and whatever it started (timers on the clock) ends when close is
// called. It registers its routes on the rest.Router and reads the settings that
// it obeys from the settings.Store, each time it needs them.
package sandbox

import (
	"crypto/tls"
	"net/http"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/cluster"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/kept"
	"github.com/alertplan/alertplan/internal/sandbox/outbox"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/security"
	"github.com/alertplan/alertplan/internal/sandbox/trouble"
)

// ResetPath is the route, POST, that empties the sandbox. It is the sandbox's
// own: no real server has it.
const ResetPath = "/_sandbox/reset"

// Options say what is played.
type Options struct {
	// Dialect is the server that is played; its zero value is the default one,
	// OpenSearch 2.19.
	Dialect dialect.Dialect
	// Clock is the sandbox's time; nil is one that begins now and goes as the
	// machine's.
	Clock clock.Clock
	// Users are those of a secured server, which asks everybody who he is; none: it
	// asks nobody. A reset keeps these users, and forgets others.
	Users []security.Account
	// Roles are what files of the security plugin say of users and roles; nil: nothing.
	// A reset keeps them.
	Roles *security.Configuration
	// TLS is how the server speaks TLS; nil: in clear.
	TLS *tls.Config
	// Version is the program's, for GET /_sandbox; "" is an unknown one.
	Version string
	// AsReal plays the server with its worst manners: requests that it never
	// answers, acknowledgements that it stops to answer, refusals that are cut. The
	// sandbox answers sanely without it.
	AsReal bool
	// Faults are what breaks requests from the beginning, FaultSeed the seed of what
	// is random in them.
	Faults    []trouble.Rule
	FaultSeed uint64
	// Data is where Open keeps the sandbox; nil: nowhere. It is the caller's to close.
	Data *kept.File
	// Hosts are names in lower case, beside those of loopback, by which requests may
	// reach a sandbox without users, and whose pages may reach any; AnyHost lets all
	// names in, where it listens on more than loopback. See browsers.go.
	Hosts   []string
	AnyHost bool
}

// Server is a sandbox. It is an http.Handler, safe for concurrent use.
type Server struct {
	options  Options
	outbox   *outbox.Log
	trouble  *trouble.Trouble
	identity cluster.Identity // guarded by mu

	mu    sync.RWMutex
	parts *parts
}

var _ http.Handler = (*Server)(nil)

// New makes an empty sandbox, in memory.
func New(o Options) *Server {
	o.Data = nil
	s := newServer(o)
	s.parts = s.build()
	return s
}

func newServer(o Options) *Server {
	if o.Dialect.Name == "" {
		o.Dialect = dialect.OpenSearch2()
	}
	if o.Clock == nil {
		o.Clock = clock.NewScaled(time.Now(), clock.RealTime)
	}
	return &Server{options: o, outbox: &outbox.Log{}, trouble: trouble.New(o.FaultSeed, o.Faults...), identity: cluster.NewIdentity()}
}

// Reset empties the sandbox: documents, monitors, alerts, channels, settings, messages. It
// ends the requests that would never be answered. Requests that are under way
// still end on what was there before. The faults stay, and go on counting. Errors: what
// is kept could not be emptied.
func (s *Server) Reset() error {
	s.mu.Lock()
	old := s.parts
	if old.kept != nil {
		old.kept.End()
	}
	s.outbox.Clear()
	s.identity = cluster.NewIdentity()
	fresh := s.build()
	if old.kept != nil {
		fresh.kept = s.options.Data.Empty(fresh.contents)
	}
	s.parts = fresh
	s.mu.Unlock()
	old.close()
	s.trouble.Release()
	return fresh.sync()
}

// ServeHTTP answers a request that no foreign page caused, as far as the faults
// allow it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if who := s.foreign(r); who != "" {
		refuseForeign(w, who)
		return
	}
	s.trouble.Serve(w, r, http.HandlerFunc(s.answer))
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.RLock()
	p := s.parts
	s.mu.RUnlock()
	if p.kept != nil {
		w = &keptAnswer{ResponseWriter: w, session: p.kept}
	}
	p.router.ServeHTTP(w, r)
}

// reset answers POST /_sandbox/reset.
func (s *Server) reset(r *rest.Request) (rest.Response, error) {
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if err := s.Reset(); err != nil {
		return rest.Response{}, notKept(err)
	}
	return rest.JSON(http.StatusOK, rest.O("acknowledged", true)), nil
}
