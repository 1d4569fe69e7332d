package schema

import (
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// checkState holds what is expected of alerts together with all else.
func (e *expectBlock) checkState(x testcase.Expectation) {
	conflict := func(name, detail string, args ...any) {
		e.report("conflicting-expectations", e.at(name), detail, args...)
	}
	noneOpen := x.Alerts != nil && !canHold(*x.Alerts, 1)
	someOpen := x.Alerts != nil && !x.Alerts.Holds(0)
	open := slices.Contains(openStates, x.State)
	if noneOpen && open {
		conflict("state", "An alert that is %s is open, and no open one is expected. Change alerts or state.", x.State)
	}
	if x.State == "ACKNOWLEDGED" && !e.acknowledged {
		conflict("state", "Nobody acknowledges alerts of %q in this test. Add a block acknowledge %q { after = \"…\" }.", x.Trigger, x.Trigger)
	}
	if x.State == "COMPLETED" && e.firstRun(x.Run) {
		conflict("state", "An alert of the first run can be over after a later one only. Let the test go on by for, and look at a later run.")
	}
	if x.Fires == nil || *x.Fires || x.Error != "" {
		return
	}
	switch {
	case x.Run == nil && x.State != "":
		conflict("state", "A trigger that fires in no run has no alert. Take this or fires = false out.")
	case x.Run == nil && someOpen:
		conflict("alerts", "A trigger that fires in no run has no alert. Take this or fires = false out.")
	case e.isScript() && open:
		conflict("state", "In a run in which the trigger does not fire its alert completes. Expect COMPLETED, or take fires = false out.")
	case e.isScript() && someOpen:
		conflict("alerts", "In a run in which the trigger does not fire its alert completes. Expect none, or take fires = false out.")
	}
}

// isScript is true for the trigger of a query-level or cluster-metrics monitor,
// which has one alert at a time.
func (e *expectBlock) isScript() bool {
	if e.trigger == nil {
		return false
	}
	_, script := e.trigger.Condition.(*monitors.ScriptCondition)
	return script
}

// firstRun tells whether an expectation is of the first run, be it the only one.
func (e *expectBlock) firstRun(run *time.Duration) bool {
	return e.series.runs() == 1 || run != nil && *run == 0
}
