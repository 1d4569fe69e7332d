package discover_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert"
)

type diagnostic = hcl.Diagnostic

// TestRefused: what can't be converted is refused at its place, with the reason.
func TestRefused(t *testing.T) {
	for source, want := range map[string]string{
		``:                                     "1,1-1 Empty request: copy",
		`[1]`:                                  "1,1-4 Request that can't be read: is an object",
		`{"query":`:                            "1,10-10 Request that can't be read: ends where a value",
		"{\n \"query\": {\"match_all\": {},}}": "2,27-28 Request that can't be read: last comma",
		`{"query":{"a":1,"a":2}}`:              "1,17-20 Request that can't be read: stands twice",
		`{"query":"x"}`:                        "1,10-13 Query that can't be read: is an object",
		`{"query":{"match_all":{}},"min_score":2}`:                       "1,27-38 Request that is not converted: have no score",
		`{"query":{"match_all":{}},"surprise":2}`:                        "1,27-37 Request that is not converted: is not known here",
		`{"size":0,"aggs":{"2":{"terms":{"field":"x"}}}}`:                "1,19-22 Aggregation that is not converted: visualisation",
		"GET _cat/indices\n{}":                                           "1,1-17 Request that can't be read: another kind",
		"{\"query\":{\"match_all\":{}}}\n{\"query\":{\"match_all\":{}}}": "2,1-27 Request that can't be read: One request in a file",
		`{"query":{"match_phrase":{"a":"b}}}`:                            "1,31-36 Request that can't be read: no end",
	} {
		r := converted(source, convert.Options{})
		if !r.Refused() || len(r.Objects) > 0 {
			t.Errorf("%s is not refused", source)
			continue
		}
		d := r.Diagnostics[0]
		at, rest, _ := strings.Cut(want, " ")
		summary, detail, _ := strings.Cut(rest, ": ")
		if got := strings.TrimPrefix(d.Subject.String(), "r.json:"); got != at || d.Summary != summary || !strings.Contains(strings.ToLower(d.Detail), strings.ToLower(detail)) {
			t.Errorf("%s: %s %s: %s", source, got, d.Summary, d.Detail)
		}
	}
}

// TestForms: the same request in the ways in which it is copied.
func TestForms(t *testing.T) {
	const body = `{"query":{"bool":{"filter":[{"term":{"n":1}},{"range":{"@timestamp":{"gte":"now-15m","lte":"now"}}}]}}}`
	for form, indices := range map[string]string{
		"GET cwl-*/_search\n" + body:                                      "[cwl-*]",
		"POST /cwl-a,cwl-b/_search?size=3\r\n" + body:                     "[cwl-a cwl-b]",
		"# a note\nGET cwl-*/_search\n// another\n" + body:                "[cwl-*]",
		`{"index":"cwl-*","ignore_unavailable":true}` + "\n" + body:       "[cwl-*]",
		`{"params":{"index":["a","b"],"body":` + body + `}}`:              "[a b]",
		`{"params":{"index":"cwl-*","body":` + body + `,"preference":1}}`: "[cwl-*]",
		"GET %3Ccwl-%7Bnow%2Fd%7D%3E/_search\n" + body:                    "[<cwl-{now/d}>]",
	} {
		r := converted(form, convert.Options{})
		if len(r.Objects) != 1 || len(r.Diagnostics) > 0 {
			t.Errorf("%s: %v", form, r.Diagnostics)
			continue
		}
		if got := fmt.Sprint(r.Objects[0].Block.Blocks[1].Get("indices")); got != indices {
			t.Errorf("%s: %s, want %s", form, got, indices)
		}
	}
}

// FuzzConvert: whatever the text, nothing panics, and problems lie within it.
func FuzzConvert(f *testing.F) {
	for _, r := range requests {
		f.Add(text(r, always))
	}
	f.Add("GET x/_search\n{\"query\":{\"bool\":{\"filter\":{\"range\":{\"t\":{\"gte\":\"now/d\"}}},\"should\":[{}]}}}")
	f.Add("{\"query\":{\"range\":{\"t\":{\"gte\":\"now-1m\"}}},\"a\":\"\"\"x\"\"\"}")
	f.Fuzz(func(t *testing.T, source string) {
		r := converted(source, convert.Options{})
		for _, d := range r.Diagnostics {
			if d.Subject.Start.Byte > d.Subject.End.Byte || d.Subject.End.Byte > len(source) || d.Subject.Start.Line < 1 {
				t.Errorf("%q: %s", source, d.Subject)
			}
		}
		if !r.Refused() && len(r.Objects) != 1 {
			t.Errorf("%q: %d monitors", source, len(r.Objects))
		}
		if _, err := convert.Text(r.Objects); err != nil {
			t.Errorf("%q: %v", source, err)
		}
	})
}
