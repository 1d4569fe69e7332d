package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// monitorID finds the console_login monitor by what alertplan lists.
func (s *stage) monitorID() (string, error) {
	out, err := s.quietly("list", "--live", "--json")
	if err != nil {
		return "", err
	}
	var list struct {
		Objects []struct{ Address, ID string }
	}
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		return "", err
	}
	for _, o := range list.Objects {
		if o.Address == "monitor.console_login" {
			return o.ID, nil
		}
	}
	return "", errors.New("monitor.console_login is not on the cluster")
}

// alert is an alert as the API tells of it; its times are in milliseconds since
// 1970.
type alert struct {
	ID, State, Severity string
	MonitorID           string `json:"monitor_id"`
	MonitorName         string `json:"monitor_name"`
	TriggerName         string `json:"trigger_name"`
	Start               int64  `json:"start_time"`
	Acknowledged        int64  `json:"acknowledged_time"`
	End                 int64  `json:"end_time"`
}

// alerts lists alerts, oldest first; a query narrows them.
func (s *stage) alerts(query string) ([]alert, error) {
	var answer struct{ Alerts []alert }
	err := s.call("GET", "/_plugins/_alerting/monitors/alerts?size=100&"+query, nil, &answer)
	slices.SortFunc(answer.Alerts, func(a, b alert) int { return int(a.Start - b.Start) })
	return answer.Alerts, err
}

// awaitAlert waits for a monitor's open alert: a cluster's list may lag.
func (s *stage) awaitAlert(monitorID string) (alert, error) {
	for until := time.Now().Add(10 * time.Second); ; time.Sleep(200 * time.Millisecond) {
		found, err := s.alerts("monitorId=" + url.QueryEscape(monitorID))
		if err != nil {
			return alert{}, err
		}
		if len(found) > 0 {
			return found[len(found)-1], nil
		}
		if time.Now().After(until) {
			return alert{}, errors.New("no alert opened")
		}
	}
}

// edit changes a monitor by hand, as a click in the Dashboards does.
func (s *stage) edit(id string, change func(monitor map[string]any)) error {
	var stored struct {
		Monitor map[string]any `json:"monitor"`
	}
	path := "/_plugins/_alerting/monitors/" + id
	if err := s.call("GET", path, nil, &stored); err != nil {
		return err
	}
	change(stored.Monitor)
	body, err := json.Marshal(stored.Monitor)
	if err != nil {
		return err
	}
	return s.call("PUT", path, bytes.NewReader(body), nil)
}

// expectInPlan shows a plan, which must say some words.
func (s *stage) expectInPlan(words ...string) error {
	out, err := s.alertplan("plan")
	if err != nil {
		return err
	}
	return expectWords(out, words)
}

// expectDrift shows what drifted, which must be something.
func (s *stage) expectDrift(words ...string) error {
	out, err := s.alertplan("drift")
	var ended *exec.ExitError
	switch {
	case err == nil:
		return errors.New("drift finds nothing, after somebody has changed a monitor")
	case !errors.As(err, &ended) || ended.ExitCode() != foundDrift:
		return err
	}
	return expectWords(out, words)
}

// foundDrift is the exit status of drift where there is any.
const foundDrift = 2

func expectWords(printed string, words []string) error {
	for _, w := range words {
		if !strings.Contains(printed, w) {
			return fmt.Errorf("alertplan does not say %q", w)
		}
	}
	return nil
}

// apply applies the configuration; a part of it at least is on the cluster then.
func (s *stage) apply() (string, error) {
	s.applied = true
	return s.quietly("apply", "--auto-approve")
}

// destroyed destroys what apply made.
func (s *stage) destroyed() (string, error) {
	out, err := s.quietly("destroy", "--auto-approve")
	s.applied = err != nil
	return out, err
}

// putTemplate makes the template of the demo's indices.
func (s *stage) putTemplate() error {
	template, err := s.copy.Template("")
	if err != nil {
		return err
	}
	if err := s.call("PUT", "/_index_template/"+workspace, bytes.NewReader(template), nil); err != nil {
		return err
	}
	s.loaded = true
	return nil
}

// bulk loads events.
func (s *stage) bulk(body []byte) error {
	var answer struct{ Errors bool }
	if err := s.call("POST", "/_bulk?refresh=true", bytes.NewReader(body), &answer); err != nil {
		return err
	}
	if answer.Errors {
		return errors.New("the cluster refused some of the events")
	}
	return nil
}
