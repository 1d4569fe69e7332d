package querystring_test

import (
	"errors"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox/notifications/querystring"
)

var document = map[string][]string{
	"name":     {"Payments on-call team"},
	"name.raw": {"Payments on-call team"},
	"kind":     {"slack"},
}

var fields = []querystring.Field{{Name: "name", Analyzed: true}, {Name: "name.raw"}, {Name: "kind"}}

func scope() querystring.Scope {
	return querystring.Scope{Defaults: fields, Known: fields, Values: func(f string) []string { return document[f] }}
}

// The rules were compared with a core node: notifications.TestAgainstNodes.
func TestMatches(t *testing.T) {
	for query, want := range map[string]bool{
		"payments": true, "PAYMENTS": true, "paymen": false, "pay*": true, "p?yments": true, "slack": true, "Slack": false,
		"kind:slack": true, "kind:team": false, "nope:slack": false, "_exists_:kind": true,
		"other payments": true, "other AND payments": false, "payments AND slack": true, "payments -slack": false,
		"-other": true, "-payments": false, "(other OR team) AND slack": true, "+team +other": false, `"on-call team"`: true,
		`"on call team"`: true, `"team call"`: false, "paymnets~": true, "paymnets~1": true, "payxxxts~": false, "/pay.*s/": true,
		"name:[p TO q]": true, "name:{q TO z]": true, "name:[u TO z]": false, "": false, "team payments AND other": false,
		"payments^3": true, `pay\ments`: true, "*": true, "kind:*": true,
	} {
		q, err := querystring.Parse(query)
		if err != nil {
			t.Errorf("%q: %v", query, err)
			continue
		}
		if got := q.Matches(scope()); got != want {
			t.Errorf("%q: got %v", query, got)
		}
	}
}

func TestSyntax(t *testing.T) {
	for _, query := range []string{"(", ")", "()", "a AND", "AND a", "OR", `"a`, "a/b", "[a TO", "[a b]", "]", `a\`, "a:"} {
		if _, err := querystring.Parse(query); !errors.Is(err, querystring.ErrSyntax) {
			t.Errorf("%q: %v", query, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, query := range []string{"a AND (b OR -c)", `"x y"~2 k:[a TO *}`, `/a.*/ a~1 b^2 \:`, "&& || ! + -"} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, err := querystring.Parse(query)
		if err == nil {
			q.Matches(scope())
		}
	})
}
