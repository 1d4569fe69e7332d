// Command bench measures how fast alertplan is, each thing beside the least that must
// be done for it in any case, and prints one table.
//
//	go run ./internal/bench bin/alertplan
//
// It knows the binary from outside: it starts it on configurations that it makes up,
// against a sandbox in a process of its own, and reads time, memory and requests where
// a user would meet them. What is compared is measured in the same run, in turns, since
// a machine is never equally fast for long.
//
// With ALERTPLAN_URL it does so on that cluster, in workspaces of its own that it
// removes. The monitors that it makes are disabled: the cluster runs none of them.
//
// It exits with status 1 where a limit is exceeded or nothing could be measured; with
// -quick, which runs beside other things, only where a count is not what it must be.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

// options are the flags.
type options struct {
	quick bool           // a third of the work, for pipelines
	only  *regexp.Regexp // groups of lines to measure; nil: all
	docs  string         // a page whose table is written anew; "": none
	limit time.Duration  // no group begins later
}

func main() {
	o, only := options{}, ""
	flag.BoolVar(&o.quick, "quick", os.Getenv("BENCH") == "quick", "measure a part, in a minute (BENCH=quick)")
	flag.StringVar(&only, "only", "", "measure only the groups whose names match this `REGEXP`")
	flag.StringVar(&o.docs, "docs", "", "write the table into this page, too: `FILE`")
	flag.DurationVar(&o.limit, "limit", 0, "leave out what has not begun by then (default 8m, quick 2m)")
	bare := flag.String("bare", "", "internal: send requests from standard input, `read` or `write`")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	switch {
	case *bare != "":
		err = runBare(ctx, *bare, os.Stdin, os.Stdout)
	case flag.NArg() != 1:
		err = errors.New("usage: bench [flags] BINARY")
	default:
		o.only, err = regexp.Compile(only)
		if err == nil {
			err = run(ctx, o, flag.Arg(0))
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		stop()
		os.Exit(1)
	}
}

// most is how long groups may begin.
func (o options) most() time.Duration {
	switch {
	case o.limit > 0:
		return o.limit
	case o.quick:
		return 2 * time.Minute
	}
	return 8 * time.Minute
}

// group is a part of the table, measured together.
type group struct {
	name    string
	measure func(*bench) error
}

// groups are the table, from top to bottom.
var groups = []group{
	{"start", (*bench).start},
	{"validate", (*bench).validate},
	{"plan", (*bench).plan},
	{"apply", (*bench).apply},
	{"rate", (*bench).rate},
	{"many", (*bench).many},
	{"tests", (*bench).goBenchmarks},
}

// run measures all groups and prints the table. A group that can't be measured leaves
// the others their lines.
func run(ctx context.Context, o options, binary string) (err error) {
	began := time.Now()
	binary, err = filepath.Abs(binary)
	if err != nil {
		return err
	}
	b, err := newBench(ctx, o, binary)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	var failures []error
	for _, g := range groups {
		if !o.only.MatchString(g.name) {
			continue
		}
		if time.Since(began) > o.most() {
			b.note("%s was left out: there was no time left (-limit %s).", g.name, o.most())
			continue
		}
		b.group(g.name)
		if err := g.measure(b); err != nil {
			failures = append(failures, fmt.Errorf("%s could not be measured: %w", g.name, err))
		}
		if ctx.Err() != nil {
			return errors.New("interrupted; what was made is removed")
		}
	}
	b.facts = append(b.facts, fmt.Sprintf("measured in %.0f s", time.Since(began).Seconds()))
	fmt.Println(b.text())
	if o.docs != "" {
		failures = append(failures, b.writeInto(o.docs))
	}
	if over := b.exceeded(func(l limit) bool { return l.counted || !o.quick }); over > 0 {
		failures = append(failures, fmt.Errorf("%d limits are exceeded", over))
	}
	return errors.Join(failures...)
}
