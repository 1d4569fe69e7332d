// Package alerting is the alerting plugin's API as OpenSearch 2.19 answers it:
// monitors, searches over them, runs, alerts, statistics, the old destinations.
// What it keeps lies in the document store, in the indices that the plugin has,
// so that the document API sees and changes it as on a real node.
//
// Bodies are read by its package model; what a monitor's run yields is computed
// by internal/evaluate. It must not know how channels send: messages go through
// a Sender.
package alerting

import (
	"context"
	"sync"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/outbox"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

// Deps are what the API needs from the sandbox around it.
type Deps struct {
	// Dialect is the server that is played.
	Dialect dialect.Dialect
	// Clock is the sandbox's time; nil is the machine's.
	Clock clock.Clock
	// Settings are the cluster's settings; nil are the defaults.
	Settings *settings.Store
	// Documents is the document store; nil is one of the API's own.
	Documents *index.Store
	// Sender delivers messages.
	Sender Sender
	// Rights are those of users; nil where the server is not secured.
	Rights Rights
	// Veiled are the indices whose documents a monitor does not see, as those of the
	// plugins on a secured server; nil: none.
	Veiled func(index string) bool
	// Outbox keeps the messages of runs; nil is one of the API's own.
	Outbox *outbox.Log
	// Web is what older servers send through, which have no channels; nil is a network
	// without anybody.
	Web Web
	// NodeID, NodeName and ClusterName are what the statistics say.
	NodeID, NodeName, ClusterName string
}

// API is the alerting plugin with its state. It is safe for concurrent use.
type API struct {
	deps Deps

	mu           sync.Mutex // guards reads that a write depends on
	harmed       badManners
	looks        map[string]func() bool // at histories, by alias: what cancels the next one
	closed       bool
	schedule     *scheduler
	runs         runLocks
	monitorCount monitorCount
}

// New makes an API without monitors.
func New(deps Deps) *API {
	if deps.Clock == nil {
		deps.Clock = clock.System{}
	}
	if deps.Settings == nil {
		deps.Settings = settings.NewStore(deps.Dialect)
	}
	if deps.Documents == nil {
		deps.Documents = index.NewStore(deps.Clock.Now).In(deps.Dialect.Searches())
	}
	if deps.Sender == nil {
		deps.Sender = noChannels{}
	}
	if deps.Outbox == nil {
		deps.Outbox = &outbox.Log{}
	}
	if deps.Web == nil {
		deps.Web = noWeb{}
	}
	a := &API{deps: deps, looks: map[string]func() bool{}}
	a.schedule = newScheduler(a)
	a.keepHistories()
	return a
}

// Reset forgets what is kept outside the document store: what a server that is
// played as it is has stopped to do, and which runs are due. The store itself is
// the caller's to empty.
func (a *API) Reset() {
	a.mu.Lock()
	a.harmed = badManners{}
	a.mu.Unlock()
	a.schedule.reset()
}

// Finish waits for the runs by schedule that were under way when Close was called,
// with their messages and alerts, until ctx ends.
func (a *API) Finish(ctx context.Context) { a.schedule.finish(ctx) }

// Close stops the runs by schedule, and keeping histories.
func (a *API) Close() {
	a.schedule.reset()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closed = true
	for _, cancel := range a.looks {
		cancel()
	}
}

// The plugin's path and the one that Open Distro had, which still serves
// monitors, alerts, statistics and reading destinations
// (monitors/legacy_routes).
const (
	base   = "/_plugins/_alerting"
	legacy = "/_opendistro/_alerting"
)

// Register adds the plugin's routes.
func (a *API) Register(router *rest.Router) {
	both := func(method, path string, h rest.Handler) {
		paths := []string{base + path, legacy + path}
		if a.deps.Dialect.OpendistroNames {
			paths = paths[1:]
		}
		router.HandleEach(method, paths, h)
	}
	both("POST", "/monitors", a.create)
	both("PUT", "/monitors/{monitorID}", a.update)
	both("GET", "/monitors/{monitorID}", a.get)
	both("HEAD", "/monitors/{monitorID}", rest.Head(a.get))
	both("DELETE", "/monitors/{monitorID}", a.delete)
	both("GET", "/monitors/_search", a.search)
	both("POST", "/monitors/_search", a.search)
	both("POST", "/monitors/_execute", a.executeInline)
	both("POST", "/monitors/{monitorID}/_execute", a.executeStored)
	both("GET", "/monitors/alerts", a.alerts)
	both("POST", "/monitors/{monitorID}/_acknowledge/alerts", a.acknowledge)
	for _, path := range []string{"/stats", "/stats/{metric}", "/{nodeId}/stats", "/{nodeId}/stats/{metric}"} {
		both("GET", path, a.stats)
	}
	if !a.deps.Dialect.NoWorkflows {
		a.registerWorkflows(router)
	}
	if a.deps.Dialect.LegacyDestinations {
		a.registerLegacy(both)
		return
	}
	both("GET", "/destinations", a.destinations)
	both("GET", "/destinations/{destinationID}", a.destinations)
	both("GET", "/destinations/email_accounts/{id}", a.emailAccount)
	both("GET", "/destinations/email_groups/{id}", a.emailGroup)
	for _, kind := range []string{"email_accounts", "email_groups"} {
		both("GET", "/destinations/"+kind+"/_search", a.searchEmails)
		both("POST", "/destinations/"+kind+"/_search", a.searchEmails)
	}
}

// registerWorkflows adds what came after the old path.
func (a *API) registerWorkflows(router *rest.Router) {
	router.Handle("POST", base+"/workflows", a.createWorkflow)
	router.Handle("PUT", base+"/workflows/{workflowID}", a.updateWorkflow)
	router.Handle("GET", base+"/workflows/{workflowID}", a.getWorkflow)
	router.Handle("GET", base+"/workflows/alerts", a.workflowAlerts)
	router.Handle("DELETE", base+"/workflows/{workflowID}", a.deleteWorkflow)
	router.Handle("POST", base+"/workflows/{workflowID}/_execute", a.executeWorkflow)
	router.Handle("POST", base+"/workflows/{workflowID}/_acknowledge/alerts", a.acknowledgeWorkflow)
	router.Handle("GET", base+"/findings/_search", a.findings)
}

// location is the path under which the answer to a POST says that a thing lies.
func (a *API) location() string {
	if a.deps.Dialect.OpendistroNames {
		return legacy
	}
	return base
}

// reader reads a body as the server that is played does.
func (a *API) reader(data []byte) *xcontent.Reader {
	r := xcontent.NewReader(data)
	r.Dialect = a.deps.Dialect
	return r
}

// now is the sandbox's time in milliseconds since 1970.
func (a *API) now() int64 { return clock.Millis(a.deps.Clock.Now()) }

func (a *API) store() *index.Store { return a.deps.Documents }
