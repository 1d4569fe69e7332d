package insights

import (
	"strings"
	"unicode"
)

func (p *parser) or() Expr {
	return p.chain("or", p.and, func(at Place, parts []Expr) Expr { return &Or{at, parts} })
}

func (p *parser) and() Expr {
	return p.chain("and", p.not, func(at Place, parts []Expr) Expr { return &And{at, parts} })
}

func (p *parser) chain(operator string, part func() Expr, join func(Place, []Expr) Expr) Expr {
	from := p.token.from
	parts := []Expr{part()}
	for !p.failed && p.token.is(operator) {
		p.advance()
		parts = append(parts, part())
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return join(p.since(from), parts)
}

func (p *parser) not() Expr {
	if !p.token.is("not") {
		return p.comparison()
	}
	if !p.deeper() {
		return &Bool{}
	}
	from := p.token.from
	p.advance()
	part := p.not()
	p.depth--
	return &Not{p.since(from), part}
}

func (p *parser) deeper() bool {
	p.depth++
	if p.depth > deepest {
		p.refuse(Place{p.token.from, p.token.to}, "Condition too deep", "More than 200 parentheses or negations stand within one another.")
	}
	return !p.failed
}

// comparison reads an operand, and what it is compared with.
func (p *parser) comparison() Expr {
	from := p.token.from
	left := p.operand()
	if p.failed {
		return left
	}
	negated := Place{}
	if p.token.is("not") {
		negated = Place{p.token.from, p.token.to}
		p.advance()
		if !p.token.is("like", "in") {
			p.unexpected("After not, like or in should follow.")
			return left
		}
	}
	var e Expr
	switch op := p.token; {
	case op.is("=", "!=", "<", "<=", ">", ">="):
		p.advance()
		e = &Compare{Op: op.value, Left: left, Right: p.value()}
		e.(*Compare).Place = p.since(from)
	case op.is("like"):
		p.advance()
		e = p.like(from, left, true)
	case op.is("=~"):
		p.advance()
		e = p.like(from, left, false)
	case op.is("in"):
		p.advance()
		e = p.list(from, left)
	default:
		return left
	}
	if negated.To > 0 {
		return &Not{p.since(from), e}
	}
	return e
}

func (p *parser) like(from int, left Expr, texts bool) Expr {
	t := p.token
	switch {
	case t.is("/"):
		t = p.lexer.expression(t)
		p.token = t
	case t.kind == text && !texts:
		p.refuse(Place{t.from, t.to}, "Text instead of an expression", "After =~ a regular expression stands between slashes: /…/. A text is looked for by like.")
		return left
	}
	if t.kind != expression && t.kind != text {
		p.unexpected("A text in quotes or an expression between slashes should follow.")
		return left
	}
	p.advance()
	return &Like{Place: p.since(from), Left: left, Pattern: t.value, Regexp: t.kind == expression, At: Place{t.from, t.to}}
}

func (p *parser) list(from int, left Expr) Expr {
	closes := "]"
	switch {
	case p.token.is("["):
	case p.token.is("("):
		closes = ")"
	default:
		p.unexpected("A list in brackets should follow: [\"a\", \"b\"].")
		return left
	}
	p.advance()
	var values []Expr
	for !p.token.is(closes) || len(values) == 0 {
		values = append(values, p.value())
		if p.failed {
			return left
		}
		if !p.token.is(",") {
			break
		}
		p.advance()
	}
	if !p.token.is(closes) {
		p.unexpected("The list should go on with a comma, or end with " + closes + ".")
		return left
	}
	p.advance()
	return &In{p.since(from), left, values}
}

// value reads the right side of a comparison, where a value without quotes may stand.
func (p *parser) value() Expr {
	t := p.token
	if t.kind == word || t.kind == span || t.kind == number {
		after := p.lexer.at
		run := p.lexer.bare(t.from)
		p.lexer.at = after
		next := run.to < len(p.lexer.src) && p.lexer.src[run.to] == '('
		if run.to > t.to && !next && strings.ContainsFunc(run.value, unicode.IsLetter) || t.kind == span ||
			t.kind == number && run.to > t.to && strings.Count(run.value, ".") > 1 {
			p.lexer.at = run.to
			p.advance()
			p.before = run.to
			return &Bare{Place{run.from, run.to}, run.value}
		}
	}
	return p.operand()
}

// operand reads a value, and refuses nothing that is to be reckoned: who uses it does.
func (p *parser) operand() Expr {
	from := p.token.from
	left := p.primary()
	reckoned := false
	for !p.failed && p.token.is("+", "-", "*", "/", "%", "^") {
		p.advance()
		p.primary()
		reckoned = true
	}
	if reckoned {
		return &Arithmetic{p.since(from)}
	}
	return left
}

func (p *parser) primary() Expr {
	t := p.token
	at := Place{t.from, t.to}
	switch {
	case t.kind == text:
		p.advance()
		return &Text{at, t.value}
	case t.kind == number:
		p.advance()
		return &Number{at, t.value}
	case t.kind == span:
		p.advance()
		return &Span{at, t.value}
	case t.kind == quoted:
		p.advance()
		return &Field{at, t.value, true}
	case t.is("-") || t.is("+"):
		p.advance()
		if p.token.kind != number {
			p.primary()
			return &Arithmetic{p.since(t.from)}
		}
		sign := strings.TrimPrefix(t.value, "+")
		n := &Number{Place{t.from, p.token.to}, sign + p.token.value}
		p.advance()
		return n
	case t.is("("):
		return p.parenthesis()
	case t.is("true", "false"):
		p.advance()
		return &Bool{at, strings.EqualFold(t.value, "true")}
	case t.kind == word && !t.is("and", "or", "not", "like", "in", "as", "by", "asc", "desc"):
		p.advance()
		if p.token.is("(") {
			return p.call(t)
		}
		return &Field{at, t.value, false}
	}
	p.unexpected("A field, a value or a function should stand here.")
	return &Bool{Place: at}
}

func (p *parser) parenthesis() Expr {
	from := p.token
	if !p.deeper() {
		return &Bool{}
	}
	p.open++
	p.advance()
	inner := p.or()
	p.depth--
	if p.failed {
		return inner
	}
	if !p.token.is(")") {
		if p.token.kind == end || p.token.is("|") {
			p.refuse(Place{from.from, from.to}, "Parenthesis without its partner", "It is never closed, and where it should be can't be told: it changes what the condition means. Put the closing one in.")
			return inner
		}
		p.unexpected("The parenthesis should be closed, or the condition go on with and or or.")
		return inner
	}
	p.open--
	p.advance()
	return inner
}

func (p *parser) call(name token) Expr {
	if !p.deeper() {
		return &Bool{}
	}
	p.open++
	p.advance()
	c := &Call{Name: strings.ToLower(name.value)}
	if p.token.is("*") {
		p.advance()
	}
	for !p.token.is(")") {
		if p.token.is("/") {
			p.token = p.lexer.expression(p.token)
			if p.token.kind == expression {
				c.Args = append(c.Args, &Arithmetic{Place{p.token.from, p.token.to}})
				p.advance()
			}
		} else {
			c.Args = append(c.Args, p.or())
		}
		if p.failed || !p.token.is(",") {
			break
		}
		p.advance()
	}
	p.depth--
	if !p.failed && !p.token.is(")") {
		p.unexpected("The arguments should go on with a comma, or end with a parenthesis.")
	}
	if p.failed {
		return c
	}
	p.open--
	p.advance()
	c.Place = p.since(name.from)
	return c
}

// strayParenthesis corrects a closing parenthesis too many at the end of a condition,
// if it means the same wherever the opening one is put: where all of the condition is
// joined by and, or all by or, without a negation before its end.
func (p *parser) strayParenthesis(condition Expr) {
	if p.failed || !p.token.is(")") || !isFlat(condition, p.lexer.src) {
		return
	}
	stray := p.token
	after := p.lexer
	if next := after.next(); next.kind != end && !next.is("|") {
		return
	}
	p.advance()
	p.before = stray.from
	p.result.Note(p.source.Range(stray.from, stray.to), "Parenthesis without its partner",
		"No parenthesis is open that this one closes, so Insights refuses the query. It is left out: wherever the other one belonged, the condition would mean the same. Take it out of the query too.")
}

// isFlat tells whether parentheses around any run of parts change nothing.
func isFlat(condition Expr, src string) bool {
	var parts []Expr
	switch c := condition.(type) {
	case *And:
		parts = c.Parts
	case *Or:
		parts = c.Parts
	default:
		parts = []Expr{c}
	}
	for _, part := range parts {
		switch c := part.(type) {
		case *Not:
			if !strings.EqualFold(src[c.From:min(c.From+3, len(src))], "not") {
				continue // f not like
			}
			return false
		case *And, *Or: // without parentheses of its own, since the other operator binds less
			if !parenthesised(part, src) {
				return false
			}
		}
	}
	return true
}

// parenthesised tells whether a part stands in parentheses: its place is what is within.
func parenthesised(e Expr, src string) bool {
	return strings.HasSuffix(strings.TrimRightFunc(src[:e.Where().From], unicode.IsSpace), "(")
}
