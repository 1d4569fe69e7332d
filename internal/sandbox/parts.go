package sandbox

import (
	"context"

	"github.com/alertplan/alertplan/internal/sandbox/alerting"
	"github.com/alertplan/alertplan/internal/sandbox/cluster"
	"github.com/alertplan/alertplan/internal/sandbox/documents"
	"github.com/alertplan/alertplan/internal/sandbox/kept"
	"github.com/alertplan/alertplan/internal/sandbox/notifications"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

// parts are the sandbox's parts between two resets.
type parts struct {
	router *rest.Router
	close  func()
	// finish waits for what close let go on.
	finish func(context.Context)
	// resume goes on with what was kept, contents are what is to be.
	resume   func()
	contents kept.Contents
	kept     *kept.Session // nil: nothing is kept
}

// sync returns once all that has changed is kept.
func (p *parts) sync() error {
	if p.kept == nil {
		return nil
	}
	return p.kept.Sync()
}

// stop is the last sync.
func (p *parts) stop() error {
	if p.kept == nil {
		return nil
	}
	return p.kept.Stop()
}

// build makes all parts anew and registers their routes.
func (s *Server) build() *parts {
	d, now := s.options.Dialect, s.options.Clock
	router := rest.NewRouter(d)
	if s.options.AsReal {
		router.AsReal()
	}
	store := settings.NewStore(d)
	node := s.identity
	nodes := cluster.New(d, store, node)
	nodes.Secured = s.secured()
	nodes.Register(router)
	docs := documents.New(documents.Options{Clock: now, Settings: store, Dialect: d, Hidden: s.hidden()})
	docs.Register(router)
	guard := s.guard(docs.Store())
	channels := notifications.New(notifications.Deps{Dialect: d, Clock: now, Outbox: s.outbox, Filters: filtersOf(store), HostDenyList: func() []string {
		return store.List("opensearch.notifications.core.http.host_deny_list")
	}})
	if !d.LegacyDestinations {
		channels.Register(router)
	}
	monitors := alerting.New(alerting.Deps{
		Dialect: d, Clock: now, Settings: store, Documents: docs.Store(), Sender: channels, Outbox: s.outbox, Web: channels,
		Rights: rightsOf(guard), Veiled: s.hidden(),
		NodeID: node.NodeID, NodeName: cluster.NodeName, ClusterName: cluster.Name,
	})
	monitors.Register(router)
	s.registerOwn(router)
	s.outbox.Register(router)
	if guard != nil {
		guard.Register(router)
	}
	s.trouble.Register(router)
	return &parts{router: router, contents: s.contents(state{store, docs, channels, guard}), resume: monitors.Resume, finish: monitors.Finish, close: func() {
		monitors.Close()
		docs.Close()
		router.Release()
	}}
}
