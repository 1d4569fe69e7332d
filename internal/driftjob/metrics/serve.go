package metrics

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Health is what a job tells of itself.
type Health interface {
	Alive() bool  // the loop goes round
	Looked() bool // there was a look, however it ended
}

// stopWithin is how long answers that are under way may take when the job is stopped.
const stopWithin = 5 * time.Second

// The most scrapes at a time.
const mostScrapes = 10

// Handler serves /metrics, /healthz and /readyz, for reading only.
func (m *Metrics) Handler(health Health) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m, promhttp.HandlerOpts{MaxRequestsInFlight: mostScrapes}))
	mux.HandleFunc("GET /healthz", answer(health.Alive, "ok", "the loop hangs"))
	mux.HandleFunc("GET /readyz", answer(health.Looked, "ok", "there was no look yet"))
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "alertplan drift: /metrics /healthz /readyz\n")
	})
	return mux
}

func answer(good func() bool, yes, no string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		if !good() {
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintln(w, no)
			return
		}
		fmt.Fprintln(w, yes)
	}
}

// Serve serves until ctx ends, then lets answers that are under way end.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, MaxHeaderBytes: 16 << 10,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
	}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	select {
	case err := <-stopped:
		return fmt.Errorf("serving metrics: %w", err)
	case <-ctx.Done():
	}
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if server.Shutdown(limit) != nil {
		_ = server.Close() // what is left is cut off
	}
	if err := <-stopped; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving metrics: %w", err)
	}
	return nil
}
