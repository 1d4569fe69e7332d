package main

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

func (r *restarting) ask(method, path, body string) string {
	r.Helper()
	answer, err := r.s.request(method, path, body)
	if err != nil {
		r.Fatal(err)
	}
	defer answer.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(answer.Body); err != nil || answer.StatusCode >= http.StatusBadRequest {
		r.Fatalf("%s %s: %d %s %v", method, path, answer.StatusCode, &text, err)
	}
	return text.String()
}

// acknowledged opens an alert of the monitor that never changes, and acknowledges it.
func (r *restarting) acknowledged() (alert string) {
	r.Helper()
	id := r.monitors()["anchor "+r.s.workspace][0]
	r.ask("PUT", "/cwl-"+r.s.workspace+"-1/_doc/1?refresh=true", `{"@timestamp":"2024-08-02T09:03:16.316Z"}`)
	r.ask("POST", monitorsPath+"/"+id+"/_execute?dryrun=false&period_end=1722589500000ms", "")
	for range 100 {
		if m := regexp.MustCompile(`"id": ?"([^"]+)"`).FindStringSubmatch(r.alerts()); m != nil {
			r.ask("POST", monitorsPath+"/"+id+"/_acknowledge/alerts", fmt.Sprintf(`{"alerts":[%q]}`, m[1]))
			return m[1]
		}
		time.Sleep(100 * time.Millisecond)
	}
	r.Fatal("no alert was opened")
	return ""
}

func (r *restarting) alerts() string {
	r.Helper()
	return r.ask("GET", monitorsPath+"/alerts?size=10&monitorId="+r.monitors()["anchor "+r.s.workspace][0], "")
}

// monitors are the ids of the workspace's monitors by their names.
func (r *restarting) monitors() map[string][]string {
	ids := map[string][]string{}
	for _, hit := range r.s.list("POST", monitorsPath+"/_search", `{"size":10000,"query":{"exists":{"field":"monitor"}}}`, "hits", "hits") {
		source := hit.Object("_source")
		if inner := source.Object("monitor"); inner != nil {
			source = inner
		}
		if name := source.Text("name"); strings.HasSuffix(name, " "+r.s.workspace) {
			ids[name] = append(ids[name], hit.Text("_id"))
		}
	}
	return ids
}

func (r *restarting) expectMonitorsOnce(said string) {
	r.Helper()
	ids := r.monitors()
	for name, same := range ids {
		if len(same) != 1 {
			r.Errorf("%q is there as %q after\n%s", name, same, said)
		}
	}
	if len(ids) != restartedMonitors+1 {
		r.Errorf("there are %d monitors, want %d, after\n%s", len(ids), restartedMonitors+1, said)
	}
}
