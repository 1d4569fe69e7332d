package main

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/doctor"
)

// Left finds what canaries have left whose makers are gone: by the run in the names of
// indices and channels, and by the mark of monitors. What others made is left alone.
func (k *canary) Left(ctx context.Context, before time.Time) (removed []string, err error) {
	if _, err := k.client.Detect(ctx); err != nil {
		return nil, asRefusal(err)
	}
	left, err := k.leftovers(ctx, before)
	if err != nil {
		return nil, asRefusal(err)
	}
	var failed []error
	for _, run := range slices.Sorted(maps.Keys(left)) {
		if err := left[run].Remove(ctx); err != nil {
			failed = append(failed, err)
			continue
		}
		removed = append(removed, canaryPrefix+run)
	}
	return removed, asRefusal(errors.Join(failed...))
}

// leftovers are canaries by their run.
func (k *canary) leftovers(ctx context.Context, before time.Time) (map[string]*canary, error) {
	left := map[string]*canary{}
	of := func(name, prefix string) *canary {
		run, ours := strings.CutPrefix(name, prefix)
		began, rest, found := strings.Cut(run, "-")
		at, err := time.Parse(canaryRun, began)
		if !ours || !found || rest == "" || err != nil || !at.Before(before) {
			return &canary{}
		}
		if left[run] == nil {
			left[run] = &canary{client: k.client, run: run}
		}
		return left[run]
	}
	indices, err := k.client.IndexSettings(ctx, []string{canaryPrefix + "*"})
	if err != nil && !alertapi.IsNotFound(err) && !alertapi.IsMissingIndex(err) {
		return nil, err
	}
	for _, name := range indices.Keys() {
		of(name, canaryPrefix).index = name
	}
	all, err := k.client.Monitors(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		if m.Mark != nil && m.Mark.Workspace == doctor.CanaryWorkspace {
			of(m.Monitor.Name, canaryPrefix).monitor = m.ID
		}
	}
	channels, err := k.client.Channels(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range channels {
		of(c.Handle(), "ap_"+canaryPrefix).own = &c
	}
	return left, nil
}
