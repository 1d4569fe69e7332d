package expression_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/expression"
)

// Held to runs of 2.19.4 (internal/evaluate, runs doc/cond-*).
func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"query[name=a]": "query[name=a]",
		"query[name=a] || query[name=b] && query[name=c]":   "query[name=a] query[name=b] || query[name=c] &&",
		"query[name=a] || (query[name=b] && query[name=c])": "query[name=a] query[name=b] query[name=c] && ||",
		"query[name=a]&&!query[tag=b]":                      "query[name=a] query[tag=b] ! &&",
		"!(query[name=a] || query[name=b])":                 "query[name=a] query[name=b] || !",
		"query[name=a] and query[name=b]":                   "query[name=a]andquery[name=b]",
		"query[name=a":                                      "query[name=a",
		"query[name=a] &&":                                  "query[name=a] &&",
		"":                                                  "",
		"true":                                              "error: Error while processing the trigger expression 'true'",
		"query[name=a])":                                    "error: No matching left parenthesis.",
		"(query[name=a]":                                    "error: No matching right parenthesis.",
		"query[name=a] &&\nquery[name=b]":                   "error: Error while processing the trigger expression '\nquery[name=b]'",
		"ctx.results[0].hits.total.value > 0":               "error: Error while processing the trigger expression 'ctx.results[0].hits.total.value>0'",
		"query[name=a] query[name=b]":                       "query[name=a]query[name=b]",
		"query[name=one two]":                               "query[name=onetwo]",
		"(query[name=a] || query[name=b]) && !!query[name=c] || a": "error: Error while processing the trigger expression 'a'",
	} {
		e, err := expression.Documents.Parse(text)
		got := ""
		if err != nil {
			got = "error: " + err.Error()
		} else {
			got = strings.Join(e.Steps, " ")
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestHolds(t *testing.T) {
	for text, want := range map[string]string{
		"monitor[id=a]":  "true",
		"monitor[id=b]":  "false",
		"!monitor[id=b]": "true",
		"monitor[id=a] || monitor[id=a] && monitor[id=b]":   "false",
		"monitor[id=a] || (monitor[id=a] && monitor[id=b])": "true",
		"monitor[id=a] &&": "Unknown error",
		"":                 "Unknown error",
	} {
		got := ""
		e, err := expression.Chained.Parse(text)
		if err == nil {
			var holds bool
			holds, err = e.Holds(func(step string) bool {
				key, value := expression.Operand(step)
				return key == "id" && value == "a"
			})
			got = map[bool]string{true: "true", false: "false"}[holds]
		}
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("query[name=a] && !(query[tag=b] || query[id=c])")
	f.Fuzz(func(t *testing.T, text string) {
		if e, err := expression.Documents.Parse(text); err == nil {
			_, _ = e.Holds(func(string) bool { return true })
		}
	})
}
