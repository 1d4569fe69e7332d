package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

const workflowsPath = "/_plugins/_alerting/workflows"

// flowing is a configuration with a workflow of two monitors.
func flowing(severity int) string {
	return "workspace = \"faults\"\n" + monitorText("a", "Monitor a", 1) + monitorText("b", "Monitor b", 1) + fmt.Sprintf(`workflow "w" {
  name      = "Workflow w"
  delegates = [monitor.a, monitor.b]
  schedule {
    interval = "1d"
  }
  trigger "any" {
    severity  = %d
    condition = "monitor[a] || monitor[b]"
  }
}
`, severity)
}

// flowingReplaced has a monitor of another type for the first delegate.
func flowingReplaced() string {
	bucket := `monitor "a" {
  body = {
    name     = "Monitor a", monitor_type = "bucket_level_monitor"
    schedule = { period = { interval = 1, unit = "DAYS" } }
    inputs   = [{ search = { indices = ["events-*"], query = { size = 0, aggregations = { c = { terms = { field = "u" } } } } } }]
    triggers = [{ bucket_level_trigger = { name = "any", severity = "1", actions = [],
      condition = { buckets_path = { c = "_count" }, parent_bucket_path = "c", script = { source = "params.c > 1" } } } }]
  }
}
`
	return strings.Replace(flowing(1), monitorText("a", "Monitor a", 1), bucket, 1)
}

const flowingGone = "workspace = \"faults\"\nremoved {\n  from = workflow.w\n}\n"

// workflowIDs are the ids of all workflows.
func (r *rig) workflowIDs() []string {
	r.t.Helper()
	var ids []string
	answer := r.must("POST", monitorsPath+"/_search", `{"size":100,"query":{"exists":{"field":"workflow"}}}`)
	for _, v := range answer.Object("hits").Array("hits") {
		hit, _ := v.(*orderedjson.Object)
		ids = append(ids, hit.Text("_id"))
	}
	return ids
}

// TestAWriteOfAWorkflowThatBreaks breaks each write of a workflow, and of the monitors
// around it: the apply heals it itself, whether or not the server had done the work.
func TestAWriteOfAWorkflowThatBreaks(t *testing.T) {
	breaks := []faults.Fault{
		faults.Status(http.StatusServiceUnavailable, "Service Unavailable", nil),
		faults.StatusAfter(http.StatusBadGateway, "", nil), faults.ResetBefore(), faults.ResetAfter(), faults.Truncated(),
	}
	steps := []struct {
		name, before, after string
		method, path        string
		left                int // workflows
	}{
		{"create", "workspace = \"faults\"\n", flowing(1), "POST", workflowsPath + "$", 1},
		{"update", flowing(1), flowing(2), "PUT", workflowsPath + "/", 1},
		{"delete", flowing(1), flowingGone, "DELETE", workflowsPath + "/", 0},
		{"replace, the new one", flowing(1), flowingReplaced(), "POST", monitorsPath + "$", 1},
		{"replace, the workflow", flowing(1), flowingReplaced(), "PUT", workflowsPath + "/", 1},
		{"replace, the old one", flowing(1), flowingReplaced(), "DELETE", monitorsPath + "/", 1},
	}
	for _, step := range steps {
		t.Run(strings.ReplaceAll(step.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			for _, fault := range breaks {
				r := newRig(t)
				r.configure(step.before)
				r.mustApplyIfAny()
				r.configure(step.after)
				r.proxy.Break(faults.Rule{Method: step.method, Path: regexp.MustCompile("^" + step.path), Nth: 1, Fault: fault})
				r.mustApply()
				r.proxy.Heal()
				r.expectNoChanges()
				if ids := r.workflowIDs(); len(ids) != step.left {
					t.Errorf("%s: there are the workflows %q", fault.Name, ids)
				}
				if step.left > 0 {
					r.expectOnce("Monitor a", "Monitor b")
				} else {
					r.expectOnce()
				}
			}
		})
	}
}

// TestTwoAppliesOfAWorkflowAtOnce: the doubles go again, with their workflow.
func TestTwoAppliesOfAWorkflowAtOnce(t *testing.T) {
	for range 4 {
		r := newRig(t)
		r.configure(flowing(1))
		meet(r.proxy)
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() { r.apply() })
		}
		both.Wait()
		r.proxy.Heal()
		r.mustApplyIfAny()
		r.expectNoChanges()
		r.expectOnce("Monitor a", "Monitor b")
		if ids := r.workflowIDs(); len(ids) != 1 {
			t.Errorf("there are the workflows %q", ids)
		}
	}
}

// TestSomeoneElsesEditOfAWorkflowIsNotOverwritten edits it between alertplan's read
// and its write.
func TestSomeoneElsesEditOfAWorkflowIsNotOverwritten(t *testing.T) {
	for name, step := range map[string]struct{ after, method string }{"update": {flowing(2), "PUT"}, "delete": {flowingGone, "GET"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.configure(flowing(1))
			r.mustApply()
			path := workflowsPath + "/" + r.workflowIDs()[0]
			r.configure(step.after)
			r.proxy.Break(faults.Rule{Method: step.method, Path: regexp.MustCompile("^" + path + "$"), Nth: 1, Fault: faults.Meanwhile(func() {
				text, err := orderedjson.Marshal(r.must("GET", path, "").Object("workflow"))
				if err != nil {
					t.Error(err)
				}
				r.must("PUT", path, strings.Replace(string(text), "Workflow w", "Edited", 1))
			})})
			if got := r.apply(); got.code != 1 || !strings.Contains(got.stdout, "workflow.w: ") || !strings.Contains(got.stdout, "changed by someone else since the plan was made") {
				t.Errorf("got %s", got)
			}
			if now := r.must("GET", path, "").Object("workflow"); now.Text("name") != "Edited" {
				t.Errorf("the other's edit is gone: %v", now)
			}
		})
	}
}
