// Command demo runs the main job of alertplan for real, and shows each step as a
// person would type it.
//
//	go run ./internal/demo bin/alertplan
//
// By itself it shows a bad morning, on a sandbox that it starts and stops: real
// CloudTrail events arrive over a simulated hour, alerts open, messages go out,
// somebody acknowledges, somebody edits a monitor by hand, and alertplan finds and heals it.
//
// With ALERTPLAN_URL it shows the same job on that cluster, whose time nobody moves:
// there it runs a monitor at the time of the events. It uses a workspace and indices
// of its own, and removes them. It knows the binary from outside only.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"golang.org/x/term"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: demo BINARY")
		os.Exit(1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	screen := &screen{out: os.Stdout}
	if term.IsTerminal(int(os.Stdout.Fd())) {
		screen.pace = betweenSteps
		screen.coloured = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	err := run(ctx, screen, os.Args[1])
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "\nThe demo was interrupted; what it made is gone.")
		stop()
		os.Exit(1)
	case err != nil:
		fmt.Fprintf(os.Stderr, "\nThe demo failed: %v\n", err)
		stop()
		os.Exit(1)
	}
}

// run plays the demo: on the cluster of ALERTPLAN_URL, else on a sandbox.
func run(ctx context.Context, screen *screen, binary string) (err error) {
	binary, err = filepath.Abs(binary)
	if err != nil {
		return err
	}
	s, err := newStage(ctx, screen, binary)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if s.sandboxed {
		return s.play(morning)
	}
	return s.play(onCluster)
}
