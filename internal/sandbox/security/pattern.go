package security

import (
	"regexp"
	"slices"
	"strings"
)

// matches tells whether a pattern of actions or indices fits a text: * is any text,
// ? one character, /…/ a regular expression.
func matches(pattern, text string) bool {
	if len(pattern) > 1 && strings.HasPrefix(pattern, "/") && strings.HasSuffix(pattern, "/") {
		re, err := regexp.Compile("^(?:" + pattern[1:len(pattern)-1] + ")$")
		return err == nil && re.MatchString(text)
	}
	return wild([]rune(pattern), []rune(text))
}

// wild goes back to the last star only, so that its time is bounded by the product of
// both lengths.
func wild(pattern, text []rune) bool {
	p, t, star, mark := 0, 0, -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

func matchesAny(patterns []string, text string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, text) })
}
