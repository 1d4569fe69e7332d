package view

import (
	"fmt"
	"strings"
)

// Crash is a fault in alertplan itself.
type Crash struct {
	Value   any // what it panicked with; nil: it may hold secrets, and is not shown
	Stack   string
	Version string
}

// Crash prints what is needed to mend it, and what it means for whom it happens to.
func (p *Printer) Crash(c Crash) {
	words := "what it says is not shown, as it may hold secrets"
	if c.Value != nil {
		words = fmt.Sprint(c.Value)
	}
	p.Error(fmt.Errorf("alertplan itself has failed: %s", p.masked(words)))
	p.Advise([]string{
		"That is a fault of alertplan, whatever the configuration says. Please report it, with the command and what stands below, at https://github.com/alertplan/alertplan/issues: known secrets are masked in it, names are not.",
		"If something was being written, a part of it may be done: `alertplan plan` shows what is left to do, and another apply does it.",
	})
	p.line("")
	p.line("alertplan %s", c.Version)
	for line := range strings.Lines(c.Stack) {
		p.line("  %s", strings.TrimRight(line, "\n"))
	}
}
