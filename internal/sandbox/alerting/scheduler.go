package alerting

import (
	"context"
	"log"
	"runtime/debug"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// scheduler runs enabled monitors and workflows when they are due, by the sandbox's clock.
type scheduler struct {
	api *API

	mu      sync.Mutex
	jobs    map[string]*job
	running map[string]bool // the runs under way, by id
	under   sync.WaitGroup  // the same, to wait for
}

// job is an enabled monitor or workflow.
type job struct {
	schedule model.Schedule
	since    int64 // when it was enabled, in milliseconds since 1970
	run      func(id string, due time.Time)
	cancel   func() bool
	lastRun  int64 // milliseconds since 1970; 0 before the first run
}

func newScheduler(a *API) *scheduler {
	return &scheduler{api: a, jobs: map[string]*job{}, running: map[string]bool{}}
}

// reset forgets all jobs.
func (s *scheduler) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.jobs {
		j.cancel()
	}
	s.jobs = map[string]*job{}
}

// finish waits for the runs under way, until ctx ends. It belongs behind reset.
func (s *scheduler) finish(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		s.under.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// monitorChanged takes a saved monitor on, or lets go of one that was disabled.
func (s *scheduler) monitorChanged(id string, m *model.Monitor) {
	if !m.Enabled {
		s.deleted(id)
		return
	}
	s.changed(id, &job{schedule: m.Schedule, since: m.EnabledTime, run: s.api.runScheduled})
}

// workflowChanged is monitorChanged of a workflow.
func (s *scheduler) workflowChanged(id string, w *model.Workflow) {
	if !w.Enabled {
		s.deleted(id)
		return
	}
	s.changed(id, &job{schedule: w.Schedule, since: w.EnabledTime, run: s.api.scheduledWorkflow})
}

func (s *scheduler) changed(id string, j *job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.jobs[id]; old != nil {
		old.cancel()
	}
	s.arm(id, j, time.Time{})
}

// deleted lets go of a monitor or a workflow.
func (s *scheduler) deleted(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if j := s.jobs[id]; j != nil {
		j.cancel()
		delete(s.jobs, id)
	}
}

// arm sets the clock for a job's run after the one before, zero for none. A schedule
// that never fires is kept without one. The caller holds the lock.
func (s *scheduler) arm(id string, j *job, before time.Time) {
	now := s.api.deps.Clock.Now()
	j.cancel = func() bool { return false }
	if due, ok := j.schedule.Next(now, time.UnixMilli(j.since), before); ok {
		j.cancel = s.api.deps.Clock.AfterFunc(due.Sub(now), func() { s.fire(id, j, due) })
	}
	s.jobs[id] = j
}

// fire sets the clock for the run after this one, and runs a job that is due. The
// runs of a job don't overlap and don't queue: what is due while one is under way
// is left out, since the server finds the job's lock taken (from source, 2.19).
func (s *scheduler) fire(id string, j *job, due time.Time) {
	if !s.begin(id, j, due) {
		return
	}
	defer s.end(id)
	defer survive(id)
	j.run(id, due)
}

// survive keeps a mistake in a run from ending the process: it is written to the
// log, and the next run is as due as ever.
func survive(id string) {
	if v := recover(); v != nil {
		log.Printf("the sandbox failed in the run of %q by its schedule: %v\n%s", id, v, debug.Stack())
	}
}

// begin tells whether a job that is due may run.
func (s *scheduler) begin(id string, j *job, due time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.jobs[id] != j {
		return false
	}
	s.arm(id, j, due)
	if !s.enabled() {
		return false
	}
	j.lastRun = due.UnixMilli()
	if s.running[id] {
		return false
	}
	s.running[id] = true
	s.under.Add(1) // not after a reset, which forgets the job
	return true
}

func (s *scheduler) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.running, id)
	s.under.Done()
}

func (s *scheduler) enabled() bool { return s.api.deps.Settings.Bool("plugins.scheduled_jobs.enabled") }

// info is what the statistics tell of each job: nothing while scheduling is off,
// since the server then lets go of all of them (from source).
func (s *scheduler) info() *orderedjson.Object {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := &orderedjson.Object{}
	if !s.enabled() {
		return o
	}
	for id, j := range s.jobs {
		info := rest.O("running_on_time", true)
		if j.lastRun != 0 {
			info = rest.O("last_execution_time", j.lastRun, "running_on_time", true)
		}
		o.Set(id, info)
	}
	return o
}
