package testcase_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/testcase"
)

func TestCount(t *testing.T) {
	for _, c := range []struct {
		text, printed string
		holds, not    int64
	}{
		{"3", "3", 3, 4},
		{"== 3", "3", 3, 2},
		{"!=0", "!= 0", 1, 0},
		{" > 0 ", "> 0", 1, 0},
		{">= 2", ">= 2", 2, 1},
		{"< 2", "< 2", 1, 2},
		{"<=2", "<= 2", 2, 3},
		{"-1", "-1", -1, 1},
	} {
		got, err := testcase.ParseCount(c.text)
		if err != nil || got.String() != c.printed || !got.Holds(c.holds) || got.Holds(c.not) {
			t.Errorf("%q: %v (%v), holds(%d) %v, holds(%d) %v", c.text, got, err, c.holds, got.Holds(c.holds), c.not, got.Holds(c.not))
		}
	}
	for _, text := range []string{"", "many", "> x", "1.5", "=> 2"} {
		if got, err := testcase.ParseCount(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}
