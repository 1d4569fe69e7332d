package main

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
)

// unanswered sends what a real server never answers, and leaves after a while.
func (r *rig) unanswered(method, path, body string) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 100*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, r.url+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if answer, err := http.DefaultClient.Do(request); err == nil {
		answer.Body.Close()
		r.t.Errorf("%s %s was answered with %s", method, path, answer.Status)
	}
}

// TestTheWholeJobAsReal: a server with its worst manners, which others have made
// deaf already, hinders nothing: alertplan sends nothing that runs into them.
func TestTheWholeJobAsReal(t *testing.T) {
	t.Parallel()
	r := newRigOf(t, sandbox.Options{AsReal: true})
	r.configure(someOfAll(1))
	r.mustApply()
	r.unanswered("POST", monitorsPath+"/nobody/_acknowledge/alerts", `{"alerts":["x"]}`)
	r.unanswered("POST", monitorsPath, `{"name":"m","schedule":{"period":{"interval":1,"unit":"DAYS"}},"ui_metadata":[]}`)
	r.unanswered("POST", monitorsPath+"/_execute?dryrun=true", `{"name":"d","monitor_type":"doc_level_monitor","schedule":{"period":{"interval":1,"unit":"DAYS"}},`+
		`"inputs":[{"doc_level_input":{"indices":["nothere"],"queries":[{"id":"q","name":"q","query":"a:1","tags":[]}]}}],"triggers":[]}`)
	r.expectNoChanges()
	r.configure(someOfAll(2))
	r.mustApply()
	r.expectNoChanges()
	if got := r.run("destroy", "--auto-approve"); got.code != 0 {
		t.Errorf("destroy: %s", got)
	}
	if left := r.monitorIDs(); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
}

// TestACutRefusalAsReal: somebody else is faster with a deletion, and the server's
// refusal is cut: its status says enough.
func TestACutRefusalAsReal(t *testing.T) {
	t.Parallel()
	r := newRigOf(t, sandbox.Options{AsReal: true})
	r.configure(someOfAll(1))
	r.mustApply()
	r.configure(someOfAll(2))
	gone := idOf(t, r.monitorIDs(), "Monitor d1")
	r.proxy.Break(faults.Rule{Method: "DELETE", Nth: 1, Fault: faults.Meanwhile(func() { r.must("DELETE", monitorsPath+"/"+gone, "") })})
	if got := r.apply("--parallelism", "1"); got.code != 0 {
		t.Errorf("apply: %s", got)
	}
	r.expectNoChanges()
	r.expectOnce("Monitor u1", "Monitor u2", "Monitor n1", "Monitor n2")
}

// TestABodyThatIsNeverAnswered: what a user passes through as it is can't make a
// request hang.
func TestABodyThatIsNeverAnswered(t *testing.T) {
	t.Parallel()
	r := newRigOf(t, sandbox.Options{AsReal: true})
	for name, body := range map[string]string{
		"ui_metadata":      `ui_metadata = []`,
		"a list of a list": `ui_metadata = [[]]`,
		"data sources":     `data_sources = { query_index_mappings_by_type = [] }`,
	} {
		r.configure("workspace = \"real\"\nmonitor \"m\" {\n  body = {\n    name = \"m\"\n    type = \"monitor\"\n    schedule = { period = { interval = 1, unit = \"DAYS\" } }\n" +
			"    inputs = []\n    triggers = []\n    " + body + "\n  }\n}\n")
		got := r.apply("--timeout", "2s")
		if strings.Contains(got.stdout+got.stderr, "gave no answer") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestDeepUIMetadataOfOthers is not written back, as it could end all saving.
func TestDeepUIMetadataOfOthers(t *testing.T) {
	t.Parallel()
	r := newRigOf(t, sandbox.Options{AsReal: true})
	r.configure(someOfAll(1))
	r.mustApply()
	id := idOf(t, r.monitorIDs(), "Monitor u1")
	body := r.must("GET", monitorsPath+"/"+id, "").Object("monitor")
	theirs, err := orderedjson.Parse([]byte(strings.Repeat("[", 600) + strings.Repeat("]", 600)))
	if err != nil {
		t.Fatal(err)
	}
	body.Object("ui_metadata").Set("theirs", theirs)
	text, err := orderedjson.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r.must("PUT", monitorsPath+"/"+id, string(text))
	r.expectNoChanges()
	r.configure(someOfAll(2))
	got := r.apply()
	if got.code != 1 || !strings.Contains(strings.Join(strings.Fields(got.stdout), " "), "its ui_metadata, which is written back with it, is nested more than 500 deep") {
		t.Errorf("apply: %s", got)
	}
	r.must("DELETE", monitorsPath+"/"+id, "")
	r.mustApply()
	r.expectNoChanges()
}
