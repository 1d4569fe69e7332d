package view

import (
	"fmt"
	"math"

	"github.com/alertplan/alertplan/internal/patience"
)

// Waiting prints why nothing happens for a while.
func (p *Printer) Waiting(w patience.Waiting) {
	seconds := fmt.Sprintf("%.0f s", math.Ceil(w.Pause.Seconds()))
	if w.Asked {
		p.line("The cluster asks to slow down: waiting %s.", seconds)
		return
	}
	p.line("Trying again in %s: %s", seconds, oneLine(w.Err.Error()))
}
