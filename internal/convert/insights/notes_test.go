package insights_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert"
)

// told are the diagnostics of a query, each as its place, what it marks, and its summary.
func told(source string, r convert.Result) []string {
	out := []string{}
	for _, d := range r.Diagnostics {
		kind := "note"
		if d.Severity == hcl.DiagError {
			kind = "refused"
		}
		at := *d.Subject
		out = append(out, kind+" "+strings.TrimPrefix(at.String(), "q.txt:")+" "+source[at.Start.Byte:at.End.Byte]+": "+d.Summary)
	}
	return out
}

// TestMistakes: the mistakes of queries that are passed around, and their kin: each is
// named at its place; what has one meaning only is corrected, the rest refused.
func TestMistakes(t *testing.T) {
	for _, c := range []struct {
		source string
		want   []string
	}{
		{"filter errorCode = \"*UnauthorizedOperation\"\nor errorCode = \"AccessDenied*\"", []string{
			`note 1,20-44 "*UnauthorizedOperation": Star in a comparison`, `note 2,16-31 "AccessDenied*": Star in a comparison`}},
		{`filter ispresent(p) and p != "*@corp*"`, []string{`note 1,30-39 "*@corp*": Star in a comparison`}},
		{`stats stddev(ms), count(*) as n by u | filter n > 3`, []string{`note 1,7-17 stddev(ms): Figure that nothing asks for`, `note 1,1-37 stats stddev(ms), count(*) as n by u: Events without a group`}},
		{`filter r = "*"`, []string{`refused 1,12-15 "*": Star as a value`}},
		{`filter a in ["x", "y*"]`, []string{`note 1,19-23 "y*": Star in a comparison`}},
		{`filter a = "b" and c = "d")`, []string{`note 1,27-28 ): Parenthesis without its partner`}},
		{`filter a = "b" or c = "d") | limit 3`, []string{`note 1,26-27 ): Parenthesis without its partner`}},
		{`filter a = "b" or c = "d" and e = "f")`, []string{`refused 1,38-39 ): Parenthesis without its partner`}},
		{`filter not a = "b" and c = "d")`, []string{`refused 1,31-32 ): Parenthesis without its partner`}},
		{`filter a = "b") and c = "d"`, []string{`refused 1,15-16 ): Parenthesis without its partner`}},
		{`filter a = "b" and (c = "d" or e = "f"`, []string{`refused 1,20-21 (: Parenthesis without its partner`}},
		{`filter eventSource = s3.amazonaws.com`, []string{`note 1,22-38 s3.amazonaws.com: Value without quotes`}},
		{`filter awsRegion = eu-west-1 and a = arn:aws:iam::1:x`, []string{`note 1,20-29 eu-west-1: Value without quotes`, `note 1,38-54 arn:aws:iam::1:x: Value without quotes`}},
		{`filter ip = 10.0.0.1`, []string{`note 1,13-21 10.0.0.1: Value without quotes`}},
		{`filter sourceIPAddress = userIdentity.invokedBy`, []string{`refused 1,26-48 userIdentity.invokedBy: Comparison of two fields`}},
		{`fields x | filter a = x`, []string{`refused 1,23-24 x: Comparison of two fields`}},
		{"filter a = `b c`", []string{"refused 1,12-17 `b c`: Comparison of two fields"}},
		{`filter a = n * 2`, []string{`refused 1,12-17 n * 2: Arithmetic in a condition`}},
		{`filter a == "b"`, []string{`refused 1,10-12 ==: Unknown operator`}},
		{`filter a = "b" && c = "d"`, []string{`refused 1,16-18 &&: Unknown operator`}},
		{`filter a = "b`, []string{`refused 1,12-14 "b: Text without an end`}},
		{`filter a like /b`, []string{`refused 1,15-17 /b: Text without an end`}},
		{`filter a =~ "b"`, []string{`refused 1,13-16 "b": Text instead of an expression`}},
		{`filter a like "*b*"`, []string{`note 1,15-20 "*b*": Star in a text`}},
		{`filter a like "%b%"`, []string{`note 1,15-20 "%b%": Percent sign in a text`}},
		{`filter a like "b*c"`, []string{`refused 1,15-20 "b*c": Star in a text`}},
		{`filter a != "b"`, []string{`note 1,8-9 a: Events without a field`}},
		{`filter a = "b" | filter`, []string{`refused 1,24-24 : Query ends too early`}},
		{`filter`, []string{`refused 1,7-7 : Query ends too early`}},
		{``, []string{`refused 1,1-1 : Empty query`}},
		{`filter a`, []string{`refused 1,8-9 a: Field instead of a condition`}},
		{`filter strlen(a) > 3`, []string{`refused 1,8-17 strlen(a): Function that is not converted`}},
		{`filter a > "b"`, []string{`refused 1,12-15 "b": Comparison by size with what is no number`}},
		{`filter @timestamp > 5`, []string{`refused 1,8-22 @timestamp > 5: Time range in the query`}},
		{`filter @log like /x/`, []string{`refused 1,8-12 @log: Field of CloudWatch alone`}},
		{`filter resources.0.ARN = "x"`, []string{`refused 1,8-23 resources.0.ARN: Item of a list`}},
		{`filter a = "7"`, []string{`note 1,12-15 "7": Number in quotes`}},
		{`filter @message like "a-b c"`, []string{`note 1,22-29 "a-b c": Words of @message`}},
		{`filter @message like /Error/`, []string{`note 1,22-29 /Error/: Case of letters in @message`}},
		{`filter @message like /(?i)error/`, []string{}},
		{`filter @message like /^x/`, []string{`refused 1,22-26 /^x/: Anchor in the whole line`}},
		{`filter @message like /x.*y/`, []string{`refused 1,22-28 /x.*y/: Regular expression over the whole line`}},
		{`filter @message = "x"`, []string{`refused 1,8-16 @message: Whole line in a comparison`}},
		{`parse @message /a|b (?<x>\d+)/ | filter x = "1"`, []string{`refused 1,1-6 parse: Command that is not converted`, `note 1,45-48 "1": Number in quotes`}},
		{`filter a = "b" | dedup a`, []string{`refused 1,18-23 dedup: Command that is not converted`}},
		{`unnest a into b | join x`, []string{`refused 1,1-7 unnest: Command that is not converted`, `refused 1,19-23 join: Command that is not converted`}},
		{`filtr a = "b"`, []string{`refused 1,1-6 filtr: Unknown command`}},
		{"filter a = = \"b\"\n| filter c ~ \"d\"", []string{`refused 1,12-13 =: Unexpected "="`, `refused 2,12-13 ~: Unexpected "~"`}},
	} {
		r := converted(c.source, convert.Options{})
		if got := told(c.source, r); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.source, got, c.want)
		}
		if whole := len(r.Objects) == 1; whole == r.Refused() {
			t.Errorf("%s: refused %t, and there is a monitor %t", c.source, r.Refused(), whole)
		}
	}
}

// TestMapping: types of fields that are known decide what is asked, and what can't be.
func TestMapping(t *testing.T) {
	m, err := convert.ReadMapping([]byte(`{"properties":{"k":{"type":"keyword"},"t":{"type":"text"},"r":{"type":"text","fields":{"raw":{"type":"keyword"}}},"n":{"type":"long"},"b":{"type":"boolean"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for source, want := range map[string]string{
		`filter k = "a"`:                        `[{"term":{"k":"a"}}]`,
		`filter r = "a"`:                        `[{"term":{"r.raw":"a"}}]`,
		`filter n = "7"`:                        `[{"term":{"n":"7"}}]`,
		`filter b = "true"`:                     `[{"term":{"b":"true"}}]`,
		`filter t = "a"`:                        `refused 1,8-9 t: Text that can't be compared as a whole`,
		`filter n like "7"`:                     `refused 1,8-9 n: Part of a value that is no text`,
		`filter k > 5`:                          `refused 1,8-13 k > 5: Numbers that are stored as text`,
		`filter nope = "a"`:                     `note 1,8-12 nope: Field that is not mapped`,
		`stats avg(k) as a by k | filter a > 1`: `refused 1,11-12 k: Figure of what is no number`,
	} {
		r := converted(source, convert.Options{Mapping: m})
		if want[0] == '[' {
			if got := filterOf(t, r); got != want {
				t.Errorf("%s: %s, want %s", source, got, want)
			}
			continue
		}
		if got := told(source, r); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// TestFamilies: under log-aws texts have no .keyword, and windows are on arrival.
func TestFamilies(t *testing.T) {
	for source, want := range map[string]string{
		`filter a = "b"`:                `[{"term":{"a":"b"}}]`,
		`filter a in ["b", "c"]`:        `[{"terms":{"a":["b","c"]}}]`,
		`filter isempty(a)`:             `[{"bool":{"should":[{"bool":{"must_not":[{"exists":{"field":"a"}}]}},{"term":{"a":""}}],"minimum_should_match":1}}]`,
		`filter a = 5 or a = 7`:         `[{"terms":{"a":[5,7]}}]`,
		`filter ok = true`:              `[{"term":{"ok":true}}]`,
		`filter acc = 012345678901`:     `[{"term":{"acc":"012345678901"}}]`,
		`filter tolower(a) = "x1"`:      `[{"term":{"a":{"value":"x1","case_insensitive":true}}}]`,
		`filter a = "b" | filter 5 < n`: `[{"term":{"a":"b"}},{"range":{"n":{"gt":5}}}]`,
	} {
		r := converted(source, convert.Options{Family: convert.LogAWS})
		if got := filterOf(t, r); got != want {
			t.Errorf("%s: %s, want %s", source, got, want)
		}
	}
}
