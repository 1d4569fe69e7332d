package evaluate_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// recorded is one run of a monitor on 2.19.4.
type recorded struct {
	*orderedjson.Object
	id      string
	dataset string
}

func readRuns(t *testing.T, file string) []recorded {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	var out []recorded
	for lines.Scan() {
		o := object(t, lines.Bytes())
		out = append(out, recorded{o, o.Text("id"), o.Text("dataset")})
	}
	return out
}

func object(t *testing.T, text []byte) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}

// exceptions is testdata/runs.exceptions: "id reason", a line each, of runs that
// are refused or not yet equal.
func exceptions(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/runs.exceptions")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for line := range strings.Lines(string(text)) {
		id, reason, _ := strings.Cut(strings.TrimSpace(line), " ")
		if id != "" && !strings.HasPrefix(id, "#") {
			out[id] = reason
		}
	}
	return out
}

// TestRecordedRuns runs every recorded monitor on its data set. Data sets that
// are not in testdata come from ALERTPLAN_TEST_CORPUS.
func TestRecordedRuns(t *testing.T) {
	listed := exceptions(t)
	tally := map[string]int{}
	stores := map[string]*index.Store{}
	for _, r := range readRuns(t, "testdata/runs.jsonl.gz") {
		store, ok := stores[r.dataset]
		if !ok {
			store = loadDataset(t, r.dataset)
			stores[r.dataset] = store
		}
		if store == nil {
			tally["without data"]++
			continue
		}
		got, err := runRecorded(r, store, dialect.Dialect{})
		var diff string
		refused, isRefused := err.(*fault.UnsupportedError)
		if !isRefused {
			diff = compareRun(r, got, err)
		}
		reason, isListed := listed[r.id]
		switch {
		case isRefused && !isListed:
			t.Errorf("%s: refused, and not listed: %s", r.id, refused.What)
		case isRefused && !strings.HasPrefix(reason, "refused: "+refused.What):
			t.Errorf("%s: listed as %q, but refused: %s", r.id, reason, refused.What)
		case isRefused:
			tally["refused"]++
		case diff != "" && !isListed:
			t.Errorf("%s: wrong: %s", r.id, diff)
			tally["wrong"]++
		case diff == "" && isListed:
			t.Errorf("%s: equal now, take it off the list (%s)", r.id, reason)
		case diff != "":
			tally["not equal, listed"]++
		default:
			tally["equal"]++
		}
	}
	t.Logf("recorded runs: %v", tally)
}

func runRecorded(r recorded, store *index.Store, d dialect.Dialect) (*evaluate.Result, error) {
	v, _ := r.Get("period_end")
	ms, _ := v.(json.Number).Int64()
	end := time.UnixMilli(ms)
	monitor := r.Object.Object("monitor")
	return evaluate.Run(evaluate.Request{
		Monitor: evaluate.Monitor{Version: 1, Body: monitor}, Store: store,
		PeriodStart: periodStart(monitor.Object("schedule"), end), PeriodEnd: end, Now: time.Now(), Dialect: d,
	})
}

// periodStart is where the plugin begins: an interval before the end, or at the
// cron time before it.
func periodStart(schedule *orderedjson.Object, end time.Time) time.Time {
	if p := schedule.Object("period"); p != nil {
		v, _ := p.Get("interval")
		n, _ := v.(json.Number).Int64()
		unit := map[string]time.Duration{"MINUTES": time.Minute, "HOURS": time.Hour, "DAYS": 24 * time.Hour}[p.Text("unit")]
		return end.Add(-time.Duration(n) * unit)
	}
	c := schedule.Object("cron")
	times, err := cron.ParseStandard("CRON_TZ=" + c.Text("timezone") + " " + c.Text("expression"))
	if err != nil {
		return end.Add(-time.Hour)
	}
	last := end.Add(-time.Hour)
	for at := times.Next(end.AddDate(0, -2, 0)); at.Before(end); at = times.Next(at) {
		last = at
	}
	return last
}

// loadDataset makes the store of a data set; nil where its files are not here.
func loadDataset(t *testing.T, name string) *index.Store {
	t.Helper()
	text, err := os.ReadFile("testdata/datasets.json")
	if err != nil {
		t.Fatal(err)
	}
	set := object(t, text).Object("datasets").Object(name)
	corpus := os.Getenv("ALERTPLAN_TEST_CORPUS")
	store := index.NewStore(time.Now)
	for i, x := range set.Array("templates") {
		body := x.(*orderedjson.Object)
		if file := body.Text("file"); file != "" {
			if corpus == "" {
				return nil
			}
			text, err := os.ReadFile(filepath.Join(corpus, file))
			if err != nil {
				t.Fatal(err)
			}
			body = object(t, text)
		}
		if err := store.PutTemplate("t"+strconv.Itoa(i), body); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	l := &loader{t: t, set: set, store: store, refused: map[string]string{}, sent: map[string]int{}}
	for _, x := range set.Array("files") {
		f := x.(*orderedjson.Object)
		path := filepath.Join("testdata", f.Text("file"))
		if f.Text("base") != "runs" {
			if corpus == "" {
				return nil
			}
			path = filepath.Join(corpus, f.Text("file"))
		}
		l.file(f, path)
	}
	l.check(name)
	return store
}

type loader struct {
	t       *testing.T
	set     *orderedjson.Object
	store   *index.Store
	line    int
	refused map[string]string
	sent    map[string]int
}

func (l *loader) file(def *orderedjson.Object, path string) {
	l.t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		l.t.Fatal(err)
	}
	picked := map[string]bool{}
	for _, n := range def.Array("lines") {
		picked[n.(json.Number).String()] = true
	}
	for i, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		if len(picked) > 0 && !picked[strconv.Itoa(i+1)] {
			continue
		}
		l.line++
		l.add(def, object(l.t, []byte(line)))
	}
}

func (l *loader) add(def, row *orderedjson.Object) {
	doc := row
	if inner, _ := def.Get("doc"); inner == true || l.set.Text("document") == "doc" {
		doc = row.Object("doc")
	}
	id := strconv.Itoa(l.line)
	if key := l.set.Text("id"); key != "line" {
		id = row.Text(key)
	}
	name := def.Text("index")
	if name == "" {
		name = l.set.Text("index")
	}
	if rule := l.set.Object("index"); rule != nil && name == "" {
		if field := rule.Text("field"); field != "" {
			name = row.Text(field)
		} else {
			day := doc.Text(rule.Text("day_of"))
			name = rule.Text("prefix") + strings.ReplaceAll(day[:10], "-", ".")
		}
	}
	l.sent[name]++
	if _, err := l.store.Write(index.Write{Index: name, ID: id, Source: doc}); err != nil {
		l.refused[name+"/"+id] = err.Error()
	}
}

// check compares what was refused, and how many documents each index has.
func (l *loader) check(name string) {
	for _, x := range l.set.Array("refused") {
		o := x.(*orderedjson.Object)
		key := o.Text("index") + "/" + o.Text("id")
		if l.refused[key] == "" {
			l.t.Errorf("%s: %s is taken here, the server refused it: %s", name, key, o.Text("reason"))
		}
		delete(l.refused, key)
	}
	for key, reason := range l.refused {
		l.t.Errorf("%s: %s is refused here: %s", name, key, reason)
	}
	for _, m := range l.set.Object("indices").Members() {
		if strconv.Itoa(l.sent[m.Key]) != m.Value.(json.Number).String() {
			l.t.Errorf("%s: %d documents of %v went to %s", name, l.sent[m.Key], m.Value, m.Key)
		}
	}
}
