package doctor

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/preflight"
)

// What a canary finds.
const (
	CanaryArrived Kind = "canary-arrived"  // by the monitor's schedule
	CanaryByHand  Kind = "canary-by-hand"  // only when the monitor was run by hand
	CanarySilent  Kind = "canary-silent"   // the run was well, and nothing arrived
	CanaryFailed  Kind = "canary-failed"   // the run says why nothing arrived
	CanaryNotMade Kind = "canary-not-made" // what it needs could not be made
	CanaryTold    Kind = "canary-told"     // the cluster says that it was sent; nobody listens here
	CanaryLeft    Kind = "canary-left"     // it could not be taken away
	CanaryRemoved Kind = "canary-removed"  // what an earlier one had left
)

// CanaryWorkspace is the workspace of what a canary makes on a cluster.
const CanaryWorkspace = "alertplan-canary"

// Aviary is where a canary is made and listened for.
type Aviary interface {
	// Left takes away what canaries have left that began before a time, and names it.
	// The error tells of what could not be taken away.
	Left(ctx context.Context, before time.Time) (removed []string, err error)

	// Make makes an index with an event, a channel, and a monitor that finds the event,
	// in that order. What was begun to be made is for Remove.
	Make(ctx context.Context) error

	// Heard gets a value when the message has arrived; nil where nobody listens.
	Heard() <-chan struct{}

	// Sent tells what the cluster says of the runs by schedule: whether the message was
	// sent, and why it could not be.
	Sent(ctx context.Context) (sent bool, failure string, err error)

	// Run runs the monitor by hand, with its message: why it could not be sent.
	Run(ctx context.Context) (failure string, err error)

	// Remove takes away what Make has made; its error names what may be left.
	Remove(ctx context.Context) error
}

// CanaryOptions say how long a canary is waited for.
type CanaryOptions struct {
	Wait  time.Duration // for a run by schedule; 0: none, it is run by hand at once
	Grace time.Duration // for a message to arrive after a run by hand

	Now   func() time.Time
	Pause func(context.Context, time.Duration) error
}

const (
	// canaryAge is how old a canary is whose maker is gone: none is waited for as long.
	canaryAge = 15 * time.Minute

	// canaryLooks is how often the cluster is asked for what became of it.
	canaryLooks = 2 * time.Second

	// canaryEnds is how long its removal may take, though the command was interrupted.
	canaryEnds = 30 * time.Second
)

// Canary proves the path from an event to a message, and takes away what it made, also
// where it is interrupted. The error is that of an interruption, or of a cluster that
// went away.
func Canary(ctx context.Context, a Aviary, o CanaryOptions) (found []Finding, err error) {
	defer func() {
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), canaryEnds)
		defer cancel()
		if left := a.Remove(ending); left != nil {
			found = append(found, Finding{Area: Alerts, Kind: CanaryLeft, Grade: Warning, Reason: left.Error()})
		}
	}()
	removed, err := a.Left(ctx, o.Now().Add(-canaryAge))
	if len(removed) > 0 {
		found = append(found, Finding{Area: Alerts, Kind: CanaryRemoved, Grade: Note, Names: removed})
	}
	if err == nil {
		err = a.Make(ctx)
	}
	if err != nil {
		return notMade(ctx, found, err)
	}
	last, err := o.watch(ctx, a)
	if err != nil {
		return found, err
	}
	last.Reason = unsent(last.Reason)
	return append(found, last), nil
}

// unsent is why a message was not sent, without what is said around it.
func unsent(reason string) string {
	if m := statusIn.FindStringSubmatch(reason); m != nil {
		return m[1]
	}
	for _, s := range stages {
		if rest, found := strings.CutPrefix(reason, s.begin); found {
			return strings.TrimLeft(rest, ": \n")
		}
	}
	return reason
}

// notMade tells why a canary could not be made.
func notMade(ctx context.Context, found []Finding, err error) ([]Finding, error) {
	var refusal *preflight.Refusal
	if ctx.Err() != nil || !errors.As(err, &refusal) {
		return found, err
	}
	return append(found, Finding{Area: Alerts, Kind: CanaryNotMade, Grade: Fault, Reason: refusal.Reason, Permissions: refusal.Permissions}), nil
}

// watch waits for the message: by the monitor's schedule, then by hand.
func (o CanaryOptions) watch(ctx context.Context, a Aviary) (Finding, error) {
	began := o.Now()
	for o.Now().Sub(began) < o.Wait {
		if o.heard(ctx, a, min(canaryLooks, o.Wait-o.Now().Sub(began))) {
			return Finding{Area: Alerts, Kind: CanaryArrived, Grade: Well, Span: o.Now().Sub(began)}, nil
		}
		sent, failure, err := a.Sent(ctx)
		switch {
		case err != nil:
			return Finding{}, err
		case failure != "":
			return Finding{Area: Alerts, Kind: CanaryFailed, Grade: Fault, Reason: failure}, nil
		case sent && a.Heard() == nil:
			return Finding{Area: Alerts, Kind: CanaryTold, Grade: Well, Span: o.Now().Sub(began)}, nil
		case sent && !o.heard(ctx, a, o.Grace):
			return Finding{Area: Alerts, Kind: CanarySilent, Grade: Fault}, nil
		case sent:
			return Finding{Area: Alerts, Kind: CanaryArrived, Grade: Well, Span: o.Now().Sub(began)}, nil
		}
	}
	failure, err := a.Run(ctx)
	var refusal *preflight.Refusal
	switch {
	case errors.As(err, &refusal) && refusal.Kind == preflight.Forbidden:
		return Finding{Area: Alerts, Kind: CanaryNotMade, Grade: Fault, Reason: refusal.Reason, Permissions: refusal.Permissions}, nil
	case err != nil:
		return Finding{}, err
	case failure != "":
		return Finding{Area: Alerts, Kind: CanaryFailed, Grade: Fault, Reason: failure}, nil
	case a.Heard() != nil && !o.heard(ctx, a, o.Grace):
		return Finding{Area: Alerts, Kind: CanarySilent, Grade: Fault}, nil
	}
	f := Finding{Area: Alerts, Kind: CanaryByHand, Grade: Warning, Span: o.Wait}
	if o.Wait == 0 {
		f.Grade = Well
	}
	return f, nil
}

// heard waits for the message, for a while.
func (o CanaryOptions) heard(ctx context.Context, a Aviary, length time.Duration) bool {
	waiting, cancel := context.WithCancel(ctx)
	over := make(chan struct{})
	go func() { defer close(over); _ = o.Pause(waiting, length) }()
	defer func() { cancel(); <-over }()
	select {
	case <-a.Heard():
		return true
	case <-over:
		return false
	}
}

// AddCanary puts what a canary has found into a report, in the order of its areas.
func (r *Report) AddCanary(found []Finding) {
	r.Findings = slices.Concat(r.Findings, found)
	sortByArea(r.Findings)
}
