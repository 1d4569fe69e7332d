package search

import "strings"

// simpleParser is Lucene's SimpleQueryParser: it takes every text, and what is
// broken in one for words.
type simpleParser struct {
	letters   []rune
	at        int
	flags     simpleFlags
	and       bool // default_operator
	terms     *luceneTerms
	top       query
	operation simpleOperation // the one that the next clause is to be joined by
	previous  simpleOperation
	not       int
}

type simpleOperation int

const (
	simpleNone simpleOperation = iota
	simpleMust
	simpleShould
)

// simpleFlags are the operators that a query may use; -1 is all of them.
type simpleFlags int

const (
	simpleAnd simpleFlags = 1 << iota
	simpleNot
	simpleOr
	simplePrefix
	simplePhrase
	simplePrecedence
	simpleEscape
	simpleWhitespace
	simpleFuzzy
	simpleNear
)

// operators are the flags of the letters that mean something.
var operators = map[rune]simpleFlags{'+': simpleAnd, '-': simpleNot, '|': simpleOr, '*': simplePrefix, '"': simplePhrase,
	'(': simplePrecedence, ')': simplePrecedence, '\\': simpleEscape, ' ': simpleWhitespace, '\t': simpleWhitespace,
	'\n': simpleWhitespace, '\r': simpleWhitespace, '~': simpleFuzzy}

// means tells whether the letter at a place is an operator here.
func (p *simpleParser) means(at int, letters string) bool {
	if at >= len(p.letters) || !strings.ContainsRune(letters, p.letters[at]) {
		return false
	}
	return p.flags&operators[p.letters[at]] != 0
}

const simpleSpace = " \t\n\r"

// simpleEnds are the letters that end a word.
const simpleEnds = simpleSpace + `"|+()`

func (p *simpleParser) parse() error {
	for p.at < len(p.letters) {
		var err error
		switch {
		case p.means(p.at, "("):
			err = p.group()
		case p.means(p.at, `"`):
			err = p.phrase()
		case p.means(p.at, "+|"):
			if p.operation == simpleNone && p.top != nil {
				p.operation = map[rune]simpleOperation{'+': simpleMust, '|': simpleShould}[p.letters[p.at]]
			}
			p.at++
		case p.means(p.at, "-"):
			p.not++
			p.at++
			continue
		case p.means(p.at, ")"+simpleSpace):
			p.at++
		default:
			err = p.token()
		}
		if err != nil {
			return err
		}
		p.not = 0
	}
	return nil
}

// group is what stands in parentheses; one that is not closed is left out.
func (p *simpleParser) group() error {
	p.at++
	start, depth := p.at, 1
	for ; p.at < len(p.letters); p.at++ {
		switch p.letters[p.at] {
		case '\\':
			if p.flags&simpleEscape != 0 {
				p.at++
			}
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			break
		}
	}
	switch {
	case p.at >= len(p.letters):
		p.at = start
	case p.at == start:
		p.operation = simpleNone
		p.at++
	default:
		inner := &simpleParser{letters: p.letters[start:p.at], flags: p.flags, and: p.and, terms: p.terms}
		if err := inner.parse(); err != nil {
			return err
		}
		p.join(inner.top)
		p.at++
	}
	return nil
}

// join adds a clause to what is there; nil, of a text without terms, is none.
func (p *simpleParser) join(q query) {
	if q == nil {
		return // and what it was to be joined by waits for the next one
	}
	defer func() { p.operation = simpleNone }()
	if p.not%2 == 1 {
		q = &boolean{mustNot: []query{q}, should: []query{all{}}, least: 1}
	}
	if p.top == nil {
		p.top = q
		return
	}
	if p.operation == simpleNone {
		p.operation = map[bool]simpleOperation{true: simpleMust, false: simpleShould}[p.and]
	}
	if p.previous != p.operation {
		joined := &boolean{}
		joined.append(p.operation, p.top)
		p.top = joined
	}
	p.top.(*boolean).append(p.operation, q)
	p.previous = p.operation
}

func (q *boolean) append(by simpleOperation, clause query) {
	if by == simpleMust {
		q.must = append(q.must, clause)
		return
	}
	q.should = append(q.should, clause)
	q.least = 1
}
