package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/patience"
	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// app is what every command gets from its surroundings.
type app struct {
	in  io.Reader
	out *view.Mask // results
	err *view.Mask // diagnostics, questions, progress

	streams  []any         // out and err as they were given
	human    *view.Printer // prints results to out
	messages *view.Printer // prints to err

	lookupEnv   func(string) (string, bool)
	noSecrets   bool // the files are somebody else's: see sealed
	reading     bool // the configuration is being read: its secrets are not known yet
	interactive bool // a person sits at the other end of in and err
	progress    bool // err is a terminal

	clock patience.Clock // of pauses before something is sent again

	sent      func(status int)                                     // told of each request to a cluster; nil: nobody is
	connected func(cluster clusterChoice, client *alertapi.Client) // told of each client that is made; nil: nobody is

	digestCost planfile.Cost // of the digests of secrets in plan files
	waiting    *waiting
	guards     []*gitHubStream
	read       *schema.Config // the configuration that was read last; nil: none was
	written    []string       // files that a command writes to, beside its streams
}

func newApp(in io.Reader, out, err io.Writer, lookupEnv func(string) (string, bool)) *app {
	a := &app{in: in, lookupEnv: lookupEnv}
	a.out, a.err = view.NewMask(a.guarded(out)), view.NewMask(a.guarded(err))
	a.streams = []any{out, err}
	a.clock, a.digestCost = patience.Machine, planfile.UsualCost
	a.waiting = &waiting{app: a}
	a.human = view.NewPrinter(a.out, a.palette(out))
	a.messages = view.NewPrinter(a.err, a.palette(err))
	a.progress = isTerminal(err)
	a.interactive = isTerminal(in) && a.progress
	return a
}

// palette is coloured on a terminal, unless NO_COLOR is set or the terminal is
// dumb (no-color.org).
func (a *app) palette(out io.Writer) view.Palette {
	if none, set := a.lookupEnv("NO_COLOR"); set && none != "" || a.env("TERM") == "dumb" || !isTerminal(out) {
		return view.Plain
	}
	return view.Coloured
}

func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

func (a *app) env(name string) string {
	value, _ := a.lookupEnv(name)
	return value
}

// hide keeps secrets out of every stream from now on.
func (a *app) hide(secrets ...string) {
	a.out.Hide(secrets...)
	a.err.Hide(secrets...)
}

// exit is an error that says only how the process ends: everything has been
// printed.
type exit int

func (exit) Error() string { return "exit" }

// status makes an error of an exit status, nil of Done.
func status(code int) error {
	if code == view.Done {
		return nil
	}
	return exit(code)
}

// errInterrupted is how a command ends that had no more to say when it was
// interrupted.
var errInterrupted = errors.New("interrupted")

// tell prints why a command failed, and returns its exit status.
func (a *app) tell(err error) int {
	var invalid *view.InvalidError
	if errors.As(err, &invalid) {
		return a.messages.Diagnostics(invalid.Diagnostics, invalid.Files)
	}
	if cause := causeOf(err); cause != nil {
		a.messages.Error(cause)
		a.messages.Advise(adviceOn(cause))
	}
	return statusOf(err)
}

// run carries a command out and returns the exit status.
func (a *app) run(ctx context.Context, args []string) (code int) {
	defer a.recovered(&code)
	root := newRootCommand(a)
	root.SetArgs(args)
	code = a.tell(root.ExecuteContext(ctx))
	if lost := errors.Join(a.out.Flush(), a.endLines()); lost != nil && code != view.Failed {
		a.messages.Error(fmt.Errorf("the output could not be written: %w", lost))
		code = view.Failed
	}
	a.err.Flush()
	a.endLines()
	return code
}
