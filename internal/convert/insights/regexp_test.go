package insights_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/converttest"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// regexp writes a random expression that Go reads, too.
func (g generator) regexp() string {
	var branches []string
	for range 1 + g.r.IntN(2)*g.r.IntN(3) {
		branches = append(branches, g.pick("", "", "^")+g.sequence(2)+g.pick("", "", "$"))
	}
	return g.pick("", "", "", "(?i)") + strings.Join(branches, "|")
}

func (g generator) sequence(depth int) string {
	var b strings.Builder
	for range g.r.IntN(4) {
		b.WriteString(g.atom(depth) + g.pick("", "", "", "", "*", "+", "?", "{2}", "{1,3}", "{1,}", "*?"))
	}
	return b.String()
}

func (g generator) atom(depth int) string {
	if depth > 0 && g.r.IntN(5) == 0 {
		return g.pick("(", "(?:", "(?P<n>") + g.sequence(depth-1) + "|" + g.sequence(depth-1) + ")"
	}
	if g.r.IntN(3) == 0 {
		return g.pick(".", `\d`, `\w`, `\s`, `\D`, `\W`, `\S`, "[a-c]", "[^a]", "[A-Z0-9]", `[\]\-@]`, `[."#]`, `[^\w ]`, `\x61`)
	}
	v := []rune(values[g.r.IntN(len(values))] + "a")
	return strings.ReplaceAll(regexp.QuoteMeta(string(v[g.r.IntN(len(v))])), "/", `\/`)
}

// TestRegexps: what an expression becomes, so that people can read it.
func TestRegexps(t *testing.T) {
	for source, want := range map[string]string{
		`^Delete`:      `{"prefix":{"k.keyword":"Delete"}}`,
		`^Delete$`:     `{"term":{"k.keyword":"Delete"}}`,
		`Delete`:       `{"wildcard":{"k.keyword":"*Delete*"}}`,
		`Delete$`:      `{"wildcard":{"k.keyword":"*Delete"}}`,
		`(?i)^delete`:  `{"prefix":{"k.keyword":{"value":"delete","case_insensitive":true}}}`,
		`(?i)^ab$`:     `{"term":{"k.keyword":{"value":"ab","case_insensitive":true}}}`,
		`^a.b`:         `{"regexp":{"k.keyword":"a.b.*"}}`,
		`a\.b`:         `{"wildcard":{"k.keyword":"*a.b*"}}`,
		`a\*b`:         `{"wildcard":{"k.keyword":"*a\\*b*"}}`,
		`\d{3}`:        `{"regexp":{"k.keyword":".*[0-9]{3}.*"}}`,
		`^\w+$`:        `{"regexp":{"k.keyword":"[0-9A-Z_a-z]+"}}`,
		`^.*@x`:        `{"regexp":{"k.keyword":".*\\@x.*"}}`,
		`#.<a>~&"`:     `{"regexp":{"k.keyword":".*\\#.\\<a\\>\\~\\&\\\".*"}}`,
		`^(Put|Get)`:   `{"regexp":{"k.keyword":"(Put.*|Get.*)"}}`,
		`a$|^b`:        `{"bool":{"should":[{"wildcard":{"k.keyword":"*a"}},{"prefix":{"k.keyword":"b"}}],"minimum_should_match":1}}`,
		`(?i)[a-c]x.y`: `{"regexp":{"k.keyword":{"value":".*[A-Ca-c]x.y.*","case_insensitive":true}}}`,
		`^$`:           `{"term":{"k.keyword":""}}`,
		``:             `{"exists":{"field":"k"}}`,
		`^a|^b$`:       `{"bool":{"should":[{"prefix":{"k.keyword":"a"}},{"term":{"k.keyword":"b"}}],"minimum_should_match":1}}`,
		`(^a|b$)`:      `{"regexp":{"k.keyword":"(a.*|.*b)"}}`,
		`(?m)^a$`:      `{"regexp":{"k.keyword":"(.*\n)?a(\n.*)?"}}`,
	} {
		r := converted("filter k like /"+source+"/", convert.Options{})
		if r.Refused() {
			t.Errorf("%s: %v", source, r.Diagnostics)
			continue
		}
		query := converttest.Query(t, r.Objects[0]).(*orderedjson.Object).Object("bool").Array("filter")
		text, _ := orderedjson.Marshal(query[0])
		if string(text) != want {
			t.Errorf("%s: %s, want %s", source, text, want)
		}
	}
}

// TestRefusedRegexps: what a search can't ask for is refused, at the expression.
func TestRefusedRegexps(t *testing.T) {
	for source, why := range map[string]string{
		`\bfoo\b`:      `"\\b": searches know no borders of words or lines`,
		`foo(?=bar)`:   `"(?=": looking around, referring back, atomic and possessive groups are unknown to searches`,
		`(?<!a)b`:      `looking around`,
		`(a)\1`:        `"\\1": looking around, referring back`,
		`a++`:          `"++": looking around`,
		`a^b`:          "an anchor (^ or $) stands where it is not the beginning or the end",
		`[a&&[^b]]`:    "within a class",
		`[[:foo:]]`:    "invalid character class range",
		`(`:            "missing closing )",
		`(?i)(?-i:ab)`: "a flag that is taken back",
		`\p{L}`:        "a class of Unicode is too large",
	} {
		r := converted("filter k like /"+source+"/", convert.Options{})
		if !r.Refused() || len(r.Objects) != 0 {
			t.Errorf("%s is not refused", source)
			continue
		}
		d := r.Diagnostics[0]
		if want := fmt.Sprintf("q.txt:1,15-%d", 15+len(source)+2); d.Subject.String() != want || !strings.Contains(d.Detail, why) {
			t.Errorf("%s: %s %s", source, d.Subject, d.Detail)
		}
	}
}
