package insights

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is what a token is.
type kind int

const (
	end kind = iota
	word
	quoted     // a field in backquotes
	text       // a text in quotes
	number     // digits, with a fraction
	span       // digits with a unit: 5m
	expression // a regular expression between slashes
	operator   // all else, one to two characters
	broken     // a text, field or expression that does not end
)

// token is a piece of a query; from and to are offsets in its source.
type token struct {
	kind     kind
	from, to int
	value    string // what a text or a field says, without quotes and escapes; else the token as it stands
}

// is tells whether a token is an operator or a keyword; keywords have no case.
func (t token) is(values ...string) bool {
	if t.kind != operator && t.kind != word {
		return false
	}
	for _, v := range values {
		if t.value == v || t.kind == word && strings.EqualFold(t.value, v) {
			return true
		}
	}
	return false
}

// lexer reads tokens one by one, since whether a slash begins an expression is for the
// parser to say.
type lexer struct {
	src string
	at  int
}

func (l *lexer) rest() string { return l.src[l.at:] }

func (l *lexer) skipBlanks() {
	for l.at < len(l.src) {
		r, n := utf8.DecodeRuneInString(l.rest())
		switch {
		case r == '#': // a comment, to the end of its line
			if line := strings.IndexByte(l.rest(), '\n'); line >= 0 {
				l.at += line + 1
			} else {
				l.at = len(l.src)
			}
		case unicode.IsSpace(r) || r == '\ufeff':
			l.at += n
		default:
			return
		}
	}
}

// next reads a token; a slash is an operator.
func (l *lexer) next() token {
	l.skipBlanks()
	from := l.at
	if from == len(l.src) {
		return token{kind: end, from: from, to: from}
	}
	r, n := utf8.DecodeRuneInString(l.rest())
	switch {
	case r == '"' || r == '\'':
		return l.delimited(text, byte(r))
	case r == '`':
		return l.delimited(quoted, '`')
	case beginsWord(r):
		l.at += l.run(isWord)
		return l.token(word, from)
	case r >= '0' && r <= '9':
		return l.number()
	}
	for _, two := range []string{"!=", "<=", ">=", "=~", "==", "&&", "||", "<>", "!~"} {
		if strings.HasPrefix(l.rest(), two) {
			n = 2
		}
	}
	l.at += n
	return l.token(operator, from)
}

func (l *lexer) token(k kind, from int) token {
	return token{kind: k, from: from, to: l.at, value: l.src[from:l.at]}
}

func (l *lexer) number() token {
	from := l.at
	l.at += l.run(func(r rune) bool { return r >= '0' && r <= '9' })
	if rest := l.rest(); len(rest) > 1 && rest[0] == '.' && rest[1] >= '0' && rest[1] <= '9' {
		l.at++
		l.at += l.run(func(r rune) bool { return r >= '0' && r <= '9' })
	}
	k := number
	if n := l.run(isWord); n > 0 { // a unit, or a value without quotes that begins with a digit
		l.at += n
		k = span
	}
	return l.token(k, from)
}

// delimited reads what stands between two equal characters. A backslash before one of
// them, or before itself, goes; before anything else it stays.
func (l *lexer) delimited(k kind, limit byte) token {
	from := l.at
	var value strings.Builder
	for i := l.at + 1; i < len(l.src); i++ {
		c := l.src[i]
		switch {
		case c == limit:
			l.at = i + 1
			return token{kind: k, from: from, to: l.at, value: value.String()}
		case c == '\\' && i+1 < len(l.src) && (l.src[i+1] == limit || l.src[i+1] == '\\') && k == text:
			i++
			value.WriteByte(l.src[i])
		default:
			value.WriteByte(c)
		}
	}
	return l.unfinished(from)
}

// unfinished is a token whose end is missing: it goes to the end of its line.
func (l *lexer) unfinished(from int) token {
	l.at = len(l.src)
	if line := strings.IndexByte(l.src[from:], '\n'); line >= 0 {
		l.at = from + line
	}
	return l.token(broken, from)
}

// expression reads a regular expression that begins at a slash.
func (l *lexer) expression(slash token) token {
	l.at = slash.from
	inClass := false
	for i := l.at + 1; i < len(l.src) && l.src[i] != '\n'; i++ {
		switch c := l.src[i]; {
		case c == '\\':
			i++
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		case c == '/' && !inClass:
			l.at = i + 1
			return token{kind: expression, from: slash.from, to: l.at, value: l.src[slash.from+1 : i]}
		}
	}
	return l.unfinished(slash.from)
}

// bare reads a value without quotes: all to the next blank, comma, bracket or bar.
func (l *lexer) bare(from int) token {
	l.at = from
	l.at += l.run(func(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune(",()[]|\"'`#", r) })
	return l.token(word, from)
}

func (l *lexer) run(of func(rune) bool) int {
	rest := l.rest()
	if n := strings.IndexFunc(rest, func(r rune) bool { return !of(r) }); n >= 0 {
		return n
	}
	return len(rest)
}

func beginsWord(r rune) bool { return r == '_' || r == '@' || r == '$' || unicode.IsLetter(r) }

func isWord(r rune) bool {
	return beginsWord(r) || r == '.' || unicode.IsDigit(r)
}
