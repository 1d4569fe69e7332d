package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// simpleParser is Lucene's SimpleQueryParser: it takes every text, and what is
// broken in one for words. Fuzziness and slop (~) are refused by its caller.
type simpleParser struct {
	letters   []rune
	at        int
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

const simpleSpace = " \t\n\r"

func (p *simpleParser) parse() error {
	for p.at < len(p.letters) {
		var err error
		switch r := p.letters[p.at]; {
		case r == '(':
			err = p.group()
		case r == '"':
			err = p.phrase()
		case r == '+' || r == '|':
			if p.operation == simpleNone && p.top != nil {
				p.operation = map[rune]simpleOperation{'+': simpleMust, '|': simpleShould}[r]
			}
			p.at++
		case r == '-':
			p.not++
			p.at++
			continue
		case r == ')' || strings.ContainsRune(simpleSpace, r):
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
			p.at++
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
		inner := &simpleParser{letters: p.letters[start:p.at], and: p.and, terms: p.terms}
		if err := inner.parse(); err != nil {
			return err
		}
		p.join(inner.top)
		p.at++
	}
	return nil
}

// phrase is what stands in quotes; a quote without an end is left out.
func (p *simpleParser) phrase() error {
	p.at++
	start := p.at
	var text strings.Builder
	for p.at < len(p.letters) && p.letters[p.at] != '"' {
		if p.letters[p.at] == '\\' {
			if p.at++; p.at == len(p.letters) {
				break
			}
		}
		text.WriteRune(p.letters[p.at])
		p.at++
	}
	switch {
	case p.at >= len(p.letters):
		p.at = start
		return nil
	case text.Len() == 0:
		p.operation = simpleNone
		p.at++
		return nil
	}
	p.at++
	q, err := p.terms.phrase("", text.String())
	p.join(q)
	return err
}

// token is a word, or with * at its end the begin of words.
func (p *simpleParser) token() error {
	var text strings.Builder
	prefix := false
	for p.at < len(p.letters) && !strings.ContainsRune(simpleSpace+`"|+()`, p.letters[p.at]) {
		prefix = text.Len() > 0 && p.letters[p.at] == '*'
		if p.letters[p.at] == '\\' {
			prefix = false
			if p.at++; p.at == len(p.letters) {
				break
			}
		}
		text.WriteRune(p.letters[p.at])
		p.at++
	}
	if text.Len() == 0 {
		return nil
	}
	var q query
	var err error
	if prefix {
		q, err = p.terms.everyField(func(f *mapping.Field) (query, error) {
			return p.terms.prefixOf(f, strings.TrimSuffix(text.String(), "*"))
		})
	} else {
		q, err = p.terms.everyField(func(f *mapping.Field) (query, error) { return p.terms.matchField(f, text.String()) })
	}
	p.join(q)
	return err
}

// join adds a clause to what is there; nil, of a text without terms, is none.
func (p *simpleParser) join(q query) {
	defer func() { p.operation = simpleNone }()
	if q == nil {
		return
	}
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

// everyField adds up what all fields say, as most_fields does; nil where none has
// terms.
func (t *luceneTerms) everyField(build func(*mapping.Field) (query, error)) (query, error) {
	any := &boolean{least: 1}
	for _, w := range t.fields {
		q, err := t.best(w.field.Path, build)
		if err != nil {
			return nil, err
		}
		if q != nil {
			any.should = append(any.should, withBoost(q, w.boost))
		}
	}
	if len(any.should) == 0 {
		return nil, nil
	}
	return any, nil
}

func (t *luceneTerms) prefixOf(f *mapping.Field, text string) (query, error) {
	if _, err := t.shard.patternField(f.Path, "prefix"); err != nil {
		return nil, err
	}
	if t.analyze {
		return nil, fault.Unsupported("query [simple_query_string] with [analyze_wildcard]")
	}
	if f.Type == "text" {
		text = analysis.Lower(text)
	}
	return constant{t.shard.prefixQuery(f, indexedText(f, text), false), 1}, nil
}
