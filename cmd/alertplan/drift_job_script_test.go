package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptJob is a drift job that a script has started.
type scriptJob struct {
	*exec.Cmd
	url string // where it listens
}

var driftJobs sync.Map // heardKey of script → *scriptJob

// jobCommands are those of scripts with a drift job.
func jobCommands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){"job": jobCommand, "scrape": scrapeCommand, "stopjob": stopJobCommand}
}

// job ARGS…: starts drift with these arguments and a free port to listen on. What it
// prints goes to job.out and job.err.
func jobCommand(ts *testscript.TestScript, _ bool, args []string) {
	c := exec.Command(lookPath(ts, "alertplan"), append([]string{"drift", "--listen", "127.0.0.1:0"}, args...)...)
	c.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "ALERTPLAN_URL", "ALERTPLAN_NOTIFY_URL"} {
		c.Env = append(c.Env, name+"="+ts.Getenv(name))
	}
	out, err := os.Create(ts.MkAbs("job.out"))
	ts.Check(err)
	messages, err := os.Create(ts.MkAbs("job.err"))
	ts.Check(err)
	defer out.Close()
	defer messages.Close()
	c.Stdout, c.Stderr = out, messages
	ts.Check(c.Start())
	job := &scriptJob{Cmd: c}
	ts.Defer(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if m := regexp.MustCompile(`http://[0-9.:]+`).FindString(ts.ReadFile("job.err")); m != "" {
			job.url = m
			driftJobs.Store(heardKey{ts.Getenv("WORK")}, job)
			return
		}
	}
	ts.Fatalf("the job does not listen:\n%s", ts.ReadFile("job.err"))
}

// scrape REGEXP: asks for the metrics until they match, and prints them.
func scrapeCommand(ts *testscript.TestScript, _ bool, args []string) {
	value, ok := driftJobs.Load(heardKey{ts.Getenv("WORK")})
	if !ok || len(args) != 1 {
		ts.Fatalf("usage: job ARGS, then scrape REGEXP")
	}
	last, wanted := "", regexp.MustCompile(args[0])
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		answer, err := http.Get(value.(*scriptJob).url + "/metrics")
		ts.Check(err)
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		ts.Check(err)
		if last = string(text); wanted.MatchString(last) {
			fmt.Fprint(ts.Stdout(), last)
			return
		}
	}
	var ours strings.Builder
	for line := range strings.Lines(last) {
		if strings.HasPrefix(line, "alertplan_") {
			ours.WriteString(line)
		}
	}
	ts.Fatalf("no %s in\n%s%s", args[0], ours.String(), ts.ReadFile("job.err"))
}

// stopjob: asks the job to end, which it must do well.
func stopJobCommand(ts *testscript.TestScript, _ bool, _ []string) {
	value, ok := driftJobs.LoadAndDelete(heardKey{ts.Getenv("WORK")})
	if !ok {
		ts.Fatalf("there is no job")
	}
	job := value.(*scriptJob)
	ts.Check(job.Process.Signal(syscall.SIGTERM))
	if err := job.Wait(); err != nil {
		ts.Fatalf("the job: %v\n%s", err, ts.ReadFile("job.err"))
	}
}
