package trouble_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox/trouble"
)

// TestMistakes are told with their column, and with what would be right.
func TestMistakes(t *testing.T) {
	for _, test := range []struct {
		text   string
		column int
		want   string
	}{
		{"", 1, "METHOD PATH:WHAT:WHEN"},
		{"PSOT /a:503", 1, "there is no method PSOT. Did you mean POST?"},
		{"GET,PTU /a:503", 5, "Did you mean PUT?"},
		{"GET a:503", 5, "a path begins with a slash"},
		{"monitors:503", 1, "a path is missing"},
		{"GET /a b:503", 8, "written %20"},
		{"GET /a?x=1:503", 7, "the path alone, not at the query"},
		{"GET /a/{b:503", 8, "never closed"},
		{"GET /a/b}:503", 9, "nothing was opened"},
		{"GET /_sandbox/reset:503", 5, "are never hit"},
		{"GET /a", 7, "what is to happen is missing"},
		{"GET /a:", 8, "what is to happen is missing"},
		{"GET /a::once", 8, "what is to happen is missing"},
		{"GET /a:200", 8, "from 400 to 599, not 200"},
		{"GET /a:reset", 8, "say reset-before, or reset-after once the work is done"},
		{"GET /a:rest-before", 8, "Did you mean reset-before?"},
		{"GET /a:503,truncate", 12, "one thing can happen"},
		{"GET /a:truncate,after", 8, "belong to a status"},
		{"GET /a:503,aftre", 12, "one thing can happen"},
		{"GET /a:latency=2", 16, `"2" is no latency`},
		{"GET /a:latency=2s..1s", 20, "from the shorter to the longer: 1s..2s"},
		{"GET /a:503,retry-after=soon", 24, "is no Retry-After"},
		{"GET /a:503,latancy=2s", 12, "Did you mean latency?"},
		{"GET /a:503:", 12, "when it is to happen is missing"},
		{"GET /a:503:2", 12, "say 2% for a share, first 2 for so many, every 2 or 2nd for one"},
		{"GET /a:503:0%", 12, "a share is above 0%"},
		{"GET /a:503:NaN%", 12, "a share is above 0%"},
		{"GET /a:503:first", 12, "first 3"},
		{"GET /a:503:first 0", 12, "first 3"},
		{"GET /a:503:every other", 12, "every 5th"},
		{"GET /a:503:onec", 12, "Did you mean once?"},
		{"GET /a:503:once:more", 16, "a colon too many"},
		{"äöü /a:503", 1, "there is no method äöü"},
	} {
		_, err := trouble.Parse(test.text)
		var syntax *trouble.SyntaxError
		if !errors.As(err, &syntax) || syntax.Column != test.column || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want column %d and %q", test.text, err, test.column, test.want)
		}
	}
}

// TestHelpIsTrue: whatever help lists can be parsed.
func TestHelpIsTrue(t *testing.T) {
	for _, turn := range trouble.Turns {
		rules(t, "GET /a:503:"+turn)
	}
	for _, effect := range trouble.Effects {
		texts := strings.Split(effect[0], ", ")
		if effect[0] == "400 to 599" {
			texts = strings.Split(effect[0], " to ")
		}
		for _, text := range texts {
			rules(t, "/a:"+text)
		}
	}
	if r, err := trouble.Latency("50ms..2s"); err != nil || r.String() != "/**:latency=50ms..2s" {
		t.Errorf("%v %v", r, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"POST /_plugins/_alerting/monitors:503:2%", "/**:latency=50ms..2s,429,retry-after=1s:every 5th", "GET /{a,b}*:504,after,html:from 3rd", "\xff /\xff:503",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := trouble.Parse(text)
		var syntax *trouble.SyntaxError
		switch {
		case err == nil:
			if again, err := trouble.Parse(rule.String()); err != nil || again.String() != rule.String() {
				t.Errorf("%q is read as %q, which is %v", text, rule, err)
			}
		case !errors.As(err, &syntax):
			t.Errorf("%q: %T %v", text, err, err)
		case syntax.Column < 1 || syntax.Column > len([]rune(text))+1 || syntax.Problem == "":
			t.Errorf("%q: %v", text, err)
		}
	})
}
