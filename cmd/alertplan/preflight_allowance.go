package main

import (
	"context"

	"github.com/alertplan/alertplan/internal/preflight"
	"github.com/alertplan/alertplan/monitors"
)

// defaultRate is how many scripts a cluster compiles in five minutes, of each context.
const defaultRate = 75

// allowance is what a preflight may have the cluster compile.
func (f *preflighter) allowance(ctx context.Context, live []monitors.Live) (preflight.Allowance, error) {
	return preflight.Allowance{Others: preflight.Share(defaultRate)}, nil
}
