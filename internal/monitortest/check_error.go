package monitortest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// unexpectedErrors are failures of their own: a search, a condition or a message
// that fails, each told once however many runs it fails in.
func (s *series) unexpectedErrors() {
	told := map[string]bool{}
	tell := func(f Failure, after time.Duration) {
		key := string(f.Kind) + f.Trigger + "\x00" + f.Action + "\x00" + f.Got
		if told[key] {
			return
		}
		told[key] = true
		f.At = s.placeOf(f.Trigger)
		if len(s.out.Runs) > 1 {
			f.After = &after
		}
		s.out.Failures = append(s.out.Failures, f)
	}
	for _, r := range s.out.Runs {
		if r.Outcome.SearchFailed && !s.expects("", r.After) {
			tell(Failure{Kind: SearchError, What: "the search", Got: r.Outcome.SearchError, Detail: s.searchReasons(r)}, r.After)
			continue // conditions may fail for want of results
		}
		for _, t := range r.Outcome.Triggers {
			if t.Error != "" && !s.expects(t.Label, r.After) {
				short, place := ShortError(t.Error)
				tell(Failure{Kind: ConditionError, Trigger: t.Label, What: "condition", Got: short, Detail: place}, r.After)
			}
			for _, m := range t.Messages {
				if m.Error != "" && !s.expects(t.Label, r.After) && !s.expectsSilence(t.Label, m.Action) {
					tell(Failure{Kind: MessageError, Trigger: t.Label, Action: m.Action, What: "message", Got: m.Error}, r.After)
				}
			}
		}
	}
}

// placeOf is where a trigger's first expectation stands, or the test.
func (s *series) placeOf(trigger string) testPlace {
	for _, e := range s.test.Expect {
		if e.Trigger == trigger {
			return e.At
		}
	}
	return s.test.At
}

// expectsSilence tells whether a test expects that an action sends nothing.
func (s *series) expectsSilence(trigger, action string) bool {
	for _, e := range s.test.Expect {
		for _, a := range e.Actions {
			if e.Trigger == trigger && a.Action == action && a.Sends != nil && !*a.Sends {
				return true
			}
		}
	}
	return false
}

// ShortError is what a condition's error says, and where: the server prints it as
// a whole exception.
func ShortError(text string) (short, place string) {
	v, err := orderedjson.Parse([]byte(text))
	o, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		return text, ""
	}
	cause := o
	for inner := o.Object("caused_by"); inner != nil; inner = inner.Object("caused_by") {
		if inner.Text("reason") != "" {
			cause = inner
		}
	}
	short = cause.Text("type")
	if reason := cause.Text("reason"); reason != "" {
		short += ": " + reason
	}
	var lines []string
	for _, x := range o.Array("script_stack") {
		if line, ok := x.(string); ok && !strings.HasPrefix(line, "java.base/") && !strings.HasPrefix(line, "kotlin.") {
			lines = append(lines, line)
		}
	}
	return short, strings.Join(lines, "\n")
}

// errors holds a run's error against the expected one.
func (x *checker) errors() {
	found := ""
	for _, r := range x.runs {
		for _, text := range x.errorsOf(r) {
			if strings.Contains(text, x.e.Error) {
				return
			}
			if found == "" {
				found, _ = ShortError(text)
			}
		}
	}
	if found == "" {
		found = "no error"
	}
	x.fail(Failure{What: "error", Expected: fmt.Sprintf("one that contains %q", x.e.Error), Got: found})
}

// errorsOf are the errors of a run that concern the trigger, in both forms.
func (x *checker) errorsOf(r Run) []string {
	var out []string
	if r.Outcome.SearchFailed {
		out = append(out, r.Outcome.SearchError, x.searchReasons(r))
	}
	t := r.Outcome.Trigger(x.e.Trigger)
	if t.Error != "" {
		short, _ := ShortError(t.Error)
		out = append(out, t.Error, short)
	}
	for _, m := range t.Messages {
		if m.Error != "" {
			out = append(out, m.Error)
		}
	}
	return out
}

// brokenShards notes searches that succeed though some shards fail: on a cluster
// nobody hears of it.
func (s *series) brokenShards() {
	for _, r := range s.out.Runs {
		shards := r.Outcome.Answer.Object("_shards")
		failures := shards.Array("failures")
		if len(failures) == 0 {
			continue
		}
		total, _ := shards.Get("total")
		failed, _ := shards.Get("failed")
		first, _ := failures[0].(*orderedjson.Object)
		s.out.Notes = append(s.out.Notes, fmt.Sprintf("the search fails on %v of %v shards (%s: %s), and the cluster says nothing of it: "+
			"what lies there is not found", failed, total, first.Text("index"), reasons(first.Object("reason"))))
		return
	}
}

// expects tells whether an error of a trigger in a run is expected.
func (s *series) expects(trigger string, after time.Duration) bool {
	return slices.ContainsFunc(s.test.Expect, func(e testcase.Expectation) bool {
		return e.Error != "" && (trigger == "" || e.Trigger == trigger) && (e.Run == nil || *e.Run == after)
	})
}
