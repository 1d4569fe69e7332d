package wire

import (
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Runs is what a cluster tells of the runs by schedule.
type Runs struct {
	// Off: plugins.scheduled_jobs.enabled is false, and nothing runs.
	Off bool

	// Jobs are those that some node keeps, by the id of the monitor or workflow.
	Jobs map[string]Job
}

// Job is one monitor or workflow that a node runs by schedule.
type Job struct {
	Last time.Time // zero: not since the node was started
	Late bool      // the node says that it does not run on time
}

// DecodeRuns reads an answer of GET …/_alerting/stats, from all nodes.
func DecodeRuns(answer *orderedjson.Object) Runs {
	runs := Runs{Jobs: map[string]Job{}}
	for _, name := range []string{"opendistro.scheduled_jobs.enabled", "plugins.scheduled_jobs.enabled"} {
		if on, known := value(answer, name).(bool); known && !on {
			runs.Off = true
		}
	}
	nodes := answer.Object("nodes")
	for _, node := range nodes.Keys() {
		jobs := nodes.Object(node).Object("jobs_info")
		for _, id := range jobs.Keys() {
			info := jobs.Object(id)
			job := Job{Last: moment(info, "last_execution_time"), Late: value(info, "running_on_time") == false}
			if before, twice := runs.Jobs[id]; twice && before.Last.After(job.Last) {
				job = before // it has moved to another node
			}
			runs.Jobs[id] = job
		}
	}
	return runs
}
