package security

import (
	"slices"
	"strings"
	"unicode"
)

// commonWords make a password weak however they are decorated.
var commonWords = []string{"password", "qwerty", "welcome", "letmein", "iloveyou", "admin123", "12345678", "changeme", "opensearch"}

// isWeak tells whether the server would call a password weak. It estimates strength by
// dictionaries; here only what is short, repeated, or one of the commonest words is
// weak, so that a password which the sandbox refuses is refused by a server too.
func isWeak(password string) bool {
	runes := []rune(password)
	if len(runes) < 8 {
		return true
	}
	half := len(runes) / 2
	if slices.Equal(runes[:half], runes[len(runes)-half:]) && len(runes) < 16 {
		return true
	}
	different := slices.Compact(slices.Sorted(slices.Values(runes)))
	if len(different) < 5 {
		return true
	}
	letters := strings.ToLower(strings.TrimFunc(password, func(r rune) bool { return !unicode.IsLetter(r) }))
	return slices.Contains(commonWords, letters) || slices.Contains(commonWords, strings.ToLower(password))
}
