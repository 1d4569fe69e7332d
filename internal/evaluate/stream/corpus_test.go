package stream_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// corpus is the folder with more events; the test is skipped without it.
func corpus(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("ALERTPLAN_TEST_CORPUS")
	if dir == "" {
		t.Skip("needs more events: set ALERTPLAN_TEST_CORPUS to their folder")
	}
	return dir
}

func readObject(t testing.TB, parts ...string) *orderedjson.Object {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(text))
}

// cloudTrail are the corpus's events in daily indices.
func cloudTrail(t testing.TB, dir string, templates ...*orderedjson.Object) world {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "cloudtrail", "*.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, f := range files {
		if strings.HasSuffix(f, "labels.ndjson") {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return world{"cloudtrail", templates, all.Bytes(), "cwl-*"}
}

// cisQueries are the queries of cis.json under keys such as "3.1 official".
func cisQueries(t testing.TB, dir string) (names []string, queries []*orderedjson.Object) {
	t.Helper()
	for _, control := range readObject(t, dir, "cis", "cis.json").Members() {
		for _, q := range control.Value.(*orderedjson.Object).Object("dsl_cwl").Members() {
			names = append(names, control.Key+" "+q.Key)
			queries = append(queries, q.Value.(*orderedjson.Object))
		}
	}
	return names, queries
}

func text(t testing.TB, v any) string {
	t.Helper()
	out, err := orderedjson.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestCIS holds the CIS queries over all events to a store, under the template and
// under a mapping that is all dynamic.
func TestCIS(t *testing.T) {
	dir := corpus(t)
	end := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, templates := range [][]*orderedjson.Object{nil, {readObject(t, dir, "cis", "cwl-template.json")}} {
		w := cloudTrail(t, dir, templates...)
		var names []string
		var requests []evaluate.Request
		list, queries := cisQueries(t, dir)
		for i, q := range queries {
			for _, extra := range []string{`"size":10`, `"size":3,"sort":[{"@timestamp":"desc"}]`, `"size":0,"aggs":{"u":{"terms":{"field":"userIdentity.userName.keyword"}}}`} {
				body := fmt.Sprintf(`{%s,"query":{"bool":{"filter":[%s,{"range":{"@timestamp":{"gte":"{{period_end}}||-4y","lte":"{{period_end}}","format":"epoch_millis"}}}]}}}`, extra, text(t, q))
				names = append(names, list[i]+" "+extra)
				requests = append(requests, monitor(t, "cwl-*", body, end))
			}
		}
		t.Log(w.compare(t, names, requests))
	}
}

// TestRules holds the rules over the loader's documents to a store.
func TestRules(t *testing.T) {
	dir := corpus(t)
	files, err := filepath.Glob(filepath.Join(dir, "siem", "*.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	w := world{"rules", nil, all.Bytes(), ""}
	var names []string
	var requests []evaluate.Request
	for _, x := range readObject(t, dir, "siem", "rules.json").Array("rules") {
		rule := x.(*orderedjson.Object)
		for _, year := range []int{2014, 2018, 2020, 2024, 2026} {
			names = append(names, rule.Text("id"))
			body := strings.ReplaceAll(text(t, rule.Object("query")), "-5m", "-3y")
			requests = append(requests, monitor(t, rule.Text("index"), body, time.Date(year, 12, 31, 0, 0, 0, 0, time.UTC)))
		}
	}
	t.Log(w.compare(t, names, requests))
}
