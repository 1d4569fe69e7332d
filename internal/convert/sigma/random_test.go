package sigma_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/converttest"
	"github.com/alertplan/alertplan/internal/convert/sigma"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func converted(source string, o convert.Options) convert.Result {
	return sigma.Convert([]convert.Source{{Name: "r.yml", Text: []byte(source)}}, o)
}

func convertAll(sources []convert.Source) convert.Result {
	return sigma.Convert(sources, convert.Options{})
}

// texts of events, with all that some language takes for an operator.
var texts = []string{
	"", " ", "AccessDenied", "Client.UnauthorizedOperation", "accessdenied", "ACCESSDENIED", "a*b", "axxb", "x?y", "xzy", `a\b`, `a\*b`, `C:\Windows\x`, `say "yes"`, "it's", "#tag",
	"a@b.c", "<x>", "~t", "a&b", "a|b", "(a)", "[a]", "{a}", "a.b", "a+b", "$a", "^a", "a-b", "/path/x", "été", "ÉTÉ", "日本語 text", "100%", "s3.amazonaws.com", "Ünï", "ünï x", "ab12", "AB12",
	"5", "12", "true", "True", "false", "null", "two\nlines", "Two\nLines\nmore", "YQ==", "Y TX", "-a", "/a", "{{a}}", "x{{{0}}}y",
}

var addresses = []string{"10.0.0.1", "10.200.3.4", "172.16.5.4", "172.31.255.255", "172.32.0.1", "192.168.1.77", "192.168.1.7x", "10.0.0.300", "AWS Internal", "2001:db8::1", "2001:db9::", "FE80::AB", "febf:1::2", "fec0::1", "fd00:1:2::3", "::1", "::2", "2620:1ec:a92::153", "2620:1ec:a9f::1"}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// randomEvents are events with few fields, each often missing, null or a list.
func randomEvents(r *rand.Rand, n int) []*orderedjson.Object {
	var events []*orderedjson.Object
	for i := range n {
		e := orderedjson.One("@id", fmt.Sprintf("%04d", i))
		for _, name := range []string{"eventName", "errorCode"} {
			switch r.IntN(8) {
			case 0:
			case 1:
				e.Set(name, nil)
			case 2:
				e.Set(name, []any{pick(r, texts), pick(r, texts)})
			default:
				e.Set(name, pick(r, texts))
			}
		}
		if r.IntN(3) > 0 {
			e.Set("userIdentity", orderedjson.One("arn", pick(r, texts)))
		}
		if r.IntN(3) > 0 {
			e.Set("requestParameters", orderedjson.NewObject(orderedjson.Member{Key: "port", Value: json.Number(fmt.Sprint(r.IntN(9) - 2))}, orderedjson.Member{Key: "public", Value: r.IntN(2) == 0}))
		}
		if r.IntN(3) > 0 {
			e.Set("sourceIPAddress", pick(r, addresses))
			e.Set("awsRegion", strings.ToUpper(pick(r, addresses)))
			if r.IntN(4) == 0 {
				e.Set("awsRegion", []any{pick(r, addresses), e.Text("sourceIPAddress")})
			}
		}
		if r.IntN(4) > 0 {
			e.Set("@message", fmt.Sprintf("%s said %s_x (alpha2)", pick(r, []string{"Alice", "bob", "BETA9"}), pick(r, []string{"one", "Two"})))
		}
		if r.IntN(4) > 0 {
			e.Set("readOnly", r.IntN(2) == 0)
		}
		events = append(events, e)
	}
	return events
}

// generator writes random rules as people could.
type generator struct{ *rand.Rand }

func (g generator) rule() string {
	names := []string{"selection", "sel_a", "sel_b", "filter_main"}[:1+g.IntN(4)]
	detection := map[string]any{}
	for _, name := range names {
		detection[name] = g.selection()
	}
	detection["condition"] = g.condition(names, 2)
	text, err := yaml.Marshal(map[string]any{"title": "random", "logsource": map[string]any{"product": "aws", "service": "cloudtrail"}, "detection": detection})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func (g generator) condition(names []string, depth int) string {
	switch g.IntN(8) {
	case 0, 1:
		if depth > 0 {
			return g.condition(names, depth-1) + pick(g.Rand, []string{" and ", " or ", "  and not "}) + g.condition(names, depth-1)
		}
	case 2:
		if depth > 0 {
			return pick(g.Rand, []string{"not ", ""}) + "(" + g.condition(names, depth-1) + ")"
		}
	case 3:
		return pick(g.Rand, []string{"1 of them", "all of them", "any of them", "1 of s*", "all of sel*", "not 1 of *on"})
	case 4:
		if len(names) > 2 {
			return "2 of them"
		}
	}
	return pick(g.Rand, names)
}

func (g generator) selection() any {
	switch g.IntN(6) {
	case 0:
		return []any{g.fields(), g.fields()}
	case 1:
		return []any{pick(g.Rand, []string{"alice", "BETA", "one_", "*alpha2*", "nothing"}), pick(g.Rand, []string{"Bob", "said"})}
	}
	return g.fields()
}

func (g generator) fields() map[string]any {
	out := map[string]any{}
	for range 1 + g.IntN(2) {
		key, value := g.item()
		out[key] = value
	}
	return out
}

func (g generator) item() (string, any) {
	field := pick(g.Rand, []string{"eventName", "errorCode", "userIdentity.arn", "eventName", "requestID"})
	switch g.IntN(14) {
	case 0, 1:
		return field, g.value()
	case 2:
		return field, []any{g.value(), g.value(), pick(g.Rand, []any{nil, "x*", ""})}
	case 3:
		return field + "|" + pick(g.Rand, []string{"contains", "startswith", "endswith"}), []any{g.part(), g.part()}
	case 4:
		return field + "|contains|all", []any{g.part(), g.part()}
	case 5:
		return field + "|" + pick(g.Rand, []string{"contains|cased", "cased", "startswith|cased", "neq"}), g.part()
	case 6:
		return field + "|re" + pick(g.Rand, []string{"", "|i", "|m", "|s", "|i|m|s"}), g.regexp()
	case 7:
		return pick(g.Rand, []string{field, "requestParameters", "requestParameters.port"}) + "|exists", g.IntN(2) == 0
	case 8:
		return "requestParameters.port|" + pick(g.Rand, []string{"gt", "gte", "lt", "lte"}), g.IntN(6)
	case 9:
		return "sourceIPAddress|cidr", pick(g.Rand, []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.1.64/27", "10.0.0.1/32", "10.200.0.0/15", "0.0.0.0/0", "fe80::/10", "fc00::/7", "2001:db8::/32", "2001:db8::/31", "::1/128", "2620:1ec:a90::/44"})
	case 10:
		return "requestParameters.port", pick(g.Rand, []any{5, "5", 3, "3", -1, nil})
	case 11:
		return pick(g.Rand, []string{"requestParameters.public", "readOnly"}), pick(g.Rand, []any{true, false, "true", "False", nil})
	case 12:
		return "sourceIPAddress|fieldref" + pick(g.Rand, []string{"", "|cased", "|neq"}), pick(g.Rand, []string{"awsRegion", "awsRegion", "requestID"})
	default:
		return field + "|base64", "a"
	}
}

// value is a text with wildcards and escapes, or a number or boolean.
func (g generator) value() any {
	text := pick(g.Rand, texts)
	switch g.IntN(8) {
	case 0:
		return strings.ToUpper(text)
	case 1:
		return g.escaped(g.cut(text)) + "*"
	case 2:
		return "*" + g.escaped(g.cut(text))
	case 3:
		return text // its backslashes, stars and question marks mean something
	case 4:
		return pick(g.Rand, []any{5, 12, true, false, "*", "?*", "a?b", "??", nil})
	}
	return g.escaped(text)
}

func (g generator) part() string { return g.escaped(g.cut(pick(g.Rand, texts))) }

func (g generator) cut(text string) string {
	v := []rune(text)
	from := g.IntN(len(v) + 1)
	return strings.TrimLeft(string(v[from:from+g.IntN(len(v)-from+1)]), "\n") // which the writer of YAML gets wrong
}

func (g generator) escaped(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`).Replace(text)
}

func (g generator) regexp() string {
	return pick(g.Rand, []string{
		"^a", "b$", "^access", "Denied", ".*denied.*", "a.b", "^a.+b$", "[0-9]+", "^(a|b|x).y$", "lines$", "^lines", "two.lines", "^.*o$", "(foo|acc)ess", "^[A-Z]{2}", "a\\\\b", "\\(a\\)", "^$", ".", ".*", "é", "^m",
	})
}

// sameHits holds a rule against its interpreter, and tells whether it finds some events and
// not all.
func sameHits(t *testing.T, g generator, world *converttest.World, o convert.Options, find func(query any) []string) (tells bool) {
	t.Helper()
	rule := g.rule()
	r := converted(rule, o)
	if r.Refused() || len(r.Objects) != 1 {
		t.Fatalf("%v\n%s", r.Diagnostics, rule)
	}
	known := []string{}
	for _, e := range world.Events {
		if finds(t, rule, e) {
			known = append(known, e.Text("@id"))
		}
	}
	slices.Sort(known)
	query := converttest.Query(t, r.Objects[0])
	if diff := cmp.Diff(known, find(query)); diff != "" {
		text, _ := orderedjson.Marshal(query)
		t.Fatalf("%s\n%s\nthe interpreter and the search (+): %s", rule, text, diff)
	}
	return len(known) > 0 && len(known) < len(world.Events)
}

// logAWS is how indices of the family map texts.
const logAWS = `{"mappings":{"dynamic_templates":[{"strings":{"match_mapping_type":"string","mapping":{"type":"keyword"}}}],"properties":{"@message":{"type":"text"}}}}`

// TestRandomRules: whatever a rule says, its search finds what its interpreter finds, in
// both families of indices.
func TestRandomRules(t *testing.T) {
	for family, definition := range map[convert.Family]string{convert.CWL: "", convert.LogAWS: logAWS} {
		r := rand.New(rand.NewPCG(21, 22))
		world := converttest.New(t, definition, randomEvents(r, 150))
		const rounds = 300
		telling := 0
		for range rounds {
			if sameHits(t, generator{r}, world, convert.Options{Family: family}, func(query any) []string { return world.Find(t, query) }) {
				telling++
			}
		}
		if telling < rounds/2 {
			t.Errorf("%s: only %d rules find some events and not all", family, telling)
		}
	}
}

// TestRandomRulesOnNode is the same on a live node.
func TestRandomRulesOnNode(t *testing.T) {
	for family, definition := range map[convert.Family]string{convert.CWL: "", convert.LogAWS: logAWS} {
		r := rand.New(rand.NewPCG(23, 24))
		world := converttest.New(t, definition, randomEvents(r, 150))
		world.OnNode(t, "sigma-random-"+string(family), definition)
		for range 250 {
			sameHits(t, generator{r}, world, convert.Options{Family: family}, func(query any) []string { return world.FindOnNode(t, query) })
		}
	}
}
