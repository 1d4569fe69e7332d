package cloudwatch_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/cloudwatch"
	"github.com/alertplan/alertplan/internal/convert/converttest"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

const results = "../../../docs/metric-filter-results.md"

const resultsHead = `# Metric filters: what is converted, and what is found

Made by a test (` + "`TestResults`" + ` in internal/convert/cloudwatch) with the events of the corpus and a core node of OpenSearch 2.19.4. [From CloudWatch alarms](from-cloudwatch.md) is the guide.

## The 14 patterns of the CIS benchmark

Each pattern with an alarm, as one template of CloudFormation in YAML, one in JSON, and one file of Terraform. *Expected* is how many of the events a predicate over them finds, without a search engine; the others are how many the converted monitor finds, and are in bold where the events are not the same ones. Hits with keywords are those of ` + "`--family log-aws`" + ` in an index without ` + "`.keyword`" + `.

| control | expected | YAML | JSON | Terraform | keywords | YAML on 2.19.4 |
|---|---|---|---|---|---|---|
`

// keywords is an index in which texts are keywords.
const keywords = `{"settings":{"index.mapping.total_fields.limit":5000},"mappings":{"date_detection":false,"dynamic_templates":[{"strings":{"match_mapping_type":"string","mapping":{"type":"keyword"}}}],
"properties":{"requestParameters":{"type":"object","enabled":false},"responseElements":{"type":"object","enabled":false},"serviceEventDetails":{"type":"object","enabled":false}}}}`

// queries are what the alarms of a source search for, by control.
func queries(t testing.TB, source convert.Source, o convert.Options) map[string]any {
	t.Helper()
	r := cloudwatch.Kind().Convert([]convert.Source{source}, o)
	if r.Refused() {
		t.Fatal(r.Diagnostics)
	}
	out := map[string]any{}
	for _, object := range r.Objects {
		name, _ := object.Block.Get("name").(string)
		out[strings.ReplaceAll(strings.TrimPrefix(name, "cis"), "x", ".")] = converttest.Query(t, object)
	}
	return out
}

// TestResults makes the page of results; ALERTPLAN_TEST_UPDATE=1 writes it.
func TestResults(t *testing.T) {
	if os.Getenv("ALERTPLAN_TEST_NODES") == "" {
		t.Skip("ALERTPLAN_TEST_NODES names no node")
	}
	definition, events := converttest.CloudTrail(t)
	all := converttest.Parse(t, string(converttest.Corpus(t, "cis", "cis.json")))
	expected := converttest.Parse(t, string(converttest.Corpus(t, "cis", "expected.json"))).Object("controls")
	world, plain := converttest.New(t, definition, events), converttest.New(t, keywords, events)
	world.OnNode(t, "c2-cloudwatch-results", definition)
	patterns := map[string]string{}
	for _, control := range all.Keys() {
		patterns[control] = all.Object(control).Text("official_pattern")
	}
	sources := files(t, patterns)
	finders := []func(string) []string{}
	for _, language := range []string{"YAML", "JSON", "Terraform"} {
		q := queries(t, sources[language], convert.Options{})
		finders = append(finders, func(control string) []string { return world.Find(t, q[control]) })
	}
	q := queries(t, sources["YAML"], convert.Options{Family: convert.LogAWS})
	finders = append(finders, func(control string) []string { return plain.Find(t, q[control]) })
	q2 := queries(t, sources["YAML"], convert.Options{})
	finders = append(finders, func(control string) []string { return world.FindOnNode(t, q2[control]) })

	var b strings.Builder
	b.WriteString(resultsHead)
	for _, control := range all.Keys() {
		want := ids(expected.Object(control))
		fmt.Fprintf(&b, "| %s | %d |", control, len(want))
		for _, find := range finders {
			found := find(control)
			mark := ""
			if !slices.Equal(found, want) {
				mark = "**"
				t.Errorf("%s: %d found, %d expected", control, len(found), len(want))
			}
			fmt.Fprintf(&b, " %s%d%s |", mark, len(found), mark)
		}
		b.WriteString("\n")
	}
	b.WriteString(inputs(t))
	text, err := os.ReadFile(results)
	if os.Getenv("ALERTPLAN_TEST_UPDATE") != "" {
		if err := os.WriteFile(results, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err != nil || string(text) != b.String() {
		t.Errorf("%s is out of date: ALERTPLAN_TEST_UPDATE=1 writes it (%v)", results, err)
	}
}

func ids(control *orderedjson.Object) []string {
	out := []string{}
	for _, id := range control.Array("official") {
		out = append(out, id.(string))
	}
	slices.Sort(out)
	return out
}

// shown are patterns as people have them: those of AWS's page, and others.
var shown = []string{
	`{ $.eventType = "UpdateTrail" }`, `{ $.sourceIPAddress != 123.123.* }`, `{ $.arrayKey[0] = "value" }`, `{ $.objectList[1].id = 2 }`, `{ $.SomeObject IS NULL }`, `{ $.SomeOtherObject NOT EXISTS }`, `{ $.ThisFlag IS TRUE }`,
	`{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }`, `{ $.bandwidth > 75 }`, `{ $.latency < 50 }`, `{ $.errorCode != 500 }`, `{ $.number = 1e-3 }`, `{ $.eventType = "*" && $.sourceIPAddress != 123.123.* }`,
	`{ $.resources[*].type = "AWS::S3::Object" }`, `{ $.eventName = %^Delete(Bucket)?% }`, `{ $.eventName = %^Delete|^Put% }`, `{ $.eventName = Delete*Policy }`, `{ $.status = 4* }`, `{ $.a.* = x }`, `{ $.eventTime = "2020*" }`, `{ $.a EXISTS }`,
	`ERROR`, `ERROR ARGUMENTS`, `?ERROR ?ARGUMENTS`, `"INTERNAL SERVER ERROR"`, `ERROR -ARGUMENTS`, `ERROR -Exiting ?WARN ?FAIL`, `%AUTHORIZED%`, `" "`,
	`[ip, user, username, timestamp, request =*.html*, status_code = 4*, bytes]`, `[..., request =*.html*, status_code = 404 || status_code = 410, bytes]`, `[w1=ERROR, w2]`, `[w1!=ERROR && w1!=WARNING, w2]`, `[ip, user, ..., bytes > 1000]`,
}

// inputs is the table of patterns.
func inputs(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("\n## Patterns\n\nThe examples of AWS's page on filter patterns, and others. The last column is for an index in which `@message` is a `wildcard` field, and `--mapping` shows it.\n\n| pattern | converted | with whole lines |\n|---|---|---|\n")
	mapping, err := convert.ReadMapping([]byte(`{"properties":{"@message":{"type":"wildcard"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range shown {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", strings.ReplaceAll(pattern, "|", `\|`), outcome(pattern, convert.Options{}), outcome(pattern, convert.Options{Mapping: mapping}))
	}
	return b.String()
}

func outcome(pattern string, o convert.Options) string {
	r := cloudwatch.Kind().Convert([]convert.Source{{Name: "p", Text: []byte(pattern)}}, o)
	notes := 0
	for _, d := range r.Diagnostics {
		if d.Severity == hcl.DiagError {
			return "refused: " + d.Summary
		}
		notes++
	}
	if notes > 0 {
		return fmt.Sprintf("yes, %d note", notes) + strings.Repeat("s", min(notes-1, 1))
	}
	return "yes"
}
