package main

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// The morning of the example's events.
var (
	beginning = time.Date(2024, 8, 2, 8, 25, 0, 0, time.UTC)
	login     = at(9, 5)
	end       = at(9, 25)
)

// at is half a minute past a time of the morning: what is due in that minute has run.
func at(hour, minute int) time.Time { return time.Date(2024, 8, 2, hour, minute, 30, 0, time.UTC) }

// morning is the demo on a sandbox whose clock it moves.
var morning = script{
	before: strings.Join([]string{
		"A bad morning, on a sandbox: a server with the manners of OpenSearch, in one",
		"process, whose clock can be moved. The events are real ones, of one hour.",
	}, "\n"),
	steps: []step{
		{"08:25  A cluster to rehearse on, and a configuration", (*stage).begin},
		{"08:25  Check it, and see what would happen", (*stage).check},
		{"08:25  Make it so", (*stage).makeIt},
		{"08:25 - 09:05  Events arrive, and monitors run", (*stage).hour},
		{"09:05  What the team reads in Slack", (*stage).inChat},
		{"09:06  Somebody looks into it, and acknowledges", (*stage).acknowledge},
		{"09:07  Somebody else finds it noisy, and edits the monitor by hand", (*stage).editByHand},
		{"09:08  The drift job finds it", (*stage).seeDifference},
		{"09:08  Heal it: the acknowledged alert stays as it is", (*stage).heal},
		{"09:08  Plan again", func(s *stage) error { return s.expectInPlan("No changes.") }},
		{"09:25  Later it is quiet again, and the alerts are over", (*stage).quiet},
		{"Take everything away", (*stage).takeAway},
	},
	after: strings.Join([]string{
		"That was the whole job: declare, validate, plan, apply; watch, edit, heal.",
		"The configuration is in examples/console-login. Play it yourself:",
		"bin/alertplan sandbox --help",
	}, "\n"),
}

func (s *stage) begin() error {
	if err := s.startSandbox("--at", beginning.Format(time.RFC3339)); err != nil {
		return err
	}
	if err := s.putTemplate(); err != nil {
		return err
	}
	out, err := s.quietly("list")
	s.say("alertplan list")
	s.show(out)
	return err
}

func (s *stage) check() error {
	if err := s.must("validate"); err != nil {
		return err
	}
	const lines = `^  #|^Plan`
	s.say("alertplan plan | grep -E '" + lines + "'")
	out, err := s.quietly("plan")
	s.show(only(out, lines))
	return err
}

func (s *stage) makeIt() error {
	const lines = `^✓|complete`
	s.say("alertplan apply --auto-approve | grep -E '" + lines + "'")
	out, err := s.apply()
	s.show(only(out, lines))
	return err
}

// hour lets the events arrive, five minutes at a time.
func (s *stage) hour() error {
	s.say("curl $URL/_bulk --data-binary @events.ndjson   # as they arrive\n" +
		`curl -X POST "$URL/_sandbox/clock?to=2024-08-02T08:30:30Z"   # …`)
	s.line("")
	if err := s.pass(login); err != nil {
		return err
	}
	s.line("\nThe login that the run of 08:50 found paged nobody: in Tokyo it was 17:50, and\n" +
		"until six the team is at work (quiet_hours). The one at 09:05 pages.")
	return nil
}

// pass lets time pass until an end, and events arrive in it.
func (s *stage) pass(end time.Time) error {
	events, err := s.eventsOfMorning()
	if err != nil {
		return err
	}
	now, err := s.now()
	if err != nil {
		return err
	}
	before, err := s.alerts("alertState=ALL")
	if err != nil {
		return err
	}
	for now.Before(end) {
		from := now
		if now = now.Truncate(5 * time.Minute).Add(5*time.Minute + 30*time.Second); now.After(end) {
			now = end
		}
		arriving := slices.DeleteFunc(slices.Clone(events), func(e event) bool {
			return e.at.Before(from.Truncate(5*time.Minute)) || !e.at.Before(now.Truncate(5*time.Minute))
		})
		if len(arriving) > 0 {
			if err := s.bulk(s.bulkOf(arriving)); err != nil {
				return err
			}
		}
		if err := s.moveTo(now); err != nil {
			return err
		}
		after, err := s.alerts("alertState=ALL")
		if err != nil {
			return err
		}
		s.tell(now, arriving)
		s.tellAlerts(before, after)
		before = after
		time.Sleep(s.pace / 6)
	}
	return nil
}

// tell prints what arrived in five minutes.
func (s *stage) tell(now time.Time, events []event) {
	var names []string
	for _, e := range events {
		name := e.name
		if e.code != "" {
			name += " (" + e.code + ")"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(strings.Count(b, "("), strings.Count(a, "(")) }) // errors first
	count := fmt.Sprintf("%d events", len(events))
	switch len(events) {
	case 0:
		count = "-"
	case 1:
		count = "1 event"
	}
	line := fmt.Sprintf("%s  %-8s  %s", now.Format("15:04"), count, strings.Join(names, ", "))
	if runes := []rune(line); len(runes) > width {
		line = string(runes[:width-1]) + "…"
	}
	s.line("%s", strings.TrimRight(line, " "))
}

// tellAlerts prints which alerts opened and which are over.
func (s *stage) tellAlerts(before, after []alert) {
	for _, a := range after {
		i := slices.IndexFunc(before, func(b alert) bool { return b.ID == a.ID })
		switch {
		case i < 0:
			s.line("       %s", s.paint(red, fmt.Sprintf("! %s: an alert opens, severity %s", a.MonitorName, a.Severity)))
		case before[i].State != a.State:
			s.line("       %s", s.paint(green, fmt.Sprintf("· %s: the alert is %s", a.MonitorName, a.State)))
		}
	}
}

// now is the sandbox's time.
func (s *stage) now() (time.Time, error) {
	var status struct{ Time time.Time }
	err := s.call("GET", "/_sandbox", nil, &status)
	return status.Time, err
}

// moveTo moves the sandbox's time on, unless a slow machine has got there already.
func (s *stage) moveTo(t time.Time) error {
	if now, err := s.now(); err != nil || !t.After(now) {
		return err
	}
	return s.call("POST", "/_sandbox/clock?to="+url.QueryEscape(t.Format(time.RFC3339)), nil, nil)
}

// inChat shows the messages that went out, as Slack would.
func (s *stage) inChat() error {
	s.say("alertplan sandbox messages | grep sent")
	list, err := s.sandboxCommand("messages")
	if err != nil {
		return err
	}
	s.show(only(list, " sent "))
	var sent struct {
		Messages []struct {
			Time    time.Time
			Outcome string
		}
	}
	if err := s.call("GET", "/_sandbox/messages", nil, &sent); err != nil {
		return err
	}
	for _, m := range sent.Messages {
		if m.Outcome != "sent" {
			continue
		}
		body, err := s.receiver.next()
		if err != nil {
			return err
		}
		if err := s.inSlack(m.Time, body); err != nil {
			return err
		}
	}
	return nil
}

// showAlerts prints all alerts.
func (s *stage) showAlerts() error {
	s.say(`curl "$URL/_plugins/_alerting/monitors/alerts?alertState=ALL"   # as a table`)
	list, err := s.alerts("alertState=ALL")
	if err != nil {
		return err
	}
	s.line("%s", s.paint(bold, fmt.Sprintf("%-6s  %-32s  %-8s  %s", "OPENED", "MONITOR", "SEVERITY", "STATE")))
	for _, a := range list {
		state, colour := a.State, red
		switch {
		case a.End != 0:
			state, colour = state+" at "+clockTime(a.End), green
		case a.Acknowledged != 0:
			state, colour = state+" at "+clockTime(a.Acknowledged), yellow
		}
		s.line("%-6s  %-32s  %-8s  %s", clockTime(a.Start), a.MonitorName, a.Severity, s.paint(colour, state))
	}
	return nil
}

func clockTime(ms int64) string { return time.UnixMilli(ms).UTC().Format("15:04") }

func (s *stage) acknowledge() error {
	if err := s.moveTo(at(9, 6)); err != nil {
		return err
	}
	id, err := s.monitorID()
	if err != nil {
		return err
	}
	a, err := s.awaitAlert(id)
	if err != nil {
		return err
	}
	s.say("curl -X POST $URL/_plugins/_alerting/monitors/$ID/_acknowledge/alerts \\\n" +
		`-H 'Content-Type: application/json' -d '{"alerts": ["'$ALERT'"]}'`)
	body := fmt.Sprintf(`{"alerts": [%q]}`, a.ID)
	if err := s.call("POST", "/_plugins/_alerting/monitors/"+id+"/_acknowledge/alerts", strings.NewReader(body), nil); err != nil {
		return err
	}
	return s.showAlerts()
}

func (s *stage) editByHand() error {
	if err := s.moveTo(at(9, 7)); err != nil {
		return err
	}
	id, err := s.monitorID()
	if err != nil {
		return err
	}
	s.say("curl -X PUT $URL/_plugins/_alerting/monitors/$ID -d '{… \"enabled\": false …\n" +
		`"severity": "5" … "source": "ctx.results[0].hits.total.value > 100" …}'`)
	return s.edit(id, func(monitor map[string]any) {
		monitor["enabled"] = false
		triggers, _ := monitor["triggers"].([]any)
		for _, x := range triggers {
			trigger, _ := x.(map[string]any)["query_level_trigger"].(map[string]any)
			trigger["severity"] = "5"
			trigger["condition"].(map[string]any)["script"].(map[string]any)["source"] = "ctx.results[0].hits.total.value > 100"
		}
	})
}

func (s *stage) seeDifference() error {
	if err := s.moveTo(at(9, 8)); err != nil {
		return err
	}
	return s.expectDrift("enabled", `trigger.any_login.severity`, "> 100")
}

func (s *stage) heal() error {
	if err := s.makeIt(); err != nil {
		return err
	}
	return s.showAlerts()
}

func (s *stage) quiet() error {
	s.say(`curl -X POST "$URL/_sandbox/clock?to=2024-08-02T09:10:30Z"   # …`)
	s.line("")
	if err := s.pass(end); err != nil {
		return err
	}
	return s.showAlerts()
}

func (s *stage) takeAway() error {
	const lines = `^✓|complete|Warning`
	s.say("alertplan destroy --auto-approve | grep -E '" + lines + "'")
	out, err := s.destroyed()
	s.show(only(out, lines))
	return err
}
