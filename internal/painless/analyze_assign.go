package painless

// assign is a plain or compound assignment, and increments.
func (a *analyzer) assign(n *assignNode, s *scope, w want) *ex {
	outer := a.apart
	a.apart = true
	defer func() { a.apart = outer }()
	left := a.value(n.left, s, want{read: w.read, write: true})
	if n.op != "" {
		return a.compound(n, left, s, w)
	}
	leftType := left.typ
	var right *ex
	if left.defOptimized {
		right = a.value(n.right, s, reading())
		if right.typ == "void" {
			panic(compileError(n.at(), illegalArgument, "invalid assignment: cannot assign type [void]"))
		}
		leftType = right.typ
	} else {
		right = a.cast(n.right, s, readingAs(left.typ))
	}
	from := right.typ
	if left.setAs != nil {
		return &ex{typ: resultType(leftType, w), run: func(f *frame) Value {
			_, set := left.setAs(f, from)
			v := right.run(f)
			set(v)
			return v
		}}
	}
	return &ex{typ: resultType(leftType, w), run: func(f *frame) Value {
		_, set := left.prepare(f)
		v := right.run(f)
		set(v)
		return v
	}}
}

func resultType(t typ, w want) typ {
	if w.read {
		return t
	}
	return "void"
}

func (a *analyzer) compound(n *assignNode, left *ex, s *scope, w want) *ex {
	a.mark(n.at())
	if n.left.at() != n.at() {
		a.mark(n.left.at()) // a member is read there
	}
	right := a.value(n.right, s, reading())
	asBinary := &binaryNode{n.place, n.op, n.left, n.right}
	if n.op == "&" || n.op == "|" {
		asBinary.op = "^" // compound assignments promote booleans too
	}
	t, shift := a.compoundOperands(n, asBinary, left, right)
	if t == "def" && left.typ != "def" && (n.op == "^" || n.op == "&" || n.op == "|") {
		refuse(n.at(), "%s= on a %s with a value of unknown type", n.op, canonical(left.typ))
	}
	if shift == "def" && t != "def" {
		// observed on 2.19.4: the server generates code that the JVM refuses
		panic(compileError(n.at(), "verify_error", "Bad type on operand stack"))
	}
	offset := n.at()
	var compute func(f *frame, l Value) Value
	switch {
	case t == "String":
		if !legalCast(left.typ, "String", castMode{}) {
			panic(compileError(n.at(), classCast, "Cannot cast from [%s] to [java.lang.String].", canonical(left.typ)))
		}
		upcast := conversion(left.typ, "String", castMode{}) // a def must hold a text by then
		compute = func(f *frame, l Value) Value {
			if upcast != nil {
				l = upcast(l, offset)
			}
			return f.join(l, right.run(f))
		}
	case t == "def" || shift == "def":
		compute = a.compoundDef(n, left, right)
	default:
		compute = a.compoundPrimitive(n, left, right, [2]typ{t, shift})
	}
	var downcast converter
	if !legalCast(t, left.typ, castMode{explicit: true}) {
		panic(compileError(n.at(), classCast, "Cannot cast from [%s] to [%s].", canonical(t), canonical(left.typ)))
	}
	if t != "def" {
		downcast = conversion(t, left.typ, castMode{explicit: true})
	}
	return &ex{typ: resultType(left.typ, w), run: func(f *frame) Value {
		get, set := left.prepare(f)
		old := get()
		v := compute(f, old)
		if downcast != nil {
			v = downcast(v, offset)
		}
		set(v)
		if n.post {
			return old
		}
		return v
	}}
}

func (a *analyzer) compoundOperands(n *assignNode, asBinary *binaryNode, left, right *ex) (t, shift typ) {
	defer func() {
		if thrown := recover(); thrown != nil {
			if _, ok := thrown.(*CompileError); !ok {
				panic(thrown)
			}
			panic(compileError(n.at(), classCast, "invalid compound assignment: cannot apply [%s=] to types [%s] and [%s]",
				n.op, javaClass(left.typ), javaClass(right.typ)))
		}
	}()
	return a.operands(asBinary, left, right)
}

// javaClass is a type as Class.toString tells it.
func javaClass(t typ) string {
	if isPrimitive(t) {
		return t
	}
	if c := lookupClass(t); c != nil && c.isInterface {
		return "interface " + c.binaryName
	}
	return "class " + binaryName(t)
}

// compoundDef is a dynamic operation, whose right side the server casts.
func (a *analyzer) compoundDef(n *assignNode, left, right *ex) func(*frame, Value) Value {
	right = a.convert(n.right, right, "def", castMode{})
	at := opSite{op: n.op, left: left.typ, right: right.typ, compound: true, offset: a.marked}
	return func(f *frame, l Value) Value {
		return keepClass(f.defBinary(at, l, right.run(f)), l, at.offset)
	}
}

func (a *analyzer) compoundPrimitive(n *assignNode, left, right *ex, types [2]typ) func(*frame, Value) Value {
	t, shift := types[0], types[1]
	switch {
	case shift == "long":
		right = a.convert(n.right, right, "int", castMode{explicit: true})
	case shift != "":
		right = a.convert(n.right, right, shift, castMode{})
	default:
		right = a.convert(n.right, right, t, castMode{})
	}
	if !legalCast(left.typ, t, castMode{}) {
		panic(compileError(n.at(), classCast, "Cannot cast from [%s] to [%s].", canonical(left.typ), canonical(t)))
	}
	upcast := conversion(left.typ, t, castMode{})
	offset, op := a.marked, n.op
	return func(f *frame, l Value) Value {
		if upcast != nil {
			l = upcast(l, offset)
		}
		return primitiveBinary(op, l, right.run(f), offset)
	}
}

// name is a type or a variable.
func (a *analyzer) name(n *nameNode, s *scope, w want) *ex {
	if t := resolveType(n.name); t != "" {
		if w.write {
			panic(compileError(n.at(), illegalArgument, "invalid assignment: cannot write a value to a static type [%s]", canonical(t)))
		}
		a.requireRead(n, w, "static type ["+canonical(t)+"] not used")
		return &ex{static: t}
	}
	if !s.defined(n.name) {
		return &ex{partial: n.name}
	}
	if !w.read && !w.write {
		a.requireRead(n, w, "variable ["+n.name+"] not used")
	}
	v := s.lookup(n.name)
	if w.write && v.final {
		panic(compileError(n.at(), illegalArgument, "Variable [%s] is read-only.", n.name))
	}
	slot := v.slot
	return &ex{
		typ: v.typ,
		run: func(f *frame) Value { return f.vars[slot] },
		prepare: func(f *frame) (func() Value, func(Value)) {
			return func() Value { return f.vars[slot] }, func(v Value) { f.vars[slot] = v }
		},
	}
}
