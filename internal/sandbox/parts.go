package sandbox

import (
	"github.com/alertplan/alertplan/internal/sandbox/cluster"
	"github.com/alertplan/alertplan/internal/sandbox/documents"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

// parts are the sandbox's parts between two resets.
type parts struct {
	router *rest.Router
	close  func()
}

// build makes all parts anew and registers their routes.
func (s *Server) build() *parts {
	d := s.options.Dialect
	router := rest.NewRouter(d)
	store := settings.NewStore()
	cluster.New(d, store, cluster.NewIdentity()).Register(router)
	docs := documents.New(documents.Options{Clock: s.options.Clock, Settings: store, Dialect: d})
	docs.Register(router)
	router.Handle("POST", ResetPath, s.reset)
	return &parts{router: router, close: func() {
		docs.Close()
		router.Release()
	}}
}
