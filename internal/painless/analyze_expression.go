package painless

func (a *analyzer) expression(n node, s *scope, w want) *ex {
	switch n := n.(type) {
	case *numberNode:
		return a.number(n, w)
	case *decimalNode:
		return a.decimal(n, w)
	case *boolNode:
		a.refuseWrite(n, w, "boolean constant")
		a.requireRead(n, w, "boolean constant not used")
		return constantOf("boolean", n.value)
	case *stringNode:
		a.refuseWrite(n, w, "string constant ["+n.value+"]")
		a.requireRead(n, w, "string constant ["+n.value+"] not used")
		return constantOf("String", n.value)
	case *nullNode:
		return a.null(n, w)
	case *regexNode:
		return a.regex(n, w)
	case *nameNode:
		return a.name(n, s, w)
	case *dotNode:
		return a.dot(n, s, w)
	case *braceNode:
		return a.brace(n, s, w)
	case *callNode:
		return a.call(n, s, w)
	case *localCallNode:
		return a.localCall(n, s, w)
	case *newNode:
		return a.newObject(n, s, w)
	case *newArrayNode:
		return a.newArray(n, s, w)
	case *listNode:
		return a.list(n, s, w)
	case *mapNode:
		return a.mapLiteral(n, s, w)
	}
	return a.operation(n, s, w)
}

func (a *analyzer) operation(n node, s *scope, w want) *ex {
	switch n := n.(type) {
	case *unaryNode:
		return a.unary(n, s, w)
	case *binaryNode:
		return a.binary(n, s, w)
	case *castNode:
		return a.explicitCast(n, s, w)
	case *instanceofNode:
		return a.instanceOf(n, s, w)
	case *conditionalNode:
		return a.conditional(n, s, w)
	case *elvisNode:
		return a.elvis(n, s, w)
	case *assignNode:
		return a.assign(n, s, w)
	case *lambdaNode:
		return a.lambda(n, s, w)
	case *functionRefNode:
		return a.functionRef(n, s, w)
	}
	refuse(n.at(), "expression %T", n)
	return nil
}

func (a *analyzer) explicitCast(n *castNode, s *scope, w want) *ex {
	a.refuseWrite(n, w, "an explicit cast with target type ["+n.typeName+"]")
	a.requireRead(n, w, "result not used from explicit cast with target type ["+n.typeName+"]")
	t := resolveType(n.typeName)
	if t == "" {
		panic(compileError(n.at(), illegalArgument, "cannot resolve type [%s]", n.typeName))
	}
	return a.cast(n.child, s, want{read: true, target: t, castMode: castMode{explicit: true}})
}

func (a *analyzer) instanceOf(n *instanceofNode, s *scope, w want) *ex {
	a.refuseWrite(n, w, "instanceof with target type ["+n.typeName+"]")
	a.requireRead(n, w, "result not used from instanceof with target type ["+n.typeName+"]")
	t := resolveType(n.typeName)
	if t == "" {
		panic(compileError(n.at(), illegalArgument, "Not a type [%s].", n.typeName))
	}
	child := a.value(n.child, s, reading())
	if t == "def" {
		return &ex{typ: "boolean", run: func(f *frame) Value { child.run(f); return true }} // null too
	}
	if child.typ == "long" || child.typ == "double" {
		refuse(n.at(), "instanceof of a %s, for which the server generates broken code", child.typ)
	}
	if isPrimitive(child.typ) {
		// a primitive is the box that it has, whatever its value
		is := assignable(boxOrSelf(t), boxOf[child.typ])
		return &ex{typ: "boolean", run: func(f *frame) Value { child.run(f); return is }}
	}
	return &ex{typ: "boolean", run: func(f *frame) Value { return isInstance(child.run(f), boxOrSelf(t)) }}
}

func boxOrSelf(t typ) typ {
	if box := boxOf[t]; box != "" {
		return box
	}
	return t
}

func (a *analyzer) conditional(n *conditionalNode, s *scope, w want) *ex {
	a.refuseWrite(n, w, "conditional operation [?:]")
	a.requireRead(n, w, "result not used from conditional operation [?:]")
	a.mark(n.at())
	condition := a.condition(n.condition, s)
	inner := want{read: true, target: w.target, castMode: w.castMode}
	yes := a.value(n.yes, s, inner)
	no := a.value(n.no, s, inner)
	t := w.target
	if t == "" {
		t = promoteConditional(yes.typ, no.typ)
		if t == "" {
			panic(compileError(n.at(), classCast, "cannot apply the conditional operator [?:] to the types [%s] and [%s]",
				canonical(yes.typ), canonical(no.typ)))
		}
	}
	yes = a.convert(n.yes, yes, t, w.castMode)
	no = a.convert(n.no, no, t, w.castMode)
	return &ex{typ: t, run: func(f *frame) Value {
		if condition(f).(bool) {
			return yes.run(f)
		}
		return no.run(f)
	}}
}

func (a *analyzer) elvis(n *elvisNode, s *scope, w want) *ex {
	a.refuseWrite(n, w, "elvis operation [?:]")
	a.requireRead(n, w, "result not used from elvis operation [?:]")
	if isPrimitive(w.target) {
		panic(compileError(n.at(), illegalArgument, "Elvis operator cannot return primitives"))
	}
	inner := want{read: true, target: w.target, castMode: w.castMode}
	left := a.value(n.left, s, inner)
	right := a.value(n.right, s, inner)
	a.checkElvis(n, left)
	t := w.target
	if t == "" {
		t = promoteConditional(left.typ, right.typ)
	}
	left = a.convert(n.left, left, t, w.castMode)
	right = a.convert(n.right, right, t, w.castMode)
	return &ex{typ: t, run: func(f *frame) Value {
		if v := left.run(f); v != nil {
			return v
		}
		return right.run(f)
	}}
}

// isNegative tells whether a node is a number with a minus.
func isNegative(n node) bool {
	minus, ok := n.(*unaryNode)
	if !ok || minus.op != "-" {
		return false
	}
	switch minus.child.(type) {
	case *numberNode, *decimalNode:
		return true
	}
	return false
}

func (a *analyzer) checkElvis(n *elvisNode, left *ex) {
	reason := ""
	switch n.left.(type) {
	case *nullNode:
		reason = "LHS is null."
	case *boolNode, *numberNode, *decimalNode, *stringNode:
		reason = "LHS is a constant."
	}
	switch {
	case reason != "":
	case isPrimitive(left.typ), isNegative(n.left):
		reason = "LHS is a primitive."
	case isNull(n.right):
		reason = "RHS is null."
	default:
		return
	}
	panic(compileError(n.at(), illegalArgument, "Extraneous elvis operator. %s", reason))
}
