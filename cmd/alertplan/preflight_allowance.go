package main

import (
	"context"

	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/preflight"
	"github.com/alertplan/alertplan/monitors"
)

// allowance is what a preflight may have the cluster compile.
func (f *preflighter) allowance(ctx context.Context, live []monitors.Live) (preflight.Allowance, error) {
	var running []monitors.Monitor
	for _, m := range live {
		running = append(running, m.Monitor)
	}
	return preflight.Allow(compiles.Settings{}, running), nil
}
