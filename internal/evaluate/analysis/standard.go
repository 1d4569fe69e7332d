// Package analysis cuts text into terms as OpenSearch's analyzers do. It must not
// know fields or queries.
package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// Token is a term with its place.
type Token struct {
	Term     string
	Position int // counted in tokens
	Start    int // in UTF-16 units, as the server counts
	End      int
	fixed    bool // not to be stemmed
}

// maxTokenLength is the standard tokenizer's default, in UTF-16 units; longer
// words are cut into pieces of it.
const maxTokenLength = 255

// Standard is the standard analyzer: words by UAX #29, lower-cased, nothing
// stopped. Differences to plain UAX #29 are Lucene's: runs of South East Asian
// letters stay whole, segments without a letter, digit or emoji are dropped.
func Standard(text string) []Token { return lower(standardTokens(text, maxTokenLength)) }

func standardTokens(text string, longest int) []Token {
	if isASCII(text) {
		return asciiTokens(text, longest)
	}
	return unicodeTokens(text, longest)
}

func unicodeTokens(text string, longest int) []Token {
	var out []Token
	offset, southEast := 0, -1
	seg := words.FromString(text)
	for seg.Next() {
		word := seg.Value()
		length := units(word)
		first, _ := utf8.DecodeRuneInString(word)
		switch {
		case isSouthEastAsian(first):
			if southEast >= 0 && out[southEast].End == offset {
				out[southEast].Term += word
				out[southEast].End += length
			} else {
				southEast = len(out)
				out = append(out, Token{Term: word, Start: offset, End: offset + length})
			}
		case isWord(word):
			out = append(out, cut(Token{Term: word, Start: offset, End: offset + length}, longest)...)
		}
		offset += length
	}
	for i := range out {
		out[i].Position = i
	}
	return out
}

// cut ends a word that is too long; what is left of it is cut like a text.
func cut(t Token, longest int) []Token {
	if t.End-t.Start <= longest {
		return []Token{t}
	}
	length, at := 0, 0
	for i, r := range t.Term {
		n := unitsOf(r)
		if length+n > longest {
			at = i
			break
		}
		length += n
	}
	if at == 0 {
		return []Token{t}
	}
	out := []Token{{Term: t.Term[:at], Start: t.Start, End: t.Start + length}}
	for _, rest := range standardTokens(t.Term[at:], longest) {
		rest.Start += t.Start + length
		rest.End += t.Start + length
		out = append(out, rest)
	}
	return out
}

func lower(tokens []Token) []Token {
	for i := range tokens {
		tokens[i].Term = Lower(tokens[i].Term)
	}
	return tokens
}

// Lower lower-cases letter by letter, as Lucene's LowerCaseFilter does.
func Lower(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return strings.Map(func(r rune) rune {
		if r == 'İ' {
			return 'i'
		}
		return unicode.ToLower(r)
	}, s)
}

func upper(s string) string { return strings.Map(unicode.ToUpper, s) }

func isWord(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Nl, r) || isEmoji(r) || unicode.Is(unicode.Other_Alphabetic, r) {
			return true
		}
	}
	return strings.ContainsRune(s, '\u20e3') // keycaps: #️⃣
}

// isEmoji names the pictographs that Lucene makes tokens of; UAX #29 itself
// would leave each in a segment of its own.
func isEmoji(r rune) bool {
	switch {
	case r >= 0x1F000 && r <= 0x1FAFF:
		return true
	case r >= 0x2600 && r <= 0x27BF, r >= 0x2300 && r <= 0x23FF, r >= 0x2B00 && r <= 0x2BFF:
		return unicode.Is(unicode.So, r) && pictograph[r]
	}
	return pictograph[r]
}

// pictograph: Extended_Pictographic below U+1F000 (Unicode 12.1, Lucene 9.12).
var pictograph = func() map[rune]bool {
	m := map[rune]bool{}
	for _, span := range [][2]rune{
		{0xA9, 0xA9}, {0xAE, 0xAE}, {0x203C, 0x203C}, {0x2049, 0x2049}, {0x2122, 0x2122}, {0x2139, 0x2139},
		{0x2194, 0x2199}, {0x21A9, 0x21AA}, {0x231A, 0x231B}, {0x2328, 0x2328}, {0x2388, 0x2388}, {0x23CF, 0x23CF},
		{0x23E9, 0x23F3}, {0x23F8, 0x23FA}, {0x24C2, 0x24C2}, {0x25AA, 0x25AB}, {0x25B6, 0x25B6}, {0x25C0, 0x25C0},
		{0x25FB, 0x25FE}, {0x2600, 0x2605}, {0x2607, 0x2612}, {0x2614, 0x2685}, {0x2690, 0x2705}, {0x2708, 0x2712},
		{0x2714, 0x2714}, {0x2716, 0x2716}, {0x271D, 0x271D}, {0x2721, 0x2721}, {0x2728, 0x2728}, {0x2733, 0x2734},
		{0x2744, 0x2744}, {0x2747, 0x2747}, {0x274C, 0x274C}, {0x274E, 0x274E}, {0x2753, 0x2755}, {0x2757, 0x2757},
		{0x2763, 0x2767}, {0x2795, 0x2797}, {0x27A1, 0x27A1}, {0x27B0, 0x27B0}, {0x27BF, 0x27BF}, {0x2934, 0x2935},
		{0x2B05, 0x2B07}, {0x2B1B, 0x2B1C}, {0x2B50, 0x2B50}, {0x2B55, 0x2B55}, {0x3030, 0x3030}, {0x303D, 0x303D},
		{0x3297, 0x3297}, {0x3299, 0x3299},
	} {
		for r := span[0]; r <= span[1]; r++ {
			m[r] = true
		}
	}
	return m
}()

func isSouthEastAsian(r rune) bool {
	return unicode.In(r, unicode.Thai, unicode.Lao, unicode.Myanmar, unicode.Khmer) &&
		(unicode.IsLetter(r) || unicode.IsMark(r))
}

func units(s string) int {
	n := 0
	for _, r := range s {
		n += unitsOf(r)
	}
	return n
}

func unitsOf(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}
