package search

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// regexpParser is Lucene's recursive descent.
type regexpParser struct {
	text   []rune
	at     int
	flags  int
	folded folding
	wide   bool
	err    error // the first
}

func (p *regexpParser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fault.New(0, "illegal_argument_exception", format, args...)
	}
	p.at = len(p.text)
}

func (p *regexpParser) refuse(what string) {
	if p.err == nil {
		p.err = fault.Unsupported("regular expression with %s", what)
	}
	p.at = len(p.text)
}

func (p *regexpParser) has(operator int) bool { return p.flags&operator != 0 }

func foldedLetter(r rune) rune { return []rune(foldASCII(string(r)))[0] }

func otherCase(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r - 'a' + 'A'
	}
	return r
}

func (p *regexpParser) more() bool { return p.at < len(p.text) }

func (p *regexpParser) peek(any string) bool {
	return p.more() && strings.ContainsRune(any, p.text[p.at])
}

func (p *regexpParser) take(r rune) bool {
	if !p.more() || p.text[p.at] != r {
		return false
	}
	p.at++
	return true
}

func (p *regexpParser) next() rune {
	if !p.more() {
		p.fail("unexpected end-of-string")
		return 0
	}
	p.at++
	return p.text[p.at-1]
}

func (p *regexpParser) union() regexpNode {
	node := p.intersection()
	if p.take('|') {
		return regexpUnion{node, p.union()}
	}
	return node
}

func (p *regexpParser) intersection() regexpNode {
	node := p.concat()
	if p.has(regexpIntersection) && p.take('&') {
		return regexpBoth{node, p.intersection()}
	}
	return node
}

func (p *regexpParser) concat() regexpNode {
	nodes := regexpRun{p.repeat()}
	for p.more() && !p.peek(")|") && (!p.has(regexpIntersection) || !p.peek("&")) {
		nodes = append(nodes, p.repeat())
	}
	return nodes
}

// mostRepeats bounds {n,m}: beyond it the server's automaton may grow too large.
const mostRepeats = 500

func (p *regexpParser) repeat() regexpNode {
	node := p.complement()
	for p.peek("?*+{") {
		switch p.next() {
		case '?':
			node = regexpRepeat{node, 0, 1}
		case '*':
			node = regexpRepeat{node, 0, -1}
		case '+':
			node = regexpRepeat{node, 1, -1}
		default:
			low, high := p.number(), 0
			switch {
			case low < 0:
				p.fail("integer expected at position %d", p.at)
			case p.take(','):
				high = p.number()
			default:
				high = low
			}
			if !p.take('}') {
				p.fail("expected '}' at position %d", p.at)
			}
			if high >= 0 && high < low {
				p.fail("invalid repetition range(out of order): %d..%d", low, high)
			}
			if max(low, high) > mostRepeats {
				p.refuse("many repetitions")
			}
			node = regexpRepeat{node, low, high}
		}
	}
	return node
}

// number reads digits; -1 for none.
func (p *regexpParser) number() int {
	start := p.at
	for p.peek("0123456789") {
		p.at++
	}
	n, err := strconv.Atoi(string(p.text[start:p.at]))
	if err != nil {
		return -1
	}
	return n
}

func (p *regexpParser) complement() regexpNode {
	if p.has(regexpComplement) && p.take('~') {
		return regexpNot{p.complement()}
	}
	if !p.take('[') {
		return p.simple()
	}
	class := regexpClass{negated: p.take('^')}
	for first := true; p.err == nil && (first || p.more() && !p.peek("]")); first = false {
		if set, ok := p.predefined(); ok {
			class.sets = append(class.sets, set)
			continue
		}
		low := p.letter()
		high := low
		if p.take('-') {
			high = p.letter()
		}
		if high < low {
			p.fail("invalid range: from (%d) cannot be > to (%d)", low, high)
		}
		if low == high && p.folded && p.wide {
			for _, r := range allCases(low) {
				class.ranges = append(class.ranges, [2]rune{r, r})
			}
			continue
		}
		if low == high && p.folded { // ranges keep their case
			low, high = foldedLetter(low), otherCase(foldedLetter(low))
			class.ranges = append(class.ranges, [2]rune{low, low}, [2]rune{high, high})
			continue
		}
		class.ranges = append(class.ranges, [2]rune{low, high})
	}
	if !p.take(']') {
		p.fail("expected ']' at position %d", p.at)
	}
	return class
}

// letter is a character, escaped or not.
func (p *regexpParser) letter() rune {
	p.take('\\')
	return p.next()
}

// predefined reads \d, \w, \s and their opposites.
func (p *regexpParser) predefined() (regexpSet, bool) {
	if p.at+1 >= len(p.text) || p.text[p.at] != '\\' || p.has(withoutClasses) {
		return regexpSet{}, false
	}
	const letters = "0123456789"
	sets := map[rune]string{'d': letters, 's': "\t\n\r ", 'w': letters + "_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"}
	r := p.text[p.at+1]
	if set, ok := sets[r]; ok {
		p.at += 2
		return regexpSet{set, false}, true
	}
	if set, ok := sets[r+'a'-'A']; ok && r < 'a' {
		p.at += 2
		return regexpSet{set, true}, true
	}
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
		p.fail("invalid character class \\%d", r)
	}
	return regexpSet{}, false
}

// literal is letters as they are. Of any case, no letters are nothing, not the empty
// text (asked of 2.19.4).
func (p *regexpParser) literal(letters []rune) regexpNode {
	if len(letters) == 0 && bool(p.folded) {
		return regexpNothing{}
	}
	return regexpText{slices.Clone(letters), p.folded, p.wide}
}

func (p *regexpParser) simple() regexpNode {
	switch {
	case p.take('.'):
		return regexpClass{negated: true}
	case p.has(regexpEmpty) && p.take('#'):
		return regexpNothing{}
	case p.has(regexpAny) && p.take('@'):
		return regexpRepeat{regexpClass{negated: true}, 0, -1}
	case p.take('"'):
		start := p.at
		for p.more() && !p.peek(`"`) {
			p.at++
		}
		node := p.literal(p.text[start:p.at])
		if !p.take('"') {
			p.fail("expected '\"' at position %d", p.at)
		}
		return node
	case p.take('('):
		if p.take(')') {
			return p.literal(nil)
		}
		node := p.union()
		if !p.take(')') {
			p.fail("expected ')' at position %d", p.at)
		}
		return node
	case p.has(regexpNamed|regexpNumbers) && p.take('<'):
		return p.interval()
	}
	if set, ok := p.predefined(); ok {
		return regexpClass{sets: []regexpSet{set}}
	}
	return regexpText{[]rune{p.letter()}, p.folded, p.wide}
}

// interval is <n-m>.
func (p *regexpParser) interval() regexpNode {
	start := p.at
	for p.more() && !p.peek(">") {
		p.at++
	}
	low, high, ok := strings.Cut(string(p.text[start:p.at]), "-")
	if !p.take('>') {
		p.fail("expected '>' at position %d", p.at)
		return regexpNothing{}
	}
	n, errLow := strconv.Atoi(low)
	m, errHigh := strconv.Atoi(high)
	if !ok {
		p.fail("'%s' not found", low)
	}
	if errLow != nil || errHigh != nil {
		p.refuse("<" + low + "-" + high + ">")
	}
	node := regexpInterval{low: min(n, m), high: max(n, m)}
	if len(low) == len(high) {
		node.digits = len(low)
	}
	return node
}
