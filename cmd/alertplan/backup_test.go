package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/backup"
	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// backups are what the rig's runs have kept.
func (r *rig) backups() []backup.Entry {
	r.t.Helper()
	list, err := backup.List(r.env[envBackupDir])
	if err != nil {
		r.t.Fatal(err)
	}
	return list
}

// What is kept is what the plan has read: no object is read for it but channels, which
// are read anyway. It is the whole body, as the Dashboards would get it.
func TestNothingIsReadToBeKept(t *testing.T) {
	const monitors, channels = 60, 6
	r := newRig(t)
	r.configure(manyMonitors(monitors, 1))
	r.mustApply()
	if n := len(r.backups()); n != 0 {
		t.Errorf("%d bodies are kept, though nothing was there", n)
	}
	before := r.bodies()
	r.configure(manyMonitors(monitors, 2))
	r.proxy.Heal()
	r.mustApply()
	singles := 0
	for _, q := range r.proxy.Requests() {
		if q.Method == "GET" && regexp.MustCompile(monitorsPath+"/[^_]").MatchString(q.Path) {
			singles++
		}
	}
	if singles != 0 {
		t.Errorf("%d monitors were read one by one", singles)
	}
	list := r.backups()
	if len(list) != monitors+channels {
		t.Fatalf("%d bodies are kept, not %d", len(list), monitors+channels)
	}
	for _, e := range list {
		read, err := backup.Read(e.Path)
		if err != nil {
			t.Fatal(err)
		}
		if info, _ := os.Stat(e.Path); info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the rights %v", e.Path, info.Mode())
		}
		if was, ok := before[e.ID]; ok && !orderedjson.Equal(read.Original.Body, was) {
			got, _ := orderedjson.Marshal(read.Original.Body)
			want, _ := orderedjson.Marshal(was)
			t.Errorf("of %s is kept\n%s\nand there was\n%s", e.Address, got, want)
		}
	}
}

// bodies are the sandbox's monitors by id, whole.
func (r *rig) bodies() map[string]*orderedjson.Object {
	r.t.Helper()
	_, answer := r.ask("POST", monitorsPath+"/_search", `{"size": 1000}`)
	o := &orderedjson.Object{}
	if err := o.UnmarshalJSON([]byte(answer)); err != nil {
		r.t.Fatal(err)
	}
	all := map[string]*orderedjson.Object{}
	for _, v := range o.Object("hits").Array("hits") {
		all[v.(*orderedjson.Object).Text("_id")] = v.(*orderedjson.Object).Object("_source")
	}
	return all
}

// A body that can't be kept stops its change, and no other.
func TestWhatCannotBeKeptIsNotWritten(t *testing.T) {
	r := newRig(t)
	r.configure(someOfAll(1))
	r.mustApply()
	r.configure(strings.ReplaceAll(someOfAll(1), "size    = 1", "size    = 7"))
	var once sync.Once
	spoil := func(q faults.Request) bool { // the first write takes the folder away
		if q.Method == "PUT" {
			once.Do(func() { os.RemoveAll(r.env[envBackupDir]) })
		}
		return false
	}
	r.proxy.Break(faults.Rule{Chosen: spoil})
	got := r.apply("--parallelism", "1")
	if got.code != 1 || strings.Count(got.stdout, "not written, since its backup could not be kept: ") != 3 ||
		!strings.Contains(got.stdout, "1 changed, 0 destroyed, 3 failed") {
		t.Errorf("got %s", got)
	}
	if n := writes(r.proxy.Requests())["PUT monitor"]; n != 1 {
		t.Errorf("%d monitors were written", n)
	}
	r.proxy.Heal()
	r.mustApply()
	r.expectNoChanges()
}

// The process is killed when a body is kept and its write is under way: the backup is
// whole, and of what is there still.
func TestAKillBetweenABackupAndItsWrite(t *testing.T) {
	r := newRig(t)
	r.configure(someOfAll(1))
	r.mustApply()
	before := r.bodies()
	r.configure(strings.ReplaceAll(someOfAll(1), "size    = 1", "size    = 7"))
	path, err := exec.LookPath("alertplan")
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(path, "apply", "--auto-approve", r.dir)
	c.Env = append(bareEnvironment(), envURL+"="+r.env[envURL], envBackupDir+"="+r.env[envBackupDir])
	killed := make(chan struct{})
	var once sync.Once
	kill := func(q faults.Request) bool {
		if q.Method != "PUT" {
			return false
		}
		once.Do(func() {
			_ = c.Process.Kill()
			close(killed)
		})
		return true
	}
	r.proxy.Break(faults.Rule{Chosen: kill, Fault: faults.ResetBefore()})
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	select {
	case <-killed:
	case <-time.After(time.Minute):
		t.Fatal("nothing was written")
	}
	r.proxy.Rest()
	r.proxy.Heal()
	list := r.backups()
	if len(list) == 0 {
		t.Fatal("nothing is kept")
	}
	for _, e := range list {
		read, err := backup.Read(e.Path)
		if err != nil || !orderedjson.Equal(read.Original.Body, before[e.ID]) {
			t.Errorf("%s: %v", e.Path, err)
		}
	}
	if got := r.run("restore", "--auto-approve", list[0].Path); got.code != 0 || !strings.HasPrefix(got.stdout, "No changes.") {
		t.Errorf("got %s", got)
	}
	r.mustApply()
	r.expectNoChanges()
}

// Somebody writes between the question and the answer: nothing is written over him.
func TestRestoreIsNotBlind(t *testing.T) {
	r := newRig(t)
	r.configure(someOfAll(1))
	r.mustApply()
	r.configure(strings.ReplaceAll(someOfAll(1), "size    = 1", "size    = 7"))
	r.mustApply()
	last := r.backups()[0]
	var once sync.Once
	r.proxy.Break(faults.Rule{Chosen: func(q faults.Request) bool {
		if q.Method == "PUT" {
			once.Do(func() {
				body, _ := orderedjson.Marshal(r.bodies()[last.ID])
				r.ask("PUT", monitorsPath+"/"+last.ID, string(body))
			})
		}
		return false
	}})
	got := r.run("restore", "--auto-approve", last.Path)
	if got.code != 1 || !strings.Contains(got.stdout, "changed by someone else since the plan was made") || strings.Contains(got.stdout, "put back (id") {
		t.Errorf("got %s", got)
	}
	if len(r.backups()) != 5 { // what was to be written over is kept: it does no harm
		t.Errorf("%d are kept", len(r.backups()))
	}
}

// A restore of what is gone whose answer is lost makes it once.
func TestARestoreIsNotDoneTwice(t *testing.T) {
	for _, fault := range []faults.Fault{faults.ResetAfter(), faults.ResetBefore()} {
		r := newRig(t)
		r.configure(someOfAll(1))
		r.mustApply()
		r.configure(`workspace = "faults"`)
		if got := r.apply("--allow-deletes", "20"); got.code != 0 {
			t.Fatal(got)
		}
		r.proxy.Break(faults.Rule{Method: "POST", Path: regexp.MustCompile(monitorsPath + "$"), Nth: 1, Fault: fault})
		if got := r.run("restore", "--auto-approve", "monitor.u1"); got.code != 0 {
			t.Errorf("%s: %s", fault.Name, got)
		}
		if n := len(r.bodies()); n != 1 {
			t.Errorf("%s: there are %d monitors", fault.Name, n)
		}
	}
}

func TestOldBackupsArePruned(t *testing.T) {
	r := newRig(t)
	for size := range 3 {
		r.configure(manyMonitors(1, size+1))
		r.mustApply()
	}
	runs, err := filepath.Glob(filepath.Join(r.env[envBackupDir], "*", "many", "*"))
	if err != nil || len(runs) != 2 {
		t.Fatalf("got %v, %v", runs, err)
	}
	old := filepath.Join(filepath.Dir(runs[0]), "20200102T030405Z-0123abcd")
	if err := os.Rename(runs[0], old); err != nil {
		t.Fatal(err)
	}
	r.configure(manyMonitors(1, 9))
	if got := r.apply("--backup-days", "0"); got.code != 0 {
		t.Fatal(got)
	}
	if _, err := os.Stat(old); err != nil {
		t.Error("0 is no limit")
	}
	r.configure(manyMonitors(1, 10))
	r.mustApply()
	if _, err := os.Stat(old); err == nil {
		t.Error("a run of 2020 is there still")
	}
	if got := r.apply("--backup-keep", "-1"); got.code != 1 || !strings.Contains(got.stderr, "--backup-keep and --backup-days take 0 or more") {
		t.Errorf("got %s", got)
	}
}

// No output shows what only backups hold, be it of a restore under --debug.
func TestRestoreShowsNoSecret(t *testing.T) {
	const one, two = "s3cret-of-the-past", "s3cret-of-today"
	r := newRig(t)
	r.configure(manyMonitors(1, 1) + "destination \"slack\" \"x\" {\n  url = \"https://hooks.slack.com/services/" + one + "\"\n}\n")
	r.mustApply()
	r.configure(manyMonitors(1, 1) + "destination \"slack\" \"x\" {\n  url = \"https://hooks.slack.com/services/" + two + "\"\n}\n")
	r.mustApply()
	var all strings.Builder
	for _, args := range [][]string{
		{"restore", "--debug", "destination.slack.x"}, {"restore", "--debug", "--auto-approve", "destination.slack.x"},
		{"restore", "--debug", "--auto-approve", "destination.slack.x"},
	} {
		got := r.run(args[0], args[1:]...)
		all.WriteString(got.stdout + got.stderr)
	}
	r.proxy.Break(faults.Rule{Method: "PUT", Fault: faults.Status(400, `{"error":"no https://hooks.slack.com/services/`+one+`"}`, nil)})
	got := r.run("restore", "--debug", "--auto-approve", "destination.slack.x@2")
	all.WriteString(got.stdout + got.stderr)
	r.configure(`workspace = "many"`)
	got = r.apply("--debug", "--allow-deletes", "20")
	all.WriteString(got.stdout + got.stderr)
	for _, secret := range []string{one, two} {
		if i := strings.Index(all.String(), secret); i >= 0 {
			t.Errorf("%q is shown: …%s", secret, all.String()[max(0, i-200):i])
		}
	}
	if n := len(r.backups()); n < 4 {
		t.Errorf("%d are kept", n)
	}
}
