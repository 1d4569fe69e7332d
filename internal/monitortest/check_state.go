package monitortest

import (
	"fmt"
	"slices"
)

// stateless tells that the engine knows nothing of alerts and throttling.
func (s *series) stateless() bool {
	x, ok := s.session.(stateless)
	return ok && x.Stateless()
}

const notCheckedThere = "alerts, acknowledging and throttling are not checked there: each run stands alone"

func (s *series) notChecked() {
	if !slices.Contains(s.out.Notes, notCheckedThere) {
		s.out.Notes = append(s.out.Notes, notCheckedThere)
	}
}

// alerts holds the alerts after the run against what is expected.
func (x *checker) alerts() {
	if x.e.Alerts == nil && x.e.State == "" {
		return
	}
	if x.stateless() {
		x.notChecked()
		return
	}
	open := 0
	for _, a := range x.got.Alerts {
		if a.State != "COMPLETED" {
			open++
		}
	}
	if x.e.Alerts != nil && !x.e.Alerts.Holds(int64(open)) {
		x.fail(Failure{What: "alerts", Expected: x.e.Alerts.String(), Got: fmt.Sprint(open), Detail: x.states()})
	}
	if x.e.State == "" {
		return
	}
	state := "no alert"
	if n := len(x.got.Alerts); n > 0 {
		state = x.got.Alerts[n-1].State
	}
	if state != x.e.State {
		x.fail(Failure{What: "state", Expected: x.e.State, Got: state})
	}
}

func (x *checker) states() string {
	text := ""
	for _, a := range x.got.Alerts {
		if text == "" {
			text = "its alerts: "
		} else {
			text += ", "
		}
		text += a.State
		if a.Of != "" {
			text += " of " + a.Of
		}
	}
	return text
}
