package search

// luceneParser is Lucene's classic parser: no precedence of AND over OR, but
// clauses that are made required one by one. It builds queries through its terms.
type luceneParser struct {
	tokens []luceneToken
	at     int
	and    bool // default_operator
	terms  *luceneTerms
	text   string
	shard  *shard
	factor string // the boost that was read last, for the clause that it stands behind
	// counted: minimum_should_match asks for so many clauses, be there only one behind
	// others without terms.
	counted bool
}

// luceneClause is a clause of a boolean under construction.
type luceneClause struct {
	q     query
	occur luceneKind // lucenePlus, luceneMinus, or luceneEnd for optional
}

func (p *luceneParser) peek(n int) luceneKind {
	if p.at+n >= len(p.tokens) {
		return luceneEnd
	}
	return p.tokens[p.at+n].kind
}

func (p *luceneParser) next() luceneToken {
	t := p.tokens[p.at]
	if p.at < len(p.tokens)-1 {
		p.at++
	}
	return t
}

func (p *luceneParser) bad() error {
	return p.shard.queryError("Failed to parse query ["+p.text+"]", luceneCause(p.text, p.tokens, p.shard.dialect))
}

// parse reads the whole text; a nil query matches nothing.
func (p *luceneParser) parse() (query, error) {
	if p.peek(0) == luceneEnd {
		return nil, nil
	}
	q, err := p.query("")
	if err != nil {
		return nil, err
	}
	if p.peek(0) != luceneEnd {
		return nil, p.bad()
	}
	return q, nil
}

func (p *luceneParser) query(field string) (query, error) {
	var clauses []luceneClause
	var first query
	wordsFirst := p.multiTerm()
	for n := 0; ; n++ {
		if p.multiTerm() {
			if err := p.addWords(&clauses, field); err != nil {
				return nil, err
			}
		} else {
			conj := luceneEnd
			if k := p.peek(0); n > 0 && (k == luceneAnd || k == luceneOr) { // also behind a clause without terms
				conj = p.next().kind
			}
			mod := luceneEnd
			switch p.peek(0) {
			case lucenePlus, luceneMinus, luceneNot:
				mod = p.next().kind
			}
			q, err := p.clause(field)
			if err != nil {
				return nil, err
			}
			if mod == luceneEnd && n == 0 {
				first = q
			}
			p.add(&clauses, conj, mod, q)
		}
		if k := p.peek(0); k == luceneEnd || k == luceneClose {
			break
		}
	}
	if len(clauses) == 1 && first != nil {
		return first, nil
	}
	if len(clauses) == 1 && (wordsFirst && p.counted || clauses[0].occur == luceneEnd && !p.counted) { // words in a row that became one clause
		return clauses[0].q, nil
	}
	return booleanOfClauses(clauses), nil
}

// add is QueryParserBase.addClause.
func (p *luceneParser) add(clauses *[]luceneClause, conj, mod luceneKind, q query) {
	list := *clauses
	if n := len(list); n > 0 && list[n-1].occur != luceneMinus {
		if conj == luceneAnd {
			list[n-1].occur = lucenePlus
		} else if p.and && conj == luceneOr {
			list[n-1].occur = luceneEnd
		}
	}
	if q == nil {
		return
	}
	occur := luceneEnd
	switch {
	case mod == luceneMinus || mod == luceneNot:
		occur = luceneMinus
	case !p.and && (mod == lucenePlus || conj == luceneAnd):
		occur = lucenePlus
	case p.and && conj != luceneOr:
		occur = lucenePlus
	}
	*clauses = append(list, luceneClause{q, occur})
}

func booleanOfClauses(clauses []luceneClause) query {
	if len(clauses) == 0 {
		return nil
	}
	b := &boolean{}
	for _, c := range clauses {
		switch c.occur {
		case lucenePlus:
			b.must = append(b.must, c.q)
		case luceneMinus:
			b.mustNot = append(b.mustNot, c.q)
		default:
			b.should = append(b.should, c.q)
		}
	}
	if len(b.must) == 0 && len(b.should) > 0 {
		b.least = 1
	}
	return b
}
