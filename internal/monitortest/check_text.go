package monitortest

import (
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// messages holds what is sent against what is expected, of all actions that send,
// then of single ones.
func (x *checker) messages() error {
	if !x.e.Message.IsZero() || !x.e.Subject.IsZero() {
		if err := x.everyAction(); err != nil {
			return err
		}
	}
	for _, a := range x.e.Actions {
		if err := x.action(a); err != nil {
			return err
		}
	}
	return nil
}

// sending is the run whose messages count: the last one in which something is
// sent, unless the expectation picks one.
func (x *checker) sending(of string) (Run, []Message) {
	run, found := x.run, []Message(nil)
	for _, r := range x.runs {
		var sent []Message
		for _, m := range r.Outcome.Trigger(x.e.Trigger).Messages {
			if m.Sent() && (of == "" || m.Action == of) {
				sent = append(sent, m)
			}
		}
		if len(sent) > 0 {
			run, found = r, sent
		}
	}
	return run, found
}

func (x *checker) everyAction() error {
	run, sent := x.sending("")
	if len(sent) == 0 {
		x.silent("")
		return nil
	}
	x.run = run
	var names []string
	for _, m := range sent {
		if !slices.Contains(names, m.Action) {
			names = append(names, m.Action)
		}
	}
	for _, name := range names {
		of := slices.DeleteFunc(slices.Clone(sent), func(m Message) bool { return m.Action != name })
		if err := x.texts(of, x.e.Subject, x.e.Message, x.e.At); err != nil {
			return err
		}
	}
	return nil
}

// silent notes that nothing was sent, and why.
func (x *checker) silent(action string) {
	f := Failure{What: "message", Action: action, Expected: "one that is sent", Got: "none"}
	var held []Message
	for _, m := range x.got.Messages {
		if action == "" || m.Action == action {
			held = append(held, m)
		}
	}
	switch {
	case !x.got.Fired:
		f.Detail, f.Evidence = "the trigger does not fire", x.evidence()
	case x.e.Error == "" && slices.ContainsFunc(held, func(m Message) bool { return m.Error != "" }):
		return // told by unexpectedErrors
	case slices.ContainsFunc(held, func(m Message) bool { return m.Throttled }):
		f.Detail = "it is held back by the throttle" + x.since(held)
	case acknowledged(x.got.Alerts):
		f.Detail = "the alert is acknowledged"
	case len(x.trigger().Actions) == 0:
		f.Detail = "the trigger has no action"
	}
	x.fail(f)
}

// since says which message the throttle counts from; "" where no run sent one.
func (x *checker) since(held []Message) string {
	i := slices.IndexFunc(held, func(m Message) bool { return m.Throttled })
	text := ""
	for _, r := range x.out.Runs {
		if r.After >= x.run.After {
			break
		}
		for _, m := range r.Outcome.Trigger(x.e.Trigger).Messages {
			if m.Sent() && m.Action == held[i].Action && m.Of == held[i].Of {
				text = fmt.Sprintf(", which counts from the message of the run at +%s and includes its last moment", span(r.After))
			}
		}
	}
	return text
}

func acknowledged(alerts []Alert) bool {
	return slices.ContainsFunc(alerts, func(a Alert) bool { return a.State == "ACKNOWLEDGED" })
}

func (x *checker) trigger() monitors.Trigger {
	i := slices.IndexFunc(x.monitor.Triggers, func(t monitors.Trigger) bool { return label(t) == x.e.Trigger })
	return x.monitor.Triggers[i]
}

func (x *checker) action(a testcase.ActionExpectation) error {
	if !slices.ContainsFunc(x.trigger().Actions, func(known monitors.Action) bool { return actionLabel(known) == a.Action }) {
		return &setupError{fmt.Sprintf("trigger %q has no action %q", x.e.Trigger, a.Action)}
	}
	before := len(x.out.Failures)
	run, sent := x.sending(a.Action)
	x.sends(a, run, sent)
	x.throttled(a)
	for i := before; i < len(x.out.Failures); i++ {
		x.out.Failures[i].At = a.At
	}
	if a.Message.IsZero() && a.Subject.IsZero() {
		return nil
	}
	if len(sent) == 0 {
		if len(x.out.Failures) == before {
			x.silent(a.Action)
		}
		return nil
	}
	return x.texts(sent, a.Subject, a.Message, a.At)
}

func (x *checker) sends(a testcase.ActionExpectation, run Run, sent []Message) {
	if a.Sends == nil || *a.Sends == (len(sent) > 0) {
		return
	}
	if *a.Sends {
		x.silent(a.Action)
		return
	}
	if x.stateless() && len(x.out.Runs) > 1 {
		x.notChecked() // it may be a throttle, or an acknowledged alert
		return
	}
	x.run = run
	x.fail(Failure{What: "sends", Action: a.Action, Expected: "no message", Got: sent[0].Message, Lines: true})
}

// throttled looks at the last run in which the action was to be done.
func (x *checker) throttled(a testcase.ActionExpectation) {
	if a.Throttled == nil {
		return
	}
	if x.stateless() {
		x.notChecked()
		return
	}
	got := false
	for _, m := range x.got.Messages {
		got = got || m.Action == a.Action && m.Throttled
	}
	if got != *a.Throttled {
		x.fail(Failure{What: "throttled", Action: a.Action, Expected: yesNo(*a.Throttled), Got: yesNo(got)})
	}
}
