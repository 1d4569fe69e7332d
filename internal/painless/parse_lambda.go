package painless

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
	if p.beginsParameters() {
		return true
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

// beginsParameters tells what only parameters of a lambda begin with: a name and a comma,
// or a type and a name.
func (p *parser) beginsParameters() bool {
	p.pos++
	defer func() { p.pos-- }()
	return p.atDeclaration() || p.peek().kind == tokenName && p.peekAt(1).isText(",")
}

func (p *parser) lambda() node {
	at := place(p.peek().offset) // of a lambda without braces, also its statement's
	n := &lambdaNode{place: at}
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
	p.expect("->")
	if p.at("{") {
		n.body = p.block()
		return n
	}
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
