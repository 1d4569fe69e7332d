package sigma

import (
	"strings"
	"unicode"

	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/convert/lucene"
)

// wild is a text with wildcards, as values of Sigma are.
type wild []part

// part is a text, or a wildcard.
type part struct {
	text string
	any  byte // * or ?; 0 for a text
}

// readWild reads a value. A backslash takes the meaning from a wildcard or a backslash
// that follows; before anything else it is a letter like others.
func readWild(value string) wild {
	var w wild
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '\\' && i+1 < len(value) && strings.IndexByte(`*?\`, value[i+1]) >= 0:
			i++
			w = w.add(part{text: value[i : i+1]})
		case c == '*' || c == '?':
			w = w.add(part{any: c})
		default:
			w = w.add(part{text: value[i : i+1]})
		}
	}
	return w
}

// add adds a part; texts that follow one another are one, stars as well.
func (w wild) add(p part) wild {
	if n := len(w); n > 0 && p.any == 0 && w[n-1].any == 0 {
		w[n-1].text += p.text
		return w
	}
	if n := len(w); n > 0 && p.any == '*' && w[n-1].any == '*' {
		return w
	}
	return append(w, p)
}

// around is a value with a star before or behind it.
func (w wild) around(before, behind bool) wild {
	var out wild
	if before {
		out = out.add(part{any: '*'})
	}
	for _, p := range w {
		out = out.add(p)
	}
	if behind {
		out = out.add(part{any: '*'})
	}
	return out
}

// literal is the value without wildcards; false where it has some.
func (w wild) literal() (string, bool) {
	switch {
	case len(w) == 0:
		return "", true
	case len(w) == 1 && w[0].any == 0:
		return w[0].text, true
	}
	return "", false
}

// anything tells whether the value is a star alone.
func (w wild) anything() bool { return len(w) == 1 && w[0].any == '*' }

// prefix is what values begin with, if nothing else is asked of them.
func (w wild) prefix() (string, bool) {
	if len(w) == 2 && w[0].any == 0 && w[1].any == '*' {
		return w[0].text, true
	}
	return "", false
}

// pattern is the value as a wildcard clause has it.
func (w wild) pattern() string {
	var b strings.Builder
	for _, p := range w {
		if p.any != 0 {
			b.WriteByte(p.any)
			continue
		}
		b.WriteString(clause.Literally(p.text))
	}
	return b.String()
}

// regexp is the value as an expression that holds both cases of letters beyond ASCII.
func (w wild) regexp() string {
	var b strings.Builder
	for _, p := range w {
		switch p.any {
		case '*':
			b.WriteString(".*")
		case '?':
			b.WriteByte('.')
		}
		for _, r := range p.text {
			if lucene.HasCase(r) && lucene.BeyondASCII(r) {
				b.WriteString("[" + folds(r) + "]")
				continue
			}
			b.WriteString(lucene.Escaped(r))
		}
	}
	return b.String()
}

// folds are all ways to write a letter.
func folds(r rune) string {
	all := string(r)
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		all += string(other)
	}
	return all
}

// has tells whether a character of the texts is such.
func (w wild) has(is func(rune) bool) bool {
	for _, p := range w {
		if strings.ContainsFunc(p.text, is) {
			return true
		}
	}
	return false
}

// String is the value as a rule has it, for people.
func (w wild) String() string {
	if text, ok := w.literal(); ok {
		return text
	}
	return w.pattern()
}
