package analysis

import "unicode"

// Analyzer makes terms of a text.
type Analyzer func(text string) []Token

// isJavaSpace is Character.isWhitespace: no-break spaces are none.
func isJavaSpace(r rune) bool {
	switch r {
	case '\u00a0', '\u2007', '\u202f', '\u0085':
		return false
	case '\u001c', '\u001d', '\u001e', '\u001f':
		return true
	}
	return unicode.IsSpace(r)
}

// runs are the longest pieces whose letters all satisfy keep.
func runs(text string, keep func(rune) bool) []Token {
	var out []Token
	start, at, offset := 0, 0, 0
	flush := func(end int) {
		for at < end {
			piece := text[at:end]
			n, bytes := 0, 0
			for i, r := range piece {
				if n+unitsOf(r) > maxTokenLength {
					break
				}
				n += unitsOf(r)
				bytes = i + len(string(r))
			}
			out = append(out, Token{Term: piece[:bytes], Position: len(out), Start: start, End: start + n})
			start += n
			at += bytes
		}
	}
	for i, r := range text {
		if !keep(r) {
			flush(i)
			at, start = i+len(string(r)), offset+unitsOf(r)
		}
		offset += unitsOf(r)
	}
	flush(len(text))
	return out
}

// stopWords are Lucene's English ones.
var stopWords = map[string]bool{"a": true, "an": true, "and": true, "are": true, "as": true, "at": true, "be": true,
	"but": true, "by": true, "for": true, "if": true, "in": true, "into": true, "is": true, "it": true, "no": true,
	"not": true, "of": true, "on": true, "or": true, "such": true, "that": true, "the": true, "their": true,
	"then": true, "there": true, "these": true, "they": true, "this": true, "to": true, "was": true, "will": true,
	"with": true}
