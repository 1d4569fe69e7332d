package trouble

import (
	"regexp"
	"strings"
)

// compilePath makes an expression of a path pattern: * stands for anything but a
// slash, ** for anything, {a,b} for either; /** at the end for nothing, too.
func compilePath(p part) (*regexp.Regexp, error) {
	var b strings.Builder
	b.WriteString(`\A(?s:`)
	open := -1
	for i := 0; i < len(p.text); i++ {
		rest, c := p.text[i:], p.text[i]
		switch {
		case rest == "/**":
			b.WriteString(`(?:/.*)?`)
			i += len(rest)
		case strings.HasPrefix(rest, "**"):
			b.WriteString(`.*`)
			i++
		case c == '*':
			b.WriteString(`[^/]*`)
		case c == '{' && open < 0:
			open = i
			b.WriteString(`(?:`)
		case c == '{':
			return nil, p.from(i).wrong("{a,b} can't hold another {")
		case c == '}' && open < 0:
			return nil, p.from(i).wrong("nothing was opened that } could close")
		case c == '}':
			open = -1
			b.WriteString(`)`)
		case c == ',' && open >= 0:
			b.WriteString(`|`)
		default:
			b.WriteString(regexp.QuoteMeta(p.text[i : i+1]))
		}
	}
	if open >= 0 {
		return nil, p.from(open).wrong("this { is never closed: {a,b} stands for either")
	}
	b.WriteString(`)\z`)
	expression, err := regexp.Compile(b.String())
	if err != nil {
		return nil, p.wrong("the pattern can't be understood: %s", err) // bytes that are no UTF-8
	}
	return expression, nil
}

// from is the part from an offset on.
func (p part) from(i int) part { return part{p.rule, p.at + i, p.text[i:]} }
