package querydsl_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/querydsl"
)

func TestNamesOf(t *testing.T) {
	for _, c := range []struct{ text, fields, bare string }{
		{`eventName:ConsoleLogin`, "eventName", ""},
		{`ConsoleLogin`, "", "ConsoleLogin"},
		{`eventName: ConsoleLogin`, "eventName", ""},
		{`eventName :ConsoleLogin`, "eventName", ""},
		{`eventName:(ConsoleLogin OR (Other AND x))`, "eventName", ""},
		{`eventName:Console Login`, "eventName", "Login"},
		{`"Console Login" AND NOT awsRegion:eu`, "awsRegion", ""},
		{`-(foo && a:b) || !bar`, "a", "foo bar"},
		{`n:>10 AND m:> 10 AND o:[1 TO 5}`, "n m o", ""},
		{`_exists_:errorCode OR _exists_: x`, "errorCode x", ""},
		{`foo* b?r foo~1 x /regex foo/ *`, "", ""},
		{`path:\/a\:b "open`, "path", "open"},
		{`@timestamp:2026\-03\-08T07\:01 user.name.keyword:"x"^2`, "@timestamp user.name.keyword", ""},
		{`a\.b:c`, "a.b", ""},
		{`) foo ]`, "", "foo"},
		{``, "", ""},
	} {
		got := querydsl.NamesOf(c.text)
		if !slices.Equal(got.Fields, strings.Fields(c.fields)) || !slices.Equal(got.Bare, strings.Fields(c.bare)) {
			t.Errorf("%s: fields %q, bare %q", c.text, got.Fields, got.Bare)
		}
	}
}

func FuzzNamesOf(f *testing.F) {
	f.Add(`a:(b OR "c") [d TO e} /f/ \`)
	f.Fuzz(func(t *testing.T, text string) {
		for _, word := range querydsl.NamesOf(text).Bare {
			if !strings.Contains(text, word) {
				t.Errorf("%q holds no %q", text, word)
			}
		}
	})
}
