package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/patience"
)

// panicAt is the variable that says where alertplan-panics panics.
const panicAt = "ALERTPLAN_TEST_PANIC_AT"

// panicking is main with surroundings that panic, with secrets in what they say.
func panicking() {
	at := os.Getenv(panicAt)
	value := fmt.Sprintf("%q and %s in %s", os.Getenv("ALERTPLAN_VAR_slack_url"), os.Getenv("HOOK_HEADER"), os.Getenv("ALERTPLAN_VAR_lines"))
	lookup := func(name string) (string, bool) {
		if at == "reading" && name == "HOOK_HEADER" || at == "planning" && name == "HTTP_PROXY" {
			panic(value)
		}
		return os.LookupEnv(name)
	}
	var out io.Writer = os.Stdout
	if at == "writing" {
		out = panickyWriter{out, fmt.Errorf("writing: %s", value)}
	}
	os.Exit(newApp(os.Stdin, out, os.Stderr, lookup).run(context.Background(), os.Args[1:]))
}

// panickyWriter panics where apply prints what it has done, from a goroutine.
type panickyWriter struct {
	io.Writer
	with error
}

func (w panickyWriter) Write(p []byte) (int, error) {
	for _, word := range []string{": created", ": updated", ": changed"} {
		if bytes.Contains(p, []byte(word)) && strings.Contains(string(p), "destination.") {
			panic(w.with)
		}
	}
	return w.Writer.Write(p)
}

// hurried is main that waits less long before it sends something again.
func hurried() {
	a := newApp(os.Stdin, os.Stdout, os.Stderr, os.LookupEnv)
	a.clock = patience.Hasty{Start: time.Now(), Speed: hurry}
	os.Exit(a.run(context.Background(), os.Args[1:]))
}
