package metricfilter_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/convert/converttest"
	"github.com/alertplan/alertplan/internal/convert/metricfilter"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// query is what a pattern becomes.
func query(t testing.TB, pattern string, fields metricfilter.Fields) any {
	t.Helper()
	p, problem := metricfilter.Parse(pattern)
	if problem != nil {
		t.Fatalf("%s: %v", pattern, problem)
	}
	s, problem := metricfilter.Convert(p, fields)
	if problem != nil {
		t.Fatalf("%s: %v", pattern, problem)
	}
	b := orderedjson.NewObject(orderedjson.Member{Key: "filter", Value: append([]any{}, s.Filter...)})
	return orderedjson.NewObject(orderedjson.Member{Key: "bool", Value: b})
}

// asKeywords is an index as SIEM's loader fills: texts are keywords.
const asKeywords = `{"settings":{"index.mapping.total_fields.limit":5000},"mappings":{"dynamic_templates":[{"strings":{"match_mapping_type":"string","mapping":{"type":"keyword"}}}],"date_detection":false,
"properties":{"requestParameters":{"type":"object","enabled":false},"responseElements":{"type":"object","enabled":false},"serviceEventDetails":{"type":"object","enabled":false},"additionalEventData":{"properties":{"MFAUsed":{"type":"keyword"}}}}}}`

// TestCIS: the 14 official patterns find what a predicate over the raw events finds, in
// both families of indices, offline and on a live node.
func TestCIS(t *testing.T) {
	definition, events := converttest.CloudTrail(t)
	patterns := converttest.Parse(t, string(converttest.Corpus(t, "cis", "cis.json")))
	expected := converttest.Parse(t, string(converttest.Corpus(t, "cis", "expected.json"))).Object("controls")
	for _, family := range []struct {
		name, definition string
		fields           metricfilter.Fields
	}{{"cwl", definition, cwl{}}, {"log-aws", asKeywords, logAWS{}}} {
		world := converttest.New(t, family.definition, events)
		onNode := len(strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))) > 0
		if onNode {
			world.OnNode(t, "c2-metricfilter-"+family.name, family.definition)
		}
		for _, control := range patterns.Keys() {
			q := query(t, patterns.Object(control).Text("official_pattern"), family.fields)
			want := texts(expected.Object(control).Array("official"))
			if diff := cmp.Diff(want, world.Find(t, q)); diff != "" {
				t.Errorf("%s %s: expected and found (+): %s", family.name, control, diff)
			}
			if onNode {
				if diff := cmp.Diff(want, world.FindOnNode(t, q)); diff != "" {
					t.Errorf("%s %s on a node: expected and found (+): %s", family.name, control, diff)
				}
			}
		}
	}
}

func texts(list []any) []string {
	out := []string{}
	for _, v := range list {
		out = append(out, v.(string))
	}
	slices.Sort(out)
	return out
}

// property holds random patterns against an evaluator that shares nothing with the
// converter: it knows the pattern as it was made, not as it was read.
func property(t *testing.T, definition string, events []*orderedjson.Object, fields metricfilter.Fields, random func(*rand.Rand) expectation, rounds int) {
	world := converttest.New(t, definition, events)
	onNode := len(strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))) > 0
	if onNode {
		world.OnNode(t, "c2-"+strings.ToLower(t.Name()), definition)
	}
	r := rand.New(rand.NewPCG(1, 2))
	hits := 0
	for i := range rounds {
		e := random(r)
		want := []string{}
		for _, event := range world.Events {
			if e.matches(event) {
				want = append(want, event.Text("@id"))
			}
		}
		slices.Sort(want)
		hits += len(want)
		q := query(t, e.text, fields)
		text, _ := orderedjson.Marshal(q)
		if diff := cmp.Diff(want, world.Find(t, q)); diff != "" {
			t.Fatalf("%s\n%s\nmatching and found (+): %s", e.text, text, diff)
		}
		if onNode && i%4 == 0 {
			if diff := cmp.Diff(want, world.FindOnNode(t, q)); diff != "" {
				t.Fatalf("on a node: %s\n%s\nmatching and found (+): %s", e.text, text, diff)
			}
		}
	}
	if hits < rounds {
		t.Errorf("%d patterns match %d times only: that shows little", rounds, hits)
	}
}

// expectation is a pattern with what it matches.
type expectation struct {
	text    string
	matches func(*orderedjson.Object) bool
}

func pick(r *rand.Rand, list ...string) string { return list[r.IntN(len(list))] }

func TestRandomJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	property(t, "", randomEvents(r, 150), cwl{}, func(r *rand.Rand) expectation {
		e := randomCondition(r, r.IntN(4))
		e.text = pick(r, "{", "{ ", " {\n") + e.text + pick(r, "}", " }", "\n} ")
		return e
	}, 250)
}

func TestRandomJSONOfKeywords(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	property(t, `{"mappings":{"dynamic_templates":[{"strings":{"match_mapping_type":"string","mapping":{"type":"keyword"}}}]}}`, randomEvents(r, 100), logAWS{}, func(r *rand.Rand) expectation {
		e := randomCondition(r, r.IntN(3))
		e.text = "{" + e.text + "}"
		return e
	}, 80)
}

const wholeLines = `{"mappings":{"properties":{"@message":{"type":"keyword"}}}}`

func lines(r *rand.Rand, n int, line func(*rand.Rand) string) []*orderedjson.Object {
	var events []*orderedjson.Object
	for i := range n {
		events = append(events, orderedjson.NewObject(orderedjson.Member{Key: "@id", Value: fmt.Sprintf("%04d", i)}, orderedjson.Member{Key: "@message", Value: line(r)}))
	}
	return events
}

func TestRandomTerms(t *testing.T) {
	words := []string{"ERROR", "error", "ERRORCODE", "WARN", "Exiting", "a*b", "x?y", `q\r`, "[401]", "été", "-1", "Failed to process"}
	r := rand.New(rand.NewPCG(7, 8))
	events := lines(r, 150, func(r *rand.Rand) string {
		return strings.Join([]string{pick(r, words...), pick(r, words...), pick(r, words...)}, pick(r, " ", ": ", "-"))
	})
	property(t, wholeLines, events, cwl{line: "@message"}, randomTerms(words), 120)
}

func TestRandomLines(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	field := func(r *rand.Rand) string {
		return pick(r, "127.0.0.1", "-", "frank", "404", "400", "4", "GET", `"GET /index.html HTTP/1.0"`, `"404"`, "[10/Oct/2000:13:25:15 -0700]", "[404]", "a@b#c", "<x>&~")
	}
	events := lines(r, 300, func(r *rand.Rand) string {
		parts := make([]string, 1+r.IntN(4))
		for i := range parts {
			parts[i] = field(r)
		}
		return strings.Join(parts, pick(r, " ", "  "))
	})
	property(t, wholeLines, events, cwl{line: "@message"}, randomLine, 120)
}
