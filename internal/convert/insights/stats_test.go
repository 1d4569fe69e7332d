package insights_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/converttest"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func filterOf(t testing.TB, r convert.Result) string {
	t.Helper()
	if len(r.Objects) != 1 {
		t.Fatal(r.Diagnostics)
	}
	text, err := orderedjson.Marshal(converttest.Block(t, r.Objects[0].Block, "extraction_query").Get("filter"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var blanks = regexp.MustCompile(`\s+`)

// TestStats: groups, figures and a condition of them become a bucket-level monitor.
func TestStats(t *testing.T) {
	for source, want := range map[string][]string{
		`filter a = "b" | stats count(*) as n by user | filter n > 5`:              {`group_by = ["user.keyword"]`, `count = "> 5"`, `last = "5m"`},
		"stats count(*) by user | filter `count(*)` >= 5":                          {`count = ">= 5"`},
		`stats count() as n by user, bin(1h) | filter 5 < n | sort n desc`:         {`count = "> 5"`, `last = "1h"`, `interval = "1h"`},
		`stats count_distinct(ip) as ips by user | filter ips > 3`:                 {`aggregations = { ips = { cardinality = { field = "ip.keyword" } } }`, `condition = "params.ips > 3"`},
		`stats count(*) as n, max(ms) as m by user | filter n > 5 and m > 1.5`:     {`m = { max = { field = "ms" } }`, `condition = "params.count > 5 && params.m > 1.5"`},
		`stats count(*) as n, avg(ms) as m by u | filter n > 5 or not m < 2`:       {`condition = "(params.count > 5 || !(params.m < 2))"`},
		`stats pct(ms, 95) as p, pct(ms, 99.9) as q by u | filter p > 5 and q > 9`: {`buckets_path = { p = "p.95", q = "q[99.9]" }`},
		`stats count(err) as e by u | filter e > 5`:                                {`e = { filter = { exists = { field = "err" } } }`, `buckets_path = { e = "e>_count" }`, `condition = "params.e > 5"`},
		`stats count(*) as n by u | filter n > 5 and u != "ci"`:                    {`must_not = [{ term = { "u.keyword" = "ci" } }]`, `count = "> 5"`},
		`stats count(*) as n by u as who | filter who = "x"`:                       {`term = { "u.keyword" = "x" }`, `count = "> 0"`},
		`stats count(*) as n | filter n > 5`:                                       {`hits = "> 5"`},
		`stats count(*) as n by bin(15m) | filter n = 0`:                           {`hits = "== 0"`, `last = "15m"`},
		`stats avg(ms) as m | filter m > 5`:                                        {`condition = "ctx.results[0].hits.total.value > 0 && ctx.results[0].aggregations.m.value != null && ctx.results[0].aggregations.m.value > 5"`},
		`stats pct(ms, 50) as m | filter m > 5`:                                    {`ctx.results[0].aggregations.m.values['50.0'] > 5`},
		`stats sum(n) as s by u | filter s > 5000000000`:                           {`params.s > 5000000000.0`},
		`stats stddev(ms) as s, count(*) as n by u | filter n in [3, 5]`:           {`condition = "(params.count == 3 || params.count == 5)"`},
	} {
		r := converted(source, convert.Options{})
		if r.Refused() {
			t.Errorf("%s: %v", source, r.Diagnostics)
			continue
		}
		text, err := convert.Text(r.Objects)
		if err != nil {
			t.Fatal(err)
		}
		flat := blanks.ReplaceAllString(string(text), " ")
		for _, part := range want {
			if !strings.Contains(flat, part) {
				t.Errorf("%s lacks %s:\n%s", source, part, text)
			}
		}
	}
}

// TestRefusedStats: what a condition of groups can't say.
func TestRefusedStats(t *testing.T) {
	for source, want := range map[string]string{
		`stats count(*) as n by u | filter n > 5 or u = "x"`: `refused 1,35-51 n > 5 or u = "x": Groups and figures in one condition`,
		`stats count(*) as n by u | filter x > 5`:            `refused 1,35-36 x: Unknown figure`,
		`stats count(*) by tolower(u)`:                       `refused 1,19-29 tolower(u): Groups by an expression`,
		`stats count(*) by bin(90s)`:                         `refused 1,23-26 90s: Time that is not converted`,
		`stats count(*) by bin(1mo)`:                         `refused 1,23-26 1mo: Time that is not converted`,
		`stats count(*) as n by u | stats max(n)`:            `refused 1,28-33 stats: Second stats`,
		`limit 3 | stats count(*) by u`:                      `refused 1,11-16 stats: Limit before stats`,
		`stats stddev(m) as s by u | filter s > 5`:           `refused 1,36-37 s: Figure that is not converted`,
		`stats topk(m) by u`:                                 `refused 1,7-14 topk(m): Figure that is not converted`,
		`stats n by u`:                                       `refused 1,7-8 n: Figure that is not converted`,
		`stats count(*) as n by u | filter n > "5"`:          `refused 1,35-42 n > "5": Condition of figures that is not converted`,
		`stats pct(m, 101) as p by u`:                        `refused 1,14-17 101: Percentile that can't be read`,
		`stats count(*) by @message`:                         `refused 1,19-27 @message: Groups by the whole line`,
	} {
		r := converted(source, convert.Options{})
		found := false
		for _, got := range told(source, r) {
			found = found || got == want
		}
		if !found || len(r.Objects) > 0 {
			t.Errorf("%s: %q, want %s", source, told(source, r), want)
		}
	}
}

// FuzzConvert: whatever the text, nothing panics, and problems lie within it.
func FuzzConvert(f *testing.F) {
	for _, seed := range []string{
		"fields @timestamp, a.b as c | filter a = \"x*\" and (b like /^c|d$/ or not ispresent(e)) | sort @timestamp desc | limit 20",
		"stats count(*) as n, pct(ms, 95) by u, bin(5m) | filter n > 5", "parse @message /x|y/ as z | dedup z # so", "filter a in ['x', \"y\"] and `b c` = -1.5e", "filter a = 5m)", "filter a like /(?i)[^\\w]+(a|)b{2,3}/",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		r := converted(source, convert.Options{Destination: "var.d"})
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
