package metricfilter_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/convert/metricfilter"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// cwl is an index of the CloudWatch Logs subscription; line is its field for whole
// lines, empty where there is none.
type cwl struct {
	line  string
	types map[string]string
}

func (f cwl) Exact(field string) string { return field + ".keyword" }
func (f cwl) Type(field string) string  { return f.types[field] }
func (f cwl) Line() (string, bool)      { return f.line, f.line != "" }

// logAWS is one of SIEM.
type logAWS struct{ cwl }

func (f logAWS) Exact(field string) string { return field }

func converted(text string, fields metricfilter.Fields) string {
	p, problem := metricfilter.Parse(text)
	if problem != nil {
		return "unread " + problem.Error()
	}
	s, problem := metricfilter.Convert(p, fields)
	if problem != nil {
		return "refused " + problem.Error()
	}
	var lines []string
	for _, clause := range s.Filter {
		b, _ := orderedjson.Marshal(clause)
		lines = append(lines, string(b))
	}
	for _, n := range s.Notes {
		lines = append(lines, "note "+n.Summary)
	}
	return strings.Join(lines, "\n")
}

func TestConvert(t *testing.T) {
	mapped := cwl{line: "@message", types: map[string]string{"status": "long", "name": "keyword", "flag": "boolean", "at": "date"}}
	for _, test := range []struct {
		name, pattern, want string
	}{
		{"a word", `{ $.eventName = ConsoleLogin }`, `{"term":{"eventName.keyword":"ConsoleLogin"}}`},
		{"the page's subnet", `{ $.sourceIPAddress != 123.123.* }`, `{"exists":{"field":"sourceIPAddress"}}
{"bool":{"must_not":[{"prefix":{"sourceIPAddress.keyword":"123.123."}}]}}`},
		{"or of one field", `{($.a="x")||($.a="y")||($.b="z")}`, `{"bool":{"should":[{"terms":{"a.keyword":["x","y"]}},{"term":{"b.keyword":"z"}}],"minimum_should_match":1}}`},
		{"and before or", `{ $.a = x || $.b = y && $.c = z }`, `{"bool":{"should":[{"term":{"a.keyword":"x"}},{"bool":{"filter":[{"term":{"b.keyword":"y"}},{"term":{"c.keyword":"z"}}]}}],"minimum_should_match":1}}`},
		{"numbers", `{ $.latency >= 5e2 && $.latency < +1000 && $.x != -1.50 }`, `{"range":{"latency":{"gte":500}}}
{"range":{"latency":{"lt":1000}}}
{"exists":{"field":"x"}}
{"bool":{"must_not":[{"term":{"x":-1.5}}]}}
note A number is compared
note A number is compared`},
		{"a number where CloudTrail has a text", `{ $.recipientAccountId = 123456789012 }`, `{"term":{"recipientAccountId.keyword":"123456789012"}}`},
		{"a number where the mapping has one", `{ $.status = 404 }`, `{"term":{"status":404}}`},
		{"a number where the mapping has a text", `{ $.name = 404 }`, `{"term":{"name.keyword":"404"}}`},
		{"true", `{ $.flag IS TRUE && $.g IS FALSE }`, `{"term":{"flag":true}}
{"term":{"g":false}}`},
		{"missing", `{ $.userIdentity.invokedBy NOT EXISTS }`, `{"bool":{"must_not":[{"exists":{"field":"userIdentity.invokedBy"}}]}}`},
		{"missing, of who knows what", `{ $.other NOT EXISTS }`, `{"bool":{"must_not":[{"exists":{"field":"other"}}]}}
note null counts as missing`},
		{"anything", `{ $.a = * && $.b = "*" }`, `{"exists":{"field":"a"}}
{"exists":{"field":"b"}}`},
		{"wildcards", `{ $.a = *x? || $.b = "*y*" }`, `{"bool":{"should":[{"wildcard":{"a.keyword":{"value":"*x\\?"}}},{"wildcard":{"b.keyword":{"value":"*y*"}}}],"minimum_should_match":1}}`},
		{"any element", `{ $.resources[*].ARN = "a" }`, `{"term":{"resources.ARN.keyword":"a"}}`},
		{"names in brackets", `{ $.['cluster.name'] = "c" && $['x y'].z = 'd }`, `{"term":{"cluster.name.keyword":"c"}}
{"term":{"x y.z.keyword":"'d"}}`},
		{"expressions of plain text", `{ $.a = %^AccessDenied|UnauthorizedOperation$|^x$% }`, `{"bool":{"should":[{"prefix":{"a.keyword":"AccessDenied"}},{"wildcard":{"a.keyword":{"value":"*UnauthorizedOperation"}}},{"term":{"a.keyword":"x"}}],"minimum_should_match":1}}`},
		{"expressions", `{ $.ip = %^10\.\d{1,3}\.[^a-f-]+@$% }`, `{"regexp":{"ip.keyword":"10\\.[0-9]{1,3}\\.[^a-f\\-]+\\@"}}`},
		{"not an expression", `{ $.a != %colou?r% }`, `{"exists":{"field":"a"}}
{"bool":{"must_not":[{"regexp":{"a.keyword":".*colou?r.*"}}]}}`},
		{"said twice", `{ $.a != x && $.a != y && $.a != x && $.b = z && $.b != q }`, `{"exists":{"field":"a"}}
{"term":{"b.keyword":"z"}}
{"bool":{"must_not":[{"term":{"a.keyword":"x"}},{"term":{"a.keyword":"y"}},{"term":{"b.keyword":"q"}}]}}`},
		{"every event", `" "`, ``},
		{"no pattern", ``, ``},
		{"terms", `ERROR -"Exit ing" %[Ff]ail%`, `{"wildcard":{"@message":{"value":"*ERROR*"}}}
{"regexp":{"@message":".*[Ff]ail.*"}}
{"bool":{"must_not":[{"wildcard":{"@message":{"value":"*Exit ing*"}}}]}}`},
		{"either term", `?WARN ?"a*b"`, `{"bool":{"should":[{"wildcard":{"@message":{"value":"*WARN*"}}},{"wildcard":{"@message":{"value":"*a\\*b*"}}}],"minimum_should_match":1}}`},
		{"? beside others", `ERROR -"Exiting" ?WARN ?FAIL`, `{"wildcard":{"@message":{"value":"*ERROR*"}}}
{"bool":{"must_not":[{"wildcard":{"@message":{"value":"*Exiting*"}}}]}}
note CloudWatch overlooks ? beside other terms`},
		{"a line", `[w1=ERROR, w2]`, `{"regexp":{"@message":"(\\\"ERROR\\\"|\\[ERROR\\]|ERROR) +(\\\"[^\"]*\\\"|\\[[^\\]]*\\]|[^ \"\\[\\]]+)"}}
note A line is held against one expression`},

		{"null", `{ $.a IS NULL }`, `refused A search can't find null`},
		{"an element", `{ $.a[0] = "v" }`, `refused A search can't ask for one element of a list`},
		{"no element", `{ $.a[*] != "v" }`, `refused A search can't say that some element differs`},
		{"an inner star", `{ $.a = Ev*ent }`, `refused What an inner * means isn't documented`},
		{"a number with a star", `{ $.b = 4* }`, `refused A number can't have a wildcard here`},
		{"nullable", `{ $.responseElements NOT EXISTS }`, `refused A search can't tell null from what is missing`},
		{"a time", `{ $.eventTime = "2020*" }`, `refused A time can't be compared as a text`},
		{"a text and a flag", `{ $.flag = "true" }`, `refused A text is compared with something else`},
		{"a number in a line", `[ip, bytes > 1000]`, `refused A piece of a line can't be compared as a number`},
		{"any member", `{ $.a.* = x }`, `refused A search can't ask for any member`},

		{"unread: parenthesis", `{ ($.a = b)) }`, `unread Filter pattern can't be read: This parenthesis closes nothing.`},
		{"unread: open", `{ ($.a = b }`, `unread Filter pattern can't be read: This parenthesis is never closed`},
		{"unread: text as number", `{ $.a > "5" }`, `unread Filter pattern can't be read: > compares numbers`},
		{"unread: EXISTS", `{ $.a EXISTS }`, `unread Filter pattern can't be read: CloudWatch has no EXISTS`},
		{"unread: small letters", `{ $.a not exists }`, `unread Filter pattern can't be read: After $.a comes`},
		{"unread: two ellipses", `[..., a, ...]`, `unread Filter pattern can't be read: There can be one ... only`},
		{"unread: regex", `{ $.a = %(x)% }`, `refused A regular expression can't be converted: CloudWatch takes no parentheses`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := converted(test.pattern, mapped)
			if refusal := strings.HasPrefix(test.want, "un") || strings.HasPrefix(test.want, "refused"); refusal && strings.HasPrefix(got, test.want) {
				return
			}
			if got != test.want {
				t.Errorf("%s\n got %s\nwant %s", test.pattern, got, test.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{ ($.a = "b*") && ($.c[0]['d'] != 4e2 || $.e NOT EXISTS) }`, `[ip, ..., w=4* && w!=403, x>1]`, `ERROR -"a b" ?c %\d[^a-z\]]{1,2}|x$%`, `{$.a=%^a\x41.$%}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, fields := range []metricfilter.Fields{cwl{line: "m"}, logAWS{}} {
			p, problem := metricfilter.Parse(text)
			if problem == nil {
				_, problem = metricfilter.Convert(p, fields)
			}
			if problem != nil && (problem.At < 0 || problem.At > len(text)) {
				t.Errorf("%q: a problem at %d: %v", text, problem.At, problem)
			}
		}
	})
}

// TestBracesAreNoTemplate: searches of monitors are templates, so that no value brings a
// variable into them.
func TestBracesAreNoTemplate(t *testing.T) {
	for _, pattern := range []string{`{ $.a = "{{b}}" }`, `{ $.a = "{{b}}*" }`, `{ $.a != "*{{b}}" }`, `"{{b}}"`} {
		if got := converted(pattern, cwl{line: "@message"}); strings.Contains(got, "{{b") || strings.HasPrefix(got, "un") || strings.HasPrefix(got, "refused") {
			t.Errorf("%s: %s", pattern, got)
		}
	}
}
