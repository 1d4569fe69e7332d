package search

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// multiTerm tells whether two or more bare words follow one another: they are
// analysed as one text. A word before AND, OR or what belongs to it alone is a clause
// of its own: "a b AND c" are three, "a b c AND d" the text "a b", c and d.
func (p *luceneParser) multiTerm() bool {
	return p.peek(0) == luceneTerm && p.wordAt(1)
}

// wordAt tells whether a token is a word that can stand behind another in one text.
func (p *luceneParser) wordAt(n int) bool {
	switch p.peek(n + 1) {
	case luceneColon, luceneStar, luceneOther, luceneBoost, luceneAnd, luceneOr:
		return false
	}
	return p.peek(n) == luceneTerm
}

func (p *luceneParser) addWords(clauses *[]luceneClause, field string) error {
	words := []string{}
	for len(words) == 0 || p.wordAt(0) {
		word, ok := luceneUnescape(p.next().text)
		if !ok {
			return p.bad()
		}
		words = append(words, word)
	}
	list, err := p.terms.several(field, strings.Join(words, " "))
	occur := luceneEnd
	if p.and {
		occur = lucenePlus
	}
	for _, q := range list {
		*clauses = append(*clauses, luceneClause{q, occur})
	}
	return err
}

func (p *luceneParser) clause(field string) (query, error) {
	if (p.peek(0) == luceneTerm || p.peek(0) == luceneStar) && p.peek(1) == luceneColon {
		name, ok := luceneUnescape(p.next().text)
		if !ok {
			return nil, p.bad()
		}
		field = name
		p.next()
	}
	var q query
	var err error
	if p.peek(0) == luceneOpen {
		p.next()
		p.factor = ""
		if q, err = p.query(field); err != nil {
			return nil, err
		}
		if p.next().kind != luceneClose {
			return nil, p.bad()
		}
	} else if q, err = p.term(field); err != nil {
		return nil, err
	}
	p.boost()
	factor := p.factor
	p.factor = ""
	if factor == "" {
		return q, nil
	}
	n, err := strconv.ParseFloat(factor, 32)
	if err != nil {
		return nil, p.bad()
	}
	if q != nil {
		q = withBoost(q, float32(n))
	}
	return q, nil
}

// boost takes ^ and its number, if they come next.
func (p *luceneParser) boost() bool {
	if p.peek(0) != luceneBoost {
		return false
	}
	if p.factor = p.next().text; p.factor == "" {
		p.factor = "none"
	}
	return true
}

// leading is the error of a pattern that begins with * or ? where it must not.
func (p *luceneParser) leading() error {
	reason := "'*' or '?' not allowed as first character in WildcardQuery"
	cause := fault.New(0, "parse_exception", "Cannot parse '%s': %s", p.text, reason).CausedBy(fault.New(0, "parse_exception", "%s", reason))
	return p.shard.queryError("Failed to parse query ["+p.text+"]", cause)
}

func (p *luceneParser) term(field string) (query, error) {
	t := p.next()
	boosted := p.boost() // either may come first
	tilde, near := "", p.peek(0) == luceneOther && t.kind != luceneRange
	if near {
		tilde = p.next().text[1:]
	}
	if !boosted {
		p.boost()
	}
	if p.factor == "none" { // told before what is wrong with the term
		return nil, p.bad()
	}
	switch t.kind {
	case lucenePattern:
		return p.terms.regexp(field, t.text)
	case lucenePrefix, luceneWild, luceneStar:
		if t.kind != lucenePrefix && p.terms.noLeading && strings.ContainsAny(t.text[:1], "*?") && t.text != "*" {
			if fields, err := p.terms.on(field, false); err != nil || len(fields) > 0 {
				return nil, cmp.Or(err, p.leading())
			}
		}
		return p.terms.pattern(field, t)
	}
	text, ok := luceneUnescape(t.text)
	if !ok {
		return nil, p.bad()
	}
	switch t.kind {
	case luceneTerm, luceneBare:
		if near {
			return p.terms.fuzzy(field, text, tilde)
		}
		return p.terms.word(field, text)
	case luceneQuoted:
		slop := -1
		if n, err := strconv.ParseFloat(tilde, 64); err == nil {
			slop = int(n)
		}
		return p.terms.phrase(field, text, slop)
	case luceneRange:
		b, ok := parseLuceneRange(t.text)
		if !ok {
			return nil, p.bad()
		}
		return p.terms.within(field, b)
	}
	return nil, p.bad()
}

// parseLuceneRange reads [a TO b], {a TO b} and mixed forms.
func parseLuceneRange(text string) (bounds, bool) {
	b := bounds{lower: text[0] == '[', upper: text[len(text)-1] == ']'}
	low, high, ok := strings.Cut(strings.TrimSpace(text[1:len(text)-1]), " TO ")
	if !ok {
		return b, false
	}
	end := func(s string) (any, bool) {
		s = strings.TrimSpace(s)
		if s == "*" {
			return nil, true
		}
		if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
			s = s[1 : len(s)-1]
		} else if strings.ContainsAny(s, " ") || s == "" {
			return nil, false
		}
		plain, ok := luceneUnescape(s)
		return plain, ok
	}
	var okLow, okHigh bool
	b.from, okLow = end(low)
	b.to, okHigh = end(high)
	return b, okLow && okHigh
}
