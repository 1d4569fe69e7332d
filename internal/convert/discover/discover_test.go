package discover_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/converttest"
	"github.com/alertplan/alertplan/internal/convert/discover"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func converted(text string, o convert.Options) convert.Result {
	return discover.Convert(convert.Source{Name: "r.json", Text: []byte(text)}, o, &convert.Labels{})
}

// page is a request as Discover makes it: %s are the clauses of filter, of must, should
// and must_not.
const page = `{"version":true,"size":500,"sort":[{"@timestamp":{"order":"desc","unmapped_type":"boolean"}}],
 "aggs":{"2":{"date_histogram":{"field":"@timestamp","fixed_interval":"30s","time_zone":"Asia/Tokyo","min_doc_count":1}}},
 "stored_fields":["*"],"script_fields":{},"docvalue_fields":[{"field":"@timestamp","format":"date_time"}],"_source":{"excludes":["@message"]},
 "query":{"bool":{"filter":[%s],"must":[%s],"should":[%s],"must_not":[%s]}},
 "highlight":{"pre_tags":["@x@"],"post_tags":["@/x@"],"fields":{"*":{}},"fragment_size":2147483647}}`

// always is a time range that all events lie in.
const always = `{"range":{"@timestamp":{"gte":"2000-01-01T00:00:00.000Z","lte":"2040-01-01T00:00:00.000Z","format":"strict_date_optional_time"}}}`

// requests are what people filter by in Discover: filter, must, should, must_not.
var requests = [][4]string{
	{`{"match_phrase":{"eventName":"ConsoleLogin"}}`, "", "", ""},
	{`{"match_phrase":{"eventName.keyword":"ConsoleLogin"}}`, `{"match_all":{}}`, "", `{"match_phrase":{"responseElements.ConsoleLogin":"Failure"}}`},
	{`{"bool":{"should":[{"match_phrase":{"eventSource":"iam.amazonaws.com"}}],"minimum_should_match":1}}`, "", "", ""},
	{`{"bool":{"minimum_should_match":1,"should":[{"match_phrase":{"eventName":"PutRolePolicy"}},{"match_phrase":{"eventName":"CreatePolicy"}}]}}`, "", "", ""},
	{`{"bool":{"filter":[{"bool":{"should":[{"exists":{"field":"errorCode"}}],"minimum_should_match":1}},{"bool":{"must_not":{"bool":{"should":[{"match":{"errorCode":"AccessDenied"}}],"minimum_should_match":1}}}}]}}`, "", "", ""},
	{"", `{"query_string":{"query":"eventName:Delete* AND NOT errorCode:*","analyze_wildcard":true,"time_zone":"Asia/Tokyo"}}`, "", ""},
	{`{"term":{"userIdentity.type":"Root"}}`, "", "", ""},
	{`{"term":{"userIdentity.type.keyword":"Root"}}`, "", `{"match_phrase":{"awsRegion":"us-east-1"}}`, `{"exists":{"field":"userIdentity.invokedBy"}}`},
	{`{"terms":{"eventName.keyword":["CreateUser","DeleteUser"]}}`, "", "", `{"terms":{"awsRegion.keyword":["us-east-1"]}}`},
	{`{"match_phrase":{"errorMessage":"is not authorized"}}`, `{"simple_query_string":{"query":"ec2"}}`, "", ""},
	{`{"range":{"eventTime":{"gte":"2023-07-10T12:00:00Z","lt":"2023-07-10T12:30:00Z"}}}`, "", "", ""},
	{"", "", "", `{"prefix":{"eventName.keyword":"Describe"}},{"prefix":{"eventName.keyword":"List"}},{"prefix":{"eventName.keyword":"Get"}}`},
	{`{"constant_score":{"filter":{"wildcard":{"userAgent.keyword":"*Boto3*"}}}}`, "", "", ""},
}

func text(r [4]string, window string) string {
	return fmt.Sprintf(page, strings.Trim(r[0]+","+window, ","), r[1], r[2], r[3])
}

// TestEqualHits: a monitor finds what the request found, but for its time.
func TestEqualHits(t *testing.T) {
	definition, events := converttest.CloudTrail(t)
	world := converttest.New(t, definition, events)
	for _, r := range requests {
		original := text(r, always)
		result := converted(original, convert.Options{})
		if result.Refused() {
			t.Fatalf("%v\n%s", result.Diagnostics, original)
		}
		query, _ := converttest.Parse(t, original).Get("query")
		if diff := cmp.Diff(world.Find(t, query), world.Find(t, converttest.Query(t, result.Objects[0]))); diff != "" {
			t.Errorf("%s: the request and the monitor (+): %s", original, diff)
		}
	}
}

// TestEqualHitsOnNode is the same on a live node.
func TestEqualHitsOnNode(t *testing.T) {
	definition, events := converttest.CloudTrail(t)
	world := converttest.New(t, definition, events)
	world.OnNode(t, "c1-discover", definition)
	for _, r := range requests {
		original := text(r, always)
		query, _ := converttest.Parse(t, original).Get("query")
		if diff := cmp.Diff(world.FindOnNode(t, query), world.FindOnNode(t, converttest.Query(t, converted(original, convert.Options{}).Objects[0]))); diff != "" {
			t.Errorf("%s: the request and the monitor (+): %s", original, diff)
		}
	}
}

// TestKept: what a request searches for is kept to the letter, without the page's
// clutter.
func TestKept(t *testing.T) {
	for i, want := range []string{
		`[{"match_phrase":{"eventName":"ConsoleLogin"}}]`,
		`[{"match_phrase":{"eventName.keyword":"ConsoleLogin"}},{"bool":{"must_not":[{"match_phrase":{"responseElements.ConsoleLogin":"Failure"}}]}}]`,
		`[{"match_phrase":{"eventSource":"iam.amazonaws.com"}}]`,
		`[{"bool":{"should":[{"match_phrase":{"eventName":"PutRolePolicy"}},{"match_phrase":{"eventName":"CreatePolicy"}}],"minimum_should_match":1}}]`,
	} {
		result := converted(text(requests[i], always), convert.Options{})
		got, err := orderedjson.Marshal(converttest.Block(t, result.Objects[0].Block, "extraction_query").Get("filter"))
		if err != nil || string(got) != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestWindows: the range's length is how far a monitor looks back.
func TestWindows(t *testing.T) {
	for bounds, want := range map[string]string{
		`"gte":"2024-08-02T09:00:00.123Z","lte":"2024-08-02T09:15:00.123Z"`:                          "@timestamp 15m every 5m",
		`"gte":"2024-08-02T00:00:00.000Z","lte":"2024-08-02T23:59:59.999Z"`:                          "@timestamp 1d every 5m",
		`"gte":1722589200000,"lte":1722592800000,"format":"epoch_millis"`:                            "@timestamp 1h every 5m",
		`"gte":"now-15m","lte":"now"`:                                                                "@timestamp 15m every 5m",
		`"gte":"now-1m"`:                                                                             "@timestamp 1m every 1m",
		`"gte":"now/d","lte":"now/d"`:                                                                "@timestamp 1d every 5m; Time range",
		`"gte":"2024-08-02T09:00:00Z","lte":"2024-08-02T09:00:40Z"`:                                  "@timestamp 1m every 1m; Time range",
		`"gte":"2024-08-02T09:00:00Z"`:                                                               "@timestamp 5m every 5m; Fixed time in the query, Request without a time range",
		`"from":"2024-08-02T09:00:00+09:00","to":"2024-08-02T11:00:00+09:00","include_lower":true`:   "@timestamp 2h every 5m",
		`"gte":"2024-08-02T09:00:00Z","lte":"2024-08-02T09:30:00Z","boost":1.0,"time_zone":"+09:00"`: "@timestamp 30m every 5m",
	} {
		result := converted(text([4]string{}, `{"range":{"@timestamp":{`+bounds+`}}}`), convert.Options{Indices: []string{"x"}})
		if len(result.Objects) != 1 {
			t.Fatal(bounds, result.Diagnostics)
		}
		query, schedule := converttest.Block(t, result.Objects[0].Block, "extraction_query"), converttest.Block(t, result.Objects[0].Block, "schedule")
		field := "@timestamp"
		if f := query.Get("time_field"); f != nil {
			field = f.(string)
		}
		got := fmt.Sprintf("%s %s every %s", field, query.Get("last"), schedule.Get("interval"))
		var notes []string
		for _, d := range result.Diagnostics {
			notes = append(notes, d.Summary)
		}
		if len(notes) > 0 {
			got += "; " + strings.Join(notes, ", ")
		}
		if got != want {
			t.Errorf("%s: %s, want %s", bounds, got, want)
		}
	}
}

// TestNamedFields: a clause on a field in which it finds nothing is named, at its place.
func TestNamedFields(t *testing.T) {
	mapping, err := convert.ReadMapping([]byte(`{"cwl-1":{"mappings":{"properties":{"@timestamp":{"type":"date"},"eventName":{"type":"text","fields":{"raw":{"type":"keyword"}}},"eventSource":{"type":"keyword"},"n":{"type":"long"},"note":{"type":"text"}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	mapped := convert.Options{Mapping: mapping}
	for _, c := range []struct {
		clause string
		o      convert.Options
		want   string // summary, and a part of the detail
	}{
		{`{"term":{"eventName":"ConsoleLogin"}}`, convert.Options{}, "Wrong field: compared in eventName.keyword."},
		{`{"terms":{"eventName":["consolelogin","x-y"]}}`, convert.Options{}, "Wrong field: terms compares"},
		{`{"term":{"eventSource":"s3.amazonaws.com"}}`, convert.Options{}, ""},
		{`{"wildcard":{"eventName":{"value":"Console*"}}}`, convert.Options{}, "Wrong field: wildcard compares"},
		{`{"prefix":{"eventName":"console"}}`, convert.Options{}, ""},
		{`{"term":{"eventName.keyword":"ConsoleLogin"}}`, convert.Options{}, ""},
		{`{"term":{"eventName.keyword":"ConsoleLogin"}}`, convert.Options{Family: convert.LogAWS}, "Wrong field: have no eventName.keyword"},
		{`{"match_phrase":{"eventName.keyword":"ConsoleLogin"}}`, convert.Options{Family: convert.LogAWS}, "Wrong field: compared in eventName itself"},
		{`{"term":{"eventName":"ConsoleLogin"}}`, convert.Options{Family: convert.LogAWS}, ""},
		{`{"match_phrase":{"errorMessage":"Failed authentication"}}`, convert.Options{}, "Words instead of a whole text: one after the other"},
		{`{"match":{"errorMessage":"Failed authentication"}}`, convert.Options{}, "Words instead of a whole text: any of these words"},
		{`{"match_phrase":{"eventName":"ConsoleLogin"}}`, convert.Options{}, ""},
		{`{"term":{"eventName":"ConsoleLogin"}}`, mapped, "Wrong field: compared in eventName.raw."},
		{`{"term":{"eventName.keyword":"ConsoleLogin"}}`, mapped, "Field that is not mapped: compared in eventName.raw."},
		{`{"term":{"eventSource":"S3"}}`, mapped, ""},
		{`{"term":{"n":"7 A"}}`, mapped, ""},
		{`{"term":{"note":"A B"}}`, mapped, "Wrong field: has no field in which whole texts are compared"},
		{`{"exists":{"field":"nope"}}`, mapped, "Field that is not mapped: no field nope"},
	} {
		c.o.Indices = []string{"x"}
		body := `{"query":{"bool":{"must":[` + c.clause + `,{"range":{"@timestamp":{"gte":"now-15m","lte":"now"}}}]}}}`
		diags := slices.DeleteFunc(converted(body, c.o).Diagnostics, func(d *diagnostic) bool { return d.Summary == "Time of arrival" })
		if c.want == "" {
			if len(diags) > 0 {
				t.Errorf("%s: %v", c.clause, diags)
			}
			continue
		}
		summary, detail, _ := strings.Cut(c.want, ": ")
		if len(diags) != 1 || diags[0].Summary != summary || !strings.Contains(diags[0].Detail, detail) || body[diags[0].Subject.Start.Byte] != '"' {
			t.Errorf("%s: %v, want %s", c.clause, diags, c.want)
		}
	}
}
