package schema

import (
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

func (e *expectBlock) actions(blocks hcl.Blocks, run *time.Duration) []testcase.ActionExpectation {
	var all []testcase.ActionExpectation
	seen := map[string]hcl.Range{}
	for _, block := range blocks {
		label := block.Labels[0]
		at := place{block.LabelRanges[0], e.block}
		if before, twice := seen[label]; twice {
			e.report("conflicting-expectations", at, "What is expected of %q stands in line %d already. Put both into one block.", label, before.Start.Line)
			continue
		}
		seen[label] = block.DefRange
		r, _ := e.open(block, grammar.Expect.Block("action").Schema())
		x := testcase.ActionExpectation{Action: label, Sends: r.choice("sends"), Throttled: r.choice("throttled"), At: placeIn(block.DefRange)}
		x.Message, x.Subject = r.wanted("message"), r.wanted("subject")
		if len(r.attributes) == 0 && len(r.misspelt) == 0 {
			e.report("missing-expectation", place{block.DefRange, e.block}, "This block expects nothing of %q. Add what is expected, such as sends = true.", label)
		}
		e.checkAction(x, r, at)
		if x.Throttled != nil && *x.Throttled && e.isScript() && e.firstRun(run) {
			r.report("conflicting-expectations", r.at("throttled"), "Before the first run nothing was sent, so nothing is throttled in it. Let the test go on by for, and look at a later run.")
		}
		all = append(all, x)
	}
	return all
}

// checkAction holds what is expected of one action against it and together.
func (e *expectBlock) checkAction(x testcase.ActionExpectation, r reading, at place) {
	silent := x.Sends != nil && !*x.Sends
	throttled := x.Throttled != nil && *x.Throttled
	for name, text := range map[string]testcase.Text{"message": x.Message, "subject": x.Subject} {
		if (silent || throttled) && !text.IsZero() {
			r.report("conflicting-expectations", r.at(r.anyOf(name)), "An action that does not send has no %s. Take one of the lines out.", name)
		}
	}
	if throttled && x.Sends != nil && *x.Sends {
		r.report("conflicting-expectations", r.at("throttled"), "An action that is throttled does not send. Take one of the lines out.")
	}
	if e.trigger == nil {
		return
	}
	if _, other := e.trigger.Condition.(*monitors.OtherCondition); other {
		return
	}
	action := e.trigger.Action(x.Action)
	if action == nil {
		var labels []string
		for _, a := range e.trigger.Actions {
			labels = append(labels, a.Label)
		}
		e.report("unknown-label", at, "The trigger %q has no action %q.%s", e.trigger.Label, x.Action, thereIsLabelled(x.Action, labels, "action"))
		return
	}
	if throttled && !action.ThrottleEnabled {
		r.report("unfit-expectation", r.at("throttled"), "The action %q has no throttle, so it always sends. Take the line out, or give the action one.", x.Action)
	}
	if !x.Subject.IsZero() && action.Subject == nil {
		r.report("unfit-expectation", r.at(r.anyOf("subject")), "The action %q has no subject. Take the line out, or give the action one.", x.Action)
	}
}
