package quiet

import (
	"fmt"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/pattern"
)

// A mute is a line of its own in front of all statements, the quiet times' included:
// it comes and goes while the rest stays as it is, to the byte.

// muteForm is what Mute writes. What counts is that it would be written so again.
var muteForm = pattern.New(`(?m)^// Muted until [^\n]*\nif \((\S+)` + isBefore + `\) \{ return false; \}\n`)

// Mute is a condition that is false in each run whose period ends before until, and
// otherwise whatever s is. It says nothing of when it begins: that is when it is saved,
// whatever the clock shows of who saves it. until is in whole seconds.
func (s Script) Mute(until time.Time, at Moment) string {
	functions := s.Functions
	if functions != "" {
		functions += "\n"
	}
	return functions + muteLine(until, at) + s.Statements
}

func muteLine(until time.Time, at Moment) string {
	return fmt.Sprintf("// Muted until %s\nif (%s) { return false; }\n", until.UTC().Format(time.RFC3339), at.before(until))
}

// Unmute is a condition before Mute, when that ends, and by which moment. It is false
// for any other text.
func Unmute(source string) (before string, until time.Time, at Moment, ok bool) {
	if !strings.Contains(source, "// Muted until ") {
		return source, time.Time{}, "", false // most conditions
	}
	m := muteForm.FindStringSubmatchIndex(source)
	if m == nil {
		return source, time.Time{}, "", false
	}
	at = Moment(source[m[2]:m[3]])
	until, err := time.Parse(time.RFC3339, source[m[4]:m[5]])
	if err != nil || muteLine(until, at) != source[m[0]:m[1]] {
		return source, time.Time{}, "", false
	}
	return strings.TrimSuffix(source[:m[0]], "\n") + source[m[1]:], until.UTC(), at, true
}
