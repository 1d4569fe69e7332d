package querystring

import "strings"

type tokenKind int

const (
	word    tokenKind = iota // a plain term, unescaped
	pattern                  // a term with * or ?, escapes kept
	phrase
	expression // between slashes
	span       // a range, with its brackets
	and
	or
	not
	plus
	minus
	open
	shut
	colon
	fuzzy // ~ and its number
	boost // ^ and its number
)

type token struct {
	kind tokenKind
	text string
	// glued: no blank stands before the token.
	glued bool
}

// lexer cuts a query string into tokens.
type lexer struct {
	text  []rune
	at    int
	out   []token
	glued bool
}

func lex(text string) ([]token, error) {
	l := &lexer{text: []rune(text)}
	for l.at < len(l.text) {
		if isBlank(l.text[l.at]) {
			l.at++
			l.glued = false
			continue
		}
		if err := l.next(); err != nil {
			return nil, err
		}
		l.glued = true
	}
	return l.out, nil
}

func isBlank(r rune) bool { return strings.ContainsRune(" \t\n\r\u3000", r) }

func (l *lexer) add(kind tokenKind, text string, length int) {
	l.out = append(l.out, token{kind, text, l.glued})
	l.at += length
}

func (l *lexer) starts(s string) bool { return strings.HasPrefix(string(l.text[l.at:]), s) }

func (l *lexer) next() error {
	switch c := l.text[l.at]; {
	case c == '(':
		l.add(open, "(", 1)
	case c == ')':
		l.add(shut, ")", 1)
	case c == ':':
		l.add(colon, ":", 1)
	case c == '+':
		l.add(plus, "+", 1)
	case c == '-':
		l.add(minus, "-", 1)
	case c == '!':
		l.add(not, "!", 1)
	case l.starts("&&"):
		l.add(and, "&&", 2)
	case l.starts("||"):
		l.add(or, "||", 2)
	case c == '"':
		return l.delimited(phrase, "\"")
	case c == '/':
		return l.delimited(expression, "/")
	case c == '[' || c == '{':
		return l.delimited(span, "]}")
	case c == '~':
		l.number(fuzzy)
	case c == '^':
		l.number(boost)
	case strings.ContainsRune("]}", c):
		return ErrSyntax
	default:
		return l.term()
	}
	return nil
}

// delimited reads to the first of the closing characters that is not escaped.
// The brackets of a range are kept: they say whether its ends belong to it.
func (l *lexer) delimited(kind tokenKind, closing string) error {
	for i := l.at + 1; i < len(l.text); i++ {
		if l.text[i] == '\\' {
			i++
			continue
		}
		if !strings.ContainsRune(closing, l.text[i]) {
			continue
		}
		text := string(l.text[l.at+1 : i])
		if kind == span {
			text = string(l.text[l.at : i+1])
		}
		if kind == phrase {
			text = unescape(text)
		}
		l.add(kind, text, i+1-l.at)
		return nil
	}
	return ErrSyntax
}

func (l *lexer) number(kind tokenKind) {
	end := l.at + 1
	for end < len(l.text) && strings.ContainsRune("0123456789.", l.text[end]) {
		end++
	}
	l.add(kind, string(l.text[l.at+1:end]), end-l.at)
}

// term reads a word: + and - may stand inside it, other operators not.
func (l *lexer) term() error {
	end, wild := l.at, false
	for end < len(l.text) {
		c := l.text[end]
		if c == '\\' {
			if end+1 >= len(l.text) {
				return ErrSyntax
			}
			end += 2
			continue
		}
		if isBlank(c) || strings.ContainsRune("!(){}[]^\"~:/", c) {
			break
		}
		if c == '*' || c == '?' {
			wild = true
		}
		end++
	}
	raw := string(l.text[l.at:end])
	length := end - l.at
	switch {
	case raw == "AND":
		l.add(and, raw, length)
	case raw == "OR":
		l.add(or, raw, length)
	case raw == "NOT":
		l.add(not, raw, length)
	case wild:
		l.add(pattern, raw, length)
	default:
		l.add(word, unescape(raw), length)
	}
	return nil
}

func unescape(s string) string {
	var b strings.Builder
	escaped := false
	for _, r := range s {
		if r == '\\' && !escaped {
			escaped = true
			continue
		}
		b.WriteRune(r)
		escaped = false
	}
	return b.String()
}
