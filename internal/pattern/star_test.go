package pattern_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/pattern"
)

func TestStar(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"cwl-*", "cwl-2024.08.02", true}, {"cwl-*", "cwl-", true}, {"cwl-*", "cwl", false}, {"cwl", "cwl", true}, {"", "", true}, {"", "a", false},
		{"*", "", true}, {"**", "a", true}, {"a*a", "a", false}, {"a*a", "aa", true}, {"*-prod-*", "cwl-prod-1", true}, {"*ab*ab", "abab", true}, {"*ab*ab", "ab", false},
		{"a*b*c", "axxbyybc", true}, {"a*b*c", "axxc", false}, {"a.c*", "abc", false},
	} {
		if got := pattern.Star(c.pattern, c.text); got != c.want {
			t.Errorf("Star(%q, %q) = %v", c.pattern, c.text, got)
		}
	}
}

// FuzzStar compares with the regular expression that a pattern means.
func FuzzStar(f *testing.F) {
	f.Add("a*b", "aab")
	f.Add("*ab*ab*", "abcabab")
	f.Add("*", "")
	f.Fuzz(func(t *testing.T, text, of string) {
		parts := strings.Split(text, "*")
		for i := range parts {
			parts[i] = regexp.QuoteMeta(parts[i])
		}
		meant, err := regexp.Compile("(?s)^" + strings.Join(parts, ".*") + "$")
		if err != nil || strings.ToValidUTF8(of, "") != of || strings.ToValidUTF8(text, "") != text {
			t.Skip()
		}
		if got, want := pattern.Star(text, of), meant.MatchString(of); got != want {
			t.Errorf("Star(%q, %q) = %v, want %v", text, of, got, want)
		}
	})
}
