package monitortest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/testcase"
)

// texts holds an action's messages against what is expected. Of a bucket- or
// document-level trigger, which sends several, one that agrees is enough.
func (x *checker) texts(sent []Message, subject, message testcase.Text, at testcase.Place) error {
	for _, m := range sent {
		if m.unknown != "" {
			return &evaluate.UnsupportedError{What: fmt.Sprintf("the message of action %s: %s, which has no value in this run", m.Action, m.unknown)}
		}
	}
	x.text("subject", subject, sent, at)
	x.text("message", message, sent, at)
	return nil
}

func (x *checker) text(what string, want testcase.Text, sent []Message, at testcase.Place) {
	var first []Failure
	for _, m := range sent {
		got := m.Message
		if what == "subject" {
			got = m.Subject
		}
		failures := compareText(want, got)
		if len(failures) == 0 {
			return
		}
		for i := range failures {
			f := &failures[i]
			f.What, f.Action, f.At = what, m.Action, at
			if len(sent) > 1 {
				f.Detail = fmt.Sprintf("none of its %d messages agrees; this is the first, for %s", len(sent), m.Of)
			}
		}
		if first == nil {
			first = failures
		}
	}
	for _, f := range first {
		x.fail(f)
	}
}

// compareText is all in which a text differs from what is expected.
func compareText(want testcase.Text, got string) []Failure {
	var out []Failure
	if want.Equals != nil && *want.Equals != got {
		out = append(out, Failure{Expected: *want.Equals, Got: got, Lines: true})
	}
	for _, part := range want.Contains {
		if !strings.Contains(got, part) {
			out = append(out, Failure{Expected: fmt.Sprintf("one that contains %q", part), Got: strconv.Quote(got)})
		}
	}
	if want.Matches != nil && !want.Matches.MatchString(got) {
		out = append(out, Failure{Expected: fmt.Sprintf("one that matches %q", want.Matches.String()), Got: strconv.Quote(got)})
	}
	return out
}
