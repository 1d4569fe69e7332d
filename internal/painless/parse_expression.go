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
			return p.step(at, p.chain(), t.text, false)
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
		return p.step(at, n, p.take().text, true)
	}
	return n
}

// step is an increment or decrement, which the server takes for a compound
// assignment of 1.
func (p *parser) step(at place, left node, op string, post bool) node {
	return &assignNode{place: at, left: left, right: &numberNode{at, "1", 10}, op: op[:1], post: post}
}

// cast reads a cast, or nothing where the parenthesis is another one. A cast to
// a class is one only before what can't go on an expression.
func (p *parser) cast() node {
	end := p.typeEnd(1)
	if end == 0 || !p.peekAt(end).isText(")") {
		return nil
	}
	first := p.peekAt(1)
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

func (p *parser) chain() node {
	n := p.primary()
	for {
		switch {
		case p.at("."), p.at("?."):
			n = p.member(n)
		case p.at("["):
			at := place(p.take().offset)
			index := p.expression()
			p.expect("]")
			n = &braceNode{at, n, index}
		default:
			return n
		}
	}
}

func (p *parser) member(prefix node) node {
	dot := p.take()
	at := place(dot.offset)
	nullSafe := dot.text == "?."
	t := p.peek()
	if t.kind != tokenName && t.kind != tokenDotInteger {
		p.invalid()
	}
	p.take()
	if t.kind == tokenName && p.at("(") {
		return &callNode{at, prefix, t.text, p.arguments(), nullSafe}
	}
	return &dotNode{at, prefix, t.text, nullSafe}
}

func (p *parser) primary() node {
	t := p.peek()
	at := place(t.offset)
	switch t.kind {
	case tokenInteger:
		p.take()
		return &numberNode{at, t.text, 10}
	case tokenHex:
		p.take()
		return &numberNode{at, t.text[2:], 16}
	case tokenOctal:
		p.take()
		return &numberNode{at, t.text[1:], 8}
	case tokenDecimal:
		p.take()
		return &decimalNode{at, t.text}
	case tokenString:
		p.take()
		return &stringNode{at, t.text}
	case tokenRegex:
		p.take()
		end := strings.LastIndexByte(t.text, '/')
		return &regexNode{at, t.text[1:end], t.text[end+1:]}
	case tokenName:
		p.take()
		if p.at("(") {
			return &localCallNode{at, t.text, p.arguments()}
		}
		return &nameNode{at, t.text}
	}
	return p.primaryWord(t, at)
}

func (p *parser) primaryWord(t token, at place) node {
	switch {
	case t.isText("("):
		p.take()
		n := p.expression()
		p.expect(")")
		return n
	case t.isText("["):
		return p.initializer()
	case t.isText("true"), t.isText("false"):
		p.take()
		return &boolNode{at, t.text == "true"}
	case t.isText("null"):
		p.take()
		return &nullNode{at}
	case t.isText("new"):
		return p.newObject()
	}
	p.invalid()
	return nil
}

// initializer reads a list or a map.
func (p *parser) initializer() node {
	at := place(p.take().offset)
	if p.accept("]") {
		return &listNode{place: at}
	}
	if p.at(":") && p.peekAt(1).isText("]") {
		p.take()
		p.take()
		return &mapNode{place: at}
	}
	first := p.expression()
	if !p.at(":") {
		list := &listNode{at, []node{first}}
		for p.accept(",") {
			list.values = append(list.values, p.expression())
		}
		p.expect("]")
		return list
	}
	m := &mapNode{place: at, keys: []node{first}}
	p.take()
	m.values = append(m.values, p.expression())
	for p.accept(",") {
		m.keys = append(m.keys, p.expression())
		p.expect(":")
		m.values = append(m.values, p.expression())
	}
	p.expect("]")
	return m
}

func (p *parser) newObject() node {
	at := place(p.take().offset)
	typeName := p.plainType()
	if p.at("(") {
		return &newNode{at, typeName, p.arguments()}
	}
	if !p.at("[") {
		p.unexpected("'(', '['")
	}
	n := &newArrayNode{place: at, typeName: typeName}
	if p.peekAt(1).isText("]") {
		return p.arrayInitializer(n)
	}
	for p.at("[") {
		if len(n.values) > 0 && p.peekAt(1).isText("]") {
			p.invalid()
		}
		p.take()
		n.values = append(n.values, p.expression())
		n.typeName += "[]"
		p.expect("]")
	}
	return n
}

func (p *parser) arrayInitializer(n *newArrayNode) node {
	p.take()
	p.take()
	n.typeName += "[]"
	n.initializer = true
	p.expect("{")
	for !p.at("}") {
		if len(n.values) > 0 {
			p.expect(",")
		}
		n.values = append(n.values, p.expression())
	}
	p.take()
	return n
}

func (p *parser) arguments() []node {
	p.expect("(")
	var list []node
	for !p.at(")") {
		if len(list) > 0 {
			p.expect(",")
		}
		list = append(list, p.argument())
	}
	p.take()
	return list
}

func (p *parser) argument() node {
	t := p.peek()
	at := place(t.offset)
	if p.atLambda() {
		return p.lambda()
	}
	if t.isText("this") && p.peekAt(1).isText("::") {
		p.take()
		p.take()
		return &functionRefNode{at, "this", p.expectName().text}
	}
	if end := p.typeEnd(0); end > 0 && p.peekAt(end).isText("::") {
		symbol := p.typeName()
		p.take()
		if p.accept("new") {
			return &functionRefNode{at, symbol, "new"}
		}
		return &functionRefNode{at, symbol, p.expectName().text}
	}
	return p.expression()
}

func (p *parser) atLambda() bool {
	if p.peek().kind == tokenName && p.peekAt(1).isText("->") {
		return true
	}
	if end := p.typeEnd(0); end > 0 && p.peekAt(end).kind == tokenName && p.peekAt(end+1).isText("->") {
		return true
	}
	if !p.at("(") {
		return false
	}
	depth := 0
	for n := 0; ; n++ {
		t := p.peekAt(n)
		switch {
		case t.kind == tokenEOF:
			return false
		case t.isText("("):
			depth++
		case t.isText(")"):
			if depth--; depth == 0 {
				return p.peekAt(n + 1).isText("->")
			}
		}
	}
}

func (p *parser) lambda() node {
	n := &lambdaNode{place: place(p.peek().offset)}
	if p.accept("(") {
		for !p.at(")") {
			if len(n.names) > 0 {
				p.expect(",")
			}
			p.lambdaParameter(n)
		}
		p.take()
	} else {
		p.lambdaParameter(n)
	}
	n.place = place(p.expect("->").offset)
	if p.at("{") {
		n.body = p.block()
		return n
	}
	at := place(p.peek().offset)
	n.body = &blockNode{at, []node{&returnNode{at, p.expression()}}}
	return n
}

func (p *parser) lambdaParameter(n *lambdaNode) {
	typeName := ""
	if p.peekAt(1).kind == tokenName || p.peek().kind != tokenName || p.peekAt(1).isText(".") || p.peekAt(1).isText("[") {
		typeName = p.typeName()
	}
	n.types = append(n.types, typeName)
	n.names = append(n.names, p.expectName().text)
}
