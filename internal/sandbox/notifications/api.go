package notifications

import (
	"context"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/outbox"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Deps are what the API needs from the sandbox around it.
type Deps struct {
	// Dialect is the server that is played.
	Dialect dialect.Dialect
	// Clock gives the times of configs and the refreshes of the list; nil is the
	// machine's clock.
	Clock clock.Clock
	// HostDenyList gives the setting
	// opensearch.notifications.core.http.host_deny_list; nil is an empty list.
	HostDenyList func() []string
	// Filters tells whether backend roles decide who sees which config; nil: they do not.
	Filters func() bool
	// Outbox keeps the messages of the test route; nil is one of the API's own.
	Outbox *outbox.Log
}

// API is the notifications plugin with its state. It is safe for concurrent use.
type API struct {
	manners  manners
	clock    clock.Clock
	denyList func() []string
	filters  func() bool
	http     receiverClient
	outbox   *outbox.Log

	mu    sync.Mutex
	store *store
}

// New makes an API without configs.
func New(deps Deps) *API {
	a := &API{manners: mannersOf(deps.Dialect), clock: deps.Clock, denyList: deps.HostDenyList, outbox: deps.Outbox}
	if a.clock == nil {
		a.clock = clock.System{}
	}
	if a.outbox == nil {
		a.outbox = &outbox.Log{}
	}
	if a.filters = deps.Filters; a.filters == nil {
		a.filters = func() bool { return false }
	}
	if a.denyList == nil {
		a.denyList = func() []string { return nil }
	}
	a.http = receiverClient{connectTimeout: 5 * time.Second, readTimeout: 50 * time.Second}
	a.Reset()
	return a
}

// Reset forgets all configs.
func (a *API) Reset() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.store = newStore(a.clock, a.manners)
}

const base = "/_plugins/_notifications"

// Register adds the plugin's routes.
func (a *API) Register(router *rest.Router) {
	router.Handle("POST", base+"/configs", a.create)
	router.Handle("GET", base+"/configs", a.read)
	router.Handle("DELETE", base+"/configs", a.delete)
	router.Handle("PUT", base+"/configs/{config_id}", a.update)
	router.Handle("GET", base+"/configs/{config_id}", a.read)
	router.Handle("DELETE", base+"/configs/{config_id}", a.delete)
	router.Handle("GET", base+"/channels", a.channels)
	router.Handle("GET", base+"/features", a.features)
	router.Handle("POST", base+"/feature/test/{config_id}", a.test)
	router.Handle("GET", base+"/feature/test/{config_id}", a.test)
}

// lookup is a config by its id as GET sees it, at once.
func (a *API) lookup(id string) (*doc, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	d, ok := a.store.live[id]
	return d, ok
}

// within is a context that ends with a request, or after what a message may take.
func within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Minute)
}
