package stream_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/stream"
	"github.com/alertplan/alertplan/internal/events"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// world is events with what their indices are made of.
type world struct {
	name      string
	templates []*orderedjson.Object
	lines     []byte // NDJSON
	pattern   string
}

func (w world) store() (*index.Store, error) {
	s := index.NewStore(time.Now)
	for i, t := range w.templates {
		if err := s.PutTemplate(fmt.Sprint("t", i), t); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (w world) input() *events.Reader {
	return events.New(w.name, bytes.NewReader(w.lines), events.Options{})
}

// loaded is the store with all events in it, and what it refused.
func (w world) loaded(t testing.TB) (*index.Store, []string) {
	t.Helper()
	s, err := w.store()
	if err != nil {
		t.Fatal(err)
	}
	var lost []string
	for d := range w.input().Documents() {
		name := d.Index
		if name == "" {
			name = events.DailyIndex(w.pattern, d.Source)
		}
		if _, err := s.Write(index.Write{Index: name, ID: d.ID, Source: d.Source, Visible: index.AtRefresh}); err != nil {
			lost = append(lost, fmt.Sprintf("%s/%s: %v", name, d.ID, err))
		}
	}
	for _, n := range s.Names() {
		if err := s.Refresh(n); err != nil {
			t.Fatal(err)
		}
	}
	return s, lost
}

// compare runs monitors both ways. It gives back what was kept.
func (w world) compare(t *testing.T, names []string, requests []evaluate.Request) map[stream.Kept]int {
	t.Helper()
	store, lost := w.loaded(t)
	outcome, err := stream.Run(t.Context(), requests, w.input, stream.Options{Store: w.store, Index: w.pattern, MaxLost: 1 << 20})
	if err != nil {
		t.Fatalf("%s: %v", w.name, err)
	}
	outcome.Lost = slices.DeleteFunc(outcome.Lost, func(l stream.Lost) bool { // no document of the reader's
		var e *evaluate.Error
		return errors.As(l.Reason, &e) && e.Cause != nil && strings.HasPrefix(e.Cause.Reason, "Duplicate field")
	})
	if len(outcome.Lost) != len(lost) {
		t.Errorf("%s: lost %d documents, the store %d", w.name, len(outcome.Lost), len(lost))
	} else {
		for i, l := range outcome.Lost {
			if got := fmt.Sprintf("%s/%s: %v", l.Index, l.ID, l.Reason); got != lost[i] {
				t.Errorf("%s: lost\n%s\nthe store\n%s", w.name, got, lost[i])
			}
		}
	}
	kept := map[stream.Kept]int{}
	for i, q := range requests {
		q.Store = store
		want, wantErr := evaluate.Run(q)
		got := outcome.Results[i]
		kept[got.Kept]++
		if d := difference(want, got.Result, wantErr, got.Err); d != "" {
			t.Errorf("%s, %s (kept %s): %s", w.name, names[i], got.Kept, d)
		}
	}
	return kept
}

// randomID are the ids of alerts, which each run makes anew.
var randomID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

func withoutIDs(text string) string { return randomID.ReplaceAllString(text, "id") }

// difference tells how two runs differ; "" for not at all.
func difference(want, got *evaluate.Result, wantErr, gotErr error) string {
	if got, want := withoutIDs(fmt.Sprint(gotErr)), withoutIDs(fmt.Sprint(wantErr)); got != want {
		return fmt.Sprintf("error %s, want %s", got, want)
	}
	if wantErr != nil {
		return ""
	}
	a, errA := orderedjson.Marshal(masked(want.Object()))
	b, errB := orderedjson.Marshal(masked(got.Object()))
	if err := errors.Join(errA, errB); err != nil {
		return err.Error()
	}
	wanted, have := withoutIDs(string(a)), withoutIDs(string(b))
	if i := parting(wanted, have); i >= 0 {
		a, b := wanted[max(0, i-200):], have[max(0, i-200):]
		return fmt.Sprintf("got\n%.1500s\nwant\n%.1500s", b, a)
	}
	return ""
}

// masked takes out what differs from run to run and store to store.
func masked(v any) any {
	switch v := v.(type) {
	case *orderedjson.Object:
		out := orderedjson.NewObject()
		for _, m := range v.Members() {
			switch m.Key {
			case "executionTime", "index_uuid":
			default:
				out.Set(m.Key, masked(m.Value))
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = masked(v[i])
		}
		return out
	}
	return v
}

func parse(t testing.TB, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v.(*orderedjson.Object)
}

// monitor makes a request of a search body, with a trigger that always fires and
// prints hits.
func monitor(t testing.TB, indices, body string, end time.Time) evaluate.Request {
	t.Helper()
	targets, err := json.Marshal(strings.Split(indices, ","))
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf(`{"name":"m","monitor_type":"query_level_monitor","enabled":true,"schedule":{"period":{"interval":5,"unit":"MINUTES"}},
		"inputs":[{"search":{"indices":[%s],"query":%s}}],
		"triggers":[{"query_level_trigger":{"id":"t","name":"t","severity":"1","condition":{"script":{"source":"ctx.results[0].hits.total.value > 0","lang":"painless"}},
		"actions":[{"id":"a","name":"a","destination_id":"d","message_template":{"source":"{{ctx.results.0.hits.total.value}}: {{ctx.results.0.hits.hits}}"}}]}}]}`, targets, body)
	return evaluate.Request{Monitor: evaluate.Monitor{Version: 1, Body: parse(t, text)}, PeriodStart: end.Add(-5 * time.Minute), PeriodEnd: end, Now: end}
}

var end = time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC)

// small are events in which much happens: times in several days, ids that come
// again, documents that are refused, fields that come late.
func small(templates ...*orderedjson.Object) world {
	var b bytes.Buffer
	users := []string{"alice", "bob", "carol", "dave"}
	names := []string{"ConsoleLogin", "GetObject", "PutObject", "DeleteTrail", "StopLogging"}
	for i := range 400 {
		at := time.Date(2024, 7, 28+i%4, i%24, i%60, 0, i%7*1e6, time.UTC).Format("2006-01-02T15:04:05.000Z")
		fmt.Fprintf(&b, `{"@id":"%d","@timestamp":%q,"eventName":%q,"user":{"name":%q,"age":%d},"ok":%v,"score":%d.5,"tags":["a%d","b"],"text":"the %s did \u00e9 %s \"now\""`,
			i*i%371, at, names[i*7%5], users[i*3%4], i%9, i%3 == 0, i%11, i%6, users[i%4], names[i%5])
		switch {
		case i%50 == 49:
			b.WriteString(`,"user.name":{"x":1}`) // refused
		case i%37 == 36:
			b.WriteString(`,"ok":true`) // a name twice
		case i > 200 && i%5 == 0:
			b.WriteString(`,"late":{"code":"AccessDenied","n":null,"list":[[],[1,2]]},"dotted.name":"x"`)
		}
		b.WriteString("}\n")
	}
	return world{"small", templates, b.Bytes(), "ev-*"}
}

const aliased = `{"index_patterns":["ev-*"],"template":{"aliases":{"all":{},"bobs":{"filter":{"term":{"user.name":"bob"}}}},"settings":{"index.number_of_shards":3,"index.mapping.ignore_malformed":true},"mappings":{
	"properties":{"who":{"type":"alias","path":"user.name"},"user":{"properties":{"name":{"type":"keyword"},"age":{"type":"integer"}}},
	"tags":{"type":"keyword","normalizer":"lowercase"},"score":{"type":"half_float"},"late":{"type":"object","dynamic":false}}}}}`

var bodies = []string{
	`{}`,
	`{"size":3,"query":{"bool":{"filter":[{"term":{"eventName.keyword":"ConsoleLogin"}}]}}}`,
	`{"size":3,"query":{"bool":{"filter":[{"range":{"@timestamp":{"gte":"{{period_end}}||-2d","lte":"{{period_end}}","format":"epoch_millis"}}}]}}}`,
	`{"size":5,"sort":[{"@timestamp":"desc"}],"query":{"term":{"user.name.keyword":"bob"}}}`,
	`{"size":5,"sort":[{"@timestamp":"asc"},{"user.age":"desc"}],"query":{"terms":{"eventName.keyword":["PutObject","GetObject"]}},"track_scores":true}`,
	`{"size":4,"sort":[{"user.age":"asc"}],"query":{"exists":{"field":"late"}}}`,
	`{"size":4,"sort":[{"late.code.keyword":{"order":"asc","unmapped_type":"keyword"}}]}`,
	`{"size":4,"sort":["late.code.keyword"]}`,
	`{"size":4,"query":{"bool":{"should":[{"wildcard":{"late.code.keyword":{"value":"Access*"}}},{"prefix":{"eventName.keyword":"Delete"}},{"term":{"ok":true}}],"minimum_should_match":1}}}`,
	`{"size":4,"query":{"match":{"text":"alice ConsoleLogin"}}}`,
	`{"size":4,"query":{"bool":{"must":[{"term":{"eventName.keyword":"StopLogging"}},{"match_phrase":{"text":"did é"}}]}},"_source":["user"]}`,
	`{"size":0,"track_total_hits":true,"query":{"regexp":{"tags":"a[1-3]"}}}`,
	`{"size":2,"track_total_hits":7,"version":true,"seq_no_primary_term":true,"docvalue_fields":["@timestamp"]}`,
	`{"size":2,"sort":[{"_id":"desc"}],"post_filter":{"term":{"ok":false}},"query":{"range":{"score":{"gt":3}}}}`,
	`{"size":2,"sort":[{"_seq_no":"desc"}],"query":{"bool":{"must_not":[{"exists":{"field":"late.code"}}]}}}`,
	`{"size":0,"aggs":{"u":{"terms":{"field":"user.name.keyword"},"aggs":{"a":{"avg":{"field":"user.age"}}}}}}`,
	`{"size":2,"query":{"terms":{"user.age":[1,2,3]}},"aggs":{"d":{"date_histogram":{"field":"@timestamp","calendar_interval":"day"}},"f":{"filter":{"range":{"@timestamp":{"gte":"2024-07-29"}}}}}}`,
	`{"size":0,"aggs":{"g":{"global":{},"aggs":{"n":{"value_count":{"field":"score"}}}},"z":{"terms":{"field":"eventName.keyword","min_doc_count":0}}},"query":{"term":{"ok":true}}}`,
	`{"size":1,"query":{"bool":{"filter":[{"term":{"ok":true}}]}},"aggs":{"u":{"terms":{"field":"tags.keyword"},"aggs":{"t":{"top_hits":{"size":1,"sort":[{"@timestamp":"desc"}]}}}}}}`,
	`{"size":2,"query":{"query_string":{"query":"AccessDenied OR text:carol"}}}`,
	`{"size":2,"sort":[{"@timestamp":"desc"}],"query":{"query_string":{"query":"AccessDenied OR user.name:carol"}}}`,
	`{"size":2,"query":{"script":{"script":"doc['user.age'].value > 5"}}}`,
	`{"size":2,"query":{"term":{"user.age":"x"}}}`,
	`{"size":2,"query":{"ids":{"values":["4","9","1000"]}}}`,
	`{"size":2,"query":{"term":{"who":"bob"}},"sort":[{"who":"asc"}]}`,
	`{"size":2,"query":{"fuzzy":{"eventName.keyword":"GetObjekt"}}}`,
	`{"size":3,"from":2,"query":{"constant_score":{"filter":{"term":{"eventName.keyword":"GetObject"}},"boost":2}},"collapse":{"field":"user.name.keyword"}}`,
	`{"size":3,"query":{"dis_max":{"queries":[{"exists":{"field":"user"}},{"prefix":{"tags":"A1"}}]}},"highlight":{"fields":{"text":{}}}}`,
	`{"size":3,"min_score":1.5,"query":{"bool":{"should":[{"exists":{"field":"user"}},{"prefix":{"tags":"a1"}}]}}}`,
	`{"size":3,"terminate_after":5,"query":{"term":{"eventName.keyword":"GetObject"}}}`,
	`{"size":2,"sort":[{"@timestamp":"desc"}],"search_after":["2024-07-30T00:00:00Z"]}`,
	`{"size":2,"query":{"bool":{"filter":[{"range":{"@timestamp":{"gte":"2024-07-31"}}}]}},"sort":[{"@timestamp":"desc"}]}`,
	`{"size":2,"query":{"function_score":{"query":{"term":{"ok":true}},"random_score":{"seed":1,"field":"_seq_no"}}}}`,
	`{"size":2,"query":{"bool":{"filter":[{"term":{"ok":{"value":true,"_name":"fine"}}}]}}}`,
	`{"nonsense":1}`,
}

var targets = []string{"ev-*", "ev-2024.07.29", "*,-ev-2024.07.30", "ev-2024.08.09", "all", "bobs", "<ev-{now/d-1d{yyyy.MM.dd}}>", "bobs,ev-2024.07.31"}

// TestSameAsAStore compares searches of all kinds with a store that has everything.
func TestSameAsAStore(t *testing.T) {
	for _, w := range []world{small(), small(parse(t, aliased))} {
		var requests []evaluate.Request
		var names []string
		for i, b := range bodies {
			for _, target := range []string{targets[0], targets[1+i%(len(targets)-1)], targets[1+i/2%(len(targets)-1)]} {
				names = append(names, target+" "+b)
				requests = append(requests, monitor(t, target, b, end))
			}
		}
		kept := w.compare(t, names, requests)
		for _, k := range []stream.Kept{stream.KeptPage, stream.KeptMatches, stream.KeptAll} {
			if kept[k] == 0 {
				t.Errorf("nothing was kept as %s: %v", k, kept)
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := contextOf(t)
	cancel()
	if _, err := stream.Run(ctx, nil, small().input, stream.Options{Index: "ev-*"}); !errors.Is(err, ctx.Err()) {
		t.Errorf("got %v", err)
	}
}

func number(v any) int64 {
	n, _ := v.(json.Number)
	i, _ := n.Int64()
	return i
}

// parting is where two texts part; -1 for nowhere.
func parting(a, b string) int {
	if a == b {
		return -1
	}
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}
