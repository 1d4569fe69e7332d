package analysis

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folded are letters of Latin-1 and Latin Extended-A that fold to ASCII without
// being composed of a letter and marks.
var folded = map[rune]string{'ß': "ss", 'ẞ': "SS", 'æ': "ae", 'Æ': "AE", 'œ': "oe", 'Œ': "OE", 'ø': "o", 'Ø': "O", 'đ': "d",
	'Đ': "D", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "TH", 'ł': "l", 'Ł': "L", 'ħ': "h", 'Ħ': "H", 'ı': "i", 'ŧ': "t", 'Ŧ': "T",
	'ĸ': "q", 'ŋ': "n", 'Ŋ': "N", 'ŉ': "'n", 'ſ': "s", 'ĳ': "ij", 'Ĳ': "IJ", 'ŀ': "l", 'Ŀ': "L", '‘': "'", '’': "'", '“': "\"",
	'”': "\"", '«': "\"", '»': "\"", '‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-"}

// FoldASCII is Lucene's asciifolding for Latin letters.
func FoldASCII(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		if f, ok := folded[r]; ok {
			b.WriteString(f)
			continue
		}
		base := []rune(norm.NFD.String(string(r)))
		if len(base) > 1 && base[0] < 0x80 && unicode.Is(unicode.Mn, base[1]) {
			b.WriteRune(base[0])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
