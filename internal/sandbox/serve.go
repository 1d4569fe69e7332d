package sandbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// stopWithin is how long requests may take to end once the server is to stop.
const stopWithin = 5 * time.Second

// Serve answers requests that arrive at the listener until ctx ends, then stops:
// no new requests, those under way have five seconds, and so have the runs of
// monitors with what they send; those that are never answered are cut off. The
// listener is closed. It returns nil after such an end
// and an error for any other.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	stopped := make(chan error, 1)
	if s.options.TLS != nil {
		l = tls.NewListener(l, s.options.TLS)
	}
	go func() { stopped <- server.Serve(rest.TolerantListener(l)) }()
	select {
	case err := <-stopped:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	s.closeParts()
	s.trouble.Release()
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err := server.Shutdown(limit); err != nil {
		_ = server.Close() // what is left is cut off
	}
	if err := <-stopped; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.parts.finish(limit)
	return s.parts.stop()
}

func (s *Server) closeParts() {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.parts.close()
}
