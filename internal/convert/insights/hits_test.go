package insights_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/converttest"
	"github.com/alertplan/alertplan/internal/convert/insights"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func converted(source string, o convert.Options) convert.Result {
	return insights.Convert(convert.Source{Name: "q.txt", Text: []byte(source)}, o, &convert.Labels{})
}

// found are the ids that a query's interpreter finds, and the search that it becomes.
func found(t testing.TB, source string, events []*orderedjson.Object) (ids []string, query any) {
	t.Helper()
	r := converted(source, convert.Options{})
	if r.Refused() || len(r.Objects) != 1 {
		t.Fatalf("%s\n%v", source, r.Diagnostics)
	}
	q := insights.Parse(convert.Source{Text: []byte(source)}, &convert.Result{})
	ids = []string{}
	for _, e := range events {
		if finds(t, q, e) {
			ids = append(ids, e.Text("@id"))
		}
	}
	slices.Sort(ids)
	return ids, converttest.Query(t, r.Objects[0])
}

// TestCIS: the 14 queries that are passed around find, converted, what they find by
// themselves as they were meant, and what is known of the events.
func TestCIS(t *testing.T) {
	definition, events := converttest.CloudTrail(t)
	world := converttest.New(t, definition, events)
	queries := converttest.Parse(t, string(converttest.Corpus(t, "cis", "cis.json")))
	expected := converttest.Parse(t, string(converttest.Corpus(t, "cis", "expected.json"))).Object("controls")
	for _, control := range queries.Keys() {
		ids, query := found(t, queries.Object(control).Text("seed_query"), world.Events)
		if diff := cmp.Diff(ids, world.Find(t, query)); diff != "" {
			t.Errorf("%s: the interpreter and the search (+): %s", control, diff)
		}
		if diff := cmp.Diff(texts(expected.Object(control).Array("seed")), ids); diff != "" {
			t.Errorf("%s: expected and found (+): %s", control, diff)
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

// TestCISOnNode is the same on a live node.
func TestCISOnNode(t *testing.T) {
	definition, events := converttest.CloudTrail(t)
	world := converttest.New(t, definition, events)
	world.OnNode(t, "c1-insights-cis", definition)
	queries := converttest.Parse(t, string(converttest.Corpus(t, "cis", "cis.json")))
	for _, control := range queries.Keys() {
		ids, query := found(t, queries.Object(control).Text("seed_query"), world.Events)
		if diff := cmp.Diff(ids, world.FindOnNode(t, query)); diff != "" {
			t.Errorf("%s: the interpreter and the node (+): %s", control, diff)
		}
	}
}

// values of texts, with all that some language takes for an operator.
var values = []string{
	"", " ", "\t ", "AccessDenied", "Client.UnauthorizedOperation", "AccessDeniedException", "accessdenied", "a*b", "axxb", "x?y", "xzy", `a\b`, `say "yes"`, "it's", "#tag", "a@b.c",
	"<x>", "~t", "a&b", "a|b", "(a)", "[a]", "{a}", "a.b", "a+b", "aab", "$a", "^a", "a-b", "/path/x", "été", "日本語 text", "100%", "s3.amazonaws.com", "Ünï", "ab12", "AB12", "1",
}

// randomEvents are events with few fields, each often missing.
func randomEvents(r *rand.Rand, n int) []*orderedjson.Object {
	var events []*orderedjson.Object
	for i := range n {
		e := orderedjson.NewObject()
		e.Set("@id", fmt.Sprintf("%04d", i))
		inner := orderedjson.NewObject()
		for _, name := range []string{"k", "l"} {
			switch r.IntN(8) {
			case 0:
			case 1:
				e.Set(name, nil)
			default:
				e.Set(name, values[r.IntN(len(values))])
			}
		}
		if r.IntN(3) > 0 {
			inner.Set("k", values[r.IntN(len(values))])
			e.Set("o", inner)
		}
		if r.IntN(3) > 0 {
			e.Set("n", json.Number(fmt.Sprint(r.IntN(7)-3)))
		}
		if r.IntN(3) > 0 {
			e.Set("b", r.IntN(2) == 0)
		}
		events = append(events, e)
	}
	return events
}

// generator writes random conditions as people could.
type generator struct{ r *rand.Rand }

func (g generator) pick(list ...string) string { return list[g.r.IntN(len(list))] }

func (g generator) condition(depth int) string {
	if depth > 0 {
		switch g.r.IntN(6) {
		case 0, 1:
			return g.condition(depth-1) + g.pick(" and ", " AND ", "\n  and ") + g.condition(depth-1)
		case 2, 3:
			return g.condition(depth-1) + g.pick(" or ", " OR # so\n ") + g.condition(depth-1)
		case 4:
			return "not " + g.pick("(", "( ") + g.condition(depth-1) + ")"
		case 5:
			return "(" + g.condition(depth-1) + ")"
		}
	}
	return g.comparison()
}

func (g generator) comparison() string {
	k := g.pick("k", "l", "o.k", "missing")
	switch g.r.IntN(14) {
	case 0:
		return k + g.pick(" = ", "=", " != ") + g.text()
	case 1:
		return g.text() + g.pick(" = ", " != ") + k
	case 2:
		return k + g.pick(" like ", " not like ", " LIKE ") + g.part()
	case 3, 4, 5:
		return k + g.pick(" like ", " =~ ", " not like ") + "/" + g.regexp() + "/"
	case 6:
		return k + g.pick(" in ", " not in ") + "[" + g.text() + ", " + g.text() + "]"
	case 7:
		return g.pick("", "not ") + g.pick("ispresent", "isempty", "isblank", "isPresent") + "(" + k + ")" + g.pick("", " = 1", " = 0", "!=1")
	case 8:
		return "n " + g.pick("<", "<=", ">", ">=", "=", "!=") + " " + fmt.Sprint(g.r.IntN(7)-3)
	case 9:
		return fmt.Sprint(g.r.IntN(5)) + g.pick(" < ", " >= ", " = ") + "n"
	case 10:
		return "b" + g.pick(" = ", " != ") + g.pick("true", "false")
	case 11:
		return "strcontains(" + k + ", " + g.part() + ")"
	case 12:
		return "tolower(" + k + ")" + g.pick(" = ", " != ") + g.pick(`"accessdenied"`, `"ab12"`, `""`)
	default:
		return "n in [1, 2, -3]"
	}
}

func (g generator) text() string { return g.quoted(g.value()) }

// value is one that a star is no part of, but for one that is corrected.
func (g generator) value() string {
	for {
		v := values[g.r.IntN(len(values))]
		if !strings.Contains(v, "*") && v != "1" {
			if len(v) > 3 && g.r.IntN(6) == 0 {
				return g.pick("*"+v, v+"*", "*"+v+"*")
			}
			return v
		}
	}
}

func (g generator) part() string {
	for {
		v := []rune(g.value())
		if from := g.r.IntN(len(v) + 1); !strings.Contains(string(v), "*") {
			if part := string(v[from : from+g.r.IntN(len(v)-from+1)]); part != "%" {
				return g.quoted(part)
			}
		}
	}
}

func (g generator) quoted(v string) string {
	if g.r.IntN(3) == 0 {
		return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(v) + "'"
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v) + `"`
}

// TestRandomQueries: whatever a query says, its search finds what its interpreter finds.
func TestRandomQueries(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	world := converttest.New(t, "", randomEvents(r, 150))
	refused := 0
	for range 700 {
		source := "filter " + generator{r}.condition(3)
		ids, query := found(t, source, world.Events)
		if world.IsRefused(t, query) { // repetitions within repetitions are not evaluated offline
			if refused++; refused > 7 {
				t.Fatalf("%d searches are refused, at last that of %s", refused, source)
			}
			continue
		}
		if diff := cmp.Diff(ids, world.Find(t, query)); diff != "" {
			text, _ := orderedjson.Marshal(query)
			t.Fatalf("%s\n%s\nthe interpreter and the search (+): %s", source, text, diff)
		}
	}
}

// TestRandomQueriesOnNode is the same on a live node.
func TestRandomQueriesOnNode(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	world := converttest.New(t, "", randomEvents(r, 150))
	world.OnNode(t, "c1-insights-random", "")
	for range 150 {
		source := "filter " + generator{r}.condition(3)
		ids, query := found(t, source, world.Events)
		if diff := cmp.Diff(ids, world.FindOnNode(t, query)); diff != "" {
			text, _ := orderedjson.Marshal(query)
			t.Fatalf("%s\n%s\nthe interpreter and the node (+): %s", source, text, diff)
		}
	}
}
