package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// ran is what a run of the binary took.
type ran struct {
	took time.Duration
	cpu  time.Duration
	peak int64 // bytes of memory at the most, as the system counts it
	out  string
}

// alertplan runs the binary; any status but those given, or 0, is an error.
func (b *bench) alertplan(url string, args ...string) (ran, error) {
	c := exec.CommandContext(b.ctx, b.binary, args...)
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) } // it ends what it has begun
	c.Env = append(b.environment(), "ALERTPLAN_URL="+url, "ALERTPLAN_PROFILE="+b.profile)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	began := time.Now()
	err := c.Run()
	r := ran{took: time.Since(began), out: stdout.String()}
	if c.ProcessState != nil {
		r.cpu, r.peak = c.ProcessState.UserTime()+c.ProcessState.SystemTime(), peakOf(c.ProcessState)
	}
	if err != nil {
		return r, fmt.Errorf("alertplan %s: %w: %s", strings.Join(args, " "), err, tail(stderr.String()+stdout.String()))
	}
	return r, nil
}

// peakOf is the most memory that an ended process had.
func peakOf(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" { // bytes there, kilobytes elsewhere
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) * 1024
}

// tail is the end of what a command printed.
func tail(text string) string {
	text = strings.TrimSpace(text)
	return text[max(len(text)-1000, 0):]
}

// environment is that of the binary. On a sandbox no login of somebody's cluster goes
// along; what alertplan keeps for its user it keeps in the bench's own folder.
func (b *bench) environment() []string {
	var env []string
	for _, e := range os.Environ() {
		if b.sandboxed && strings.HasPrefix(e, "ALERTPLAN_") || strings.HasPrefix(e, "ALERTPLAN_DEBUG=") {
			continue
		}
		env = append(env, e)
	}
	return append(env, "XDG_STATE_HOME="+b.dir+"/state")
}
