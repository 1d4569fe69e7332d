package sigma_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/convert"
)

// logins is a rule that correlations count.
const logins = "title: Logins\nname: logins\nid: 00000000-0000-0000-0000-000000000001\nlevel: high\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n  s: {eventName|cased: ConsoleLogin}\n  condition: s\n"

// written is the configuration of what is converted.
func written(t *testing.T, r convert.Result) string {
	t.Helper()
	text, err := convert.Text(r.Objects)
	if err != nil || r.Refused() {
		t.Errorf("%v %v", err, r.Diagnostics)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

// TestCorrelations: what counts becomes a condition of the trigger, and the rules that are
// counted a part of the search.
func TestCorrelations(t *testing.T) {
	for correlation, want := range map[string][]string{
		"type: event_count\n  rules: [logins]\n  group-by: [sourceIPAddress]\n  timespan: 10m\n  condition: {gte: 10}":                                                            {`last = "10m"`, `group_by = ["sourceIPAddress.keyword"]`, `count = ">= 10"`, `severity = 2`, `interval = "5m"`},
		"type: event_count\n  rules: [00000000-0000-0000-0000-000000000001]\n  timespan: 90s\n  condition: {gt: 10}":                                                              {`last = "90s"`, `hits = "> 10"`, `interval = "1m"`},
		"type: event_count\n  rules: logins\n  group-by: [sourceIPAddress]\n  timespan: 1h\n  condition: {gt: 1, lte: 9}":                                                         {`condition = "params.count > 1 && params.count <= 9"`, `last = "1h"`},
		"type: value_count\n  rules: [logins]\n  group-by: [sourceIPAddress, awsRegion]\n  timespan: 1d\n  condition: {field: eventID, gte: 3500}":                                {`cardinality = { field = "eventID.keyword", precision_threshold = 40000 }`, `condition = "params.distinct >= 3500"`},
		"type: value_count\n  rules: [logins]\n  timespan: 1d\n  condition: {field: eventID, eq: 3}":                                                                              {`condition = "ctx.results[0].hits.total.value > 0 && ctx.results[0].aggregations.distinct.value != null && ctx.results[0].aggregations.distinct.value == 3"`},
		"type: value_sum\n  rules: [logins]\n  group-by: [u]\n  aliases: {u: {logins: userIdentity.arn}}\n  timespan: 5m\n  condition: {field: requestParameters.size, gt: 1000}": {`sum = { field = "requestParameters.size" }`, `group_by = ["userIdentity.arn.keyword"]`, `condition = "params.sum > 1000"`},
	} {
		r := converted(logins+"---\ntitle: Many\ncorrelation:\n  "+correlation+"\n", convert.Options{})
		text := written(t, r)
		for _, part := range append(want, `"eventName.keyword" = "ConsoleLogin"`) {
			if !strings.Contains(text, part) {
				t.Errorf("%s:\n%s lacks %s", correlation, text, part)
			}
		}
		if len(r.Objects) != 1 {
			t.Errorf("%s: %d monitors", correlation, len(r.Objects))
		}
	}
}

// TestGenerate: rules that stand for themselves, too, have monitors of their own.
func TestGenerate(t *testing.T) {
	const correlation = "---\ntitle: Many\ncorrelation:\n  type: event_count\n  rules: [logins]\n  timespan: 5m\n  condition: {gte: 10}\n"
	if r := converted(logins+correlation+"generate: true\n", convert.Options{}); len(r.Objects) != 2 {
		t.Errorf("%d monitors: %v", len(r.Objects), r.Diagnostics)
	}
	broken := strings.Replace(logins, "condition: s", "condition: t", 1) + correlation + "generate: true\n" + correlation
	if r := converted(broken, convert.Options{}); len(r.Diagnostics) != 3 || len(r.Objects) > 0 {
		t.Errorf("a rule that is asked for three times is told of %d times: %v", len(r.Diagnostics)-2, r.Diagnostics)
	}
	sources := []convert.Source{{Name: "a.yml", Text: []byte(strings.TrimPrefix(correlation, "---\n"))}, {Name: "b.yml", Text: []byte(logins)}}
	if r := convertAll(sources); len(r.Objects) != 1 || r.Objects[0].Source != "a.yml" {
		t.Errorf("%v: %v", r.Objects, r.Diagnostics)
	}
}

// TestOldForm: what stands behind the bar of a condition.
func TestOldForm(t *testing.T) {
	for condition, want := range map[string]string{
		"s | count() > 5":                                    `hits = "> 5"`,
		"s | count() by sourceIPAddress >= 5":                `count = ">= 5"`,
		"s | count(eventID) by sourceIPAddress, errorCode<5": `condition = "params.distinct < 5"`,
		"s | count() by eventID = 5":                         `count = "== 5"`,
		"s | max(n) by eventID > 5.5":                        `condition = "params.max > 5.5"`,
	} {
		r := converted(head+"  s: {eventName: a}\n  timeframe: 5m\n  condition: "+condition+"\n", convert.Options{})
		if text := written(t, r); !strings.Contains(text, want) {
			t.Errorf("%s:\n%s lacks %s", condition, text, want)
		}
	}
}

// TestRefusedCorrelations: what counts otherwise is refused by its name.
func TestRefusedCorrelations(t *testing.T) {
	for correlation, want := range map[string]string{
		"type: temporal\n  rules: [logins]\n  timespan: 5m":                                                                         "refused temporal: Correlation that is not converted: temporal",
		"type: temporal_ordered\n  rules: [logins]\n  timespan: 5m":                                                                 "refused temporal_ordered: Correlation that is not converted: temporal_ordered",
		"type: value_percentile\n  rules: [logins]\n  timespan: 5m":                                                                 "refused value_percentile: Correlation that is not converted: value_percentile",
		"type: odd\n  rules: [logins]\n  timespan: 5m":                                                                              "refused type: odd: Correlation that can't be read",
		"type: event_count\n  rules: [nobody]\n  timespan: 5m\n  condition: {gt: 1}":                                                "refused nobody: Rule that is not there",
		"type: event_count\n  rules: [logins]\n  timespan: 5m":                                                                      "refused type: event_count: Correlation without a condition",
		"type: event_count\n  rules: [logins]\n  timespan: 5m\n  condition: {gt: x}":                                                "refused x: Condition that can't be read",
		"type: event_count\n  rules: [logins]\n  timespan: 5m\n  condition: {above: 1}":                                             "refused above: Condition that can't be read",
		"type: value_count\n  rules: [logins]\n  timespan: 5m\n  condition: {gt: 1}":                                                "refused {gt: 1}: Condition without a field",
		"type: event_count\n  rules: [logins]\n  timespan: 30s\n  condition: {gt: 1}":                                               "refused type: event_count: Time that is not converted",
		"type: event_count\n  rules: [logins]\n  group-by: [u]\n  aliases: {u: {a: b, c: d}}\n  timespan: 5m\n  condition: {gt: 1}": "refused u: Alias of several fields",
	} {
		source := logins + "---\ntitle: Many\ncorrelation:\n  " + correlation + "\n"
		r := converted(source, convert.Options{})
		if got := told(source, r); !slices.Equal(got, []string{want}) {
			t.Errorf("%s:\n got %q\nwant %q", correlation, got, want)
		}
		if known := strings.Contains(correlation, "[logins]"); known == (len(r.Objects) > 0) {
			t.Errorf("%s: %d monitors", correlation, len(r.Objects))
		}
	}
}

// TestDocuments: what is no rule by itself, and what goes with it.
func TestDocuments(t *testing.T) {
	for source, want := range map[string][]string{
		"":                   {"refused : File without a rule"},
		"- a":                {"refused - a: Document that is no rule"},
		"title: x":           {"refused title: x: Document that is no rule"},
		logins + "---\na: [": {"refused a: [: File that can't be read"},
		"title: T\ndetection: {s: {eventName: a}, condition: s}\n":                                                                         {"refused title: T: Source of logs that is not known"},
		logins + "---\ntitle: F\nfilter:\n  rules: [logins]\n  selection: {a: b}\n  condition: not selection\n":                            {"refused rules: [logins]: Filter of rules"},
		"action: global\nlogsource: {product: aws, service: cloudtrail}\ndetection: {condition: s}\n---\ndetection: {s: {eventName: a}}\n": {"refused global: Rules that share parts by action"},
		strings.Replace(logins, "level: high", "level: dire", 1):                                                                           {"note dire: Unknown level"},
		strings.Replace(logins, "level: high", "status: deprecated", 1):                                                                    {"note deprecated: Rule that is out of use"},
	} {
		r := converted(source, convert.Options{})
		if got := told(source, r); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", source, got, want)
		}
	}
}

// TestMapping: types of fields that are known decide what is asked, and what can't be; rules
// for other sources are converted then.
func TestMapping(t *testing.T) {
	mapping, err := convert.ReadMapping([]byte(`{"properties":{"k":{"type":"keyword"},"t":{"type":"text"},"r":{"type":"text","fields":{"raw":{"type":"keyword"}}},"n":{"type":"long"},"b":{"type":"boolean"},"i":{"type":"ip"},"message":{"type":"text"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for item, want := range map[string]string{
		"k|cased: a":            `[{"term":{"k":"a"}}]`,
		"k: 5":                  `[{"term":{"k":"5"}}]`,
		"r|contains|cased: a":   `[{"wildcard":{"r.raw":"*a*"}}]`,
		"n: '5'":                `[{"term":{"n":5}}]`,
		"b: 'true'":             `[{"term":{"b":true}}]`,
		"i|cidr: 10.0.0.0/8":    `[{"term":{"i":"10.0.0.0/8"}}]`,
		"i|cidr: 2001:db8::/32": `[{"term":{"i":"2001:db8::/32"}}]`,
		"i: 10.0.0.1":           `[{"term":{"i":"10.0.0.1"}}]`,
		"'': Alpha":             `[{"wildcard":{"message":"*alpha*"}}]`,
		"t: null":               `[{"bool":{"must_not":[{"exists":{"field":"t"}}]}}]`,
		"t: a":                  "refused t: Text that can't be compared as a whole",
		"n: a":                  "refused a: Value that a field can't have",
		"i: a*":                 "refused a*: Value that a field can't have",
		"n|re: a":               "refused n|re: Regular expression on what is no text",
		"k|gt: 5":               "refused k|gt: Comparison by size with what is no number",
		"n|cidr: 10.0.0.0/8":    "refused 10.0.0.0/8: Value that a field can't have",
	} {
		source := "title: T\nlogsource: {product: windows, category: process_creation}\ndetection:\n  s:\n    " + item + "\n  condition: s\n"
		r := converted(source, convert.Options{Mapping: mapping, Indices: []string{"win-*"}})
		if want[0] == '[' {
			if got := filterOf(t, r); got != want {
				t.Errorf("%s: %s, want %s", item, got, want)
			}
			continue
		}
		if got := told(source, r); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, want %q", item, got, want)
		}
	}
}
