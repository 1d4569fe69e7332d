package search

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// Tokens of Lucene's classic query syntax.
type luceneKind int

const (
	luceneEnd luceneKind = iota
	luceneAnd
	luceneOr
	luceneNot
	lucenePlus
	luceneMinus
	luceneOpen
	luceneClose
	luceneColon
	luceneStar
	luceneBoost
	luceneQuoted
	luceneTerm
	lucenePrefix
	luceneWild
	luceneRange
	luceneBare    // +, - or ! with a blank behind it: a word like others
	lucenePattern // a regular expression between slashes
	luceneOther   // ~ and what follows it
	luceneBad
)

type luceneToken struct {
	kind luceneKind
	text string // as written; of a quoted or boost token: what is in it

	offset int // in letters
}

const luceneSpace = " \t\n\r\u3000"

// lex cuts a query into tokens, the longest match first as the server's lexer.
func lexLucene(text string) []luceneToken {
	var out []luceneToken
	letters := []rune(text)
	for i := 0; i < len(letters); {
		if strings.ContainsRune(luceneSpace, letters[i]) {
			i++
			continue
		}
		t, n := lexOne(letters[i:])
		t.offset = i
		out = append(out, t)
		i += n
	}
	return append(out, luceneToken{offset: len(letters)})
}

var luceneSymbols = map[rune]luceneKind{'+': lucenePlus, '-': luceneMinus, '!': luceneNot, '(': luceneOpen, ')': luceneClose, ':': luceneColon}

func lexOne(s []rune) (luceneToken, int) {
	for symbol, kind := range map[string]luceneKind{"&&": luceneAnd, "||": luceneOr} {
		if strings.HasPrefix(string(s[:min(2, len(s))]), symbol) {
			return luceneToken{kind: kind, text: symbol}, 2
		}
	}
	if strings.ContainsRune("+-!", s[0]) && len(s) > 1 && strings.ContainsRune(luceneSpace, s[1]) {
		return luceneToken{kind: luceneBare, text: string(s[0])}, 2
	}
	if kind, ok := luceneSymbols[s[0]]; ok {
		return luceneToken{kind: kind, text: string(s[0])}, 1
	}
	switch s[0] {
	case '"':
		return lexQuoted(s)
	case '/':
		return lexPattern(s)
	case '[', '{':
		return lexRange(s)
	case '~':
		n := 1
		for n < len(s) && !strings.ContainsRune(luceneSpecial, s[n]) {
			n++
		}
		return luceneToken{kind: luceneOther, text: string(s[:n])}, n
	case '^':
		n := 1
		for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == '.') {
			n++
		}
		return luceneToken{kind: luceneBoost, text: string(s[1:n])}, n
	}
	return lexTerm(s)
}

func lexQuoted(s []rune) (luceneToken, int) {
	for i := 1; i < len(s); i++ {
		if s[i] == '\\' {
			i++
		} else if s[i] == '"' {
			return luceneToken{kind: luceneQuoted, text: string(s[1:i])}, i + 1
		}
	}
	return luceneToken{kind: luceneBad, text: string(s)}, len(s)
}

// lexPattern ends at the first slash that no backslash stands before, be that one escaped
// itself; where there is none, at the last slash.
func lexPattern(s []rune) (luceneToken, int) {
	last := 0
	for i := 1; i < len(s); i++ {
		if s[i] != '/' {
			continue
		}
		last = i
		if s[i-1] != '\\' {
			break
		}
	}
	if last == 0 {
		return luceneToken{kind: luceneBad, text: string(s)}, len(s)
	}
	return luceneToken{kind: lucenePattern, text: string(s[1:last])}, last + 1
}

func lexRange(s []rune) (luceneToken, int) {
	quoted := false
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case !quoted && (s[i] == ']' || s[i] == '}'):
			return luceneToken{kind: luceneRange, text: string(s[:i+1])}, i + 1
		}
	}
	return luceneToken{kind: luceneBad, text: string(s)}, len(s)
}

// special can't stand in a term unescaped; + and - can, but not at its begin.
const luceneSpecial = luceneSpace + "!():^[]\"{}~\\/"

func lexTerm(s []rune) (luceneToken, int) {
	n, stars, marks := 0, 0, 0
	for n < len(s) {
		if s[n] == '\\' {
			if n+1 >= len(s) {
				return luceneToken{kind: luceneBad, text: string(s)}, len(s)
			}
			n += 2
			continue
		}
		if strings.ContainsRune(luceneSpecial, s[n]) {
			break
		}
		if s[n] == '*' {
			stars++
		}
		if s[n] == '?' {
			marks++
		}
		n++
	}
	if n == 0 {
		return luceneToken{kind: luceneBad, text: string(s)}, len(s)
	}
	text := string(s[:n])
	switch {
	case text == "*":
		return luceneToken{kind: luceneStar, text: text}, n
	case stars == 1 && marks == 0 && s[n-1] == '*':
		return luceneToken{kind: lucenePrefix, text: text}, n
	case stars+marks > 0:
		return luceneToken{kind: luceneWild, text: text}, n
	case text == "AND":
		return luceneToken{kind: luceneAnd, text: text}, n
	case text == "OR":
		return luceneToken{kind: luceneOr, text: text}, n
	case text == "NOT":
		return luceneToken{kind: luceneNot, text: text}, n
	}
	return luceneToken{kind: luceneTerm, text: text}, n
}

// unescape takes backslashes off; \uXXXX is refused by its caller as bad.
func luceneUnescape(s string) (string, bool) {
	if !strings.Contains(s, "\\") {
		return s, true
	}
	var b strings.Builder
	var units []uint16 // of \\u0066: two may make one letter
	letters, escaped := []rune(s), false
	flush := func() {
		b.WriteString(string(utf16.Decode(units)))
		units = nil
	}
	for i := 0; i < len(letters); i++ {
		r := letters[i]
		if !escaped && r == '\\' {
			escaped = true
			continue
		}
		if escaped && r == 'u' {
			n, err := strconv.ParseUint(string(letters[i+1:min(i+5, len(letters))]), 16, 16)
			if err != nil || i+5 > len(letters) {
				return "", false
			}
			units, i, escaped = append(units, uint16(n)), i+4, false
			continue
		}
		flush()
		escaped = false
		b.WriteRune(r)
	}
	flush()
	return b.String(), !escaped
}
