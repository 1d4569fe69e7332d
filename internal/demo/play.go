package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// step is one thing that the demo shows.
type step struct {
	why string
	do  func(*stage) error
}

func (s *stage) play() error {
	for i, st := range steps {
		fmt.Printf("\n── %d. %s ──\n", i+1, st.why)
		if err := st.do(s); err != nil {
			return fmt.Errorf("%s: %w", st.why, err)
		}
	}
	fmt.Println("\nThat was the whole job: declare, validate, plan, apply, heal. The configuration is in examples/console-login.")
	return nil
}

var steps = []step{
	{"Load CloudTrail events, as a CloudWatch Logs subscription would", (*stage).load},
	{"Check the configuration, offline", func(s *stage) error { return s.must("validate") }},
	{"See what would happen", func(s *stage) error { return s.must("plan") }},
	{"Make it so", (*stage).apply},
	{"Run the monitor at the time of the login: it pages, and an alert opens", (*stage).execute},
	{"Somebody changes the monitor by hand", (*stage).editByHand},
	{"See the difference", func(s *stage) error { return s.expectInPlan("enabled = false -> true") }},
	{"Heal it; the open alert stays", (*stage).heal},
	{"Plan again", func(s *stage) error { return s.expectInPlan("No changes.") }},
	{"Take everything away again", (*stage).destroy},
}

func (s *stage) must(args ...string) error {
	_, err := s.alertplan(args...)
	return err
}

func (s *stage) apply() error {
	s.applied = true // in part at least, from now on
	return s.must("apply", "--auto-approve")
}

func (s *stage) destroy() error {
	err := s.must("destroy", "--auto-approve")
	s.applied = err != nil
	return err
}

func (s *stage) expectInPlan(words string) error {
	out, err := s.alertplan("plan")
	if err == nil && !strings.Contains(out, words) {
		err = fmt.Errorf("the plan does not say %q", words)
	}
	return err
}

func (s *stage) load() error {
	template, err := s.copy.Template("")
	if err != nil {
		return err
	}
	say("curl -X PUT $URL/_index_template/" + workspace + " -d @cwl-template.json")
	if err := s.call("PUT", "/_index_template/"+workspace, bytes.NewReader(template), nil); err != nil {
		return err
	}
	s.loaded = true
	bulks, events, err := s.copy.Bulks("")
	if err != nil {
		return err
	}
	for _, bulk := range bulks {
		say("curl -X POST $URL/_bulk --data-binary @events.ndjson")
		var answer struct{ Errors bool }
		if err := s.call("POST", "/_bulk?refresh=true", bytes.NewReader(bulk), &answer); err != nil {
			return err
		}
		if answer.Errors {
			return errors.New("the cluster refused some of the events")
		}
	}
	fmt.Printf("%d events in %s\n", events, s.copy.Index("*"))
	return nil
}

// monitorID finds the console_login monitor by what alertplan lists.
func (s *stage) monitorID() (string, error) {
	out, err := s.alertplan("list", "--live", "--json")
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

func (s *stage) execute() error {
	id, err := s.monitorID()
	if err != nil {
		return err
	}
	at := time.Date(2024, 8, 2, 9, 5, 0, 0, time.UTC)
	path := fmt.Sprintf("/_plugins/_alerting/monitors/%s/_execute?dryrun=false&period_end=%dms", id, at.UnixMilli())
	say("curl -X POST '$URL" + path + "'")
	var run struct {
		Error    any            `json:"error"`
		Triggers map[string]any `json:"trigger_results"`
	}
	if err := s.call("POST", path, nil, &run); err != nil {
		return err
	}
	select {
	case message := <-s.heard:
		fmt.Printf("The pager got:\n%s\n", indent(message))
	case <-time.After(30 * time.Second):
		return errors.New("no message arrived")
	}
	return s.showAlert(id)
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ")
}

// showAlert waits for the monitor's alert and shows it.
func (s *stage) showAlert(id string) error {
	path := "/_plugins/_alerting/monitors/alerts?monitorId=" + url.QueryEscape(id)
	say("curl '$URL" + path + "'")
	for until := time.Now().Add(10 * time.Second); ; time.Sleep(200 * time.Millisecond) {
		var answer struct {
			Alerts []struct {
				State, Severity string
				TriggerName     string `json:"trigger_name"`
			}
		}
		if err := s.call("GET", path, nil, &answer); err != nil {
			return err
		}
		if len(answer.Alerts) > 0 {
			a := answer.Alerts[0]
			fmt.Printf("an alert of trigger %q, severity %s, is %s\n", a.TriggerName, a.Severity, a.State)
			return nil
		}
		if time.Now().After(until) {
			return errors.New("no alert opened")
		}
	}
}

// editByHand switches the monitor off, as a click in the Dashboards does.
func (s *stage) editByHand() error {
	id, err := s.monitorID()
	if err != nil {
		return err
	}
	var stored struct {
		Monitor map[string]any `json:"monitor"`
	}
	if err := s.call("GET", "/_plugins/_alerting/monitors/"+id, nil, &stored); err != nil {
		return err
	}
	stored.Monitor["enabled"] = false
	body, err := json.Marshal(stored.Monitor)
	if err != nil {
		return err
	}
	say("curl -X PUT $URL/_plugins/_alerting/monitors/" + id + ` -d '{… "enabled": false …}'`)
	return s.call("PUT", "/_plugins/_alerting/monitors/"+id, bytes.NewReader(body), nil)
}

func (s *stage) heal() error {
	if err := s.must("apply", "--auto-approve"); err != nil {
		return err
	}
	id, err := s.monitorID()
	if err != nil {
		return err
	}
	return s.showAlert(id)
}
