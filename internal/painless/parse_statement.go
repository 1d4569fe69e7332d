package painless

import "slices"

// block reads a braced block; nil is an empty one. Its last statement may lack
// the semicolon, but not where it is the body of an if or a loop.
func (p *parser) block() *blockNode {
	b := &blockNode{place: place(p.expect("{").offset)}
	for !p.at("}") {
		if p.peek().kind == tokenEOF {
			p.invalid()
		}
		if s := p.compound(); s != nil {
			b.statements = append(b.statements, s)
			continue
		}
		b.statements = append(b.statements, p.foreseenStatement())
	}
	p.take()
	return b
}

// foreseenStatement is a simple statement of a block.
func (p *parser) foreseenStatement() node {
	outer := p.foreseen
	p.foreseen = true
	s := p.simple()
	if !p.at("}") {
		p.endStatement()
	}
	p.foreseen = outer
	return s
}

func (p *parser) statement() node {
	if s := p.compound(); s != nil {
		return s
	}
	s := p.simple()
	p.endStatement()
	return s
}

func (p *parser) endStatement() {
	if p.peek().kind == tokenEOF {
		return
	}
	if !p.at(";") {
		p.unexpected("{<EOF>, ';'}")
	}
	p.take()
}

// endsStatement tells what may follow a statement.
func (p *parser) endsStatement() bool {
	return p.at(";") || p.at("}") || p.peek().kind == tokenEOF
}

// trailer is the body of an if or a loop; nil where it is empty.
func (p *parser) trailer() *blockNode {
	if p.at("{") {
		b := p.block()
		if len(b.statements) == 0 {
			return nil
		}
		return b
	}
	at := place(p.peek().offset)
	return &blockNode{place: at, statements: []node{p.statement()}}
}

func (p *parser) trailerOrEmpty() *blockNode {
	if p.accept(";") {
		return nil
	}
	return p.trailer()
}

// compound reads the statements that end without a semicolon; nil where there
// is another one.
func (p *parser) compound() node {
	p.enter()
	defer p.leave()
	t := p.peek()
	if t.kind != tokenKeyword {
		return nil
	}
	switch t.text {
	case "if":
		return p.ifStatement()
	case "while":
		p.take()
		p.expect("(")
		condition := p.expression()
		p.expect(")")
		return &whileNode{place(t.offset), condition, p.trailerOrEmpty()}
	case "for":
		return p.forStatement()
	case "try":
		return p.tryStatement()
	}
	return nil
}

func (p *parser) ifStatement() node {
	n := &ifNode{place: place(p.take().offset)}
	p.expect("(")
	n.condition = p.expression()
	p.expect(")")
	n.yes = p.trailer()
	if p.accept("else") {
		n.hasElse = true
		n.no = p.trailer()
	}
	return n
}

func (p *parser) forStatement() node {
	at := place(p.take().offset)
	if !p.accept("(") {
		p.invalid() // any of three kinds of loops
	}
	if end := p.typeEnd(0); end > 0 && p.peekAt(end).kind == tokenName && p.peekAt(end+1).isText(":") {
		return p.each(at, p.typeName(), ":")
	}
	p.checkForHead()
	if p.peek().kind == tokenName && p.peekAt(1).isText("in") {
		return p.each(at, "def", "in")
	}
	n := &forNode{place: at}
	if !p.at(";") {
		if p.atDeclaration() {
			n.init = p.declarations()
		} else {
			n.init = p.expression()
		}
	}
	p.expect(";")
	if !p.at(";") {
		n.condition = p.expression()
	}
	p.expect(";")
	if !p.at(")") {
		n.afterthough = p.expression()
	}
	p.expect(")")
	n.body = p.trailerOrEmpty()
	return n
}

// checkForHead tells of a fault where the server's parser doesn't know yet what kind of
// loop it is.
func (p *parser) checkForHead() {
	end := p.typeEnd(0)
	if end == 0 {
		return
	}
	next := p.peekAt(end)
	switch {
	case p.atDeclaration():
		end++
		if next = p.peekAt(end); next.isText("=") || next.isText(";") || next.isText(",") {
			return
		}
	case p.peek().kind == tokenName && !slices.ContainsFunc([]string{":", ")", "]", ",", "{", "}"}, next.isText) && next.beginsNothing():
		return
	}
	p.pos += end
	p.invalid()
}

func (p *parser) each(at place, typeName, separator string) node {
	n := &eachNode{place: at, typeName: typeName, name: p.expectName().text}
	p.expect(separator)
	n.over = p.expression()
	p.expect(")")
	n.body = p.trailer()
	return n
}

func (p *parser) tryStatement() node {
	n := &tryNode{place: place(p.take().offset)}
	n.body = emptyAsNil(p.block())
	for p.at("catch") {
		c := &catchNode{place: place(p.take().offset)}
		p.expect("(")
		c.typeName = p.plainType()
		c.name = p.expectName().text
		p.expect(")")
		c.body = emptyAsNil(p.block())
		n.catches = append(n.catches, c)
	}
	if len(n.catches) == 0 {
		p.unexpected("'catch'")
	}
	return n
}

func emptyAsNil(b *blockNode) *blockNode {
	if len(b.statements) == 0 {
		return nil
	}
	return b
}

// simple reads the statements that end with a semicolon, without it.
func (p *parser) simple() node {
	t := p.peek()
	at := place(t.offset)
	if t.kind == tokenKeyword {
		switch t.text {
		case "do":
			p.take()
			body := emptyAsNil(p.block())
			p.expect("while")
			p.expect("(")
			condition := p.expression()
			p.expect(")")
			return &doNode{at, condition, body}
		case "continue":
			p.take()
			return &continueNode{at}
		case "break":
			p.take()
			return &breakNode{at}
		case "return":
			p.take()
			if p.at(";") || p.at("}") || p.peek().kind == tokenEOF {
				return &returnNode{place: at}
			}
			if !p.peek().beginsExpression() {
				p.endStatement()
			}
			return &returnNode{at, p.expression()}
		case "throw":
			p.take()
			return &throwNode{at, p.expression()}
		}
	}
	if p.atDeclaration() {
		return p.declarations()
	}
	if t.isText("def") || t.kind == tokenPrimitive {
		p.pos += p.typeEnd(0)
		if !p.underway {
			p.invalid() // of a declaration or of a function
		}
		p.unexpected("ID")
	}
	e := p.expression()
	if _, name := e.(*nameNode); name && !p.endsStatement() {
		p.invalid() // it could have been a declaration's type
	}
	return &expressionNode{at, e}
}

func (p *parser) declarations() node {
	n := &declarationsNode{place: place(p.peek().offset)}
	typeName := p.typeName()
	for {
		name := p.expectName()
		d := &declarationNode{place: place(name.offset), typeName: typeName, name: name.text}
		if p.accept("=") {
			d.value = p.expression()
		}
		n.declarations = append(n.declarations, d)
		if len(n.declarations) == 1 && d.value == nil && !p.at(",") && !p.endsStatement() {
			if !p.underway {
				p.invalid() // up to here it could have been a function
			}
			p.unexpected("{<EOF>, ';'}")
		}
		if !p.accept(",") {
			return n
		}
	}
}
