package painless

import (
	"slices"
	"strings"
)

// precedence of the binary operators; elvis, the lowest, groups to the right.
var precedence = map[string]int{
	"*": 13, "/": 13, "%": 13, "+": 12, "-": 12, "=~": 11, "==~": 11, "<<": 10, ">>": 10, ">>>": 10,
	"<": 9, "<=": 9, ">": 9, ">=": 9, "instanceof": 8, "==": 7, "===": 7, "!=": 7, "!==": 7,
	"&": 6, "^": 5, "|": 4, "&&": 3, "||": 2, "?:": 1,
}

var assignments = strings.Fields("= += -= *= /= %= &= ^= |= <<= >>= >>>=")

func (p *parser) expression() node {
	p.enter()
	defer p.leave()
	at := place(p.peek().offset)
	left := p.binary(1)
	t := p.peek()
	if t.kind != tokenSymbol {
		return left
	}
	if t.text == "?" {
		p.take()
		yes := p.expression()
		p.expect(":")
		return &conditionalNode{at, left, yes, p.expression()}
	}
	if slices.Contains(assignments, t.text) {
		p.take()
		return &assignNode{place: at, left: left, right: p.expression(), op: strings.TrimSuffix(t.text, "=")}
	}
	return left
}

func (p *parser) binary(lowest int) node {
	at := place(p.peek().offset)
	left := p.unary()
	for {
		t := p.peek()
		level, known := precedence[t.text]
		if !known || t.kind != tokenSymbol && t.kind != tokenKeyword || level < lowest {
			return left
		}
		p.take()
		switch t.text {
		case "instanceof":
			left = &instanceofNode{at, p.typeName(), left}
		case "?:":
			left = &elvisNode{at, left, p.binary(level)}
		default:
			left = &binaryNode{at, t.text, left, p.binary(level + 1)}
		}
	}
}

func (p *parser) unary() node {
	p.enter()
	defer p.leave()
	t := p.peek()
	at := place(t.offset)
	if t.kind == tokenSymbol {
		switch t.text {
		case "++", "--":
			p.take()
			return p.step(at, p.chain(), t.text)
		case "+", "-", "!", "~":
			p.take()
			return &unaryNode{at, t.text, p.unary()}
		case "(":
			if cast := p.cast(); cast != nil {
				return cast
			}
		}
	}
	n := p.chain()
	if p.at("++") || p.at("--") {
		post := p.step(at, n, p.take().text)
		post.post = true
		return post
	}
	return n
}

// step is an increment or decrement, which the server takes for a compound
// assignment of 1.
func (p *parser) step(at place, left node, op string) *assignNode {
	return &assignNode{place: at, left: left, right: &numberNode{at, "1", 10}, op: op[:1]}
}

// cast reads a cast, or nothing where the parenthesis is another one. A cast to
// a class is one only before what can't go on an expression.
func (p *parser) cast() node {
	end := p.typeEnd(1)
	first := p.peekAt(1)
	if certain := first.isText("def") || first.kind == tokenPrimitive; certain && !p.peekAt(end).isText(")") {
		p.pos += end
		p.invalid()
	}
	if end == 0 || !p.peekAt(end).isText(")") {
		return nil
	}
	at := place(p.peek().offset)
	if first.isText("def") || first.kind == tokenPrimitive {
		p.take()
		typeName := p.typeName()
		p.take()
		return &castNode{at, typeName, p.unary()}
	}
	if !startsOperand(p.peekAt(end + 1)) {
		return nil
	}
	p.take()
	typeName := p.typeName()
	p.take()
	return &castNode{at, typeName, p.unary()}
}

func startsOperand(t token) bool {
	switch t.kind {
	case tokenEOF, tokenDotInteger:
		return false
	case tokenSymbol:
		return t.text == "(" || t.text == "!" || t.text == "~"
	case tokenKeyword:
		return slices.Contains([]string{"true", "false", "null", "new"}, t.text)
	}
	return true
}

// beginsStatement tells what a statement may begin with, at the top of a script.
func (t token) beginsStatement() bool {
	switch t.kind {
	case tokenPrimitive:
		return true
	case tokenKeyword:
		return !slices.Contains([]string{"in", "else", "catch", "this", "instanceof"}, t.text)
	}
	return t.beginsExpression()
}

// beginsExpression tells what an expression may begin with.
func (t token) beginsExpression() bool {
	switch t.kind {
	case tokenEOF, tokenDotInteger, tokenPrimitive:
		return false
	case tokenSymbol:
		return slices.Contains([]string{"(", "[", "!", "~", "+", "-", "++", "--"}, t.text)
	case tokenKeyword:
		return slices.Contains([]string{"true", "false", "null", "new"}, t.text)
	}
	return true
}

// beginsNothing tells what neither an expression nor a type begins with: it goes on one.
func (t token) beginsNothing() bool {
	if t.isText("in") || t.isText("[") || t.isText("(") || t.isText("+") || t.isText("-") || t.isText("++") || t.isText("--") {
		return true
	}
	return t.kind != tokenEOF && t.kind != tokenPrimitive && !t.beginsExpression()
}
