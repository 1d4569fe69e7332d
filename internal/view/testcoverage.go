package view

import (
	"fmt"

	"github.com/alertplan/alertplan/internal/monitortest"
)

// coverage prints what no test has tried.
func (p *Printer) coverage(c *monitortest.Coverage) {
	p.line("\n%s %d%% (%d of %d)", p.bold("Coverage:"), c.Percent(), c.Covered, c.Points)
	for _, m := range c.Monitors {
		if m.Tests == 0 {
			p.line("  %3d%%  %s (no test ran)", m.Percent(), m.Address)
			continue
		}
		p.line("  %3d%%  %s (%s)", m.Percent(), m.Address, plural(m.Tests, "test"))
		for _, g := range m.Gaps {
			p.line("          %s", gapText(g))
		}
	}
}

// CoverageTooLow says that a coverage is below what is asked for.
func (p *Printer) CoverageTooLow(c *monitortest.Coverage, least int) {
	p.line("%s the tests cover %d%%, and at least %d%% is asked for.", p.bold("Coverage too low:"), c.Percent(), least)
}

func gapText(g monitortest.Gap) string {
	switch g.Kind {
	case monitortest.Untested:
		return "no test runs it"
	case monitortest.NeverFired:
		return fmt.Sprintf("trigger %s is never true", oneLine(g.Trigger))
	case monitortest.NeverSilent:
		return fmt.Sprintf("trigger %s is never false", oneLine(g.Trigger))
	}
	if g.Kind == monitortest.NeverQuiet {
		return fmt.Sprintf("trigger %s is never tried in its quiet times", oneLine(g.Trigger))
	}
	if g.Kind == monitortest.NeverFinds {
		return fmt.Sprintf("%s %s never finds an event", oneLine(g.Path), oneLine(g.Clause))
	}
	if g.Accepts {
		return fmt.Sprintf("%s %s never decides: no event is accepted by it alone", oneLine(g.Path), oneLine(g.Clause))
	}
	return fmt.Sprintf("%s %s never decides: no event is rejected by it alone", oneLine(g.Path), oneLine(g.Clause))
}

// CoverageJSON is what the tests have tried of all monitors.
type CoverageJSON struct {
	Percent  int                   `json:"percent"` // rounded down
	Points   int                   `json:"points"`  // what there is to try: two a trigger and one more where it has quiet times, one a clause or alternative
	Covered  int                   `json:"covered"`
	Monitors []MonitorCoverageJSON `json:"monitors"`
}

// MonitorCoverageJSON is what the tests have tried of one monitor.
type MonitorCoverageJSON struct {
	Address string    `json:"address"`
	Tests   int       `json:"tests"`
	Percent int       `json:"percent"`
	Points  int       `json:"points"`
	Covered int       `json:"covered"`
	Gaps    []GapJSON `json:"gaps"`
}

// GapJSON is one thing that no test tries.
type GapJSON struct {
	Kind    string `json:"kind"`
	Trigger string `json:"trigger,omitempty"`
	Path    string `json:"path,omitempty"` // of a clause, such as filter[1]
	Clause  string `json:"clause,omitempty"`
	Words   string `json:"words"`
}

func coverageJSON(c *monitortest.Coverage) *CoverageJSON {
	out := &CoverageJSON{Percent: c.Percent(), Points: c.Points, Covered: c.Covered, Monitors: []MonitorCoverageJSON{}}
	for _, m := range c.Monitors {
		one := MonitorCoverageJSON{Address: m.Address.String(), Tests: m.Tests, Percent: m.Percent(), Points: m.Points, Covered: m.Covered, Gaps: []GapJSON{}}
		for _, g := range m.Gaps {
			one.Gaps = append(one.Gaps, GapJSON{Kind: string(g.Kind), Trigger: printable(g.Trigger), Path: g.Path, Clause: printable(g.Clause), Words: gapText(g)})
		}
		out.Monitors = append(out.Monitors, one)
	}
	return out
}
