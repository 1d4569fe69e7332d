package main

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// ackSteps look for alerts where there is nothing yet, then acknowledge one of a monitor,
// and one of a workflow where there are any.
var ackSteps = []step{
	wanting(lonely, running("alerts")),
	byAdmin(wanting(mute, approve)), byAdmin(firing),
	wanting(mute, func(r securedRig) result {
		addresses := []string{"monitor.m0"}
		if !r.legacy() {
			addresses = append(addresses, "workflow.w")
		}
		got := r.run("alerts", append([]string{"ack"}, addresses...)...)
		for _, at := range addresses {
			if got.code == 0 && !strings.Contains(got.stdout, at+": 1 alert acknowledged") && !strings.Contains(got.stderr, "lacks") {
				got.code = 1 // there was none, which is no rehearsal
			}
		}
		return got
	}),
}

// mute is a monitor that tells nobody, so that its alert is in no error, and a workflow.
func mute(r securedRig) string {
	text := `workspace = "many"

monitor "m0" {
  name = "Monitor 0"
  schedule {
    interval = "1d"
  }
  extraction_query {
    indices = ["cwl-*"]
    last    = "1d"
  }
  trigger "any" {
    severity = 2
    hits     = "> 0"
  }
}
`
	if !r.legacy() {
		text += fmt.Sprintf(oneWorkflow, 1)
	}
	return text
}

// firing runs everything once, at the time of the event.
func firing(r securedRig) result {
	r.t.Helper()
	const all = `{"query": {"match_all": {}}}`
	api := "/_plugins/_alerting/"
	status, answer := r.askAs("admin", "a", http.MethodPost, api+"monitors/_search", all)
	if status > 299 {
		api = "/_opendistro/_alerting/"
		_, answer = r.askAs("admin", "a", http.MethodPost, api+"monitors/_search", all)
	}
	found, err := orderedjson.Parse([]byte(answer))
	if err != nil {
		r.t.Fatal(err)
	}
	for _, kind := range []string{"monitor", "workflow"} {
		for _, hit := range found.(*orderedjson.Object).Object("hits").Array("hits") {
			h := hit.(*orderedjson.Object)
			if isFlow := h.Object("_source").Text("type") == "workflow"; isFlow != (kind == "workflow") {
				continue
			}
			path := api + kind + "s/" + h.Text("_id") + "/_execute?dryrun=false&period_end=1795262400000ms"
			if status, answer := r.askAs("admin", "a", http.MethodPost, path); status > 299 {
				r.t.Fatalf("POST %s: %d %s", path, status, answer)
			}
			seeing(r, api+kind+"s/alerts")
		}
	}
	return result{}
}

// seeing waits until an alert is found by searches, a refresh after it was written.
func seeing(r securedRig, path string) {
	r.t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		status, answer := r.askAs("admin", "a", http.MethodGet, path)
		if found, err := orderedjson.Parse([]byte(answer)); err == nil && len(found.(*orderedjson.Object).Array("alerts")) > 0 {
			return
		}
		if time.Now().After(end) {
			r.t.Fatalf("GET %s: no alert: %d %s", path, status, answer)
		}
	}
}
