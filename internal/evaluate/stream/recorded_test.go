package stream_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func contextOf(t *testing.T) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

// TestRecordedRuns runs every recorded monitor over its data set both ways. What
// the answers are is tested elsewhere. Data sets that are not in testdata come from
// ALERTPLAN_TEST_CORPUS.
func TestRecordedRuns(t *testing.T) {
	f, err := os.Open("../testdata/runs.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../testdata/datasets.json")
	if err != nil {
		t.Fatal(err)
	}
	sets := parse(t, string(text)).Object("datasets")
	names, requests := map[string][]string{}, map[string][]evaluate.Request{}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		o := parse(t, lines.Text())
		body := o.Object("monitor")
		v, _ := o.Get("period_end")
		at := time.UnixMilli(number(v))
		set := o.Text("dataset")
		names[set] = append(names[set], o.Text("id"))
		requests[set] = append(requests[set], evaluate.Request{Monitor: evaluate.Monitor{Version: 1, Body: body}, PeriodStart: at.Add(-time.Hour), PeriodEnd: at, Now: at})
	}
	for _, name := range sets.Keys() {
		w, ok := dataset(t, name, sets.Object(name))
		if !ok || len(requests[name]) == 0 {
			continue
		}
		t.Logf("%s: %d runs, kept %v", name, len(requests[name]), w.compare(t, names[name], requests[name]))
	}
}

// dataset makes events of a data set; ok is false where its files are not here.
func dataset(t *testing.T, name string, set *orderedjson.Object) (w world, ok bool) {
	corpus := os.Getenv("ALERTPLAN_TEST_CORPUS")
	w = world{name: name}
	for _, x := range set.Array("templates") {
		body := x.(*orderedjson.Object)
		if file := body.Text("file"); file != "" {
			text, err := os.ReadFile(filepath.Join(corpus, file))
			if err != nil {
				return w, false
			}
			body = parse(t, string(text))
		}
		w.templates = append(w.templates, body)
	}
	var out bytes.Buffer
	line := 0
	for _, x := range set.Array("files") {
		f := x.(*orderedjson.Object)
		path := filepath.Join("../testdata", f.Text("file"))
		if f.Text("base") != "runs" {
			path = filepath.Join(corpus, f.Text("file"))
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return w, false
		}
		picked := map[string]bool{}
		for _, n := range f.Array("lines") {
			picked[fmt.Sprint(n)] = true
		}
		for i, l := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
			if len(picked) > 0 && !picked[strconv.Itoa(i+1)] {
				continue
			}
			line++
			event(t, &out, set, f, parse(t, l), line)
		}
	}
	w.lines = out.Bytes()
	return w, true
}

// event writes a line of a data set as {"_index", "_id", "doc"}.
func event(t *testing.T, out *bytes.Buffer, set, file, row *orderedjson.Object, line int) {
	doc := row
	if inner, _ := file.Get("doc"); inner == true || set.Text("document") == "doc" {
		doc = row.Object("doc")
	}
	id := strconv.Itoa(line)
	if key := set.Text("id"); key != "line" {
		id = row.Text(key)
	}
	name := file.Text("index")
	if name == "" {
		name = set.Text("index")
	}
	if rule := set.Object("index"); rule != nil && name == "" {
		if name = row.Text(rule.Text("field")); rule.Text("field") == "" {
			name = rule.Text("prefix") + strings.ReplaceAll(doc.Text(rule.Text("day_of"))[:10], "-", ".")
		}
	}
	text, err := orderedjson.Marshal(orderedjson.NewObject(orderedjson.Member{Key: "_index", Value: name},
		orderedjson.Member{Key: "_id", Value: id}, orderedjson.Member{Key: "doc", Value: doc}))
	if err != nil {
		t.Fatal(err)
	}
	out.Write(append(text, '\n'))
}
