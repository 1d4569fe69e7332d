package pattern

import "strings"

// Star tells whether a whole text fits a pattern in which each * stands for any text, as
// in the names of indices. It takes no longer than text and pattern are long together,
// times the longest part between two stars.
func Star(pattern, text string) bool {
	if !strings.Contains(pattern, "*") {
		return pattern == text
	}
	parts := strings.Split(pattern, "*")
	first, last := parts[0], parts[len(parts)-1]
	text, begins := strings.CutPrefix(text, first)
	text, ends := strings.CutSuffix(text, last)
	for _, part := range parts[1 : len(parts)-1] { // the first place leaves the most
		_, behind, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = behind
	}
	return begins && ends
}
