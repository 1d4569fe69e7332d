package alerting

import (
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// scheduler runs enabled monitors and workflows when they are due, by the sandbox's clock.
type scheduler struct {
	api *API

	mu   sync.Mutex
	jobs map[string]*job
}

// job is an enabled monitor or workflow.
type job struct {
	schedule model.Schedule
	since    int64 // when it was enabled, in milliseconds since 1970
	run      func(id string, due time.Time)
	cancel   func() bool
	lastRun  int64 // milliseconds since 1970; 0 before the first run
}

func newScheduler(a *API) *scheduler { return &scheduler{api: a, jobs: map[string]*job{}} }

// reset forgets all jobs.
func (s *scheduler) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.jobs {
		j.cancel()
	}
	s.jobs = map[string]*job{}
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
		j.lastRun = old.lastRun
	}
	s.arm(id, j)
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

// arm sets the clock for a job's next run. A schedule that never fires is kept
// without one. The caller holds the lock.
func (s *scheduler) arm(id string, j *job) {
	now := s.api.deps.Clock.Now()
	j.cancel = func() bool { return false }
	if due, ok := j.schedule.Next(now, time.UnixMilli(j.since)); ok {
		j.cancel = s.api.deps.Clock.AfterFunc(due.Sub(now), func() { s.fire(id, j, due) })
	}
	s.jobs[id] = j
}

// fire runs a job that is due and sets the clock again.
func (s *scheduler) fire(id string, j *job, due time.Time) {
	if s.api.deps.Settings.Bool("plugins.scheduled_jobs.enabled") {
		j.run(id, due)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.jobs[id] == j {
		j.lastRun = due.UnixMilli()
		s.arm(id, j)
	}
}

// info is what the statistics tell of each job.
func (s *scheduler) info() *orderedjson.Object {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := &orderedjson.Object{}
	for id, j := range s.jobs {
		info := rest.O("running_on_time", true)
		if j.lastRun != 0 {
			info = rest.O("last_execution_time", j.lastRun, "running_on_time", true)
		}
		o.Set(id, info)
	}
	return o
}
