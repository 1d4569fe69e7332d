package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
)

// withMoonphase is a server with a plugin of its own: it knows a query moonphase,
// and an aggregation eclipses, and stores both in its own way. The sandbox behind
// it keeps stand-ins, which are put back into what it answers.
func withMoonphase(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		if sent, err := orderedjson.Parse(text); err == nil {
			text, _ = orderedjson.Marshal(mapObjects(sent, standIn))
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
		recorder := httptest.NewRecorder()
		next.ServeHTTP(recorder, r)
		answer := recorder.Body.Bytes()
		if said, err := orderedjson.Parse(answer); err == nil {
			answer, _ = orderedjson.Marshal(mapObjects(said, asPluginStores))
		}
		for key, values := range recorder.Header() {
			w.Header()[key] = values
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(answer)
	})
}

// standIn is what the sandbox is given for a construct of the plugin.
func standIn(o *orderedjson.Object) *orderedjson.Object {
	if body := o.Object("moonphase"); body != nil {
		text, _ := orderedjson.Marshal(body)
		return jsonObject("term", jsonObject("moonphase", string(text)))
	}
	if body := o.Object("eclipses"); body != nil {
		text, _ := orderedjson.Marshal(body)
		o.Delete("eclipses")
		o.Set("missing", jsonObject("field", "eclipses "+string(text)))
	}
	return o
}

// asPluginStores is what the plugin prints of it: texts in capitals, and a default.
func asPluginStores(o *orderedjson.Object) *orderedjson.Object {
	if text := o.Object("term").Object("moonphase").Text("value"); text != "" {
		return jsonObject("moonphase", pluginPrints(text))
	}
	if text, ok := strings.CutPrefix(o.Object("missing").Text("field"), "eclipses "); ok {
		o.Delete("missing")
		o.Set("eclipses", pluginPrints(text))
	}
	return o
}

func pluginPrints(text string) *orderedjson.Object {
	v, _ := orderedjson.Parse([]byte(strings.ToUpper(text)))
	printed, _ := v.(*orderedjson.Object)
	printed.Set("PRECISION", "HIGH")
	return printed
}

var jsonObject = orderedjson.One

// mapObjects copies a value with each object replaced, outer ones first.
func mapObjects(v any, replace func(*orderedjson.Object) *orderedjson.Object) any {
	switch v := v.(type) {
	case *orderedjson.Object:
		o := orderedjson.NewObject()
		for _, m := range replace(v).Members() {
			o.Set(m.Key, mapObjects(m.Value, replace))
		}
		return o
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = mapObjects(x, replace)
		}
		return list
	default:
		return v
	}
}

func newMoonRig(t *testing.T) *rig {
	return newRigAround(t, sandbox.Options{}, withMoonphase)
}

// moonMonitor is a monitor whose search only the plugin knows in full.
func moonMonitor(phase, name string) string {
	return `workspace = "sky"
monitor "moon" {
  name = "` + name + `"
  schedule {
    interval = "5m"
  }
  extraction_query {
    indices = ["tides-*"]
    last    = "5m"
    filter  = [{ moonphase = { phase = "` + phase + `" } }, { term = { place = "x" } }]
    aggregations = {
      e = { eclipses = { field = "t" }, aggs = { top = { max = { field = "n" } } } }
    }
  }
  trigger "any" {
    severity = 2
    hits     = "> 0"
  }
}
`
}

func (r *rig) writes() (n int) {
	for _, q := range r.proxy.Requests() {
		if strings.HasPrefix(q.Path, monitorsPath) && (q.Method == "PUT" || q.Method == "POST" && q.Path == monitorsPath) {
			n++
		}
	}
	return n
}

// A search with what alertplan doesn't know is applied, and then quiet; each change
// of it, here or there, is seen.
func TestASearchOfAnUnknownPlugin(t *testing.T) {
	t.Parallel()
	r := newMoonRig(t)
	r.configure(moonMonitor("full", "Moon"))
	r.mustApply()
	if n := r.writes(); n != 2 {
		t.Errorf("%d writes, want the creation and one that says how it is stored", n)
	}
	r.expectNoChanges()
	r.expectNoDrift()

	r.configure(moonMonitor("full", "The Moon"))
	r.expectPlan("monitor.moon", "name", "1 to change")
	r.rejectPlan("eclipses", "moonphase")
	r.mustApply()
	if n := r.writes(); n != 3 {
		t.Errorf("%d writes in all: how it is stored was known", n)
	}
	r.expectNoChanges()

	r.configure(moonMonitor("new", "The Moon"))
	r.expectPlan("moonphase", "1 to change")
	r.mustApply()
	r.expectNoChanges()

	id := idOf(t, r.monitorIDs(), "The Moon")
	body := r.must("GET", monitorsPath+"/"+id, "").Object("monitor")
	edited := mapObjects(body, func(o *orderedjson.Object) *orderedjson.Object {
		if o.Text("PHASE") == "NEW" {
			o.Set("PHASE", "HALF")
		}
		return o
	})
	text, err := orderedjson.Marshal(edited)
	if err != nil {
		t.Fatal(err)
	}
	r.must("PUT", monitorsPath+"/"+id, string(text))
	if got := r.run("drift"); got.code != 2 || !strings.Contains(got.stdout, "HALF") {
		t.Errorf("an edit of the search is no drift: %s", got)
	}
	r.expectPlan("HALF", "1 to change")
	r.mustApply()
	r.expectNoChanges()
}

func TestAnUnknownPluginAndAKill(t *testing.T) {
	t.Parallel()
	r := newMoonRig(t)
	r.configure(moonMonitor("full", "Moon"))
	r.proxy.Break(faults.Rule{Method: "PUT", Fault: faults.ResetBefore()})
	if got := r.apply(); got.code != 1 || !strings.Contains(got.stdout+got.stderr, "how the cluster stores its search") {
		t.Errorf("a mark that could not be written is not told: %s", got)
	}
	r.proxy.Heal()
	r.expectPlan("monitor.moon", "1 to change", "does not know")
	r.mustApply()
	r.expectNoChanges()
	r.expectNoDrift()
}

func TestAdoptingASearchOfAnUnknownPlugin(t *testing.T) {
	t.Parallel()
	r := newMoonRig(t)
	r.configure(moonMonitor("full", "Moon"))
	r.mustApply()
	id := idOf(t, r.monitorIDs(), "Moon")
	body := r.must("GET", monitorsPath+"/"+id, "").Object("monitor")
	body.Delete("ui_metadata")
	for _, v := range body.Array("triggers") {
		v.(*orderedjson.Object).Object("query_level_trigger").Delete("id")
	}
	text, err := orderedjson.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r.must("PUT", monitorsPath+"/"+id, string(text))
	r.configure(moonMonitor("full", "Moon") + "import {\n  to = monitor.moon\n  id = \"" + id + "\"\n}\n")
	r.expectPlan("monitor.moon", "does not know")
	r.mustApply()
	r.expectNoChanges()
}

// A search is refused by a cluster that doesn't know it either, and told of before.
func TestAPluginThatTheClusterHasNot(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(moonMonitor("full", "Moon"))
	if got := r.run("validate"); got.code != 0 || !strings.Contains(got.stdout+got.stderr, `No query "moonphase" is known here.`) {
		t.Errorf("validate: %s", got)
	}
	if got := r.apply(); got.code != 1 || !strings.Contains(got.stdout+got.stderr, "creating failed") {
		t.Errorf("apply: %s", got)
	}
	if ids := r.monitorIDs(); len(ids) > 0 {
		t.Errorf("there are monitors: %v", ids)
	}
}

// What a unit test can't evaluate it refuses by name.
func TestAPluginInAUnitTest(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(moonMonitor("full", "Moon") + `
test "moon" {
  monitor = monitor.moon
  events  = "events.ndjson"
  now     = "2026-01-01T00:00:00Z"
  expect "any" { fires = true }
}
`)
	if err := os.WriteFile(filepath.Join(r.dir, "events.ndjson"), []byte(`{"@timestamp":"2026-01-01T00:00:00Z"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := r.run("test"); got.code != 1 || !strings.Contains(got.stdout+got.stderr, "moonphase") {
		t.Errorf("got %s", got)
	}
}

func (r *rig) expectNoDrift() {
	r.t.Helper()
	if got := r.run("drift"); got.code != 0 {
		r.t.Errorf("there is drift: %s", got)
	}
}

func (r *rig) expectPlan(words ...string) {
	r.t.Helper()
	got := r.run("plan", "--detailed-exitcode")
	for _, word := range words {
		if got.code != 2 || !strings.Contains(got.stdout+got.stderr, word) {
			r.t.Errorf("the plan has no %q: %s", word, got)
		}
	}
}

func (r *rig) rejectPlan(words ...string) {
	r.t.Helper()
	got := r.run("plan")
	for _, word := range words {
		if strings.Contains(got.stdout, word) {
			r.t.Errorf("the plan has %q: %s", word, got)
		}
	}
}
