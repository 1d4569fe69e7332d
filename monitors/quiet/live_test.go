package quiet_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/monitors/quiet"
)

// question is times, and moments at which a node is asked for them.
type question struct {
	times quiet.Times
	at    []time.Time
}

// eachNode runs a test on the nodes of ALERTPLAN_TEST_NODES.
func eachNode(t *testing.T, f func(t *testing.T, node string)) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("needs a node: set ALERTPLAN_TEST_NODES to its URL")
	}
	for _, node := range nodes {
		t.Run(strings.NewReplacer("/", "", ":", "-").Replace(node), func(t *testing.T) { f(t, node) })
	}
}

// The JDK's own calendar says of every edge in the table, and of the edges of random
// hours, what the words mean. A node compiles 75 scripts in five minutes: many
// conditions go there as functions of one.
func TestHoursByTheJDK(t *testing.T) {
	var questions []question
	for _, p := range parts(t) {
		for _, r := range p.rows {
			for _, e := range r.edges {
				q := question{times: quiet.Times{Hours: []quiet.Hours{e.hours}}}
				for _, s := range e.spans(t) {
					q.at = append(q.at, s.from.Add(-time.Minute), s.from.Add(-time.Millisecond), s.from, s.to.Add(-time.Minute), s.to.Add(-time.Millisecond), s.to)
				}
				q.at = append(q.at, e.from.Add(e.to.Sub(e.from)/2))
				questions = append(questions, q)
			}
		}
	}
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	for i := range 150 {
		times := quiet.Times{Hours: []quiet.Hours{randomHours(r, zones[i%len(zones)])}}
		if i%5 == 0 {
			times = randomTimes(r)
		}
		questions = append(questions, question{times, moments(t, r, times)})
	}
	eachNode(t, func(t *testing.T, node string) {
		asked, silences := 0, 0
		for batch := range slices.Chunk(questions, 60) {
			answers := askBatch(t, node, batch)
			for i, q := range batch {
				for j, at := range q.at {
					asked++
					want := silentAt(t, q.times, at)
					if want {
						silences++
					}
					if got := answers[i][j] == '0'; got != want {
						t.Errorf("%+v at %s: the node says %v", q.times, at.UTC(), got)
					}
				}
			}
		}
		t.Logf("%d windows, %d moments, %d of them quiet", len(questions), asked, silences)
	})
}

// askBatch asks for all of it by one script, and returns a 1 or 0 for each moment:
// whether the condition holds.
func askBatch(t *testing.T, node string, batch []question) []string {
	var functions, calls strings.Builder
	one := quiet.Times{Hours: []quiet.Hours{office}}.Write(quiet.Script{}, "end")
	helper := one[:strings.Index(one, "\n}\n")+len("\n}\n")]
	functions.WriteString(helper)
	all := make([]any, len(batch))
	for i, q := range batch {
		text := strings.TrimPrefix(q.times.Write(quiet.Script{Statements: "return true;"}, "end"), helper)
		fmt.Fprintf(&functions, "boolean f%d(Instant end) {\n%s\n}\n", i, text)
		fmt.Fprintf(&calls, "b = new StringBuilder(); for (def at : params.at[%d]) { b.append(f%d(Instant.ofEpochMilli(at)) ? '1' : '0'); } out.add(b.toString());\n", i, i)
		var millis []int64
		for _, at := range q.at {
			millis = append(millis, at.UnixMilli())
		}
		all[i] = millis
	}
	source := functions.String() + "List out = new ArrayList(); StringBuilder b;\n" + calls.String() + "return String.join(',', out);"
	answer := post(t, node+"/_scripts/painless/_execute", map[string]any{"script": map[string]any{"source": source, "params": map[string]any{"at": all}}})
	var read struct{ Result string }
	if err := json.Unmarshal(answer, &read); err != nil {
		t.Fatal(err)
	}
	out := strings.Split(read.Result, ",")
	if len(out) != len(batch) {
		t.Fatalf("%d answers to %d questions: %s", len(out), len(batch), answer)
	}
	return out
}

func post(t *testing.T, url string, body any) []byte {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return send(t, http.MethodPost, url, text)
}

func send(t *testing.T, method, url string, body []byte) []byte {
	t.Helper()
	answer, status := request(t, method, url, body)
	if status > 299 {
		t.Fatalf("%s %s: %s", method, url, answer)
	}
	return answer
}

func request(t *testing.T, method, url string, body []byte) (answer []byte, status int) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if answer, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(answer, []byte("Too many dynamic script compilations")) {
		t.Skip("the node has compiled enough scripts for now")
	}
	return answer, response.StatusCode
}

// A node takes a condition for what it was, where it is not quiet: the same answer or
// the same error, of scripts of all sorts.
func TestConditionsOnANode(t *testing.T) {
	noon := time.Date(2026, 1, 12, 3, 0, 0, 0, time.UTC) // in Tokyo, on a Monday
	eachNode(t, func(t *testing.T, node string) {
		index := newIndex(t, node)
		ask := func(source string, end time.Time) string { return askCondition(t, node+" "+index, source, end) }
		for source := range conditions {
			end, err := painless.FunctionsEnd(source)
			if err != nil {
				t.Fatal(source, err)
			}
			script := quiet.Script{Functions: source[:end], Statements: source[end:]}
			text := quiet.Times{Hours: []quiet.Hours{office}}.Write(script, quiet.Param("end"))
			plain, evening, atNoon := ask(source, noon), ask(text, noon.Add(9*time.Hour)), ask(text, noon)
			if plain != evening || atNoon != "false" {
				t.Errorf("%s: %s by itself, %s in the evening, %s at noon", source, plain, evening, atNoon)
			}
		}
	})
}

// askCondition is what a node answers to a script whose param is the end of a period, or
// its error. place is the node's URL and an index.
func askCondition(t *testing.T, place, source string, end time.Time) string {
	t.Helper()
	node, index, _ := strings.Cut(place, " ")
	body := map[string]any{"context": "filter", "context_setup": map[string]any{"index": index, "document": map[string]any{}},
		"script": map[string]any{"source": source, "params": map[string]any{"end": fmt.Sprint(end.UnixMilli())}}}
	var read struct {
		Result any
		Error  struct {
			CausedBy struct{ Type, Reason string } `json:"caused_by"`
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	answer, _ := request(t, http.MethodPost, node+"/_scripts/painless/_execute", text)
	if err := json.Unmarshal(answer, &read); err != nil {
		t.Fatal(err)
	}
	if cause := read.Error.CausedBy; cause.Type != "" {
		return cause.Type + " " + cause.Reason
	}
	return fmt.Sprint(read.Result)
}

func newIndex(t *testing.T, node string) string {
	t.Helper()
	index := fmt.Sprintf("quiet-hours-%d", time.Now().UnixNano())
	send(t, http.MethodPut, node+"/"+index, []byte(`{"mappings": {"properties": {"user": {"type": "keyword"}}}}`))
	t.Cleanup(func() {
		if request, err := http.NewRequest(http.MethodDelete, node+"/"+index, nil); err == nil {
			if response, err := http.DefaultClient.Do(request); err == nil {
				response.Body.Close()
			}
		}
	})
	return index
}

// The condition of a bucket-level trigger is a script of a search, which is a template:
// the param comes out as the end of the period, in the very context that selects
// buckets.
func TestBucketsOnANode(t *testing.T) {
	eachNode(t, func(t *testing.T, node string) {
		index := newIndex(t, node)
		for _, user := range []string{"alice", "bob", "bob"} {
			send(t, http.MethodPost, node+"/"+index+"/_doc?refresh=true", []byte(`{"user": "`+user+`"}`))
		}
		times := quiet.Times{Hours: []quiet.Hours{office}, Maintenance: []quiet.Maintenance{{From: time.Unix(1768176000, 0), To: time.Unix(1768179600, 0)}}}
		condition := times.Write(quiet.Script{Statements: "params.n > 1"}, quiet.Param("end"))
		condition = scriptOf(t, condition).Mute(time.Date(2026, 1, 10, 4, 0, 0, 0, time.UTC), quiet.Param("end2"))
		search, err := json.Marshal(map[string]any{"size": 0, "aggs": map[string]any{"by": map[string]any{"terms": map[string]any{"field": "user"},
			"aggs": map[string]any{"chosen": map[string]any{"bucket_selector": map[string]any{"buckets_path": map[string]any{"n": "_count"},
				"script": map[string]any{"source": condition, "lang": "painless", "params": map[string]any{"end": quiet.PeriodEndTag, "end2": quiet.PeriodEndTag}}}}}}}})
		if err != nil {
			t.Fatal(err)
		}
		for at, want := range map[string]int{
			"2026-01-12T08:59:59.999Z": 0, "2026-01-12T09:00:00Z": 1, // 18:00 in Tokyo
			"2026-01-11T23:59:59.999Z": 1, // just before the maintenance
			"2026-01-12T00:00:00Z":     0, "2026-01-10T04:00:00Z": 1,
			"2026-01-10T03:59:59.999Z": 0, // muted
		} {
			end, err := time.Parse(time.RFC3339, at)
			if err != nil {
				t.Fatal(err)
			}
			answer := post(t, node+"/"+index+"/_search/template", map[string]any{"source": string(search), "params": map[string]any{"period_end": end.UnixMilli()}})
			var read struct {
				Aggregations struct{ By struct{ Buckets []any } }
			}
			if err := json.Unmarshal(answer, &read); err != nil {
				t.Fatal(err)
			}
			if got := len(read.Aggregations.By.Buckets); got != want {
				t.Errorf("at %s: %d buckets, want %d: %s", at, got, want, answer)
			}
		}
	})
}

// A muted condition is false before the end and what it was from then on: of scripts of
// all sorts, by a param, and by a ctx as triggers have it.
func TestMuteOnANode(t *testing.T) {
	withCtx := "def ctx = ['periodEnd': Instant.ofEpochMilli(Long.parseLong(params.end))];\n"
	eachNode(t, func(t *testing.T, node string) {
		place := node + " " + newIndex(t, node)
		for source := range conditions {
			plain := askCondition(t, place, source, muteEnds)
			muted := []string{scriptOf(t, source).Mute(muteEnds, quiet.Param("end"))}
			if s := scriptOf(t, source); s.Functions == "" {
				muted = append(muted, withCtx+s.Mute(muteEnds, quiet.PeriodEnd))
			}
			for _, text := range muted {
				before, after := askCondition(t, place, text, muteEnds.Add(-time.Millisecond)), askCondition(t, place, text, muteEnds)
				if before != "false" || after != plain {
					t.Errorf("%s: %s by itself, %s before the end, %s after it", source, plain, before, after)
				}
			}
		}
	})
}
