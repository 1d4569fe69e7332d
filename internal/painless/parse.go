package painless

import "strings"

// parser reads the grammar of Painless by recursive descent, with as much
// look-ahead as its declarations, casts and lambdas need.
type parser struct {
	tokens []token
	pos    int
	depth  int

	// foreseen: within a simple statement of a block, or a chain of members and calls.
	// The server's parser looks through these to their end before it reads them, whether
	// a semicolon or ++ follows, and tells of a fault that it came no further.
	foreseen bool
	// underway: a statement was read, no functions may come any more.
	underway bool
}

// maxNesting keeps a hostile script from exhausting the stack.
const maxNesting = 500

func (lang Language) parse(source string) *scriptNode {
	p := &parser{tokens: lang.tokenize(source)}
	lang.check(p.tokens)
	s := &scriptNode{body: &blockNode{}, length: len(source)}
	for p.peek(); p.atFunction(); {
		s.functions = append(s.functions, p.function())
	}
	for p.peek().kind != tokenEOF {
		if len(s.body.statements) > 0 && !p.peek().beginsStatement() {
			p.unexpected("<EOF>")
		}
		s.body.statements = append(s.body.statements, p.statement())
		p.underway = true
	}
	return s
}

func (p *parser) peek() token { return p.peekAt(0) }

func (p *parser) peekAt(n int) token {
	t := p.tokens[min(p.pos+n, len(p.tokens)-1)]
	if t.fault != nil {
		panic(t.fault)
	}
	return t
}

func (p *parser) take() token {
	t := p.peek()
	if p.pos < len(p.tokens)-1 {
		p.pos++
	}
	return t
}

// isText tells a symbol or keyword.
func (t token) isText(text string) bool {
	return (t.kind == tokenSymbol || t.kind == tokenKeyword) && t.text == text
}

func (p *parser) at(text string) bool { return p.peek().isText(text) }

func (p *parser) accept(text string) bool {
	if p.at(text) {
		p.take()
		return true
	}
	return false
}

func (p *parser) expect(text string) token {
	if !p.at(text) {
		p.unexpected("'" + text + "'")
	}
	return p.take()
}

func (p *parser) expectName() token {
	if p.peek().kind != tokenName {
		p.unexpected("ID")
	}
	return p.take()
}

func (p *parser) unexpected(wanted string) {
	if p.foreseen {
		p.invalid()
	}
	t := p.peek()
	panic(compileError(t.offset, illegalArgument, "unexpected token ['%s'] was expecting one of [%s].", t.written(), wanted))
}

func (p *parser) invalid() {
	t := p.peek()
	if t.kind == tokenEOF {
		panic(compileError(t.offset, illegalArgument, "unexpected end of script."))
	}
	panic(compileError(t.offset, illegalArgument, "invalid sequence of tokens near ['%s'].", t.written()))
}

func (p *parser) enter() {
	if p.depth++; p.depth > maxNesting {
		refuse(p.peek().offset, "nesting deeper than %d", maxNesting)
	}
}

func (p *parser) leave() { p.depth-- }

// typeEnd looks how many tokens a type at n takes, its brackets included; 0 is
// none.
func (p *parser) typeEnd(n int) int {
	t := p.peekAt(n)
	switch {
	case t.isText("def"), t.kind == tokenPrimitive:
		n++
	case t.kind == tokenName:
		n++
		for p.peekAt(n).isText(".") && p.peekAt(n+1).kind == tokenName {
			n += 2
		}
	default:
		return 0
	}
	for p.peekAt(n).isText("[") && p.peekAt(n+1).isText("]") {
		n += 2
	}
	return n
}

// typeName reads a type with its brackets.
func (p *parser) typeName() string {
	end := p.typeEnd(0)
	if end == 0 {
		p.invalid()
	}
	var b strings.Builder
	for range end {
		b.WriteString(p.take().text)
	}
	return b.String()
}

// plainType reads a type without brackets, as after new.
func (p *parser) plainType() string {
	t := p.peek()
	if t.isText("def") || t.kind == tokenPrimitive {
		return p.take().text
	}
	name := p.expectName().text
	for p.at(".") && p.peekAt(1).kind == tokenName {
		p.take()
		name += "." + p.take().text
	}
	return name
}

func (p *parser) atDeclaration() bool {
	end := p.typeEnd(0)
	return end > 0 && p.peekAt(end).kind == tokenName
}

func (p *parser) atFunction() bool {
	end := p.typeEnd(0)
	return end > 0 && p.peekAt(end).kind == tokenName && p.peekAt(end+1).isText("(")
}

func (p *parser) function() *functionNode {
	f := &functionNode{place: place(p.peek().offset), returnType: p.typeName(), name: p.expectName().text}
	p.expect("(")
	for !p.at(")") {
		if len(f.names) > 0 {
			if !p.accept(",") {
				p.expect(")")
			}
		} else if p.typeEnd(0) == 0 {
			p.expect(")")
		}
		f.types = append(f.types, p.typeName())
		f.names = append(f.names, p.expectName().text)
	}
	p.expect(")")
	f.body = p.block()
	return f
}
