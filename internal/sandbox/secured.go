package sandbox

import (
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/alerting"
	"github.com/alertplan/alertplan/internal/sandbox/security"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

// secured tells whether the server asks who sends a request.
func (s *Server) secured() bool { return len(s.options.Users) > 0 }

// guard makes the security plugin, nil where the server has none.
func (s *Server) guard(store *index.Store) *security.Plugin {
	if !s.secured() {
		return nil
	}
	plugin := security.New(s.options.Users, store)
	plugin.Configure(s.options.Roles)
	return plugin
}

// hidden are the indices whose documents nobody sees by the document API, nil where
// everybody sees all.
func (s *Server) hidden() func(string) bool {
	if !s.secured() {
		return nil
	}
	return security.IsSystem
}

// rightsOf are the rights that monitors obey, nil without the plugin.
func rightsOf(guard *security.Plugin) alerting.Rights {
	if guard == nil {
		return nil
	}
	return guard
}

// filtersOf tells whether backend roles decide who sees which channel: by a setting of the
// notifications, or where that is not said by that of alerting.
func filtersOf(store *settings.Store) func() bool {
	const own = "opensearch.notifications.general.filter_by_backend_roles"
	return func() bool {
		persistent, transient := store.Snapshot()
		_, kept := persistent[own]
		if _, set := transient[own]; set || kept {
			return store.Bool(own)
		}
		return store.Bool("plugins.alerting.filter_by_backend_roles")
	}
}

// Routes lists the routes that the server has, "GET /{index}/_search", by path.
func (s *Server) Routes() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.parts.router.Routes()
}
