package painless

import (
	"slices"
	"strings"
	"unicode/utf8"
)

type tokenKind int

const (
	tokenEOF tokenKind = iota
	tokenInteger
	tokenOctal
	tokenHex
	tokenDecimal
	tokenString
	tokenRegex
	tokenName // an identifier, also after a dot
	tokenDotInteger
	tokenKeyword
	tokenPrimitive
	tokenSymbol
)

type token struct {
	kind   tokenKind
	text   string // of a string: its value; of a regex: /pattern/flags
	offset int
	raw    string        // of a string, as it is written
	fault  *CompileError // where no token begins: told when the parser comes there
}

// written is the token as the script has it, in one line.
func (t token) written() string {
	switch {
	case t.kind == tokenEOF:
		return "<EOF>"
	case t.raw != "":
		return strings.NewReplacer("\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(t.raw)
	}
	return t.text
}

var keywords = strings.Fields("if in else while do for continue break return new try catch throw this instanceof true false null def")

var primitives = strings.Fields("boolean byte short char int long float double")

// symbols, longest first.
var symbols = strings.Fields(">>>= === !== >>> <<= >>= ==~ ?. -> :: ?: == != <= >= =~ && || ++ -- += -= *= /= %= &= ^= |= << >> " +
	"{ } [ ] ( ) . , ; ! ~ * / % + - < > & ^ | ? : =")

// lexer cuts a script into tokens. Whether a slash begins a regular expression
// depends on the token before it.
type lexer struct {
	Language
	text   string
	pos    int
	tokens []token
}

func (lang Language) tokenize(text string) []token {
	l := &lexer{Language: lang, text: text}
	for l.skip(); l.pos < len(l.text); l.skip() {
		if fault := l.next(); fault != nil {
			return append(l.tokens, token{kind: tokenEOF, fault: fault})
		}
	}
	return append(l.tokens, token{kind: tokenEOF, offset: len(text)})
}

// skip passes white space and comments.
func (l *lexer) skip() {
	for l.pos < len(l.text) {
		rest := l.text[l.pos:]
		switch {
		case strings.IndexByte(" \t\r\n", rest[0]) >= 0:
			l.pos++
		case strings.HasPrefix(rest, "//"):
			end := strings.IndexAny(rest, "\r\n")
			switch {
			case end < 0 && l.CommentsNeedLines:
				return
			case end < 0:
				end = len(rest)
			}
			l.pos += end
		case strings.HasPrefix(rest, "/*") && strings.Contains(rest[2:], "*/"):
			l.pos += strings.Index(rest[2:], "*/") + 4
		default:
			return
		}
	}
}

// next reads a token; what it returns is why there is none.
func (l *lexer) next() (fault *CompileError) {
	defer func() {
		if thrown := recover(); thrown != nil {
			var ok bool
			if fault, ok = thrown.(*CompileError); !ok {
				panic(thrown)
			}
		}
	}()
	c := l.text[l.pos]
	switch {
	case l.afterDot():
		l.memberName()
	case isDigit(c):
		l.number()
	case isLetter(c):
		l.word()
	case c == '\'' || c == '"':
		l.quoted(c)
	case c == '/' && l.regexAllowed() && l.regex():
	default:
		l.symbol()
	}
	return nil
}

func (l *lexer) add(kind tokenKind, text string, length int) {
	l.tokens = append(l.tokens, token{kind: kind, text: text, offset: l.pos})
	l.pos += length
}

// fail tells what no token begins with: as much as was read before that was clear.
func (l *lexer) fail() {
	text := l.text[l.pos:]
	switch end := strings.IndexByte(text, '\n'); {
	case text == "":
	case text[0] == '\'' || text[0] == '"' || text[0] == '/' && end < 0:
	case text[0] == '/':
		text = text[:end+1]
	default:
		_, n := utf8.DecodeRuneInString(text)
		text = text[:n]
	}
	panic(compileError(l.pos, illegalArgument, "unexpected character [%s].", text))
}

func (l *lexer) last() token {
	if len(l.tokens) == 0 {
		return token{}
	}
	return l.tokens[len(l.tokens)-1]
}

func (l *lexer) afterDot() bool {
	t := l.last()
	return t.kind == tokenSymbol && (t.text == "." || t.text == "?.")
}

// memberName is what may follow a dot: a name (keywords included) or an index.
func (l *lexer) memberName() {
	n := l.count(isLetterOrDigit)
	text := l.text[l.pos : l.pos+n]
	switch {
	case n > 0 && isLetter(text[0]):
		l.add(tokenName, text, n)
	case n > 0:
		digits := l.count(isDigit)
		if text[0] == '0' {
			digits = 1
		}
		l.add(tokenDotInteger, l.text[l.pos:l.pos+digits], digits)
	default:
		l.fail()
	}
}

func (l *lexer) count(accept func(byte) bool) int {
	n := 0
	for l.pos+n < len(l.text) && accept(l.text[l.pos+n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool         { return c >= '0' && c <= '9' }
func isLetter(c byte) bool        { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isLetterOrDigit(c byte) bool { return isDigit(c) || isLetter(c) }

func (l *lexer) word() {
	n := l.count(isLetterOrDigit)
	text := l.text[l.pos : l.pos+n]
	kind := tokenName
	switch {
	case slices.Contains(keywords, text):
		kind = tokenKeyword
	case slices.Contains(primitives, text):
		kind = tokenPrimitive
	}
	l.add(kind, text, n)
}

func (l *lexer) number() {
	rest := l.text[l.pos:]
	if n := matchHex(rest); n > 0 {
		l.add(tokenHex, rest[:n], n)
		return
	}
	if n := matchOctal(rest); n > 0 {
		l.add(tokenOctal, rest[:n], n)
		return
	}
	whole, decimal := matchInteger(rest), matchDecimal(rest)
	if decimal > whole {
		l.add(tokenDecimal, rest[:decimal], decimal)
		return
	}
	l.add(tokenInteger, rest[:whole], whole)
}

func spanOf(s, set string) int {
	for i := range len(s) {
		if strings.IndexByte(set, s[i]) < 0 {
			return i
		}
	}
	return len(s)
}

func oneOf(s, set string) int {
	if s != "" && strings.IndexByte(set, s[0]) >= 0 {
		return 1
	}
	return 0
}

func matchHex(s string) int {
	if !strings.HasPrefix(s, "0x") && !strings.HasPrefix(s, "0X") {
		return 0
	}
	n := spanOf(s[2:], "0123456789abcdefABCDEF")
	if n == 0 {
		return 0
	}
	return 2 + n + oneOf(s[2+n:], "lL")
}

func matchOctal(s string) int {
	if s[0] != '0' {
		return 0
	}
	n := spanOf(s[1:], "01234567")
	if n == 0 {
		return 0
	}
	return 1 + n + oneOf(s[1+n:], "lL")
}

func wholePart(s string) int {
	if s[0] == '0' {
		return 1
	}
	return spanOf(s, "0123456789")
}

func matchInteger(s string) int {
	n := wholePart(s)
	return n + oneOf(s[n:], "lLfFdD")
}

func matchDecimal(s string) int {
	n := wholePart(s)
	if n+1 < len(s) && s[n] == '.' && isDigit(s[n+1]) {
		n += 1 + spanOf(s[n+1:], "0123456789")
	}
	if oneOf(s[n:], "eE") == 1 {
		sign := oneOf(s[n+1:], "+-")
		if digits := spanOf(s[n+1+sign:], "0123456789"); digits > 0 {
			n += 1 + sign + digits
		}
	}
	return n + oneOf(s[n:], "fFdD")
}

// quoted reads a string: the only escapes are the quote itself and \\.
func (l *lexer) quoted(quote byte) {
	var b strings.Builder
	for i := l.pos + 1; i < len(l.text); i++ {
		c := l.text[i]
		switch {
		case c == quote:
			raw := l.text[l.pos : i+1]
			l.add(tokenString, b.String(), len(raw))
			l.tokens[len(l.tokens)-1].raw = raw
			return
		case c != '\\':
			b.WriteByte(c)
		case i+1 < len(l.text) && (l.text[i+1] == '\\' || l.text[i+1] == quote):
			i++
			b.WriteByte(l.text[i])
		default:
			panic(compileError(l.pos, illegalArgument, "unexpected character [%s]. The only valid escape sequences in strings starting with [%c] are [\\\\] and [\\%c].",
				l.text[l.pos:min(len(l.text), i+2)], quote, quote))
		}
	}
	l.fail()
}

func (l *lexer) regexAllowed() bool {
	t := l.last()
	switch t.kind {
	case tokenInteger, tokenOctal, tokenHex, tokenDecimal, tokenName, tokenDotInteger:
		return false
	case tokenSymbol:
		return t.text != "]" && t.text != ")"
	}
	return true
}

// regex reads /pattern/flags, or nothing.
func (l *lexer) regex() bool {
	i := l.pos + 1
	for ; i < len(l.text) && l.text[i] != '/' && l.text[i] != '\n'; i++ {
		if l.text[i] == '\\' {
			if i+1 >= len(l.text) || l.text[i+1] == '\n' {
				return false
			}
			i++
		}
	}
	if i >= len(l.text) || l.text[i] != '/' || i == l.pos+1 {
		return false
	}
	end := i + 1 + spanOf(l.text[i+1:], "cilmsUux")
	l.add(tokenRegex, l.text[l.pos:end], end-l.pos)
	return true
}

// symbol reads a symbol. Where a regular expression may stand, a slash divides
// nothing.
func (l *lexer) symbol() {
	for _, s := range symbols {
		if strings.HasPrefix(l.text[l.pos:], s) && (s != "/" || !l.regexAllowed()) {
			l.add(tokenSymbol, s, len(s))
			return
		}
	}
	l.fail()
}
