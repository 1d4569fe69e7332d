package schema

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

// expectBlock is an expect block, and what it is held against.
type expectBlock struct {
	reading
	def hcl.Range

	// monitor and trigger are nil where nothing can be said of them.
	monitor *monitors.Monitor
	trigger *monitors.Trigger

	series series

	// acknowledged: somebody acknowledges the trigger's alerts.
	acknowledged bool
}

// runOf is what an expectation is of: a trigger and a run.
type runOf struct {
	trigger string
	after   time.Duration // -1: all runs
}

func (t *testBlock) expectations() []testcase.Expectation {
	var all []testcase.Expectation
	seen := map[runOf]hcl.Range{}
	blocks := t.blocks.OfType("expect")
	for _, block := range blocks {
		x := t.expectation(block)
		key := runOf{x.Trigger, -1}
		if x.Run != nil {
			key.after = *x.Run
		}
		if before, twice := seen[key]; twice {
			t.report("conflicting-expectations", place{block.DefRange, t.block}, "What is expected of %q in this run stands in line %d already. Put both into one block.", x.Trigger, before.Start.Line)
			continue
		}
		seen[key] = block.DefRange
		all = append(all, x)
	}
	if len(blocks) == 0 && !t.misspelt["expect"] && !t.madeByBroken {
		t.report("missing-expectation", place{t.def, t.block}, "This test expects nothing. Add a block expect \"TRIGGER\" { … }, with fires = true for instance.")
	}
	return all
}

func (t *testBlock) expectation(block *hcl.Block) testcase.Expectation {
	e := &expectBlock{def: block.DefRange, trigger: t.trigger(block), series: t.series}
	e.acknowledged = slices.ContainsFunc(t.blocks.OfType("acknowledge"), func(a *hcl.Block) bool { return a.Labels[0] == block.Labels[0] })
	if t.monitor != nil {
		e.monitor = &t.monitor.Monitor
	}
	var inner hcl.Blocks
	e.reading, inner = t.openBody(block, block.Body, grammar.Expect.Schema(), t.dynamic)
	x := testcase.Expectation{Trigger: block.Labels[0], Run: t.runAfter(e.reading), At: placeIn(block.DefRange)}
	x.Fires = e.choice("fires")
	x.Times, x.Hits, x.Alerts = e.count("times"), e.count("hits"), e.count("alerts")
	if text, ok := e.plainText("error"); ok && e.notBlank("error", text) {
		x.Error = text
	}
	x.Documents, x.Buckets = e.texts("documents"), e.texts("buckets")
	x.State = e.state()
	x.Aggregations = e.aggregations()
	x.Message, x.Subject = e.wanted("message"), e.wanted("subject")
	x.Actions = e.actions(inner, x.Run)
	if e.isEmpty(inner) {
		e.report("missing-expectation", place{e.def, e.block}, "This block expects nothing of %q. Add what is expected, such as fires = true.", x.Trigger)
	}
	e.checkAgainstMonitor(x)
	e.checkConsistent(x)
	e.checkState(x)
	return x
}

// isEmpty tells whether a block says nothing, be it wrong.
func (e *expectBlock) isEmpty(inner hcl.Blocks) bool {
	for name := range e.attributes {
		if name != "after" && e.has(name) {
			return false
		}
	}
	return len(inner) == 0 && len(e.misspelt) == 0
}

// trigger is the one that a block's label names; nil where there is none, which
// is told, or where it can't be known.
func (t *testBlock) trigger(block *hcl.Block) *monitors.Trigger {
	if t.monitor == nil {
		return nil
	}
	label := block.Labels[0]
	if found := t.monitor.Monitor.Trigger(label); found != nil {
		return found
	}
	labels, hint := []string{}, ""
	for _, other := range t.monitor.Monitor.Triggers {
		labels = append(labels, other.Label)
		if other.Name == label {
			hint = fmt.Sprintf(" That is the name of the trigger %q; write its label.", other.Label)
		}
	}
	if hint == "" {
		hint = thereIsLabelled(label, labels, "trigger")
	}
	t.report("unknown-label", place{block.LabelRanges[0], t.block}, "%s has no trigger %q.%s", t.monitor.Address, label, hint)
	return nil
}

func thereIsLabelled(label string, labels []string, what string) string {
	if len(labels) == 0 {
		return " It has no " + what + "."
	}
	return thereIs(label, labels)
}

// choice is a flag that may be absent, which is nil.
func (r reading) choice(name string) *bool {
	value, ok := r.flag(name)
	if !ok {
		return nil
	}
	return &value
}

// states are those of alerts that a test can ask for, openStates those of alerts
// that are not over.
var (
	states     = []string{"ACTIVE", "ACKNOWLEDGED", "COMPLETED", "ERROR"}
	openStates = []string{"ACTIVE", "ACKNOWLEDGED", "ERROR"}
)

func (e *expectBlock) state() string {
	text, ok := e.plainText("state")
	if !ok {
		return ""
	}
	if !slices.Contains(states, text) {
		e.report("invalid-state", e.at("state"), "%q is no state of an alert. It can be %s.%s", text, oneOf(states), didYouMean(text, states))
		return ""
	}
	return text
}

// aggregations are the expected values by path, in the order of the paths.
func (e *expectBlock) aggregations() []testcase.Value {
	v, ok := e.knownValue("aggregations")
	if !ok {
		return nil
	}
	if t := v.Type(); !t.IsObjectType() && !t.IsMapType() {
		e.report("wrong-type", e.at("aggregations"), "aggregations must be an object of paths and values, such as { \"by_user.buckets.0.doc_count\" = 3 }, and this is %s.", article(t))
		return nil
	}
	var all []testcase.Value
	for _, path := range sortedKeys(v) {
		value, err := toJSON(v.AsValueMap()[path])
		at := e.at("aggregations").at(locate(e.attributes["aggregations"].Expr, "/"+pointerKey(path)))
		if err != nil {
			e.report("wrong-type", at, "The value at %q can't be written as JSON: %s.", path, err)
			continue
		}
		if text, ok := value.(string); ok && brokenComparison(text) {
			e.report("invalid-count", at, "%q is no comparison: behind %s there must be a number.", text, strings.TrimRight(text, text[len(strings.TrimLeft(text, " <>=!")):]))
			continue
		}
		all = append(all, testcase.Value{Path: path, Value: value})
	}
	return all
}

func sortedKeys(v cty.Value) []string {
	var keys []string
	for key := range v.AsValueMap() {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
