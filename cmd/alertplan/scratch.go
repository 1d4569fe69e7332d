package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// scratch runs tests on a cluster: each in indices of its own, which are removed
// when it ends. The monitor is run by a dry run that stores nothing.
type scratch struct {
	client *alertapi.Client

	// On a cluster that never ran a monitor the first run makes the alerts' index,
	// and others beside it fail: so the first one goes alone.
	first sync.Mutex
	ran   atomic.Bool
}

var _ monitortest.Engine = (*scratch)(nil)

// scratchPrefix begins the names of all indices that tests make on a cluster.
const scratchPrefix = "alertplan-test-"

// scratchPlace is one test's place on a cluster.
type scratchPlace struct {
	*scratch
	prefix  string
	monitor monitors.Monitor
	indices []string // made, or begun to be made
}

func (s *scratch) Open(ctx context.Context, setup monitortest.Setup) (monitortest.Session, error) {
	m, err := wire.DecodeMonitor(setup.Monitor)
	if err != nil {
		return nil, err
	}
	// Where it fails (a run needs no notifications plugin), what the cluster says to
	// the run itself tells more.
	_, _ = s.client.Detect(ctx)
	place := &scratchPlace{scratch: s, prefix: scratchPrefix + strings.ToLower(rand.Text()[:12]) + "-"}
	if place.monitor, err = place.moved(m); err != nil {
		return nil, err
	}
	for _, x := range setup.Indices {
		if err := place.create(ctx, x.Name, x.Body); err != nil {
			return nil, errors.Join(err, place.Close(ctx))
		}
	}
	return place, nil
}

// moved is the monitor on the scratch indices.
func (p *scratchPlace) moved(m monitors.Monitor) (monitors.Monitor, error) {
	input, ok := m.Input.(*monitors.Search)
	if !ok || m.Type == monitors.DocumentLevel {
		return m, &evaluate.UnsupportedError{What: "a monitor of this kind on a cluster: without being stored it can't be run safely there"}
	}
	search := *input
	search.Indices = nil
	for _, name := range input.Indices {
		if strings.ContainsAny(name, ":<") {
			return m, &evaluate.UnsupportedError{What: fmt.Sprintf("the index expression %q on a cluster", name)}
		}
		exclusion := ""
		if rest, found := strings.CutPrefix(name, "-"); found {
			exclusion, name = "-", rest
		}
		search.Indices = append(search.Indices, exclusion+p.prefix+name)
	}
	m.Input = &search
	return m, nil
}

func (p *scratchPlace) create(ctx context.Context, name string, body *orderedjson.Object) error {
	full := p.prefix + name
	if slices.Contains(p.indices, full) {
		return nil
	}
	p.indices = append(p.indices, full) // first: a request that failed may have been done
	return p.client.CreateIndex(ctx, full, body)
}

func (p *scratchPlace) Add(ctx context.Context, documents []monitortest.Document) ([]monitortest.Rejection, error) {
	list := make([]alertapi.Document, 0, len(documents))
	for _, d := range documents {
		if err := p.create(ctx, d.Index, nil); err != nil {
			return nil, err
		}
		list = append(list, alertapi.Document{Index: p.prefix + d.Index, ID: d.ID, Source: d.Source})
	}
	rejected, err := p.client.Index(ctx, list)
	var out []monitortest.Rejection
	for _, r := range rejected {
		refused := &alertapi.Error{Method: http.MethodPost, Path: "/_bulk", Status: http.StatusForbidden, Reason: r.Reason}
		if len(refused.Lacking().Permissions) > 0 { // nothing that the events or the monitor could mend
			return nil, errors.Join(err, refused)
		}
		out = append(out, monitortest.Rejection(r))
	}
	return out, err
}

func (p *scratchPlace) Run(ctx context.Context, at monitortest.Moment) (*monitortest.Outcome, error) {
	run, err := p.execute(ctx, at.End)
	var refused *alertapi.Error
	if errors.As(err, &refused) && refused.Status != 0 && !alertapi.IsUnavailable(err) && !alertapi.IsUnauthorized(err) && !alertapi.IsForbidden(err) {
		return nil, &monitortest.Error{Reason: strings.ReplaceAll(refused.Reason, p.prefix, "")}
	}
	if err != nil {
		return nil, err
	}
	return monitortest.FromAnswer(p.unprefixed(run.Body).(*orderedjson.Object)), nil
}

func (p *scratchPlace) execute(ctx context.Context, end time.Time) (wire.Run, error) {
	if !p.ran.Load() {
		p.first.Lock()
		defer p.first.Unlock()
	}
	run, err := p.client.ExecuteInline(ctx, p.monitor, alertapi.Execution{PeriodEnd: end, DryRun: true})
	if err == nil {
		p.ran.Store(true)
	}
	return run, err
}

// unprefixed takes the prefix out of an answer, so that it reads as it would on
// the monitor's own indices.
func (p *scratchPlace) unprefixed(v any) any {
	switch v := v.(type) {
	case string:
		return strings.ReplaceAll(v, p.prefix, "")
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = p.unprefixed(x)
		}
		return out
	case *orderedjson.Object:
		out := orderedjson.NewObject()
		for _, m := range v.Members() {
			out.Set(m.Key, p.unprefixed(m.Value))
		}
		return out
	}
	return v
}

// Stateless tells that dry runs open no alerts.
func (p *scratchPlace) Stateless() bool { return true }

func (p *scratchPlace) Acknowledge(context.Context, string, time.Time) error {
	return monitortest.ErrNoState
}

// cleanUp is how long the removal of scratch indices may take, even where the
// command was interrupted.
const cleanUp = 30 * time.Second

// Close removes the indices. Its error names those that may be left.
func (p *scratchPlace) Close(ctx context.Context) error {
	if len(p.indices) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUp)
	defer cancel()
	if err := p.client.DeleteIndices(ctx, p.indices...); err != nil {
		return fmt.Errorf("scratch indices may be left on the cluster (%s): %w", strings.Join(p.indices, ", "), err)
	}
	return nil
}
