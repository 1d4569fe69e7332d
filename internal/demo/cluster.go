package main

import (
	"fmt"
	"strings"
	"time"
)

// onCluster is the demo on a cluster of the user's: its time is the world's, so a
// monitor is run at the time of the events.
var onCluster = script{
	before: "The whole job, on the cluster of ALERTPLAN_URL, in a workspace of its own.",
	steps: []step{
		{"Load CloudTrail events, as a CloudWatch Logs subscription would", (*stage).loadAll},
		{"Check the configuration, offline", func(s *stage) error { return s.must("validate") }},
		{"See what would happen", func(s *stage) error { return s.must("plan") }},
		{"Make it so", (*stage).applyShown},
		{"Run the monitor at the time of the login: it pages, an alert opens", (*stage).execute},
		{"Somebody changes the monitor by hand", (*stage).switchOff},
		{"See the drift", func(s *stage) error { return s.expectDrift("enabled") }},
		{"Heal it; the open alert stays", (*stage).healOnCluster},
		{"Plan again", func(s *stage) error { return s.expectInPlan("No changes.") }},
		{"Take everything away again", (*stage).destroyShown},
	},
	after: "That was the whole job: declare, validate, plan, apply, drift, heal.\nThe configuration is in examples/console-login.",
}

func (s *stage) loadAll() error {
	s.say("curl -X PUT $URL/_index_template/" + workspace + " -d @cwl-template.json")
	if err := s.putTemplate(); err != nil {
		return err
	}
	bulks, events, err := s.copy.Bulks("")
	if err != nil {
		return err
	}
	for _, bulk := range bulks {
		s.say("curl -X POST $URL/_bulk --data-binary @events.ndjson")
		if err := s.bulk(bulk); err != nil {
			return err
		}
	}
	s.line("%d events in %s", events, s.copy.Index("*"))
	return nil
}

func (s *stage) applyShown() error {
	s.say("alertplan apply --auto-approve")
	out, err := s.apply()
	s.show(out)
	return err
}

func (s *stage) destroyShown() error {
	s.say("alertplan destroy --auto-approve")
	out, err := s.destroyed()
	s.show(out)
	return err
}

func (s *stage) execute() error {
	id, err := s.monitorID()
	if err != nil {
		return err
	}
	at := time.Date(2024, 8, 2, 9, 5, 0, 0, time.UTC)
	path := fmt.Sprintf("/_plugins/_alerting/monitors/%s/_execute?dryrun=false&period_end=%dms", id, at.UnixMilli())
	s.say("curl -X POST '$URL" + path + "'")
	if err := s.call("POST", path, nil, nil); err != nil {
		return err
	}
	message, err := s.receiver.next()
	if err != nil {
		return err
	}
	s.line("The pager got:\n    %s", strings.ReplaceAll(strings.TrimRight(message, "\n"), "\n", "\n    "))
	return s.showOpenAlert(id)
}

func (s *stage) showOpenAlert(id string) error {
	s.say("curl '$URL/_plugins/_alerting/monitors/alerts?monitorId=" + id + "'")
	a, err := s.awaitAlert(id)
	if err == nil {
		s.line("an alert of trigger %q, severity %s, is %s", a.TriggerName, a.Severity, a.State)
	}
	return err
}

func (s *stage) switchOff() error {
	id, err := s.monitorID()
	if err != nil {
		return err
	}
	s.say("curl -X PUT $URL/_plugins/_alerting/monitors/" + id + ` -d '{… "enabled": false …}'`)
	return s.edit(id, func(monitor map[string]any) { monitor["enabled"] = false })
}

func (s *stage) healOnCluster() error {
	if err := s.applyShown(); err != nil {
		return err
	}
	id, err := s.monitorID()
	if err != nil {
		return err
	}
	return s.showOpenAlert(id)
}
