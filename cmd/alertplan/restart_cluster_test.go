package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// envRestart is a command for sh that restarts the cluster whose URL it finds in
// ALERTPLAN_URL: a node of it, or the whole. It may return before the cluster is back.
const envRestart = "ALERTPLAN_TEST_RESTART"

// TestAClusterIsRestartedInTheMiddleOfAnApply restarts each cluster of
// ALERTPLAN_TEST_CLUSTERS with the command in ALERTPLAN_TEST_RESTART.
func TestAClusterIsRestartedInTheMiddleOfAnApply(t *testing.T) {
	command, clusters := os.Getenv(envRestart), strings.Fields(os.Getenv("ALERTPLAN_TEST_CLUSTERS"))
	switch {
	case len(clusters) == 0:
		t.Skip("ALERTPLAN_TEST_CLUSTERS is not set: there is no cluster to restart")
	case command == "":
		t.Skip(envRestart + " is not set: a command that restarts the cluster of ALERTPLAN_URL")
	}
	for _, text := range clusters {
		c, err := parseTarget(text)
		if err != nil {
			t.Fatalf("ALERTPLAN_TEST_CLUSTERS: %v", err)
		}
		t.Run(c.name, func(t *testing.T) { restartInTheMiddle(t, c, command) })
	}
}

// TestASandboxIsRestartedByACommand is the same on a sandbox that plays the cluster, and
// with a script that kills it and starts it again.
func TestASandboxIsRestartedByACommand(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"opensearch-1.3", dialect.OpenSearch2().Name} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newKeptServer(t, programOf(t), name)
			dir := t.TempDir()
			pid := filepath.Join(dir, "pid")
			if err := os.WriteFile(pid, fmt.Append(nil, k.cmd.Process.Pid), 0o600); err != nil {
				t.Fatal(err)
			}
			go func() { _ = k.cmd.Wait() }() // or the script would find a zombie
			script := fmt.Sprintf(`kill -9 $(cat %[1]s); while kill -0 $(cat %[1]s) 2>/dev/null; do sleep 0.01; done
%[2]s sandbox --listen %[3]s --data %[4]s --dialect %[5]s --speed %[6]dx >/dev/null 2>&1 & echo $! > %[1]s`, pid, k.bin, k.listen, k.data, name, haste)
			t.Cleanup(func() { _ = exec.Command("sh", "-c", "kill -9 $(cat "+pid+")").Run() })
			c, err := parseTarget(k.url)
			if err != nil {
				t.Fatal(err)
			}
			restartInTheMiddle(t, c, script)
		})
	}
}

// restartInTheMiddle applies many changes, restarts the cluster after the first few, and
// applies once more when it is back: each object is there once, the acknowledged alert of
// a monitor that nobody changed is there, and the plan is empty.
func restartInTheMiddle(t *testing.T, c target, restart string) {
	if err := c.warmUp(); err != nil {
		t.Fatal(err)
	}
	s, err := c.open()
	if err != nil {
		t.Fatal(err)
	}
	defer s.cleanUp()
	r := restarting{T: t, s: s, bin: programOf(t), dir: t.TempDir(), home: t.TempDir()}
	r.configure(1)
	if code, said := r.apply(nil); code != 0 {
		t.Fatalf("the first apply: %d\n%s", code, said)
	}
	alert := r.acknowledged()
	r.configure(2)
	restarted := make(chan error, 1)
	code, said := r.apply(func() {
		cmd := exec.Command("sh", "-c", restart)
		cmd.Env = append(os.Environ(), envURL+"="+c.url)
		restarted <- cmd.Run()
	})
	if err := <-restarted; err != nil {
		t.Fatalf("the command in %s: %v", envRestart, err)
	}
	t.Logf("the apply that met the restart: exit status %d, %d objects done, %d failed", code, strings.Count(said, "\n✓ "), strings.Count(said, "\n✗ "))
	r.awaitCluster()
	if code, healing := r.apply(nil); code != 0 {
		t.Errorf("an undisturbed apply: %d\n%s\nafter\n%s", code, healing, said)
	}
	if code, plan := r.run("plan", "--detailed-exitcode"); code != 0 {
		t.Errorf("the plan is not empty: %s", plan)
	}
	r.expectMonitorsOnce(said)
	if answer := r.alerts(); !strings.Contains(answer, alert) || !strings.Contains(answer, "ACKNOWLEDGED") {
		t.Errorf("the acknowledged alert %s is gone: %s", alert, answer)
	}
	r.run("destroy", "--auto-approve", "--allow-deletes", "1000")
}

// restarting is a configuration on a cluster that is restarted.
type restarting struct {
	*testing.T
	s              *scriptCluster
	bin, dir, home string
}

// restartedMonitors is how many monitors are written: so many that the restart falls in
// the middle.
const restartedMonitors = 40

// configure declares monitors of which each step makes, changes and deletes some.
func (r *restarting) configure(step int) {
	r.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "workspace = %q\n", r.s.workspace)
	b.WriteString(r.monitor("anchor", 1, ""))
	for i := step; i < restartedMonitors+step; i++ {
		label := fmt.Sprintf("m%d", i)
		if i%4 == 0 {
			fmt.Fprintf(&b, "destination \"webhook\" %q {\n  url = \"http://127.0.0.1:9/%s/%d\"\n}\n", label, label, step)
			b.WriteString(r.monitor(label, step, label))
			continue
		}
		b.WriteString(r.monitor(label, step, ""))
	}
	if err := os.WriteFile(filepath.Join(r.dir, "main.hcl"), []byte(b.String()), 0o600); err != nil {
		r.Fatal(err)
	}
}

func (r *restarting) monitor(label string, size int, channel string) string {
	text := monitorText(label, label+" "+r.s.workspace, size)
	text = strings.ReplaceAll(text, "events-*", "cwl-"+r.s.workspace+"-*")
	action := ""
	if channel != "" {
		action = fmt.Sprintf("    action \"tell\" {\n      destination = destination.webhook.%s\n      message = \"x\"\n    }\n", channel)
	}
	return strings.Replace(text, "hits     = \"> 0\"\n", "hits     = \"> 0\"\n"+action, 1)
}

// run runs a command of the program as a process.
func (r *restarting) run(command string, args ...string) (code int, said string) {
	cmd := r.command(command, args...)
	text, _ := cmd.CombinedOutput()
	return cmd.ProcessState.ExitCode(), string(text)
}

func (r *restarting) command(command string, args ...string) *exec.Cmd {
	cmd := exec.Command(r.bin, append(append([]string{command}, args...), r.dir)...)
	cmd.Env = []string{envURL + "=" + r.s.url, "HOME=" + r.home, "XDG_STATE_HOME=" + r.home}
	if r.s.caFile != "" {
		cmd.Env = append(cmd.Env, "ALERTPLAN_CA_FILE="+r.s.caFile)
	}
	if r.s.user != "" {
		cmd.Env = append(cmd.Env, "ALERTPLAN_USERNAME="+r.s.user, "ALERTPLAN_PASSWORD="+r.s.password)
	}
	return cmd
}

// apply applies, and does something in the middle of it, beside it: once a few objects
// are written.
func (r *restarting) apply(inTheMiddle func()) (code int, said string) {
	r.Helper()
	cmd := r.command("apply", "--auto-approve", "--allow-deletes", "1000", "--parallelism", "2")
	out, err := cmd.StdoutPipe()
	if err != nil {
		r.Fatal(err)
	}
	var text, problems bytes.Buffer
	cmd.Stderr = &problems
	if err := cmd.Start(); err != nil {
		r.Fatal(err)
	}
	written := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		fmt.Fprintln(&text, lines.Text())
		if strings.HasPrefix(lines.Text(), "✓ ") {
			if written++; written == 5 && inTheMiddle != nil {
				go inTheMiddle()
			}
		}
	}
	_ = cmd.Wait()
	if written < 5 && inTheMiddle != nil {
		r.Fatalf("the apply has ended before there was a middle:\n%s%s", &text, &problems)
	}
	return cmd.ProcessState.ExitCode(), text.String() + problems.String()
}

// awaitCluster returns when a plan can be made again.
func (r *restarting) awaitCluster() {
	r.Helper()
	code, said := 1, ""
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if code, said = r.run("plan"); code == 0 {
			return
		}
	}
	r.Fatalf("the cluster is not back: %d %s", code, said)
}
