package view

import (
	"maps"
	"slices"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/internal/address"
)

// Acknowledging is what became of the alerts of one monitor that were to be acknowledged.
type Acknowledging struct {
	Address      address.Address
	Acknowledged []string          // ids
	Failed       map[string]string // id → why not
	InError      int               // alerts that can't be acknowledged
	Before       int               // that were acknowledged already
	Err          error             // why nothing could be
}

// Failures tells whether something that should be acknowledged is not.
func (a Acknowledging) Failures() bool { return a.Err != nil || len(a.Failed) > 0 }

// Acknowledged prints what became of them.
func (p *Printer) Acknowledged(list []Acknowledging) {
	for _, a := range list {
		p.acknowledged(a)
	}
}

func (p *Printer) acknowledged(a Acknowledging) {
	switch {
	case a.Err != nil:
		p.line("%s %s: not acknowledged: %s", p.paint("✗", color.FgRed), a.Address, oneLine(a.Err.Error()))
	case len(a.Acknowledged) > 0:
		p.line("%s %s: %s acknowledged", p.paint("✓", color.FgGreen), a.Address, plural(len(a.Acknowledged), "alert"))
	case len(a.Failed) == 0 && a.InError == 0 && a.Before == 0:
		p.line("- %s: no open alerts", a.Address)
	case len(a.Failed) == 0 && a.InError == 0:
		p.line("- %s: acknowledged already", a.Address)
	}
	for _, id := range slices.Sorted(maps.Keys(a.Failed)) {
		p.line("%s %s: alert %s not acknowledged: %s", p.paint("✗", color.FgRed), a.Address, oneLine(id), oneLine(a.Failed[id]))
	}
	if a.InError > 0 {
		p.line("- %s: %s in error, which can't be acknowledged: it ends with the first run in which nothing fails", a.Address, plural(a.InError, "alert"))
	}
}
