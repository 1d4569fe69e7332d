package schema

import (
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// checkConsistent holds what one block expects together.
func (e *expectBlock) checkConsistent(x testcase.Expectation) {
	conflict := func(name, detail string, args ...any) {
		e.report("conflicting-expectations", e.at(name), detail, args...)
	}
	if x.Run != nil && x.Times != nil {
		conflict("times", "times counts the runs in which the trigger fires, and after picks one of them. Put times into a block of its own, without after.")
	}
	if x.Run == nil && x.Fires != nil && *x.Fires && x.Times != nil && !canHold(*x.Times, 1) {
		conflict("times", "A trigger that fires does so once at least. Change fires or times.")
	}
	if x.Fires != nil && !*x.Fires {
		e.checkSilent(x)
	}
	if runs := e.series.runs(); x.Run == nil && runs > 0 && x.Times != nil && !canHoldWithin(*x.Times, runs) {
		conflict("times", "The number of runs in this test is %d. Change times, or how long the test goes on (for).", runs)
	}
	if _, searches := e.input().(*monitors.Search); searches && x.Hits != nil && !canHold(*x.Hits, int64(len(x.Documents))) {
		conflict("documents", "These are %d documents, and hits are expected to be %s. Change one of the two.", len(x.Documents), x.Hits)
	}
}

func (e *expectBlock) input() monitors.Input {
	if e.monitor == nil {
		return nil
	}
	return e.monitor.Input
}

// checkSilent looks for what only a trigger that fires has.
func (e *expectBlock) checkSilent(x testcase.Expectation) {
	const detail = "A trigger that does not fire has no %s. Take this or fires = false out."
	conflict := func(name, what string) {
		e.report("conflicting-expectations", e.at(name), detail, what)
	}
	if x.Run == nil && x.Times != nil && !x.Times.Holds(0) {
		e.report("conflicting-expectations", e.at("times"), "A trigger that does not fire does so 0 times. Change fires or times.")
	}
	if len(x.Buckets) > 0 {
		conflict("buckets", "buckets")
	}
	if _, ofDocuments := e.input().(*monitors.DocumentQueries); ofDocuments && len(x.Documents) > 0 {
		conflict("documents", "documents")
	}
	if e.sendsWhenOver() {
		return
	}
	for name, text := range map[string]testcase.Text{"message": x.Message, "subject": x.Subject} {
		if !text.IsZero() {
			conflict(e.anyOf(name), name)
		}
	}
	for _, a := range x.Actions {
		if a.Sends != nil && *a.Sends || a.Throttled != nil && *a.Throttled || !a.Message.IsZero() || !a.Subject.IsZero() {
			e.report("conflicting-expectations", place{e.def, e.block}, "A trigger that does not fire does not send, and something is expected of what %q sends. Take that or fires = false out.", a.Action)
		}
	}
}

// sendsWhenOver is true for a trigger whose actions may send for alerts that are
// over, when it fires no longer: that of a bucket-level monitor.
func (e *expectBlock) sendsWhenOver() bool {
	if e.trigger == nil {
		return true // nothing is known of it
	}
	_, buckets := e.trigger.Condition.(*monitors.BucketCondition)
	return buckets
}
