package painless

import (
	"math"
	"strconv"
	"strings"
)

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

func constantOf(t typ, v Value) *ex {
	return &ex{typ: t, constant: true, value: v, run: func(*frame) Value { return v }}
}

func (a *analyzer) number(n *numberNode, w want) *ex {
	text := n.text
	if w.negate {
		text = "-" + text
	}
	a.refuseWrite(n, w, "numeric constant ["+text+"]")
	a.requireRead(n, w, "numeric constant ["+text+"] not used")
	short := text[:len(text)-1]
	switch text[len(text)-1] {
	case 'd', 'D':
		a.decimalRadix(n)
		v, _ := strconv.ParseFloat(short, 64)
		return constantOf("double", v)
	case 'f', 'F':
		a.decimalRadix(n)
		v, _ := strconv.ParseFloat(short, 32)
		return constantOf("float", float32(v))
	case 'l', 'L':
		v, err := strconv.ParseInt(short, n.radix, 64)
		if err != nil {
			panic(compileError(n.at(), illegalArgument, "Invalid long constant [%s].", text))
		}
		return constantOf("long", v)
	}
	v, err := strconv.ParseInt(text, n.radix, 32)
	if err != nil {
		if _, err := strconv.ParseInt(text, n.radix, 64); err == nil {
			panic(compileError(n.at(), illegalArgument, "Invalid int constant [%s]. If you want a long constant then change it to [%sL].", text, text))
		}
		panic(compileError(n.at(), illegalArgument, "Invalid int constant [%s].", text))
	}
	return smallConstant(int32(v), w.target)
}

func (a *analyzer) decimalRadix(n *numberNode) {
	if n.radix != 10 {
		panic(compileError(n.at(), illegalState, "Illegal tree structure."))
	}
}

// smallConstant is an int, or what smaller type is wanted and holds it.
func smallConstant(v int32, target typ) *ex {
	switch {
	case target == "byte" && v >= math.MinInt8 && v <= math.MaxInt8,
		target == "short" && v >= math.MinInt16 && v <= math.MaxInt16,
		target == "char" && v >= 0 && v <= math.MaxUint16:
		return constantOf(target, toPrimitive(v, target))
	}
	return constantOf("int", v)
}

func (a *analyzer) decimal(n *decimalNode, w want) *ex {
	text := n.text
	if w.negate {
		text = "-" + text
	}
	a.refuseWrite(n, w, "decimal constant ["+text+"]")
	a.requireRead(n, w, "decimal constant ["+text+"] not used")
	if short, ok := strings.CutSuffix(strings.ToLower(text), "f"); ok {
		v, _ := strconv.ParseFloat(short, 32)
		return constantOf("float", float32(v))
	}
	v, _ := strconv.ParseFloat(strings.TrimSuffix(strings.ToLower(text), "d"), 64)
	return constantOf("double", v)
}

func (a *analyzer) null(n *nullNode, w want) *ex {
	a.refuseWrite(n, w, "null constant")
	a.requireRead(n, w, "null constant not used")
	t := w.target
	if t == "" {
		t = "Object"
	}
	if isPrimitive(t) {
		panic(compileError(n.at(), illegalArgument, "Cannot cast null to a primitive type [%s].", t))
	}
	return &ex{typ: t, run: func(*frame) Value { return nil }}
}

var operatorNames = map[string]string{
	"*": "multiplication operation", "/": "division operation", "%": "remainder operation", "+": "addition operation",
	"-": "subtraction operation", "<<": "left shift operation", ">>": "right shift operation", ">>>": "unsigned shift operation",
	"<": "less than operation", "<=": "less than or equals operation", ">": "greater than operation",
	">=": "greater than or equals operation", "==": "equals operation", "===": "reference equals operation",
	"!=": "not equals operation", "!==": "reference not equals operation", "&": "bitwise and operation",
	"^": "bitwise xor operation", "|": "boolean or operation", "&&": "boolean and operation", "||": "boolean or operation",
	"=~": "find operation", "==~": "match operation", "!": "not operation", "~": "bitwise not operation",
}

func (a *analyzer) operator(n node, w want, op string) {
	a.refuseWrite(n, w, operatorNames[op]+" ["+op+"]")
	a.requireRead(n, w, "result not used from "+operatorNames[op]+" ["+op+"]")
}

func (a *analyzer) unary(n *unaryNode, s *scope, w want) *ex {
	a.operator(n, w, n.op)
	if n.op == "-" {
		switch child := n.child.(type) {
		case *numberNode, *decimalNode:
			return a.negative(child, s, w)
		}
	}
	if n.op == "!" {
		child := a.cast(n.child, s, readingAs("boolean"))
		if child.constant {
			return constantOf("boolean", !child.value.(bool))
		}
		return &ex{typ: "boolean", run: func(f *frame) Value { return !child.run(f).(bool) }}
	}
	child := a.value(n.child, s, reading())
	t := promoteOne(child.typ, n.op != "~")
	if t == "" {
		panic(compileError(n.at(), classCast, "cannot apply the %s operator [%s] to the type [%s]",
			strings.TrimSuffix(operatorNames[n.op], " operation"), n.op, canonical(child.typ)))
	}
	child = a.convert(n.child, child, t, castMode{})
	offset := n.at()
	op := n.op
	if t == "def" {
		result := &ex{typ: "def", run: func(f *frame) Value { return defUnary(op, child.run(f), offset) }}
		return a.defResult(result, w, offset)
	}
	if child.constant {
		return constantOf(t, primitiveUnary(op, child.value))
	}
	return &ex{typ: t, run: func(f *frame) Value { return primitiveUnary(op, child.run(f)) }}
}

// negative is a number with a minus, read as one.
func (a *analyzer) negative(child node, s *scope, w want) *ex {
	inner := w
	inner.negate = true
	e := a.value(child, s, inner)
	if w.target == "" {
		return e
	}
	return a.convert(child, e, w.target, w.castMode)
}

// defResult types what a dynamic operation gives: where a type is wanted, the
// operation itself gives that type.
func (a *analyzer) defResult(e *ex, w want, offset int) *ex {
	switch {
	case w.target == "" || w.target == "def":
		return e
	case w.explicit && (isPrimitive(w.target) || unboxOf[w.target] != ""):
		inner, convert := e.run, fromDef(w.target, true)
		return &ex{typ: w.target, run: func(f *frame) Value { return convert(inner(f), offset) }}
	}
	return dynamicResult(e, w.target, offset)
}

// dynamicResult is how the JVM's method handles bring a dynamic result to a
// type: numbers are widened, never narrowed.
func dynamicResult(e *ex, t typ, offset int) *ex {
	inner := e.run
	return &ex{typ: t, run: func(f *frame) Value { return adapt(inner(f), t, offset) }}
}

func (a *analyzer) binary(n *binaryNode, s *scope, w want) *ex {
	switch n.op {
	case "&&", "||":
		return a.logic(n, s, w)
	case "==", "!=", "===", "!==", "<", "<=", ">", ">=":
		return a.compare(n, s, w)
	}
	a.operator(n, w, n.op)
	left := a.value(n.left, s, reading())
	right := a.value(n.right, s, reading())
	if n.op == "=~" || n.op == "==~" {
		return a.match(n, left, right)
	}
	t, shift := a.operands(n, left, right)
	offset, op := n.at(), n.op
	if t == "def" || shift == "def" {
		result := &ex{typ: "def", run: func(f *frame) Value {
			l := left.run(f)
			return f.defBinary(op, l, right.run(f), offset)
		}}
		if t != "def" {
			result.typ = t
		}
		return a.defResult(result, w, offset)
	}
	if t == "String" {
		return a.concatenation(n, left, right)
	}
	left = a.convert(n.left, left, t, castMode{})
	switch {
	case shift == "long":
		right = a.convert(n.right, right, "int", castMode{explicit: true})
	case shift != "":
		right = a.convert(n.right, right, shift, castMode{})
	default:
		right = a.convert(n.right, right, t, castMode{})
	}
	return a.primitiveOperation(n, left, right)
}

// operands finds the type in which an operator computes, and that of a shift's
// distance.
func (a *analyzer) operands(n *binaryNode, left, right *ex) (t, shift typ) {
	switch n.op {
	case "+":
		t = promoteAdd(left.typ, right.typ)
	case "<<", ">>", ">>>":
		t = promoteOne(left.typ, false)
		shift = promoteOne(right.typ, false)
		if shift == "" {
			t = ""
		}
	case "&", "|":
		t = promote(left.typ, right.typ, false)
	case "^":
		t = promoteXor(left.typ, right.typ)
	default:
		t = promote(left.typ, right.typ, true)
	}
	if t == "" {
		panic(compileError(n.at(), classCast, "cannot apply the %s operator [%s] to the types [%s] and [%s]",
			strings.TrimSuffix(operatorNames[n.op], " operation"), n.op, canonical(left.typ), canonical(right.typ)))
	}
	return t, shift
}

func (a *analyzer) primitiveOperation(n *binaryNode, left, right *ex) *ex {
	offset, op := n.at(), n.op
	if left.constant && right.constant {
		if (op == "/" || op == "%") && isZeroInteger(right.value) {
			a.foldingError(compileError(offset, arithmetic, "/ by zero"))
			return &ex{typ: left.typ, run: left.run}
		}
		return constantOf(left.typ, primitiveBinary(op, left.value, right.value, offset))
	}
	return &ex{typ: left.typ, run: func(f *frame) Value {
		l := left.run(f)
		return primitiveBinary(op, l, right.run(f), offset)
	}}
}

func (a *analyzer) foldingError(e *CompileError) {
	if a.late == nil {
		a.late = e
	}
}

func isZeroInteger(v Value) bool { return v == Value(int32(0)) || v == Value(int64(0)) }

func (a *analyzer) concatenation(n node, left, right *ex) *ex {
	if left.typ == "void" || right.typ == "void" {
		panic(compileError(n.at(), classCast, "Cannot cast from [void] to [java.lang.Object]."))
	}
	return &ex{typ: "String", run: func(f *frame) Value {
		l := left.run(f)
		return f.join(l, right.run(f))
	}}
}

func (a *analyzer) logic(n *binaryNode, s *scope, w want) *ex {
	a.operator(n, w, n.op)
	left := a.cast(n.left, s, readingAs("boolean"))
	right := a.cast(n.right, s, readingAs("boolean"))
	and := n.op == "&&"
	return &ex{typ: "boolean", run: func(f *frame) Value {
		if left.run(f).(bool) != and {
			return !and
		}
		return right.run(f)
	}}
}

func (a *analyzer) compare(n *binaryNode, s *scope, w want) *ex {
	a.operator(n, w, n.op)
	left := a.value(n.left, s, reading())
	right := a.value(n.right, s, reading())
	equality := n.op[0] == '=' || n.op[0] == '!'
	t := promote(left.typ, right.typ, true)
	if equality {
		t = promoteEquality(left.typ, right.typ)
	}
	if t == "" {
		panic(compileError(n.at(), classCast, "cannot apply the %s operator [%s] to the types [%s] and [%s]",
			strings.TrimSuffix(operatorNames[n.op], " operation"), n.op, canonical(left.typ), canonical(right.typ)))
	}
	if equality && isNull(n.left) && isNull(n.right) {
		panic(compileError(n.at(), illegalArgument, "extraneous comparison of [null] constants"))
	}
	identity := n.op == "===" || n.op == "!=="
	if identity || t != "def" {
		left = a.convert(n.left, left, t, castMode{})
		right = a.convert(n.right, right, t, castMode{})
	}
	test := comparison(n.op, t, n.at())
	return &ex{typ: "boolean", run: func(f *frame) Value {
		l := left.run(f)
		return test(l, right.run(f))
	}}
}

func isNull(n node) bool { _, ok := n.(*nullNode); return ok }

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
	case isPrimitive(left.typ):
		reason = "LHS is a primitive."
	case isNull(n.right):
		reason = "RHS is null."
	default:
		return
	}
	panic(compileError(n.at(), illegalArgument, "Extraneous elvis operator. %s", reason))
}
