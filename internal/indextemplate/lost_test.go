package indextemplate_test

//go:generate env ALERTPLAN_TEST_UPDATE=1 go test -count=1 -run TestTableOfLostEvents .

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/indextemplate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// variant is a mapping that events are loaded under.
type variant struct {
	name  string
	since string // the first version that has it; "": all
	body  *orderedjson.Object
}

// variants are the mappings of the table, from none to ours.
func variants(t *testing.T) []variant {
	parse := func(text string) *orderedjson.Object { return parsed(t, text) }
	ours := func(kind indextemplate.Kind, others indextemplate.Others) *orderedjson.Object {
		o := options(t, kind, "opensearch-3")
		o.Others = others
		return indextemplate.Body(o).Object("template")
	}
	flat, _ := orderedjson.Clone(ours(indextemplate.CWL, indextemplate.Index)).(*orderedjson.Object)
	for _, path := range []string{"requestParameters", "serviceEventDetails"} {
		flat.Object("mappings").Object("properties").Set(path, parse(`{"type":"flat_object"}`))
	}
	return []variant{
		{"default mapping", "", parse(`{}`)},
		{"total_fields.limit 5000", "", parse(`{"settings":{"index.mapping.total_fields.limit":5000}}`)},
		{"and ignore_malformed", "", parse(`{"settings":{"index.mapping.total_fields.limit":5000,"index.mapping.ignore_malformed":true}}`)},
		{"`template cwl`, requestParameters as flat_object", "2", flat},
		{"`template cwl`", "", ours(indextemplate.CWL, indextemplate.Index)},
		{"`template cwl --others keep`", "", ours(indextemplate.CWL, indextemplate.Keep)},
		{"`template cloudtrail`", "", ours(indextemplate.CloudTrail, indextemplate.Index)},
	}
}

func parsed(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	o, _ := v.(*orderedjson.Object)
	return o
}

// corpusFiles are those with events, in the columns of the table.
var corpusFiles = []string{"invictus-1", "stratus", "otrf", "panther-cis", "cloud-custodian", "streamalert"}

// corpus reads the events of ALERTPLAN_TEST_CORPUS; "all" are those of all files in the
// order in which they arrived.
func corpus(t *testing.T) map[string][]*orderedjson.Object {
	dir := os.Getenv("ALERTPLAN_TEST_CORPUS")
	if dir == "" {
		t.Skip("ALERTPLAN_TEST_CORPUS names no folder")
	}
	events := map[string][]*orderedjson.Object{}
	for _, name := range corpusFiles {
		events[name] = readEvents(t, filepath.Join(dir, "cloudtrail", name+".ndjson"))
		events["all"] = append(events["all"], events[name]...)
	}
	slices.SortStableFunc(events["all"], func(a, b *orderedjson.Object) int { return cmp.Compare(a.Text("@timestamp"), b.Text("@timestamp")) })
	return events
}

func readEvents(t *testing.T, path string) (events []*orderedjson.Object) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(text) {
		events = append(events, parsed(t, string(line)))
	}
	return events
}

// lost counts events that were rejected, by reason.
type lost map[string]int

func (l lost) total() (n int) {
	for _, some := range l {
		n += some
	}
	return n
}

// cause sorts a server's words into the reasons of the table.
func cause(reason string) string {
	switch {
	case strings.Contains(reason, "Limit of total fields"):
		return "field limit"
	case strings.Contains(reason, "immense term"):
		return "long value"
	case strings.Contains(reason, "cluster event") || strings.Contains(reason, "timeout") || strings.Contains(reason, "rejected_execution"):
		return "busy" // of a node that is loaded: nothing of the event
	}
	return "type conflict"
}

// loadOffline loads events into the engine that evaluates monitors, and is the sandbox's.
func loadOffline(t *testing.T, body *orderedjson.Object, events []*orderedjson.Object) lost {
	t.Helper()
	store := index.NewStore(time.Now)
	if err := store.Create("cwl-2026.01.02", body); err != nil {
		t.Fatal(err)
	}
	rejected := lost{}
	for _, e := range events {
		_, err := store.Write(index.Write{Index: "cwl-2026.01.02", Source: e})
		var refusal *fault.Error
		switch {
		case errors.As(err, &refusal):
			rejected[cause(refusal.Error())]++
		case err != nil:
			t.Fatal(err)
		}
	}
	return rejected
}

// loadOnNode loads them into an index of a node, which is left there.
func (n node) load(name string, body *orderedjson.Object, events []*orderedjson.Object) lost {
	n.t.Helper()
	n.ask("DELETE", "/"+name, "")
	whole, _ := orderedjson.Clone(body).(*orderedjson.Object)
	settings := whole.Object("settings")
	if settings == nil {
		settings = orderedjson.NewObject()
	}
	settings.Set("index.number_of_replicas", "0")
	whole.Set("settings", settings)
	if answer := n.ask("PUT", "/"+name, text(n.t, whole)); !answer.Has("acknowledged") {
		n.t.Fatalf("the node takes no such index: %s", text(n.t, answer))
	}
	rejected := lost{}
	for some := range slices.Chunk(events, 300) {
		var lines strings.Builder
		for _, e := range some {
			fmt.Fprintf(&lines, "{\"index\":{\"_id\":%q}}\n%s\n", e.Text("@id"), text(n.t, e))
		}
		for _, item := range n.ask("POST", "/"+name+"/_bulk?refresh=true", lines.String()).Array("items") {
			o, _ := item.(*orderedjson.Object)
			if failure := o.Object("index").Object("error"); failure != nil {
				rejected[cause(text(n.t, failure))]++
			}
		}
	}
	return rejected
}

// TestTableOfLostEvents makes the table of docs/events-lost.md.
func TestTableOfLostEvents(t *testing.T) {
	events := corpus(t)
	var table strings.Builder
	table.WriteString("| mapping | " + strings.Join(corpusFiles, " | ") + " | all in one index | why |\n|---|" + strings.Repeat("---|", len(corpusFiles)+2) + "\n")
	fmt.Fprint(&table, "| *events* |")
	for _, name := range append(slices.Clone(corpusFiles), "all") {
		fmt.Fprintf(&table, " *%d* |", len(events[name]))
	}
	table.WriteString(" |\n")
	for _, v := range variants(t) {
		fmt.Fprintf(&table, "| %s |", v.name)
		for _, name := range corpusFiles {
			fmt.Fprintf(&table, " %d |", loadOffline(t, v.body, events[name]).total())
		}
		all := loadOffline(t, v.body, events["all"])
		fmt.Fprintf(&table, " **%d** | %s |\n", all.total(), reasons(all))
		if strings.HasPrefix(v.name, "`template") && all.total() > 0 {
			t.Errorf("%s loses %v", v.name, all)
		}
	}
	keepTable(t, table.String())
}

func reasons(l lost) string {
	var list []string
	for _, why := range []string{"field limit", "type conflict", "long value"} {
		if l[why] > 0 {
			list = append(list, fmt.Sprintf("%s %d", why, l[why]))
		}
	}
	return strings.Join(list, ", ")
}

// keepTable holds the page to a table, or writes it there.
func keepTable(t *testing.T, table string) {
	t.Helper()
	const path, begin, end = "../../docs/events-lost.md", "<!-- made by `make generate` -->\n", "<!-- up to here -->"
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(page), begin)
	old, after, found := strings.Cut(rest, end)
	switch {
	case !found:
		t.Fatalf("%s has no place for the table", path)
	case os.Getenv("ALERTPLAN_TEST_UPDATE") != "":
		if err := os.WriteFile(path, []byte(before+begin+table+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	case old != table:
		t.Errorf("%s says\n%s\nand it is\n%s", path, old, table)
	}
}

// TestNodesLoseWhatTheTableSays loads all events on real nodes under each mapping: as
// many are rejected as offline, none under ours, and then each control of CIS finds the
// events that are expected.
func TestNodesLoseWhatTheTableSays(t *testing.T) {
	events := corpus(t)
	nodes(t, func(t *testing.T, n node) {
		version := n.ask("GET", "/", "").Object("version").Text("number")
		const name = "tt-lost-events"
		defer n.ask("DELETE", "/"+name, "")
		for _, v := range variants(t) {
			if version < v.since {
				continue
			}
			got, want := n.load(name, v.body, events["all"]), loadOffline(t, v.body, events["all"])
			t.Logf("%s, %s: %d lost: %s", version, v.name, got.total(), reasons(got))
			if got["busy"] > 0 {
				t.Errorf("%s: the node was too busy for %d events: run it again when it isn't", v.name, got["busy"])
				continue
			}
			if version < "2" && v.name == "and ignore_malformed" {
				want["type conflict"]++ // there it lets no object pass where a value is expected
			}
			if reasons(got) != reasons(want) {
				t.Errorf("%s: lost on the node: %s; offline: %s", v.name, reasons(got), reasons(want))
			}
			if strings.HasPrefix(v.name, "`template") {
				n.holdToControls(name)
			}
		}
	})
}

// holdToControls asks each control's query, and compares what it finds with what is
// expected.
func (n node) holdToControls(name string) {
	n.t.Helper()
	read := func(file string) *orderedjson.Object {
		text, err := os.ReadFile(filepath.Join(os.Getenv("ALERTPLAN_TEST_CORPUS"), "cis", file))
		if err != nil {
			n.t.Fatal(err)
		}
		return parsed(n.t, string(text))
	}
	queries, expected := read("cis.json"), read("expected.json").Object("controls")
	for _, control := range queries.Keys() {
		for _, m := range queries.Object(control).Object("dsl_cwl").Members() {
			var got, want []string
			answer := n.ask("POST", "/"+name+"/_search?size=2000&_source=false", `{"query":`+text(n.t, m.Value)+`}`)
			for _, hit := range answer.Object("hits").Array("hits") {
				o, _ := hit.(*orderedjson.Object)
				got = append(got, o.Text("_id"))
			}
			for _, id := range expected.Object(control).Array(m.Key) {
				want = append(want, fmt.Sprint(id))
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				n.t.Errorf("%s, %s: %d events found, %d expected", control, m.Key, len(got), len(want))
			}
		}
	}
}

// TestSmallSample shows the same without a corpus and without nodes, on the five events
// of docs/cloudtrail.md.
func TestSmallSample(t *testing.T) {
	var events []*orderedjson.Object
	for _, o := range readEvents(t, "../../examples/cloudtrail/bulk.ndjson") {
		if !o.Has("index") {
			events = append(events, o)
		}
	}
	for _, v := range variants(t) {
		got := loadOffline(t, v.body, events)
		if want := map[string]int{"default mapping": 2, "total_fields.limit 5000": 2, "and ignore_malformed": 1}[v.name]; got.total() != want || len(events) != 5 {
			t.Errorf("%s: %v of %d are lost, want %d", v.name, got, len(events), want)
		}
	}
}

// TestAnythingFitsWhereCallsDiffer puts into requestParameters what no other mapping of
// an object takes (asked of 1.3.14, 2.19.4, 3.5.0, which take it, too).
func TestAnythingFitsWhereCallsDiffer(t *testing.T) {
	for _, value := range []string{`{"":1}`, `{".a":1}`, `{".":1}`, `{"a..b":1}`, `"text"`, `[1,"a",{}]`, `true`, `{"a":{"b":1},"a.b":2}`, `"` + strings.Repeat("y", 40000) + `"`, strings.Repeat(`{"a":`, 60) + "1" + strings.Repeat("}", 60)} {
		for _, kind := range indextemplate.Kinds {
			event := parsed(t, `{"eventName":"x","requestParameters":`+value+`,"eventContext":`+value+`,"serviceEventDetails":`+value+`}`)
			if got := loadOffline(t, indextemplate.Body(options(t, kind, "opensearch-3")).Object("template"), []*orderedjson.Object{event}); got.total() > 0 {
				t.Errorf("%s: %.60s is rejected: %v", kind, value, got)
			}
		}
	}
}
