package expression_test

import (
	"fmt"
	"testing"

	"github.com/alertplan/alertplan/internal/expression"
)

func TestIsJoined(t *testing.T) {
	for text, want := range map[string]bool{
		"":                                      false,
		"monitor[id=a]":                         true,
		"!monitor[id=a] && (!!monitor[id=b])":   true,
		"(monitor[id=a])(monitor[id=b])":        false,
		"monitor[id=a] || monitor[id=b] &&":     false,
		"(monitor[id=a] || monitor[id=b]) (id)": true,
	} {
		e, err := expression.Chained.Parse(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if got := e.IsJoined(); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func TestNeighbours(t *testing.T) {
	for text, want := range map[string]string{
		"a":                              "[]",
		"a && b":                         "[]",
		"a || b && c":                    "[[|| &&]]",
		"a && b || c && d":               "[[&& ||] [|| &&]]",
		"a || (b && c)":                  "[]",
		"a || (b && c) || d":             "[[|| ||]]",
		"(a || b) && c":                  "[]",
		"(a && b && c || d) || (e) && f": "[[&& &&] [&& ||] [|| &&]]",
		"a) || b) && c":                  "[[|| &&]]",
	} {
		if got := fmt.Sprint(expression.Neighbours(text)); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
