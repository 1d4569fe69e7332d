package monitortest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// check holds the runs against what is expected.
func (s *series) check() error {
	s.unexpectedErrors()
	for _, e := range s.test.Expect {
		x := &checker{series: s, e: e}
		if err := x.check(); err != nil {
			return err
		}
	}
	s.brokenShards()
	return nil
}

// checker holds runs against one expectation.
type checker struct {
	*series
	e testcase.Expectation

	explained bool // a failure of it has evidence already

	runs []Run      // those that it is about
	run  Run        // the one whose details count
	got  *Triggered // its trigger
}

func (x *checker) check() error {
	if err := x.choose(); err != nil {
		return err
	}
	if x.e.Error != "" {
		x.errors()
	} else if x.broken(x.run) {
		return nil // told by unexpectedErrors: nothing else of that run can be right
	}
	x.fires()
	x.times()
	x.hits()
	x.lists()
	x.alerts()
	x.aggregations()
	return x.messages()
}

// choose picks the runs.
func (x *checker) choose() error {
	if !slices.ContainsFunc(x.monitor.Triggers, func(t monitors.Trigger) bool { return label(t) == x.e.Trigger }) {
		return &setupError{fmt.Sprintf("monitor %s has no trigger %q; it has %s", x.test.Monitor, x.e.Trigger, x.labels())}
	}
	x.runs = x.out.Runs
	if x.e.Run != nil {
		i := slices.IndexFunc(x.runs, func(r Run) bool { return r.After == *x.e.Run })
		if i < 0 {
			return &setupError{fmt.Sprintf("there is no run %s after the first; the runs are at %s", span(*x.e.Run), x.runTimes())}
		}
		x.runs = x.runs[i : i+1]
	}
	x.run = x.runs[len(x.runs)-1]
	for _, r := range x.runs {
		if r.Outcome.Trigger(x.e.Trigger).Fired {
			x.run = r
		}
	}
	x.got = x.run.Outcome.Trigger(x.e.Trigger)
	return nil
}

func (x *checker) labels() string {
	names := []string{}
	for _, t := range x.monitor.Triggers {
		names = append(names, label(t))
	}
	return strings.Join(names, ", ")
}

func (x *checker) runTimes() string {
	const shown = 5
	words := []string{}
	for i, r := range x.out.Runs {
		if i == shown {
			words = append(words, fmt.Sprintf("… (%d runs)", len(x.out.Runs)))
			break
		}
		words = append(words, "+"+span(r.After))
	}
	return strings.Join(words, ", ")
}

// fail notes what is not as expected.
func (x *checker) fail(f Failure) {
	f.Trigger = x.e.Trigger
	if f.Kind == "" {
		f.Kind = Mismatch
	}
	if f.At.File == "" {
		f.At = x.e.At
	}
	if len(x.out.Runs) > 1 && f.What != "times" {
		after := x.run.After
		f.After = &after
	}
	x.out.Failures = append(x.out.Failures, f)
}

func (x *checker) broken(r Run) bool {
	return r.Outcome.SearchFailed || r.Outcome.Trigger(x.e.Trigger).Error != ""
}

func (x *checker) fires() {
	if x.e.Fires == nil || x.got.Fired == *x.e.Fires {
		return
	}
	f := Failure{What: "fires", Expected: yesNo(*x.e.Fires), Got: yesNo(x.got.Fired)}
	f.Evidence = x.evidence()
	x.fail(f)
}

func yesNo(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func (x *checker) times() {
	if x.e.Times == nil {
		return
	}
	n, which := 0, []string{}
	for _, r := range x.runs {
		if r.Outcome.Trigger(x.e.Trigger).Fired {
			n++
			which = append(which, "+"+span(r.After))
		}
	}
	if x.e.Times.Holds(int64(n)) {
		return
	}
	f := Failure{What: "times", Expected: x.e.Times.String(), Got: fmt.Sprint(n)}
	if n > 0 {
		f.Detail = "it fires at " + strings.Join(which, ", ")
	} else {
		f.Evidence = x.evidence()
	}
	x.fail(f)
}

func (x *checker) hits() {
	if x.e.Hits == nil {
		return
	}
	total, ok := x.run.Outcome.Hits()
	if !ok {
		x.fail(Failure{What: "hits", Expected: x.e.Hits.String(), Got: "unknown", Detail: "the search does not count its hits (track_total_hits)"})
		return
	}
	if !x.e.Hits.Holds(total) {
		x.fail(Failure{What: "hits", Expected: x.e.Hits.String(), Got: fmt.Sprint(total),
			Evidence: x.once(nil, wanted{more: total < x.e.Hits.Value})})
	}
}
