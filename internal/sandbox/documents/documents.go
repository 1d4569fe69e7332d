// Package documents answers the document API: indices, mappings, aliases,
// templates, documents one by one and in bulk, searches, and the tables and
// lists that show what there is. The documents themselves, their mappings and
// searches are internal/evaluate's; this package reads requests and writes
// answers. What evaluate refuses comes out as an error that names it.
//
// It must not know monitors, alerts and channels. What the plugins keep in
// indices of their own lies in the same store.
package documents

import (
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

// Options are what the document API stands on.
type Options struct {
	Clock    clock.Clock
	Settings *settings.Store
	Dialect  dialect.Dialect
	// Hidden tells whether nobody sees the documents of an index by this API, as of
	// the plugins' own on a secured server; nil hides none.
	Hidden func(index string) bool
}

// Service is the document API of one cluster.
type Service struct {
	clock    clock.Clock
	settings *settings.Store
	dialect  dialect.Dialect
	store    *index.Store
	streams  *streams
	hidden   func(index string) bool // nil: none

	mu sync.Mutex
	// refreshes are the indices for which a refresh is due, with what cancels it.
	refreshes map[string]func() bool
	scrolls   map[string]*scroll // by id
	closed    bool
}

// New makes an empty cluster.
func New(o Options) *Service {
	return &Service{
		clock: o.Clock, settings: o.Settings, dialect: o.Dialect, store: index.NewStore(o.Clock.Now).In(o.Dialect.Searches()), hidden: o.Hidden,
		streams:   newStreams(),
		refreshes: map[string]func() bool{}, scrolls: map[string]*scroll{},
	}
}

// Store is the documents, for monitors to search.
func (s *Service) Store() *index.Store { return s.store }

// Close cancels the refreshes that are due.
func (s *Service) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, stop := range s.refreshes {
		stop()
	}
	for _, c := range s.scrolls {
		c.stop()
	}
	s.refreshes, s.scrolls = map[string]func() bool{}, map[string]*scroll{}
}

// Register adds the routes.
func (s *Service) Register(rt *rest.Router) {
	s.registerIndices(rt)
	s.registerMappings(rt)
	s.registerAliases(rt)
	s.registerTemplates(rt)
	s.registerComponents(rt)
	s.registerStreams(rt)
	s.registerDocuments(rt)
	s.registerLists(rt)
	s.registerScripts(rt)
	s.registerSearches(rt)
	s.registerScrolls(rt)
	s.registerLooks(rt)
	if !s.dialect.DocumentTypes { // of older servers it was not asked
		s.tellUnread(rt)
	}
	s.registerMaintenance(rt)
}

// defaultRefresh is how long searches may not see a write.
const defaultRefresh = time.Second

// refreshLater makes writes to an index visible after its refresh interval.
func (s *Service) refreshLater(name string) {
	x := s.store.Get(name)
	if x == nil {
		return
	}
	interval := defaultRefresh
	if v := x.Settings.Text("index.refresh_interval"); v != "" {
		d, err := rest.ParseTimeValue("index.refresh_interval", v)
		if err == nil {
			interval = d
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if interval < 0 || s.closed || s.refreshes[name] != nil {
		return
	}
	s.refreshes[name] = s.clock.AfterFunc(interval, func() {
		s.mu.Lock()
		delete(s.refreshes, name)
		s.mu.Unlock()
		_ = s.store.Refresh(name) // the index may be gone by now
	})
}
