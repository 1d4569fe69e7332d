package convert

import (
	"slices"
	"strings"
)

// Covered is a text with something else in the place of each secret. Of secrets that begin
// with one another the longest is covered first, so that none leaves its end to be read.
func Covered(text string, secrets []string, cover func(secret string) string) string {
	longestFirst := slices.SortedFunc(slices.Values(secrets), func(a, b string) int { return len(b) - len(a) })
	for _, secret := range longestFirst {
		text = strings.ReplaceAll(text, secret, cover(secret))
	}
	return text
}
