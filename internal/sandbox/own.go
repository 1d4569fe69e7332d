package sandbox

import (
	"net/http"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Routes of the sandbox's own: no real server has them.
const (
	// StatusPath, GET, tells what is played, and the sandbox's time.
	StatusPath = "/_sandbox"
	// ClockPath, POST, moves the sandbox's time on.
	ClockPath = "/_sandbox/clock"
)

// Name is what StatusPath calls the sandbox: a client knows it by that.
const Name = "alertplan sandbox"

// registerOwn adds the sandbox's own routes, but for those of single parts.
func (s *Server) registerOwn(router *rest.Router) {
	router.Handle("POST", ResetPath, s.reset)
	router.Handle("GET", StatusPath, s.status)
	router.Handle("POST", ClockPath, s.moveClock)
}

// status answers GET /_sandbox.
func (s *Server) status(r *rest.Request) (rest.Response, error) {
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	o := rest.O("name", Name, "version", s.options.Version, "dialect", s.options.Dialect.Name)
	for _, m := range s.timeOf().Members() {
		o.Set(m.Key, m.Value)
	}
	return rest.JSON(http.StatusOK, o), nil
}

// timeOf is the sandbox's time and how fast it goes; a clock that stands has the
// speed 0.
func (s *Server) timeOf() *orderedjson.Object {
	now := s.options.Clock.Now().UTC().Format(time.RFC3339Nano)
	speed := float64(clock.RealTime)
	switch c := s.options.Clock.(type) {
	case *clock.Scaled:
		speed = float64(c.Speed())
	case *clock.Manual:
		speed = 0
	}
	return rest.O("time", now, "speed", speed)
}
