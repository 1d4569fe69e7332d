// Package metrics tells Prometheus what a drift job does and finds.
//
// What counts has all its labels from the beginning, at 0, so that a rate is right from
// the first failure on. What tells of drift is not there before there was a look that
// saw something: nobody should take "not known yet" for "none". A scrape sees one look
// whole. No label holds what a cluster or a file could fill: of names there is the
// workspace's alone.
//
// It must not know how looks are made, nor who is told of them.
package metrics

import (
	"runtime"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	dto "github.com/prometheus/client_model/go"

	"github.com/alertplan/alertplan/internal/driftjob"
)

// Metrics are those of one job.
type Metrics struct {
	mu       sync.Mutex // a scrape and a look don't come between one another
	registry *prometheus.Registry

	objects, unchanged, notApplied *prometheus.GaugeVec
	lastRun, lastSuccess, lastTook gauge
	successful, up                 gauge
	duration                       prometheus.Histogram
	runs, requests, notifications  *prometheus.CounterVec
	pending                        prometheus.Gauge
}

// New makes the metrics of a job that looks at an interval; version is the program's.
func New(version string, every time.Duration) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	m.defineDrift()
	m.defineRuns()
	m.defineCounts()
	interval := prometheus.NewGauge(opts("alertplan_drift_interval_seconds", "How often the job looks, as --every says."))
	interval.Set(every.Seconds())
	build := prometheus.NewGaugeVec(opts("alertplan_build_info", "1, with the version of alertplan and of Go it was built with."), []string{"version", "goversion"})
	build.WithLabelValues(version, runtime.Version()).Set(1)
	m.registry.MustRegister(interval, build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func opts(name, help string) prometheus.GaugeOpts {
	return prometheus.GaugeOpts{Name: name, Help: help}
}

// gauge is one that is not there before it has a value.
type gauge struct{ *prometheus.GaugeVec }

func (g gauge) set(v float64) { g.WithLabelValues().Set(v) }

func (m *Metrics) later(name, help string) gauge {
	g := gauge{prometheus.NewGaugeVec(opts(name, help), nil)}
	m.registry.MustRegister(g)
	return g
}

func (m *Metrics) defineDrift() {
	m.objects = prometheus.NewGaugeVec(opts("alertplan_drift_objects", "Objects that had drifted at the last look that saw something, by kind of drift."), []string{"workspace", "kind"})
	m.unchanged = prometheus.NewGaugeVec(opts("alertplan_drift_unchanged_objects", "Objects that were as the files have them at the last look that saw something."), []string{"workspace"})
	m.notApplied = prometheus.NewGaugeVec(opts("alertplan_drift_not_applied_objects", "Objects of which the files wanted something at that look that nobody had applied yet; no drift."), []string{"workspace"})
	m.registry.MustRegister(m.objects, m.unchanged, m.notApplied)
}

func (m *Metrics) defineRuns() {
	m.lastRun = m.later("alertplan_drift_last_run_timestamp_seconds", "When the last look ended, well or not, in seconds since 1970.")
	m.lastSuccess = m.later("alertplan_drift_last_success_timestamp_seconds", "When the last look ended that saw something, drift or none, in seconds since 1970.")
	m.lastTook = m.later("alertplan_drift_last_run_duration_seconds", "How long the last look took.")
	m.successful = m.later("alertplan_drift_last_run_successful", "1 where the last look saw something, drift or none, else 0.")
	m.up = m.later("alertplan_drift_cluster_up", "1 where the cluster served the last look that got as far as asking it, else 0.")
	m.duration = prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "alertplan_drift_run_duration_seconds", Help: "How long looks took.",
		Buckets: []float64{0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120},
	})
	m.registry.MustRegister(m.duration)
}

func (m *Metrics) defineCounts() {
	counter := func(name, help string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, []string{"outcome"})
		m.registry.MustRegister(c)
		return c
	}
	m.runs = counter("alertplan_drift_runs_total", "Looks, by what they came to.")
	m.requests = counter("alertplan_cluster_requests_total", "Requests to the cluster, each try of one, by what they came to.")
	m.notifications = counter("alertplan_drift_notifications_total", "Messages that were posted (sent), and those that could not be, after all tries of one look (failed).")
	for _, o := range driftjob.Outcomes {
		m.runs.WithLabelValues(string(o))
	}
	for _, o := range requestOutcomes {
		m.requests.WithLabelValues(o)
	}
	for _, o := range []string{sent, failed} {
		m.notifications.WithLabelValues(o)
	}
	m.pending = prometheus.NewGauge(opts("alertplan_drift_notification_pending", "1 where there is something to tell that could not be posted yet, else 0."))
	m.registry.MustRegister(m.pending)
}

// What becomes of messages.
const (
	sent   = "sent"
	failed = "failed"
)

// What becomes of requests.
const (
	answered    = "ok"           // 2xx
	clientError = "client_error" // 3xx and 4xx: refused
	serverError = "server_error" // 5xx
	noAnswer    = "no_answer"
)

var requestOutcomes = []string{answered, clientError, serverError, noAnswer}

// Request counts a request to the cluster, by the status of its answer, 0 for none.
func (m *Metrics) Request(status int) {
	outcome := noAnswer
	switch {
	case status >= 500:
		outcome = serverError
	case status >= 300:
		outcome = clientError
	case status > 0:
		outcome = answered
	}
	m.requests.WithLabelValues(outcome).Inc()
}

// Looked takes a look in.
func (m *Metrics) Looked(run driftjob.Run) {
	m.mu.Lock()
	defer m.mu.Unlock()
	ended := float64(run.Begun.Add(run.Took).UnixMilli()) / 1000
	m.runs.WithLabelValues(string(run.Outcome)).Inc()
	m.duration.Observe(run.Took.Seconds())
	m.lastRun.set(ended)
	m.lastTook.set(run.Took.Seconds())
	switch run.Outcome {
	case driftjob.Unreachable:
		m.up.set(0)
	case driftjob.NoDrift, driftjob.Drift, driftjob.Failed:
		m.up.set(1)
	}
	if !run.Outcome.Looked() {
		m.successful.set(0)
		return
	}
	m.successful.set(1)
	m.lastSuccess.set(ended)
	for _, g := range []*prometheus.GaugeVec{m.objects, m.unchanged, m.notApplied} {
		g.Reset() // of a workspace that the files had before
	}
	for kind, n := range map[driftjob.Kind]int{
		driftjob.Changed: run.Counts.Changed, driftjob.Missing: run.Counts.Missing, driftjob.Copies: run.Counts.Copies, driftjob.Unmanaged: run.Counts.Unmanaged,
	} {
		m.objects.WithLabelValues(run.Workspace, string(kind)).Set(float64(n))
	}
	m.unchanged.WithLabelValues(run.Workspace).Set(float64(run.Counts.Unchanged))
	m.notApplied.WithLabelValues(run.Workspace).Set(float64(run.Counts.NotApplied))
}

// Notified takes in that a message was posted, or why it could not be.
func (m *Metrics) Notified(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err != nil {
		m.notifications.WithLabelValues(failed).Inc()
		m.pending.Set(1)
		return
	}
	m.notifications.WithLabelValues(sent).Inc()
	m.pending.Set(0)
}

// NothingToTell takes in that there is nothing to be posted any more.
func (m *Metrics) NothingToTell() { m.pending.Set(0) }

// Gather is what a scrape sees.
func (m *Metrics) Gather() ([]*dto.MetricFamily, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.registry.Gather()
}
