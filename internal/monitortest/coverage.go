package monitortest

import (
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// Declared is a monitor of the configuration.
type Declared struct {
	Address address.Address
	Monitor monitors.Monitor
	Written testcase.Written
}

// Coverage is what the tests have tried of the monitors. What counts: that a
// trigger was true in some run and false in some run, quiet times apart; that it was
// quiet in a run that found something, where it has such times; that a clause of the query
// decided, which is that some event of some test was rejected by it alone, or, of
// alternatives (should), accepted by it alone; that a query of a document-level
// monitor found an event. The window of time is left aside.
type Coverage struct {
	Monitors        []MonitorCoverage
	Points, Covered int
}

// MonitorCoverage is the part of one monitor.
type MonitorCoverage struct {
	Address         address.Address
	Tests           int // that ran; those that were refused don't count
	Points, Covered int
	Gaps            []Gap
}

// GapKind is what was not tried.
type GapKind string

// The kinds of gaps.
const (
	Untested      GapKind = "untested"       // no test runs the monitor
	NeverFired    GapKind = "never_fired"    // a trigger was never true
	NeverSilent   GapKind = "never_silent"   // a trigger was never false
	NeverQuiet    GapKind = "never_quiet"    // no run found something in a trigger's quiet times
	NeverDecisive GapKind = "never_decisive" // a clause never decided
	NeverFinds    GapKind = "never_finds"    // a query of a document-level monitor found no event
)

// Gap is one thing that no test tries.
type Gap struct {
	Kind    GapKind
	Trigger string // its label
	Path    string // of a clause, such as filter[1]
	Clause  string // what it asks for
	Accepts bool   // no event is accepted by it alone; else none is rejected
}

// Percent is a whole number, rounded down: 100 only where nothing is left.
func (c *Coverage) Percent() int { return percent(c.Covered, c.Points) }

// Percent is the same of one monitor.
func (c *MonitorCoverage) Percent() int { return percent(c.Covered, c.Points) }

func percent(covered, points int) int {
	if points == 0 {
		return 100
	}
	return covered * 100 / points
}

// trials is what one test tried.
type trials struct {
	fired, silent map[string]bool // by trigger's label
	hushed        map[string]bool // the same: was quiet, though something was found
	decided       map[string]bool // by path of the clause
	measured      bool            // clauses were held against events one by one
}

func newTrials() trials {
	return trials{fired: map[string]bool{}, silent: map[string]bool{}, hushed: map[string]bool{}, decided: map[string]bool{}}
}

func cover(workspace string, declared []Declared, tests []Result) *Coverage {
	out := &Coverage{}
	for _, d := range declared {
		one := MonitorCoverage{Address: d.Address}
		all := newTrials()
		for _, t := range tests {
			if t.Monitor == d.Address && t.Status != Refused {
				one.Tests++
				all.join(t.tried)
			}
		}
		one.measure(workspace, d, all)
		out.Points += one.Points
		out.Covered += one.Covered
		out.Monitors = append(out.Monitors, one)
	}
	return out
}

func (t *trials) join(other trials) {
	t.measured = t.measured || other.measured
	for _, pair := range [][2]map[string]bool{{t.fired, other.fired}, {t.silent, other.silent}, {t.hushed, other.hushed}, {t.decided, other.decided}} {
		for key := range pair[1] {
			pair[0][key] = true
		}
	}
}

func (m *MonitorCoverage) measure(workspace string, d Declared, all trials) {
	point := func(covered bool, gap Gap) {
		m.Points++
		if covered {
			m.Covered++
		} else if m.Tests > 0 {
			m.Gaps = append(m.Gaps, gap)
		}
	}
	if m.Tests == 0 {
		m.Gaps = append(m.Gaps, Gap{Kind: Untested})
	}
	for _, t := range d.Monitor.Triggers {
		point(all.fired[label(t)], Gap{Kind: NeverFired, Trigger: label(t)})
		point(all.silent[label(t)], Gap{Kind: NeverSilent, Trigger: label(t)})
		if _, times := monitors.Audible(t.Condition); !times.IsZero() {
			point(all.hushed[label(t)], Gap{Kind: NeverQuiet, Trigger: label(t)})
		}
	}
	p, err := prepare(workspace, d.Address, d.Monitor)
	if err != nil {
		return // its tests are refused for it, and say why
	}
	for _, q := range p.queries() {
		point(all.decided[queryPath(q)], Gap{Kind: NeverFinds, Path: queryPath(q), Clause: cut(quote(q.Query))})
	}
	if m.Tests > 0 && !all.measured {
		return // elsewhere, or over too many events: nothing is known of clauses
	}
	for _, c := range clausesOf(queryOf(p.body), d.Written) {
		if readsPeriod(c.query) {
			continue
		}
		point(all.decided[c.path], Gap{Kind: NeverDecisive, Path: c.path, Clause: describe(c.query)})
		for _, a := range c.choices() {
			point(all.decided[a.path], Gap{Kind: NeverDecisive, Path: a.path, Clause: describe(a.query), Accepts: true})
		}
	}
}

// choices are a clause's alternatives, where there is a choice.
func (c clause) choices() []clause {
	if len(c.anyOf) < 2 {
		return nil
	}
	return c.anyOf
}
