package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

// bench is a run of all measurements.
type bench struct {
	report
	options
	ctx       context.Context
	binary    string
	dir       string // a folder for what it writes
	sandboxed bool
	servers   map[string]*server
	applied   []deployed
	room      int    // so many monitors may be made
	profile   string // a file for a profile of the processor's time; "": none
	preflight *bool  // the binary has preflight; nil: not asked yet
}

// deployed is a configuration that is to be removed again.
type deployed struct{ url, dir string }

// slowness is what the sandbox lets every request wait where writes are measured: as
// long as a real node takes for one.
const slowness = "30ms"

// parallelism is how many writes alertplan has under way, its default.
const parallelism = 4

func newBench(ctx context.Context, o options, binary string) (*bench, error) {
	dir, err := os.MkdirTemp("", "alertplan-bench-")
	if err != nil {
		return nil, err
	}
	b := &bench{ctx: ctx, options: o, binary: binary, dir: dir, sandboxed: os.Getenv("ALERTPLAN_URL") == "", servers: map[string]*server{}, room: 20_000}
	s, err := b.server("plain")
	if err == nil && !b.sandboxed {
		err = b.lookAround(s)
	}
	if err == nil {
		err = b.describe(s)
	}
	if err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

// group begins a group of lines, and says so to whoever waits.
func (b *bench) group(name string) {
	b.ends = append(b.ends, len(b.lines))
	b.doing("%s", name)
}

func (b *bench) doing(words string, a ...any) {
	fmt.Fprintf(os.Stderr, "%s "+words+" …\n", append([]any{time.Now().Format("15:04:05")}, a...)...)
}

// rounds is how often a thing is measured.
func (b *bench) rounds(all, quick int) int {
	if b.quick {
		return quick
	}
	return all
}

// workspace is a name that belongs to this run.
func (b *bench) workspace(name string) string {
	return fmt.Sprintf("bench-%x-%s", os.Getpid(), name)
}

// server is a sandbox of that name, which is started where there is none yet: plain,
// or one that is slow. On a cluster it is always the cluster.
func (b *bench) server(name string) (*server, error) {
	if !b.sandboxed {
		name = "cluster"
	}
	if s := b.servers[name]; s != nil {
		return s, nil
	}
	s, err := b.open(name)
	if err != nil {
		return nil, err
	}
	b.servers[name] = s
	return s, nil
}

func (b *bench) open(name string) (*server, error) {
	s := &server{url: strings.TrimRight(os.Getenv("ALERTPLAN_URL"), "/")}
	if b.sandboxed {
		arguments := []string{}
		if name == "slow" {
			arguments = append(arguments, "--latency", slowness)
		}
		if err := s.start(b, arguments...); err != nil {
			return nil, err
		}
	}
	var err error
	if s.gauge, err = startGauge(s.url); err != nil {
		s.stop()
		return nil, err
	}
	return s, b.makeRoom(s)
}

// apply applies a configuration through a gauge, and remembers to remove it.
func (b *bench) applyTo(s *server, dir string, more ...string) (ran, error) {
	b.applied = append(b.applied, deployed{s.gauge.URL, dir})
	arguments := append([]string{"apply", "--auto-approve"}, more...)
	return b.alertplan(s.gauge.URL, append(arguments, dir)...)
}

// clear removes all that was applied: by a reset of a sandbox of our own, by destroy
// on a cluster.
func (b *bench) clear(s *server) error {
	if b.sandboxed {
		if err := s.call("POST", "/_sandbox/reset", ""); err != nil {
			return err
		}
		return b.makeRoom(s)
	}
	return b.destroyAll()
}

func (b *bench) destroyAll() error {
	var errs []error
	for _, d := range b.applied {
		_, err := b.alertplan(d.url, "destroy", "--auto-approve", d.dir)
		errs = append(errs, err)
	}
	b.applied = nil
	return errors.Join(errs...)
}

// close removes what the bench made and stops what it started, after an interrupt, too.
func (b *bench) close() error {
	var errs []error
	b.ctx = context.WithoutCancel(b.ctx)
	if !b.sandboxed {
		errs = append(errs, b.destroyAll())
	}
	for _, s := range b.servers {
		s.stop()
	}
	return errors.Join(append(errs, os.RemoveAll(b.dir))...)
}

func (s *server) stop() {
	if s.gauge != nil {
		s.gauge.close()
	}
	if s.process != nil {
		_ = s.process.Process.Signal(syscall.SIGTERM) // an interrupt may have ended it already
		_ = s.process.Wait()
	}
}
