package schema

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/monitors/quiet"
)

// compileScript tells of a condition that the server could not compile. What
// our compiler does not know is left to the server.
func (b *monitorBlock) compileScript(text string, at place, context painless.Context) {
	if _, until, _, muted := quiet.Unmute(text); muted {
		b.report("mute-in-files", at, "This condition has the line of a mute in it, until %s, as of a monitor that was muted when somebody copied it. Take the two lines out; `alertplan mute` silences a monitor, and a maintenance block does so in files.", until.Format(time.RFC3339))
	}
	_, err := painless.Compile(text, context)
	var wrong *painless.CompileError
	if !errors.As(err, &wrong) {
		return
	}
	where := ""
	if before := text[:painless.BytesBefore(text, wrong.Offset)]; strings.Contains(strings.TrimSpace(text), "\n") {
		where = fmt.Sprintf(" in line %d of it", 1+strings.Count(before, "\n"))
	}
	then := "count the condition as true"
	if context == painless.BucketSelector {
		then = "never alert: one such trigger makes the search fail, for all triggers of the monitor"
	}
	b.report("broken-script", at, "This Painless script does not compile%s: %s. The server would take it, and %s.", where, strings.TrimSuffix(wrong.Reason, "."), then)
}
