package painless

// place0 is where a statement stands.
type place0 struct {
	lastSource bool // the last of its function: its value is the result
	beginLoop  bool // the body of a loop
	inLoop     bool
	lastLoop   bool // the last of a loop's body
}

// flow is where a statement leads.
type flow struct {
	methodEscape, loopEscape, allEscape bool
	anyContinue, anyBreak               bool
}

func (a *analyzer) block(n *blockNode, s *scope, at place0) (exec, flow) {
	if len(n.statements) == 0 {
		panic(compileError(n.at(), illegalArgument, "invalid block: found no statements"))
	}
	var out flow
	steps := make([]exec, len(n.statements))
	for i, statement := range n.statements {
		last := i == len(n.statements)-1
		inner := place0{inLoop: at.inLoop}
		if last {
			inner.lastLoop = at.beginLoop || at.lastLoop
			inner.lastSource = at.lastSource
		}
		var to flow
		steps[i], to = a.statement(statement, s, inner)
		if last {
			out.methodEscape, out.loopEscape, out.allEscape = to.methodEscape, to.loopEscape, to.allEscape
		} else if to.allEscape {
			panic(compileError(n.at(), illegalArgument, "invalid block: unreachable statement"))
		}
		out.anyContinue = out.anyContinue || to.anyContinue
		out.anyBreak = out.anyBreak || to.anyBreak
	}
	return sequence(steps), out
}

func sequence(steps []exec) exec {
	if len(steps) == 1 {
		return steps[0]
	}
	return func(f *frame) step {
		for _, s := range steps {
			if end := s(f); end != goOn {
				return end
			}
		}
		return goOn
	}
}

func (a *analyzer) statement(n node, s *scope, at place0) (exec, flow) {
	if _, declares := n.(*declarationsNode); !declares { // each variable is a statement
		a.begun.add(n.at())
	}
	switch n := n.(type) {
	case *ifNode:
		return a.ifStatement(n, s, at)
	case *whileNode:
		return a.while(n, s.inner())
	case *doNode:
		return a.do(n, s.inner())
	case *forNode:
		return a.forLoop(n, s.inner())
	case *eachNode:
		return a.each(n, s)
	case *tryNode:
		return a.try(n, s, at)
	case *declarationsNode:
		return a.declarations(n, s), flow{}
	case *returnNode:
		return a.returnStatement(n, s), flow{methodEscape: true, loopEscape: true, allEscape: true}
	case *throwNode:
		return a.throwStatement(n, s), flow{methodEscape: true, loopEscape: true, allEscape: true}
	case *continueNode:
		return a.continueStatement(n, at)
	case *breakNode:
		if !at.inLoop {
			panic(compileError(n.at(), illegalArgument, "invalid break statement: not inside loop"))
		}
		return func(*frame) step { return doBreak }, flow{allEscape: true, loopEscape: true, anyBreak: true}
	case *expressionNode:
		return a.expressionStatement(n, s, at)
	}
	refuse(n.at(), "statement %T", n)
	return nil, flow{}
}

func (a *analyzer) continueStatement(n *continueNode, at place0) (exec, flow) {
	if !at.inLoop {
		panic(compileError(n.at(), illegalArgument, "invalid continue statement: not inside loop"))
	}
	if at.lastLoop {
		panic(compileError(n.at(), illegalArgument, "extraneous continue statement"))
	}
	return func(*frame) step { return doContinue }, flow{allEscape: true, anyContinue: true}
}

func (a *analyzer) condition(n node, s *scope) run { return a.cast(n, s, readingAs("boolean")).run }

func (a *analyzer) ifStatement(n *ifNode, s *scope, at place0) (exec, flow) {
	condition := a.condition(n.condition, s)
	if _, constant := n.condition.(*boolNode); constant || n.yes == nil {
		panic(compileError(n.at(), illegalArgument, "extraneous if block"))
	}
	inner := place0{lastSource: at.lastSource, inLoop: at.inLoop, lastLoop: at.lastLoop}
	yes, yesFlow := a.block(n.yes, s.inner(), inner)
	if !n.hasElse {
		return func(f *frame) step {
			if condition(f).(bool) {
				return yes(f)
			}
			return goOn
		}, flow{anyContinue: yesFlow.anyContinue, anyBreak: yesFlow.anyBreak}
	}
	if n.no == nil {
		panic(compileError(n.at(), illegalArgument, "extraneous else block."))
	}
	no, noFlow := a.block(n.no, s.inner(), inner)
	return func(f *frame) step {
		if condition(f).(bool) {
			return yes(f)
		}
		return no(f)
	}, bothWays(yesFlow, noFlow)
}

// bothWays is the flow of two branches of which one is taken.
func bothWays(a, b flow) flow {
	return flow{
		methodEscape: a.methodEscape && b.methodEscape,
		loopEscape:   a.loopEscape && b.loopEscape,
		allEscape:    a.allEscape && b.allEscape,
		anyContinue:  a.anyContinue || b.anyContinue,
		anyBreak:     a.anyBreak || b.anyBreak,
	}
}

func (a *analyzer) declarations(n *declarationsNode, s *scope) exec {
	steps := make([]exec, len(n.declarations))
	for i, d := range n.declarations {
		steps[i] = a.declaration(d, s)
	}
	return sequence(steps)
}

func (a *analyzer) declaration(n *declarationNode, s *scope) exec {
	if lookupClass(n.name) != nil {
		panic(compileError(n.at(), illegalArgument, "invalid declaration: type [%s] cannot be a name", n.name))
	}
	t := resolveType(n.typeName)
	if t == "" {
		panic(compileError(n.at(), illegalArgument, "invalid declaration: cannot resolve type [%s]", n.typeName))
	}
	a.begun.add(n.at())
	value := func(*frame) Value { return zeroOf(t) }
	if n.value != nil {
		value = a.cast(n.value, s, readingAs(t)).run
	}
	v := s.define(n.at(), t, n.name)
	return func(f *frame) step {
		f.vars[v.slot] = value(f)
		return goOn
	}
}

func (a *analyzer) returnStatement(n *returnNode, s *scope) exec {
	result := s.function.result
	if n.value == nil {
		if result != "void" {
			panic(compileError(n.at(), classCast, "cannot cast from [%s] to [void]", canonical(result)))
		}
		return func(f *frame) step { return doReturn }
	}
	value := a.cast(n.value, s, argumentAs(result)).run
	return func(f *frame) step {
		f.result = value(f)
		return doReturn
	}
}

// expressionStatement is the result where it is the function's last statement.
func (a *analyzer) expressionStatement(n *expressionNode, s *scope, at place0) (exec, flow) {
	result := s.function.result
	wanted := at.lastSource && result != "void"
	e := a.value(n.expression, s, want{read: wanted})
	if !wanted || e.typ == "void" {
		return func(f *frame) step { e.run(f); return goOn }, flow{}
	}
	value := a.convert(n.expression, e, result, castMode{internal: true}).run
	return func(f *frame) step {
		f.result = value(f)
		return doReturn
	}, flow{methodEscape: true, loopEscape: true, allEscape: true}
}
