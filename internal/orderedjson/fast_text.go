package orderedjson

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// simpleEscapes are the escapes of one letter.
var simpleEscapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescape reads a text that has its first escape at slash.
func (p *fast) unescape(from, slash int) (string, bool) {
	out := append(p.escaped[:0], p.data[from:slash]...)
	for i := slash; i < len(p.data); {
		c := p.data[i]
		switch {
		case c == '"':
			p.at, p.escaped = i+1, out
			return string(out), utf8.Valid(out)
		case c < ' ':
			return "", false
		case c != '\\':
			out = append(out, c)
			i++
		case i+1 >= len(p.data):
			return "", false
		case p.data[i+1] == 'u':
			r, n := escapedRune(p.data[i:])
			if n == 0 {
				return "", false
			}
			out = utf8.AppendRune(out, r)
			i += n
		default:
			plain := simpleEscapes[p.data[i+1]]
			if plain == 0 {
				return "", false
			}
			out = append(out, plain)
			i += 2
		}
	}
	return "", false
}

// escapedRune reads \u and four digits, or two of them that are one character; n
// is 0 where they are none. Half of a pair is U+FFFD, as encoding/json has it.
func escapedRune(s string) (r rune, n int) {
	const length = len(`\u0000`)
	first, ok := codeUnit(s)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(first) {
		return first, length
	}
	if second, ok := codeUnit(s[length:]); ok {
		if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
			return r, 2 * length
		}
	}
	return utf8.RuneError, length
}

func codeUnit(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 32)
	return rune(n), err == nil && s[2] != '+'
}
