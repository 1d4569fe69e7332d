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
	var first *Failure
	for _, m := range sent {
		got := m.Message
		if what == "subject" {
			got = m.Subject
		}
		f := compareText(want, got)
		if f == nil {
			return
		}
		f.What, f.Action, f.At = what, m.Action, at
		if len(sent) > 1 {
			f.Detail = fmt.Sprintf("none of its %d messages agrees; this is the first, for %s", len(sent), m.Of)
		}
		if first == nil {
			first = f
		}
	}
	if first != nil {
		x.fail(*first)
	}
}

// compareText is how a text differs from what is expected; nil where it doesn't.
func compareText(want testcase.Text, got string) *Failure {
	if want.Equals != nil && *want.Equals != got {
		return &Failure{Expected: *want.Equals, Got: got, Lines: true}
	}
	for _, part := range want.Contains {
		if !strings.Contains(got, part) {
			return &Failure{Expected: fmt.Sprintf("one that contains %q", part), Got: strconv.Quote(got)}
		}
	}
	if want.Matches != nil && !want.Matches.MatchString(got) {
		return &Failure{Expected: fmt.Sprintf("one that matches %q", want.Matches.String()), Got: strconv.Quote(got)}
	}
	return nil
}
