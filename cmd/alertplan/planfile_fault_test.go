package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// planFile plans to a file, and returns its path.
func (r *rig) planFile(args ...string) string {
	r.t.Helper()
	path := filepath.Join(r.t.TempDir(), "it.plan")
	r.cost = planfile.Cost{N: 2, R: 1, P: 1}
	if got := r.run("plan", append([]string{"--out", path, "--allow-deletes", "1000"}, args...)...); got.code != 0 {
		r.t.Fatalf("plan --out: %s", got)
	}
	return path
}

// killAt kills a process when its n-th write arrives; what has arrived is carried out,
// unless the fault says otherwise.
func (r *rig) killAt(n int, fault faults.Fault, process *exec.Cmd) {
	seen := 0
	r.proxy.Break(faults.Rule{Fault: fault, Chosen: func(request faults.Request) bool {
		if !isWrite(request) {
			return false
		}
		if seen++; seen == n {
			_ = process.Process.Kill()
			return true
		}
		return false
	}})
}

// TestAKilledApplyOfAPlanFileGoesOn kills the process at each write that there is,
// before and after the server has done it: the same file, applied again, does the rest
// and nothing else, and ends well.
func TestAKilledApplyOfAPlanFileGoesOn(t *testing.T) {
	t.Parallel()
	legacy, err := dialect.Parse("opensearch-1.3")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		dialect       dialect.Dialect
		before, after string
	}{
		"of all":       {dialect.OpenSearch2(), someOfAll(1), someOfAll(2)},
		"of legacy":    {legacy, someOfAll(1), someOfAll(2)},
		"a workflow":   {dialect.OpenSearch2(), flowing(1), flowingReplaced()},
		"from nothing": {legacy, "workspace = \"faults\"\n", someOfAll(2)},
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			for n, more := 1, true; more; n++ {
				for _, fault := range []faults.Fault{faults.ResetBefore(), {Name: "none"}} {
					r := newRigOf(t, sandbox.Options{Dialect: c.dialect})
					r.configure(c.before)
					if got := r.apply(); got.code != 0 {
						t.Fatalf("the first apply: %s", got)
					}
					r.configure(c.after)
					r.settle()
					file := r.planFile()
					more = r.killed(n, fault, file)
					r.proxy.Rest()
					r.proxy.Heal()
					r.settle()
					if got := r.run("apply", file); got.code != 0 {
						t.Fatalf("killed at write %d (%s), and again: %s", n, fault.Name, got)
					}
					for name, ids := range r.monitorIDs() {
						if len(ids) != 1 {
							t.Errorf("killed at write %d (%s): %s is there as %q", n, fault.Name, name, ids)
						}
					}
					r.settle()
					r.expectNoChanges()
				}
			}
		})
	}
}

// killed applies a plan file in a process that is killed at its n-th write. It is false
// where the process has ended before.
func (r *rig) killed(n int, fault faults.Fault, file string) bool {
	r.t.Helper()
	var out bytes.Buffer
	c := exec.Command("alertplan", "apply", "--parallelism", "2", file, r.dir)
	c.Env = append(bareEnvironment(), envURL+"="+r.proxy.URL, envBackupDir+"="+r.t.TempDir())
	c.Stdout, c.Stderr = &out, &out
	r.proxy.Heal()
	var started sync.WaitGroup
	started.Add(1)
	r.proxy.Break(faults.Rule{Chosen: func(faults.Request) bool { started.Wait(); return false }})
	r.killAt(n, fault, c)
	if err := c.Start(); err != nil {
		r.t.Fatal(err)
	}
	started.Done()
	err := c.Wait()
	if err != nil && c.ProcessState.Exited() {
		r.t.Fatalf("it was not killed, and failed: %v\n%s", err, out.String())
	}
	return err != nil
}

// TestTwoAppliesOfOnePlanFile at once: all is there, and there once.
func TestTwoAppliesOfOnePlanFile(t *testing.T) {
	t.Parallel()
	for range 5 {
		r := newRig(t)
		r.configure(someOfAll(1))
		r.mustApply()
		r.configure(someOfAll(2))
		r.settle()
		file := r.planFile()
		meet(r.proxy)
		var both sync.WaitGroup
		var results [2]result
		for i := range results {
			both.Go(func() { results[i] = r.run("apply", file) })
		}
		both.Wait()
		r.proxy.Heal()
		r.settle()
		for name, ids := range r.monitorIDs() {
			if len(ids) != 1 {
				t.Errorf("%s is there as %q after\n%s\n%s", name, ids, results[0], results[1])
			}
		}
		if got := r.run("apply", file); got.code != 0 {
			t.Fatalf("and again: %s\nafter\n%s\n%s", got, results[0], results[1])
		}
		r.expectNoChanges()
	}
}

// TestAnotherHandDuringAnApplyOfAPlanFile changes an object just before it is written:
// its lock, or the read before, finds that.
func TestAnotherHandDuringAnApplyOfAPlanFile(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(someOfAll(1))
	r.mustApply()
	r.configure(someOfAll(2))
	r.settle()
	file := r.planFile()
	id := idOf(t, r.monitorIDs(), "Monitor u1")
	r.proxy.Break(faults.Rule{Method: "PUT", Path: regexp.MustCompile("^" + monitorsPath + "/"), Nth: 1, Fault: faults.Meanwhile(func() {
		live := r.must("GET", monitorsPath+"/"+id, "").Object("monitor")
		live.Delete("last_update_time")
		live.Set("enabled", false)
		text, _ := live.MarshalJSON()
		r.must("PUT", monitorsPath+"/"+id, string(text))
	})})
	got := r.run("apply", "--parallelism", "1", file)
	if got.code != 1 || !strings.Contains(got.stdout, "monitor.u1: updating failed: changed by someone else") {
		t.Fatal(got)
	}
	again := r.run("apply", file)
	if again.code != 1 || !strings.Contains(again.stdout, "Stale: monitor.u1 is not updated") || !strings.Contains(again.stdout, "What would\n  happen now also changes enabled.") {
		t.Errorf("again: %s", again)
	}
	if live := r.must("GET", monitorsPath+"/"+id, "").Object("monitor"); fmt.Sprint(live.Get("enabled")) != "false true" {
		t.Error("the other hand's work is lost")
	}
}

// TestPlanFilesOfExamples writes a plan of every example, and carries it out twice.
func TestPlanFilesOfExamples(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob("../../examples/*/main.hcl")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("there are no examples: %v", err)
	}
	for _, main := range dirs {
		dir := filepath.Dir(main)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			url, file := newSandbox(t), filepath.Join(t.TempDir(), "it.plan")
			given := append(varsOf(t, dir), "--url", url)
			run(t, "plan", append(given, "--out", file, dir)...)
			run(t, "apply", append(given, file, dir)...)
			run(t, "plan", append(given, "--detailed-exitcode", dir)...)
			if got := run(t, "apply", append(given, file, dir)...); !strings.Contains(got, "Nothing left to do.") {
				t.Errorf("again: %s", got)
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for name, value := range values {
				if bytes.Contains(text, []byte(value)) {
					t.Errorf("the file has the value of %s", name)
				}
			}
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
		})
	}
}
