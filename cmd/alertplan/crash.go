package main

import (
	"runtime"

	"github.com/alertplan/alertplan/internal/crash"
	"github.com/alertplan/alertplan/internal/view"
)

// recovered ends a command that panics: with words and the stack, through the writer
// that masks secrets, and with a status that says that it failed; Go's own is 2, which
// says that there are changes.
func (a *app) recovered(code *int) {
	v := recover()
	if v == nil {
		return
	}
	p := crash.Of(v)
	crashed := view.Crash{Stack: string(p.Stack), Version: versionText()}
	// As long as the configuration is being read, it is not known what is secret.
	// The runtime's own words hold no values.
	if _, own := p.Value.(runtime.Error); own || !a.reading {
		crashed.Value = p.Value
	}
	a.out.Flush()
	a.messages.Crash(crashed)
	a.err.Flush()
	a.endLines()
	*code = view.Failed
}
