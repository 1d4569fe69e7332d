package sigma_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/converttest"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

const resultsPage = "../../../docs/sigma-results.md"

const resultsHead = `# Sigma: what rules find, and what monitors of others find

Made by a test (` + "`TestResults`" + ` in internal/convert/sigma) with the events of the corpus and a core node of OpenSearch 2.19.4. [From Sigma](from-sigma.md) is the guide.

Each row is a monitor for CloudTrail that somebody made of a Sigma rule with pySigma, whose search is one text (` + "`query_string`" + `), and a rule of our own that asks the same. *Known* is how many events the rule finds by an interpreter that reads the rule and the events, without a search engine; *converted* is what its monitor finds, *monitor* what the other one finds. Equal numbers are equal sets of events: the test compares ids.

## Events of CloudTrail

%d events, under the mapping that an index makes of them by itself.

| rule | known | converted | converted, on 2.19.4 | monitor, on 2.19.4 |
|---|---|---|---|---|
`

const probesHead = `
## Events made for each rule

Of most attacks the corpus has no event. So three are made for each rule: one that is as the rule says, one with its letters in the other case, and one with words before and behind each value. Who finds it: the rule (known and converted agree on all of them), the monitor, both or none.

The monitors ask for fields that are analysed: of a value the index has the words, in small letters. So the case of letters doesn't matter for them, as Sigma means it; but a value is found by any of its words, which a rule doesn't mean: that is why they find what holds the value within a longer text. The other way round, an expression or a wildcard is held against each word by itself.

| rule | as it says | in the other case | within a longer text | why it differs |
|---|---|---|---|---|
`

// whys are why monitors find other events than the rules that they were made of.
var whys = map[string]string{
	"aws_cloudtrail_imds_malicious_usage":          "the expression goes over several words, and over letters that the index has small: the monitor never fires",
	"aws_iam_s3browser_loginprofile_creation":      "the wildcard holds a blank, and no word does: the monitor never fires",
	"aws_iam_s3browser_user_or_accesskey_creation": "the wildcard holds a blank, and no word does: the monitor never fires",
	"aws_ses_messaging_enabled":                    "the rule asks for two names of one event: nothing is so",
}

// mapped is an index that maps all that events bring.
const mapped = `{"settings":{"index.mapping.total_fields.limit":20000,"index.mapping.ignore_malformed":true},"mappings":{"properties":{"@timestamp":{"type":"date"},"apiVersion":{"type":"keyword"}}}}`

// asKeywords is how indices of the family log-aws map texts.
const asKeywords = `"dynamic_templates":[{"strings":{"match_mapping_type":"string","mapping":{"type":"keyword","ignore_above":8191}}}],`

// sample is a rule of ours with the monitor that somebody made of one like it.
type sample struct {
	name, rule string
	converted  any
	monitor    any
}

func samples(t *testing.T) []sample {
	t.Helper()
	archive, err := txtar.ParseFile("../../../cmd/alertplan/testdata/cluster/convert_sigma.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var out []sample
	for _, f := range archive.Files {
		name, isRule := strings.CutPrefix(f.Name, "rules/")
		if !isRule {
			continue
		}
		s := sample{name: strings.TrimSuffix(name, ".yml"), rule: string(f.Data)}
		r := converted(s.rule, convert.Options{})
		if r.Refused() {
			t.Fatal(r.Diagnostics)
		}
		s.converted = converttest.Query(t, r.Objects[0])
		body := converttest.Parse(t, string(converttest.Corpus(t, "monitors", "sigma__"+s.name+".json")))
		search := body.Array("inputs")[0].(*orderedjson.Object).Object("search").Object("query")
		s.monitor, _ = search.Get("query")
		out = append(out, s)
	}
	return out
}

func known(t *testing.T, rule string, world *converttest.World) []string {
	t.Helper()
	out := []string{}
	for _, e := range world.Events {
		if finds(t, rule, e) {
			out = append(out, e.Text("@id"))
		}
	}
	slices.Sort(out)
	return out
}

// probes are events made for a rule; none for one that no event can be as.
func probes(t *testing.T, s sample) []*orderedjson.Object {
	t.Helper()
	var parsed struct{ Detection map[string]any }
	if err := yaml.Unmarshal([]byte(s.rule), &parsed); err != nil {
		t.Fatal(err)
	}
	var out []*orderedjson.Object
	for i, change := range []func(string) string{
		func(v string) string { return v },
		func(v string) string {
			if v == strings.ToUpper(v) {
				return strings.ToLower(v)
			}
			return strings.ToUpper(v)
		},
		func(v string) string { return "one " + v + " two" },
	} {
		e := orderedjson.One("@id", s.name+fmt.Sprint(i))
		fields := parsed.Detection["selection"].(map[string]any)
		names := []string{}
		for key := range fields {
			names = append(names, key)
		}
		slices.Sort(names)
		for _, key := range names {
			field, modifier, _ := strings.Cut(key, "|")
			value := fields[key]
			if list, ok := value.([]any); ok {
				value = list[0]
			}
			text := fmt.Sprint(value)
			switch {
			case modifier == "re":
				text = "arn:aws:sts::123456789012:assumed-role/aws:ec2-instance/i-0123"
			case modifier == "contains":
				text = "aws-cli " + text + " 9.5"
			case modifier == "startswith":
				text += "20150331v2"
			case text == "*":
				text = "a value"
			}
			put(e, strings.Split(field, "."), change(text))
		}
		out = append(out, e)
	}
	return out
}

func put(o *orderedjson.Object, path []string, value any) {
	if len(path) == 1 {
		o.Set(path[0], value)
		return
	}
	inner := o.Object(path[0])
	if inner == nil || inner.Len() == 0 {
		inner = orderedjson.NewObject()
		o.Set(path[0], inner)
	}
	put(inner, path[1:], value)
}

// TestSamples: offline, each rule of ours finds, converted, what its interpreter finds, in
// both families of indices, and somebody's monitor of it as well.
func TestSamples(t *testing.T) {
	_, events := converttest.CloudTrail(t)
	world, keywords := converttest.New(t, mapped, events), converttest.New(t, strings.Replace(mapped, `"mappings":{`, `"mappings":{`+asKeywords, 1), events)
	for _, s := range samples(t) {
		want := known(t, s.rule, world)
		same(t, s.name, want, world.Find(t, s.converted))
		same(t, s.name, want, world.Find(t, s.monitor))
		r := converted(s.rule, convert.Options{Family: convert.LogAWS})
		same(t, s.name, known(t, s.rule, keywords), keywords.Find(t, converttest.Query(t, r.Objects[0])))
	}
}

// TestResults makes the page of results; ALERTPLAN_TEST_UPDATE=1 writes it.
func TestResults(t *testing.T) {
	if os.Getenv("ALERTPLAN_TEST_NODES") == "" {
		t.Skip("ALERTPLAN_TEST_NODES names no node")
	}
	_, events := converttest.CloudTrail(t)
	world := converttest.New(t, mapped, events)
	world.OnNode(t, "sigma-results", mapped)
	all := samples(t)
	var made []*orderedjson.Object
	for _, s := range all {
		made = append(made, probes(t, s)...)
	}
	probed := converttest.New(t, mapped, made)
	probed.OnNode(t, "sigma-results-probes", mapped)
	var b strings.Builder
	fmt.Fprintf(&b, resultsHead, len(world.Events))
	for _, s := range all {
		want := known(t, s.rule, world)
		same(t, s.name, want, world.Find(t, s.converted))
		same(t, s.name, want, world.FindOnNode(t, s.converted))
		same(t, s.name, want, world.FindOnNode(t, s.monitor))
		n := len(want)
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d |\n", s.name, n, n, n, n)
	}
	b.WriteString(probesHead)
	for _, s := range all {
		b.WriteString(probeRow(t, s, probed))
	}
	if os.Getenv("ALERTPLAN_TEST_UPDATE") != "" {
		if err := os.WriteFile(resultsPage, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile(resultsPage)
	if err != nil || string(page) != b.String() {
		t.Errorf("docs/sigma-results.md is out of date: %v\n%s", err, b.String())
	}
}

func probeRow(t *testing.T, s sample, world *converttest.World) string {
	t.Helper()
	want, monitor := known(t, s.rule, world), world.FindOnNode(t, s.monitor)
	same(t, s.name, want, world.Find(t, s.converted))
	same(t, s.name, want, world.FindOnNode(t, s.converted))
	row := "| " + s.name + " |"
	for i := range 3 {
		id := s.name + fmt.Sprint(i)
		row += " " + who(slices.Contains(want, id), slices.Contains(monitor, id)) + " |"
	}
	if who(slices.Contains(want, s.name+"0"), slices.Contains(monitor, s.name+"0")) == "both" != (whys[s.name] == "") {
		t.Errorf("%s has no reason, or one too many", s.name)
	}
	return row + " " + whys[s.name] + " |\n"
}

func who(rule, monitor bool) string {
	switch {
	case rule && monitor:
		return "both"
	case rule:
		return "rule"
	case monitor:
		return "monitor"
	}
	return "none"
}

func same(t *testing.T, name string, want, got []string) {
	t.Helper()
	if !slices.Equal(want, got) {
		t.Errorf("%s: known %v, found %v", name, want, got)
	}
}
