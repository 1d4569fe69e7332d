// Command demo runs the main job of alertplan for real, and shows each step as a
// person would type it: events are loaded, a configuration is validated, planned
// and applied, a monitor is run, its message arrives, somebody edits it by hand,
// and alertplan heals it.
//
//	go run ./internal/demo bin/alertplan
//
// It runs on a sandbox that it starts and stops, or, with ALERTPLAN_URL, on that
// cluster; there it uses a workspace and indices of its own, and removes them. It
// knows the binary from outside only.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: demo BINARY")
		os.Exit(1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1]); err != nil {
		fmt.Fprintf(os.Stderr, "\nThe demo failed: %v\n", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, binary string) (err error) {
	binary, err = filepath.Abs(binary)
	if err != nil {
		return err
	}
	s, err := newStage(ctx, binary)
	if err != nil {
		return err
	}
	defer func() {
		if closed := s.close(); err == nil {
			err = closed
		}
	}()
	return s.play()
}
