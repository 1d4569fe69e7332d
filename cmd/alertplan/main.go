// Command alertplan keeps the alerting of OpenSearch clusters as code.
//
// This package is flags, wiring and exit statuses: one file for each command, of
// three parts: an options struct, newXCommand that parses, and run that works.
// What is printed is worded by internal/view. Nothing imports this package.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // time zones of schedules, on machines that have none
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the process at once
	a := newApp(os.Stdin, os.Stdout, os.Stderr, os.LookupEnv)
	collectLess()
	stopProfile := profile(os.Getenv(envProfile), os.Stderr)
	code := a.run(ctx, os.Args[1:])
	stopProfile()
	os.Exit(code)
}
