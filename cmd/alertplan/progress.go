package main

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

// spinsAfter is how long something may take before it shows that it is working.
const spinsAfter = time.Second

// working shows a spinner on a terminal while something takes longer than a
// second. The function that it returns ends it.
func (a *app) working(what string) (done func()) {
	if !a.progress {
		return func() {}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		select {
		case <-stop:
			return
		case <-time.After(spinsAfter):
		}
		spinner := progressbar.NewOptions(-1, progressbar.OptionSetWriter(a.err), progressbar.OptionSetDescription(what),
			progressbar.OptionSpinnerType(14), progressbar.OptionClearOnFinish())
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				spinner.Finish()
				a.err.Flush()
				return
			case <-tick.C:
				spinner.Add(1)
				a.err.Flush()
			}
		}
	}()
	return func() { close(stop); <-stopped }
}

// applyProgress prints a line for each object, and a bar below them on a
// terminal.
type applyProgress struct {
	app   *app
	out   *view.Printer
	bar   *progressbar.ProgressBar
	count int
	total int
}

func (a *app) applyProgress(total int) *applyProgress {
	p := &applyProgress{app: a, out: a.human, total: total}
	if a.progress {
		p.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(a.err), progressbar.OptionSetWidth(30),
			progressbar.OptionSetPredictTime(false), progressbar.OptionClearOnFinish())
	}
	return p
}

func (p *applyProgress) Begin(c plan.Change) {
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf("%d of %d, %s", p.count, p.total, view.Doing(c)))
		p.app.err.Flush()
	}
}

func (p *applyProgress) End(o apply.Outcome) {
	if p.bar != nil {
		p.bar.Clear()
		p.app.err.Flush()
	}
	p.out.Outcome(o)
	p.app.out.Flush()
	p.count++
	if p.bar != nil {
		p.bar.Add(1)
		p.app.err.Flush()
	}
}

func (p *applyProgress) end() {
	if p.bar != nil {
		p.bar.Finish()
		p.app.err.Flush()
	}
}
