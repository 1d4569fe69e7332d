package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// made is a monitor that a bare loop has made.
type made struct {
	ID     string `json:"_id"`
	SeqNo  int64  `json:"_seq_no"`
	Term   int64  `json:"_primary_term"`
	header http.Header
}

// writeAll creates monitors, updates them, and deletes them again, whatever happens:
// a loop that does what alertplan does, and nothing else.
func (e errand) writeAll(ctx context.Context) error {
	byName, err := e.create(ctx)
	if err == nil {
		err = e.update(ctx, byName)
	}
	return errors.Join(err, e.remove(context.WithoutCancel(ctx), byName))
}

func (e errand) create(ctx context.Context) (map[string]made, error) {
	var mu sync.Mutex
	byName := map[string]made{}
	err := e.each(ctx, e.Requests, func(r request) error {
		answer, err := e.roundTrip(ctx, r)
		if err != nil {
			return err
		}
		m := made{header: r.Header}
		if err := json.Unmarshal(answer, &m); err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		byName[nameOf(r)] = m
		return nil
	})
	return byName, err
}

func (e errand) update(ctx context.Context, byName map[string]made) error {
	return e.each(ctx, e.Updates, func(r request) error {
		m, ok := byName[nameOf(r)]
		if !ok {
			return fmt.Errorf("no monitor is named %q", nameOf(r))
		}
		r.URI = fmt.Sprintf("%s?if_seq_no=%d&if_primary_term=%d", monitorURI(r, m.ID), m.SeqNo, m.Term)
		_, err := e.roundTrip(ctx, r)
		return err
	})
}

func (e errand) remove(ctx context.Context, byName map[string]made) error {
	var deletes []request
	for _, m := range byName {
		deletes = append(deletes, request{Method: http.MethodDelete, URI: monitorURI(e.Requests[0], m.ID), Header: m.header})
	}
	return e.each(ctx, deletes, func(r request) error {
		_, err := e.roundTrip(ctx, r)
		return err
	})
}

// each sends requests, as many at once as alertplan does.
func (e errand) each(ctx context.Context, requests []request, send func(request) error) error {
	var group errgroup.Group
	group.SetLimit(max(e.Parallelism, 1))
	for _, r := range requests {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return send(r)
		})
	}
	return group.Wait()
}

func nameOf(r request) string {
	var body struct{ Name string }
	_ = json.Unmarshal([]byte(r.Body), &body) // what has no name finds no monitor
	return body.Name
}

// monitorURI is where a monitor is, beside a request about another one.
func monitorURI(beside request, id string) string {
	before, _, _ := strings.Cut(beside.URI, "/monitors")
	return before + "/monitors/" + url.PathEscape(id)
}
