package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
)

// The configurations of the rehearsals: one of everything, in several versions; one that
// no channel tells of; and none, in which all is gone.

func edition(n int) func(securedRig) string {
	return func(r securedRig) string {
		text := fmt.Sprintf(oneOfEverything, n, n, n, n, n)
		if !r.legacy() {
			text += fmt.Sprintf(oneWorkflow, n)
		}
		return text
	}
}

func lonely(securedRig) string { return lonelyMonitor }

// flowless is what is left where the workflow alone goes.
func flowless(r securedRig) string {
	text := fmt.Sprintf(oneOfEverything, 2, 2, 2, 2, 2)
	if !r.legacy() {
		text += "removed {\n  from = workflow.w\n}\n"
	}
	return text
}

// flow puts the workflow back.
func flow(r securedRig) result {
	r.t.Helper()
	if r.legacy() {
		return result{}
	}
	return r.run("restore", "--auto-approve", "workflow.w")
}

func none(r securedRig) string {
	if r.legacy() {
		return "workspace = \"many\"\n"
	}
	return unchained
}

// legacy tells whether the server has destinations.
func (r securedRig) legacy() bool {
	status, _ := r.askAs("admin", "a", "GET", "/_plugins/_notifications/features")
	return status > 299
}

const oneOfEverything = `workspace = "many"

destination "webhook" "pager" {
  url = "http://127.0.0.1:9/%d"
}

destination "smtp_account" "mail" {
  host   = "smtp%d.example.org"
  port   = 587
  method = "start_tls"
  from   = "alerts@example.org"
}

destination "email_group" "team" {
  recipients = ["ann%d@example.org"]
}

destination "email" "oncall" {
  account    = destination.smtp_account.mail
  groups     = [destination.email_group.team]
  recipients = ["boss%d@example.org"]
}

monitor "m0" {
  name = "Monitor 0"
  schedule {
    interval = "1d"
  }
  extraction_query {
    indices = ["cwl-*"]
    last    = "1d"
    filter  = [{ term = { "eventName.keyword" = "Event0" } }]
    size    = %d
  }
  trigger "any" {
    severity = 2
    hits     = "> 0"
    action "tell" {
      destination = destination.webhook.pager
      message     = "{{ctx.results.0.hits.total.value}} events"
    }
    action "write" {
      destination = destination.email.oncall
      subject     = "Events"
      message     = "{{ctx.results.0.hits.total.value}} events"
    }
  }
}
`

const oneWorkflow = `
workflow "w" {
  name      = "W"
  delegates = [monitor.m0]
  schedule {
    interval = "%dd"
  }
  trigger "any" {
    severity = 2
    all_of   = [monitor.m0]
  }
}
`

// restorable are the addresses of one of everything, in the order in which they can be put back.
func restorable(legacy bool) []string {
	all := []string{"destination.webhook.pager", "destination.smtp_account.mail", "destination.email_group.team", "destination.email.oncall", "monitor.m0"}
	if !legacy {
		all = append(all, "workflow.w")
	}
	return all
}

var (
	approve  = running("apply", "--auto-approve", "--allow-deletes", "10", "--no-preflight")
	planning = running("plan", "--no-preflight", "--allow-deletes", "10")
)

// driftSteps are what alertplan_drift is for.
var driftSteps = []step{
	wanting(lonely, running("drift")), running("list", "--live"), running("status"),
	byAdmin(wanting(edition(1), approve)),
	wanting(edition(1), running("drift")), running("list", "--live"), running("status"),
	wanting(edition(2), running("drift")),
	wanting(edition(2), running("drift", "--accept", "monitor.m0")), running("drift"),
	wanting(none, running("drift")),
}

// planSteps are what alertplan_plan is for: fresh, unchanged, with changes, with deletes;
// and what alertplan_drift is for.
var planSteps = append([]step{
	wanting(lonely, planning), wanting(edition(1), planning),
	byAdmin(wanting(edition(1), approve)),
	wanting(edition(1), planning), wanting(edition(2), planning), wanting(none, planning),
}, driftSteps...)

// preflightSteps are a plan with dry runs.
var preflightSteps = []step{wanting(edition(1), running("plan"))}

// applySteps are what alertplan_apply is for: it creates, changes, restores, deletes,
// restores what was deleted, and destroys.
var applySteps = []step{
	wanting(lonely, approve), running("destroy", "--auto-approve"),
	wanting(edition(1), approve), running("plan", "--detailed-exitcode"), running("drift"), running("list", "--live"), running("status"),
	wanting(edition(2), approve), puttingBack("changed"),
	wanting(edition(2), saved), running("plan", "--detailed-exitcode"),
	wanting(flowless, approve), flow,
	wanting(none, planning), wanting(none, approve), puttingBack("deleted"),
	wanting(edition(2), approve), wanting(edition(2), running("destroy", "--auto-approve", "--allow-deletes", "10")),
}

// puttingBack puts back one of everything. What was deleted and comes back alone may have
// to wait for what it needs.
func puttingBack(what string) step {
	return func(r securedRig) result {
		var all result
		for _, address := range restorable(r.legacy()) {
			if what == "deleted" && address == "workflow.w" {
				continue // its delegate has a new id
			}
			got := r.run("restore", "--auto-approve", address)
			all.stdout += got.stdout
			all.stderr += got.stderr
			all.code = max(all.code, got.code)
		}
		return all
	}
}

// saved plans into a file, and applies that.
func saved(r securedRig) result {
	r.t.Helper()
	file := filepath.Join(r.t.TempDir(), "saved.plan")
	planned := r.run("plan", "--no-preflight", "--out", file)
	if planned.code != 0 {
		return planned
	}
	return r.run("apply", file)
}

// testSteps are what alertplan_test is for.
var testSteps = []step{func(r securedRig) result {
	events := filepath.Join(r.dir, "events.ndjson")
	if err := os.WriteFile(events, []byte(`{"@timestamp": "2026-11-21T00:00:00Z", "eventName": "Event0"}`+"\n"), 0o600); err != nil {
		r.t.Fatal(err)
	}
	r.configure(manyMonitors(1, 1) + testOfManyMonitors)
	return r.run("test", "--url", r.env[envURL])
}}

// messageSteps send a test message.
var messageSteps = []step{
	byAdmin(wanting(paging, approve)), wanting(paging, running("destination", "test", "destination.webhook.pager")),
}

// paging is a workspace with a webhook that somebody listens to.
func paging(r securedRig) string {
	const url = "PAGER_URL"
	if r.env[url] == "" {
		receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		r.t.Cleanup(receiver.Close)
		r.env[url] = receiver.URL
	}
	return fmt.Sprintf("workspace = \"paging\"\n\ndestination \"webhook\" \"pager\" {\n  url = \"%s/page\"\n}\n", r.env[url])
}

// onCallSteps are what alertplan_oncall is for.
var onCallSteps = slices.Concat(onEach("status"), onEach("alerts"), ackSteps, messageSteps)

// doctorSteps are what alertplan_doctor is for.
var doctorSteps = []step{
	wanting(lonely, running("doctor")), byAdmin(wanting(edition(1), approve)), wanting(edition(1), running("doctor")),
}

// canarySteps are what alertplan_canary is for.
var canarySteps = []step{
	byAdmin(wanting(edition(1), approve)),
	func(r securedRig) result {
		r.put("/alertplan-canary-20200101t000000z-old/_doc/1?refresh=true", map[string]any{"canary": "old"})
		return wanting(lonely, running("doctor", "--canary", "--canary-wait", "0s"))(r)
	},
}

// commandSteps are what each command is used for: where nothing is there yet, where
// something is, and where all of it is to go.
var commandSteps = map[string][]step{
	"drift":       onEach("drift"),
	"list --live": onEach("list", "--live"),
	"generate": { // into the folder, which comes last
		wanting(lonely, running("generate", "--out")), byAdmin(wanting(edition(1), approve)), wanting(edition(1), running("generate", "--out")),
	},
	"status":     onEach("status"),
	"alerts":     onEach("alerts"),
	"alerts ack": ackSteps,
	"plan":       onEach("plan", "--no-preflight", "--allow-deletes", "10"),
	"preflight":  preflightSteps,
	"apply":      {wanting(lonely, approve), wanting(edition(1), approve), wanting(edition(2), approve), wanting(none, approve)},
	"destroy": {
		wanting(lonely, running("destroy", "--auto-approve")),
		byAdmin(wanting(edition(1), approve)), wanting(edition(1), running("destroy", "--auto-approve")),
		byAdmin(wanting(edition(1), approve)), wanting(none, running("destroy", "--auto-approve", "--allow-deletes", "10")),
	},
	"restore": {
		byAdmin(wanting(edition(1), approve)), byAdmin(wanting(edition(2), approve)), puttingBack("changed"),
		byAdmin(wanting(flowless, approve)), flow, byAdmin(wanting(none, approve)), puttingBack("deleted"),
	},
	"mute": {
		byAdmin(wanting(edition(1), approve)), wanting(edition(2), running("mute", "--for", "1h", "--why", "x", "monitor.m0")),
		running("unmute", "monitor.m0"),
	},
	"test --url":      testSteps,
	"doctor":          doctorSteps,
	"doctor --canary": canarySteps,

	"destination test": messageSteps,
}

// onEach are the steps of a command that only looks.
func onEach(name string, args ...string) []step {
	do := running(name, args...)
	return []step{
		wanting(lonely, do), byAdmin(wanting(edition(1), approve)),
		wanting(edition(1), do), wanting(edition(2), do), wanting(none, do),
	}
}
