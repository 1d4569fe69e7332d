package monitortest_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// TestRecordedRuns runs the recorded monitors of the corpus as alertplan run does,
// from files to messages, and compares hits, triggers and messages with those of
// 2.19.4. internal/evaluate compares the answers themselves.
func TestRecordedRuns(t *testing.T) {
	corpus := os.Getenv("ALERTPLAN_TEST_CORPUS")
	if corpus == "" {
		t.Skip("ALERTPLAN_TEST_CORPUS names no folder with recorded runs")
	}
	sources, tally, seen := datasets(t, corpus), map[string]int{}, map[string]int{}
	for _, r := range recordedRuns(t, filepath.Join(corpus, "runs", "runs.jsonl")) {
		set := r.Text("dataset")
		seen[set]++
		big := strings.HasPrefix(set, "cloudtrail") || set == "siem"
		if r.Has("differs_from") || big && seen[set]%36 != 0 { // large sets are loaded anew for each run
			continue
		}
		ms, _ := r.Get("period_end")
		end, err := ms.(json.Number).Int64()
		if err != nil {
			t.Fatal(err)
		}
		text, err := orderedjson.Marshal(r.Object("monitor"))
		if err != nil {
			t.Fatal(err)
		}
		single := monitortest.Single{Address: loginAt, Monitor: monitor(t, string(text)), Sources: sources[set], Now: time.UnixMilli(end)}
		got, err := monitortest.Once(t.Context(), single, monitortest.Options{})
		tally[compareTrial(t, r, got, err)]++
		if sources[set][0].File != "" { // a stream gives the same
			got, err := monitortest.Once(t.Context(), single, monitortest.Options{StreamFrom: 1})
			tally["streamed, "+compareTrial(t, r, got, err)]++
		}
	}
	t.Logf("recorded runs: %v", tally)
}

func recordedRuns(t *testing.T, path string) (out []*orderedjson.Object) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		out = append(out, object(t, lines.Text()))
	}
	return out
}

func compareTrial(t *testing.T, r *orderedjson.Object, got *monitortest.Trial, err error) string {
	t.Helper()
	id, want := r.Text("id"), r.Object("result")
	var refused *evaluate.UnsupportedError
	var server *monitortest.Error
	switch {
	case errors.As(err, &refused):
		return "refused: " + refused.What
	case errors.As(err, &server) || err != nil && strings.Contains(err.Error(), "the server would refuse"):
		if want.Text("error") == "" && want.Text("input_error") == "" && want.Object("triggers").Len() > 0 {
			t.Errorf("%s: %v; the server ran it", id, err)
		}
		return "refused by the server"
	case err != nil:
		t.Errorf("%s: %v", id, err)
		return "error"
	}
	if v, ok := want.Get("hits_total"); ok && v != nil {
		if total, _ := got.Outcome.Hits(); fmt.Sprint(total) != fmt.Sprint(v) {
			t.Errorf("%s: %d hits, recorded %v", id, total, v)
		}
	}
	compareExplanation(t, id, got)
	for _, m := range want.Object("triggers").Members() {
		compareTriggered(t, id, m.Value.(*orderedjson.Object), got.Outcome.Trigger(m.Key))
	}
	return "equal"
}

// compareExplanation holds the clauses of a query, each searched for alone, against
// the search: an event that none of them rejects is a hit, and no other.
func compareExplanation(t *testing.T, id string, got *monitortest.Trial) {
	t.Helper()
	n, counted := got.Outcome.Hits()
	failed, _ := got.Outcome.Answer.Object("_shards").Get("failed")
	if !counted || n > 20 || got.Outcome.SearchFailed || fmt.Sprint(failed) != "0" || got.Evidence == nil {
		return
	}
	if len(got.Evidence.Matched) != int(n) {
		t.Errorf("%s: %d hits, but %d events that no clause rejects; hints: %v", id, n, len(got.Evidence.Matched), got.Evidence.Hints)
	}
	if got.Evidence.Nearest != nil && len(got.Evidence.Nearest.Rejected) == 0 {
		t.Errorf("%s: nothing rejects the nearest event", id)
	}
}

func compareTriggered(t *testing.T, id string, want *orderedjson.Object, got *monitortest.Triggered) {
	t.Helper()
	fired, _ := want.Get("triggered")
	if buckets := want.Object("buckets"); want.Has("buckets") {
		fired = buckets.Len() > 0
	}
	docs := map[string]bool{}
	for _, x := range want.Array("docs") {
		id, _, _ := strings.Cut(x.(string), "|")
		docs[id] = true
	}
	if want.Has("docs") {
		fired = len(docs) > 0
	}
	if got == nil || got.Fired != fired || (got.Error != "") != (want.Text("error") != "") || len(got.Documents) != len(docs) {
		t.Errorf("%s: %+v, recorded fired %v, error %q, %d documents", id, got, fired, want.Text("error"), len(docs))
		return
	}
	var told, recorded []string
	for _, m := range got.Messages {
		if m.Sent() {
			told = append(told, m.Subject+"\n"+m.Message)
		}
	}
	collectMessages(want, &recorded)
	told, recorded = distinct(told), distinct(recorded)
	if diff := cmp.Diff(recorded, told); diff != "" && !strings.Contains(diff, "alert") {
		t.Errorf("%s: messages (-recorded +got):\n%s", id, diff)
	}
}

// collectMessages finds {"subject", "message"} at any depth.
func collectMessages(v any, out *[]string) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			collectMessages(x, out)
		}
	case *orderedjson.Object:
		if v.Has("message") && v.Has("throttled") {
			if e, _ := v.Get("error"); e == nil {
				*out = append(*out, v.Text("subject")+"\n"+v.Text("message"))
			}
			return
		}
		for _, m := range v.Members() {
			collectMessages(m.Value, out)
		}
	}
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// datasets are the corpus' data sets as sources of tests.
func datasets(t *testing.T, corpus string) map[string][]testcase.Source {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(corpus, "runs", "datasets.json"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]testcase.Source{}
	for _, m := range object(t, string(text)).Object("datasets").Members() {
		d := &dataset{t: t, corpus: corpus, def: m.Value.(*orderedjson.Object)}
		for _, x := range d.def.Array("files") {
			out[m.Key] = append(out[m.Key], d.source(x.(*orderedjson.Object)))
		}
	}
	return out
}

type dataset struct {
	t      *testing.T
	corpus string
	def    *orderedjson.Object
	line   int
}

func (d *dataset) source(file *orderedjson.Object) testcase.Source {
	path := filepath.Join(d.corpus, file.Text("file"))
	if file.Text("base") == "runs" {
		path = filepath.Join(d.corpus, "runs", file.Text("file"))
	}
	index := file.Text("index")
	if index == "" {
		index = d.def.Text("index")
	}
	if rule := d.def.Object("index"); index == "" && rule != nil {
		if index = rule.Text("prefix") + "*"; rule.Has("field") {
			index = "log-aws-*"
		}
	}
	out := testcase.Source{Index: index, Mapping: d.template(index)}
	if d.def.Text("id") == "@id" {
		out.File, out.Name = path, file.Text("file")
		return out
	}
	text, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	picked := file.Array("lines")
	for i, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		if len(picked) == 0 || slices.Contains(picked, any(json.Number(strconv.Itoa(i+1)))) {
			out.Documents = append(out.Documents, d.document(file, index, line))
		}
	}
	return out
}

// document is a line in the form that says index and id.
func (d *dataset) document(file *orderedjson.Object, index, line string) *orderedjson.Object {
	row := object(d.t, line)
	source := row
	if inner, _ := file.Get("doc"); inner == true || d.def.Text("document") == "doc" {
		source = row.Object("doc")
	}
	if name := row.Text("_index"); d.def.Object("index").Has("field") {
		index = name
	}
	d.line++
	return orderedjson.NewObject(orderedjson.Member{Key: "_index", Value: index},
		orderedjson.Member{Key: "_id", Value: strconv.Itoa(d.line)}, orderedjson.Member{Key: "_source", Value: source})
}

func (d *dataset) template(index string) *orderedjson.Object {
	for _, x := range d.def.Array("templates") {
		body := x.(*orderedjson.Object)
		if file := body.Text("file"); file != "" {
			text, err := os.ReadFile(filepath.Join(d.corpus, file))
			if err != nil {
				d.t.Fatal(err)
			}
			body = object(d.t, string(text))
		}
		for _, p := range body.Array("index_patterns") {
			if mapping.SimpleMatch(p.(string), strings.ReplaceAll(index, "*", "x")) {
				return body
			}
		}
	}
	return nil
}
