package javavalue

import (
	"strings"
	"unicode"
)

// ASCIIDigits writes the digits of all scripts as 0 to 9, as Java reads them: char by
// char, so not those beyond the first plane (asked of nodes: Integer.parseInt('𝟝')).
func ASCIIDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || r > 0xFFFF || !unicode.Is(unicode.Nd, r) {
			return r
		}
		zero := r
		for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
			zero--
		}
		return '0' + r - zero
	}, text)
}
