package painless

import "strings"

func (p *parser) chain() node {
	outer := p.foreseen
	p.foreseen = true
	defer func() { p.foreseen = outer }()
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
	if p.accept(":") {
		p.expect("]")
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
