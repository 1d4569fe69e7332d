package querystring

import (
	"slices"
	"strings"
)

// parser builds the tree. Its rules are those of Lucene's classic parser with OR
// as the default operator: AND makes the clause before it and the one after it
// required, and there is no precedence.
type parser struct {
	tokens []token
	at     int
	depth  int
}

// maxDepth bounds nesting.
const maxDepth = 200

func (p *parser) peek(offset int) (token, bool) {
	if p.at+offset >= len(p.tokens) {
		return token{}, false
	}
	return p.tokens[p.at+offset], true
}

func (p *parser) take(kind tokenKind) bool {
	if t, ok := p.peek(0); ok && t.kind == kind {
		p.at++
		return true
	}
	return false
}

// clause is a part of a boolean query with its occurrence.
type clause struct {
	node node
	sign sign
}

type sign int

const (
	should sign = iota
	must
	mustNot
)

// clauses reads up to the end or to a closing parenthesis.
func (p *parser) clauses(field string) (node, error) {
	list := []clause{}
	for first := true; ; first = false {
		t, ok := p.peek(0)
		if !ok || t.kind == shut {
			break
		}
		if n, ok := p.run(field); ok {
			list = append(list, clause{n, should})
			continue
		}
		joined := false
		if !first {
			joined = p.take(and)
			if !joined {
				p.take(or)
			}
		}
		s := p.modifier()
		n, err := p.clause(field)
		if err != nil {
			return nil, err
		}
		list = add(list, clause{n, s}, joined)
	}
	if len(list) == 0 {
		return nil, ErrSyntax
	}
	return boolean(list), nil
}

func add(list []clause, c clause, joined bool) []clause {
	if joined && c.sign != mustNot {
		c.sign = must
	}
	if joined && len(list) > 0 && list[len(list)-1].sign != mustNot {
		list[len(list)-1].sign = must
	}
	return append(list, c)
}

func (p *parser) modifier() sign {
	switch {
	case p.take(plus):
		return must
	case p.take(minus), p.take(not):
		return mustNot
	}
	return should
}

func (p *parser) clause(field string) (node, error) {
	if t, ok := p.peek(0); ok && (t.kind == word || t.kind == pattern) {
		if next, ok := p.peek(1); ok && next.kind == colon {
			field = strings.ReplaceAll(t.text, `\`, "")
			p.at += 2
		}
	}
	t, ok := p.peek(0)
	if !ok {
		return nil, ErrSyntax
	}
	if t.kind == open {
		return p.group(field)
	}
	p.at++
	n, err := p.leaf(t, field)
	if err != nil {
		return nil, err
	}
	p.take(boost)
	return n, nil
}

func (p *parser) group(field string) (node, error) {
	p.at++
	if p.depth++; p.depth > maxDepth {
		return nil, ErrSyntax
	}
	n, err := p.clauses(field)
	if err != nil || !p.take(shut) {
		return nil, ErrSyntax
	}
	p.depth--
	p.take(boost)
	return n, nil
}

func (p *parser) leaf(t token, field string) (node, error) {
	switch t.kind {
	case word:
		if next, ok := p.peek(0); ok && next.kind == fuzzy {
			p.at++
			return similar{field, t.text, next.text}, nil
		}
		return words{field, t.text}, nil
	case phrase:
		p.take(fuzzy)
		return sequence{field, t.text}, nil
	case pattern:
		return newWildcard(field, t.text)
	case expression:
		return newExpression(field, t.text)
	case span:
		return newInterval(field, t.text)
	}
	return nil, ErrSyntax
}

// bindingTokens bind the word before them, so that it joins no run.
var bindingTokens = []tokenKind{colon, fuzzy, boost, and, or}

// run joins two or more plain words without an operator between or before them:
// they are analyzed as one text, which a keyword field holds whole or not at all.
func (p *parser) run(field string) (node, bool) {
	texts := []string{}
	for {
		t, ok := p.peek(len(texts))
		next, more := p.peek(len(texts) + 1)
		if !ok || t.kind != word || more && slices.Contains(bindingTokens, next.kind) {
			break
		}
		texts = append(texts, t.text)
	}
	if len(texts) < 2 {
		return nil, false
	}
	p.at += len(texts)
	return words{field, strings.Join(texts, " ")}, true
}
