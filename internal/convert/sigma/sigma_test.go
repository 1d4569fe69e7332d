package sigma_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/converttest"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// head is what rules of these tests begin with; its lines are left out of places.
const head = "title: T\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n"

// told are the diagnostics of rules, each as its line behind the head, what it marks, and its
// summary.
func told(source string, r convert.Result) []string {
	out := []string{}
	for _, d := range r.Diagnostics {
		kind := "note"
		if d.Severity == hcl.DiagError {
			kind = "refused"
		}
		out = append(out, kind+" "+source[d.Subject.Start.Byte:d.Subject.End.Byte]+": "+d.Summary)
	}
	return out
}

// filterOf is what the only monitor searches for.
func filterOf(t *testing.T, r convert.Result) string {
	t.Helper()
	if r.Refused() || len(r.Objects) != 1 {
		t.Errorf("%v", r.Diagnostics)
		return ""
	}
	query := converttest.Query(t, r.Objects[0]).(*orderedjson.Object).Object("bool").Array("filter")
	text, err := orderedjson.Marshal(query)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestForms: what items of a selection become.
func TestForms(t *testing.T) {
	const port = `[{"bool":{"should":[{"term":{"requestParameters.port.keyword":"22"}},{"bool":{"filter":[{"term":{"requestParameters.port":22}}],"must_not":[{"exists":{"field":"requestParameters.port.keyword"}}]}}],"minimum_should_match":1}}]`
	for item, want := range map[string]string{
		`eventName: A`:                        `[{"term":{"eventName.keyword":{"value":"A","case_insensitive":true}}}]`,
		`eventName|cased: A`:                  `[{"term":{"eventName.keyword":"A"}}]`,
		`eventName|cased: [A, B]`:             `[{"terms":{"eventName.keyword":["A","B"]}}]`,
		`eventName: [A, b]`:                   `[{"bool":{"should":[{"term":{"eventName.keyword":{"value":"A","case_insensitive":true}}},{"term":{"eventName.keyword":{"value":"b","case_insensitive":true}}}],"minimum_should_match":1}}]`,
		`eventName: A*`:                       `[{"prefix":{"eventName.keyword":{"value":"A","case_insensitive":true}}}]`,
		`eventName: A?\*`:                     `[{"wildcard":{"eventName.keyword":{"value":"A?\\*","case_insensitive":true}}}]`,
		`eventName: '*'`:                      `[{"exists":{"field":"eventName"}}]`,
		`eventName: null`:                     `[{"bool":{"must_not":[{"exists":{"field":"eventName"}}]}}]`,
		`eventName:`:                          `[{"bool":{"must_not":[{"exists":{"field":"eventName"}}]}}]`,
		`eventName: ''`:                       `[{"term":{"eventName.keyword":""}}]`,
		`eventName|neq: A`:                    `[{"bool":{"must_not":[{"term":{"eventName.keyword":{"value":"A","case_insensitive":true}}}]}}]`,
		`eventName|exists: false`:             `[{"bool":{"must_not":[{"exists":{"field":"eventName"}}]}}]`,
		`eventName: été`:                      `[{"regexp":{"eventName.keyword":{"value":"[éÉ]t[éÉ]","case_insensitive":true}}}]`,
		`eventName|re: ^Put.*Key$`:            `[{"regexp":{"eventName.keyword":"Put[^\n]*Key"}}]`,
		`eventName|re|i: ^put`:                `[{"prefix":{"eventName.keyword":{"value":"put","case_insensitive":true}}}]`,
		`eventName|re: .*Put.*`:               `[{"wildcard":{"eventName.keyword":"*Put*"}}]`,
		`eventName|re: .*`:                    `[{"exists":{"field":"eventName"}}]`,
		`eventName|fieldref|cased: eventType`: `[{"script":{"script":{"source":"if (!doc.containsKey(params.left) || !doc.containsKey(params.right)) { return false } for (def a : doc[params.left]) { for (def b : doc[params.right]) { if (a.toString().equals(b.toString())) { return true } } } return false","params":{"left":"eventName.keyword","right":"eventType.keyword"}}}}]`,
		`eventName|contains: '{{a'`:           `[{"regexp":{"eventName.keyword":{"value":".*\\{\\{a.*","case_insensitive":true}}}]`,
		`eventName|cased: '{{1'`:              `[{"regexp":{"eventName.keyword":"\\{\\{1"}}]`,
		`eventName|re: '^\{\{a'`:              `[{"regexp":{"eventName.keyword":"\\{\\{a.*"}}]`,
		`readOnly: 'True'`:                    `[{"term":{"readOnly":true}}]`,

		`requestParameters.port: 22`:                 port,
		`requestParameters.port: '22'`:               port,
		`requestParameters.port|gte: 22`:             `[{"range":{"requestParameters.port":{"gte":22}}}]`,
		`recipientAccountId: 012345678901`:           `[{"term":{"recipientAccountId.keyword":"012345678901"}}]`,
		`sourceIPAddress|cidr: 10.1.0.0/16`:          `[{"regexp":{"sourceIPAddress.keyword":"10\\.1\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"}}]`,
		`sourceIPAddress|cidr: 10.1.2.96/29`:         `[{"regexp":{"sourceIPAddress.keyword":"10\\.1\\.2\\.(9[6-9]|10[0-3])"}}]`,
		`sourceIPAddress|cidr: 'fe80::/10'`:          `[{"regexp":{"sourceIPAddress.keyword":{"value":"0*fe[89aAbB][0-9a-fA-F]:[0-9a-fA-F:.]*","case_insensitive":true}}}]`,
		`sourceIPAddress|cidr: '::1/128'`:            `[{"term":{"sourceIPAddress.keyword":{"value":"::1","case_insensitive":true}}}]`,
		`sourceIPAddress|cidr: '2a01:111:f400::/48'`: `[{"regexp":{"sourceIPAddress.keyword":{"value":"0*2a01:0*111:0*f400:[0-9a-fA-F:.]*","case_insensitive":true}}}]`,
		`sourceIPAddress|cidr: 10.1.2.3`:             `[{"term":{"sourceIPAddress.keyword":"10.1.2.3"}}]`,
		`eventName|base64offset|contains: cmd`:       `[{"bool":{"should":[{"wildcard":{"eventName.keyword":{"value":"*Y21k*","case_insensitive":true}}},{"wildcard":{"eventName.keyword":{"value":"*NtZ*","case_insensitive":true}}},{"wildcard":{"eventName.keyword":{"value":"*jbW*","case_insensitive":true}}}],"minimum_should_match":1}}]`,
		`eventName|wide|base64|cased: cmd`:           `[{"term":{"eventName.keyword":"YwBtAGQA"}}]`,
		`eventName|utf16|base64|cased: cmd`:          `[{"term":{"eventName.keyword":"//5jAG0AZAA="}}]`,
		`eventName|utf16be|base64|cased: cmd`:        `[{"term":{"eventName.keyword":"AGMAbQBk"}}]`,
		`eventName|expand|cased: '\%a%'`:             `[{"term":{"eventName.keyword":"%a%"}}]`,
		`eventName|windash|cased: ' -a b-c'`:         "[{\"terms\":{\"eventName.keyword\":[\" -a b-c\",\" /a b-c\",\" –a b-c\",\" —a b-c\",\" ―a b-c\"]}}]",
		`eventName|contains|all|cased: [A, B]`:       `[{"wildcard":{"eventName.keyword":"*A*"}},{"wildcard":{"eventName.keyword":"*B*"}}]`,
		`'|all': [Alpha, beta]`:                      `[{"wildcard":{"@message":"*alpha*"}},{"wildcard":{"@message":"*beta*"}}]`,
		`eventName|startswith|cased: 'C:\Win'`:       `[{"prefix":{"eventName.keyword":"C:\\Win"}}]`,
		`eventName|endswith|cased: ['\\x', 5]`:       `[{"bool":{"should":[{"wildcard":{"eventName.keyword":"*\\\\x"}},{"wildcard":{"eventName.keyword":"*5"}}],"minimum_should_match":1}}]`,
		`responseElements: {a: 1}`:                   "",
		`eventName|re|s: a.b`:                        `[{"regexp":{"eventName.keyword":".*a.b.*"}}]`,
		`eventName|re|m: ^a`:                         `[{"regexp":{"eventName.keyword":"(.*\n)?a.*"}}]`,
		`eventName|re|contains: a[0-9]`:              `[{"regexp":{"eventName.keyword":".*a[0-9].*"}}]`,
		`eventName|lt: 5.5`:                          `[{"range":{"eventName":{"lt":5.5}}}]`,
		`requestParameters.port|exists: true`:        `[{"exists":{"field":"requestParameters.port"}}]`,
		`additionalEventData.MFAUsed: 'No'`:          `[{"term":{"additionalEventData.MFAUsed.keyword":{"value":"No","case_insensitive":true}}}]`,
		`userIdentity.accountId: '123456789012'`:     `[{"term":{"userIdentity.accountId.keyword":"123456789012"}}]`,
	} {
		r := converted(head+"  s:\n    "+item+"\n  condition: s\n", convert.Options{})
		if want == "" {
			if !r.Refused() {
				t.Errorf("%s is not refused", item)
			}
			continue
		}
		if got := filterOf(t, r); got != want {
			t.Errorf("%s:\n got %s\nwant %s", item, got, want)
		}
	}
}

// TestConditions: what conditions become, of selections that are one clause each.
func TestConditions(t *testing.T) {
	const selections = "  a: {eventName|cased: A}\n  b: {errorCode|cased: B}\n  ab: {eventType|cased: C}\n  _x: {eventID|cased: D}\n"
	const a, b, ab, x = `{"term":{"eventName.keyword":"A"}}`, `{"term":{"errorCode.keyword":"B"}}`, `{"term":{"eventType.keyword":"C"}}`, `{"term":{"eventID.keyword":"D"}}`
	for condition, want := range map[string]string{
		"a and b":                       "[" + a + "," + b + "]",
		"a AND NOT b":                   "[" + a + `,{"bool":{"must_not":[` + b + "]}}]",
		"a or b and ab":                 `[{"bool":{"should":[` + a + `,{"bool":{"filter":[` + b + "," + ab + `]}}],"minimum_should_match":1}}]`,
		"(a or b) and not ab":           `[{"bool":{"should":[` + a + "," + b + `],"minimum_should_match":1}},{"bool":{"must_not":[` + ab + "]}}]",
		"not not a":                     "[" + a + "]",
		"1 of them":                     `[{"bool":{"should":[` + a + "," + b + "," + ab + `],"minimum_should_match":1}}]`,
		"2 of them":                     `[{"bool":{"should":[` + a + "," + b + "," + ab + `],"minimum_should_match":2}}]`,
		"all of a*":                     "[" + a + "," + ab + "]",
		"any of *b and a":               `[{"bool":{"should":[` + b + "," + ab + `],"minimum_should_match":1}},` + a + "]",
		"1 of _*":                       "[" + x + "]",
		"a and not 1 of *b":             "[" + a + `,{"bool":{"must_not":[` + b + "," + ab + "]}}]",
		"a and not all of *b":           "[" + a + `,{"bool":{"must_not":[{"bool":{"filter":[` + b + "," + ab + "]}}]}}]",
		"[a, b]":                        `[{"bool":{"should":[` + a + "," + b + `],"minimum_should_match":1}}]`,
		"'a'":                           "[" + a + "]",
		"|\n    a\n    and b":           "[" + a + "," + b + "]",
		"not (a or not (b and not ab))": `[{"bool":{"must_not":[` + a + `,{"bool":{"must_not":[{"bool":{"filter":[` + b + `],"must_not":[` + ab + "]}}]}}]}}]",
	} {
		r := converted(head+selections+"  condition: "+condition+"\n", convert.Options{})
		if got := filterOf(t, r); got != want {
			t.Errorf("%s:\n got %s\nwant %s", condition, got, want)
		}
	}
}

// TestRefused: what can't be carried out is refused at its place.
func TestRefused(t *testing.T) {
	for source, want := range map[string][]string{
		"  s: {a: b, eventName|fieldref: errorCode}\n  condition: s\n":                     {"note a: Field that events don't have", "note eventName|fieldref: Comparison of two fields"},
		"  s: {eventName|contains|fieldref: errorCode}\n  condition: s\n":                  {"refused errorCode: Modifier that can't be carried out: fieldref"},
		"  s: {eventName|fieldref: 5}\n  condition: s\n":                                   {"refused 5: Modifier that can't be carried out: fieldref"},
		"  s: {eventName|expand: '%admins%'}\n  condition: s\n":                            {"refused '%admins%': Modifier that can't be carried out: expand"},
		"  s: {eventName|hour: 3}\n  condition: s\n":                                       {"refused eventName|hour: Modifier that is not converted: hour"},
		"  s: {eventName|contian: x}\n  condition: s\n":                                    {"refused eventName|contian: Unknown modifier"},
		"  s: {eventName|gt: x}\n  condition: s\n":                                         {"refused x: Modifier that can't be carried out: gt"},
		"  s: {eventName|exists: x}\n  condition: s\n":                                     {"refused x: Modifier that can't be carried out: exists"},
		"  s: {eventName|i: x}\n  condition: s\n":                                          {"refused x: Modifier that can't be carried out: i"},
		"  s: {eventName|contains|re: x}\n  condition: s\n":                                {"refused eventName|contains|re: Modifier that can't be carried out: re"},
		"  s: {eventName|re|startswith: x}\n  condition: s\n":                              {"refused x: Modifier that can't be carried out: startswith"},
		"  s: {eventName|base64: x*}\n  condition: s\n":                                    {"refused x*: Modifier that can't be carried out: base64"},
		"  s: {eventName|wide: x}\n  condition: s\n":                                       {"refused x: Text in UTF-16"},
		"  s: {eventName|re: '\\bx'}\n  condition: s\n":                                    {`refused '\bx': Regular expression that is not converted`},
		"  s: {eventName|cidr: 10.0.0.1/8}\n  condition: s\n":                              {"refused 10.0.0.1/8: Network that can't be read"},
		"  s: {eventName|cidr: 'fe80::/10'}\n  condition: s\n":                             {"note 'fe80::/10': Network of IPv6 in a text"},
		"  s: {eventName|cidr: '2001:db8::/33'}\n  condition: s\n":                         {"refused '2001:db8::/33': Network of IPv6 in a text"},
		"  s: {eventName: []}\n  condition: s\n":                                           {"refused eventName: Field without a value"},
		"  s: {eventName: [a, [b]]}\n  condition: s\n":                                     {"refused [b]]}: Value that can't be read"},
		"  s: {eventName: .inf}\n  condition: s\n":                                         {"refused .inf: Value that can't be read"},
		"  s: {resources.0.ARN: x}\n  condition: s\n":                                      {"refused resources.0.ARN: Field that an index has not"},
		"  s: {eventName: a, eventName: b}\n  condition: s\n":                              {"refused eventName: Key that stands twice"},
		"  s: {}\n  condition: s\n":                                                        {"refused {}: Selection without a condition"},
		"  s: []\n  condition: s\n":                                                        {"refused []: Selection without a condition"},
		"  s: [[a]]\n  condition: s\n":                                                     {"refused [a]]: List in a list"},
		"  s: ['a*b', '+', null]\n  condition: s\n":                                        {"refused 'a*b': Wildcard within a keyword", "refused '+': Keyword without a word", "refused null: Keyword that is no text"},
		"  s: [hello world]\n  condition: s\n":                                             {"note hello world: Words of @message"},
		"  s: {'|cased': x}\n  condition: s\n":                                             {"refused '|cased': Case of letters in the whole event"},
		"  s: {eventName: NO}\n  condition: s\n":                                           {"note NO: Word that may be true or false"},
		"  s: {eventName: a}\n  t: {eventName: b}\n  condition: s\n":                       {"note {eventName: b}: Selection that nothing asks for"},
		"  s: {eventName: a}\n  timeframe: 5m\n  condition: s\n":                           {"note 5m: Time that nothing asks for"},
		"  s: {eventName: a}\n":                                                            {"refused s: {eventName: a}: Detection without a condition"},
		"  s: {eventName: a}\n  condition: s and\n":                                        {"refused : Condition that ends too early"},
		"  s: {eventName: a}\n  condition: (s\n":                                           {"refused (: Parenthesis without its partner"},
		"  s: {eventName: a}\n  condition: s) or s\n":                                      {"refused ): Parenthesis without its partner"},
		"  s: {eventName: a}\n  condition: s s\n":                                          {`refused s: Unexpected "s"`},
		"  s: {eventName: a}\n  condition: and s\n":                                        {`refused and: Unexpected "and"`},
		"  sel: {eventName: a}\n  condition: sell\n":                                       {"refused sell: Unknown selection"},
		"  s: {eventName: a}\n  condition: 1 of x*\n":                                      {"refused x*: Unknown selection"},
		"  s: {eventName: a}\n  condition: 2 of s*\n":                                      {"refused 2: Condition that can't hold"},
		"  s: {eventName: a}\n  condition: some of s*\n":                                   {"refused some: Quantity that can't be read"},
		"  s: {eventName: a}\n  condition: s | near s within 5m\n":                         {"refused s | near s within 5m: Condition that is not converted: near"},
		"  s: {eventName: a}\n  condition: s | sum(x)\n":                                   {"refused s | sum(x): Condition that is not converted"},
		"  s: {eventName: a}\n  condition: s | count() > 5\n":                              {"refused s | count() > 5: Time that is not converted"},
		"  s: {eventName: a}\n  condition: s | count() > 5\n  timeframe: 30s\n":            {"refused s | count() > 5: Time that is not converted"},
		"  s: {eventName: a}\n  condition: s | count(eventID) > 50000\n  timeframe: 30m\n": {"refused s | count(eventID) > 50000: Number of values that is only estimated"},
	} {
		text := head + source
		r := converted(text, convert.Options{})
		got := told(text, r)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", source, got, want)
		}
		if whole := len(r.Objects) == 1; whole == r.Refused() {
			t.Errorf("%s: refused %t, and there is a monitor %t", source, r.Refused(), whole)
		}
	}
}
