package painless

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

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
	a.mark(n.at())
	child := a.value(n.child, s, reading())
	among := withDecimals
	if n.op == "~" {
		among = wholeOnly
	}
	t := promoteOne(child.typ, among)
	if t == "" {
		panic(compileError(n.at(), classCast, "cannot apply the %s operator [%s] to the type [%s]",
			strings.TrimSuffix(operatorNames[n.op], " operation"), n.op, canonical(child.typ)))
	}
	child = a.convert(n.child, child, t, castMode{})
	offset, op := a.marked, n.op
	if t == "def" {
		at := opSite{op: op, left: "def", wanted: w.target, explicit: w.explicit, offset: offset}
		result := &ex{typ: "def", run: func(f *frame) Value { return defUnary(at, child.run(f)) }}
		return a.defResult(result, w, offset)
	}
	if child.constant {
		return constantOf(t, primitiveUnary(op, child.value))
	}
	return &ex{typ: t, run: func(f *frame) Value { return primitiveUnary(op, child.run(f)) }}
}

// defResult types what a dynamic operation gives: where a type is wanted, the
// operation itself gives that type.
func (a *analyzer) defResult(e *ex, w want, offset int) *ex {
	switch {
	case w.target == "" || w.target == "def":
		return e
	case w.explicit && (isPrimitive(w.target) || unboxOf[w.target] != ""):
		inner, to := e.run, w.target
		return &ex{typ: w.target, run: func(f *frame) Value { return castNumber(inner(f), to, offset) }}
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
	before := a.marked
	a.mark(n.at())
	left := a.value(n.left, s, reading())
	right := a.value(n.right, s, reading())
	if n.op == "=~" || n.op == "==~" {
		return a.match(n, left, right)
	}
	t, shift := a.operands(n, left, right)
	if t == "def" && n.op == "+" && w.target == "String" {
		t = "String" // what is wanted as a text is joined, whatever it is
	}
	offset, op := a.marked, n.op
	if t == "def" || shift == "def" {
		at := opSite{op: op, left: left.typ, right: right.typ, wanted: w.target, explicit: w.explicit, offset: offset}
		result := &ex{typ: "def", run: func(f *frame) Value {
			l := left.run(f)
			return f.defBinary(at, l, right.run(f))
		}}
		if t != "def" {
			result.typ = t
		}
		return a.defResult(result, w, offset)
	}
	if t == "String" {
		joined := a.concatenation(n, left, right)
		if joined.constant {
			a.mark(before)
		}
		return joined
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
	if left.constant && right.constant {
		a.mark(before) // the server has no code for it
		return a.fold(n, left, right)
	}
	return primitiveOperation(op, left, right, a.marked)
}

// operands finds the type in which an operator computes, and that of a shift's
// distance.
func (a *analyzer) operands(n *binaryNode, left, right *ex) (t, shift typ) {
	switch n.op {
	case "+":
		t = promoteAdd(left.typ, right.typ)
	case "<<", ">>", ">>>":
		t = promoteOne(left.typ, wholeOnly)
		shift = promoteOne(right.typ, wholeOnly)
		if shift == "" {
			t = ""
		}
	case "&", "|":
		t = promote(left.typ, right.typ, wholeOnly)
	case "^":
		t = promoteXor(left.typ, right.typ)
	default:
		t = promote(left.typ, right.typ, withDecimals)
	}
	if t == "" {
		panic(compileError(n.at(), classCast, "cannot apply the %s operator [%s] to the types [%s] and [%s]",
			strings.TrimSuffix(operatorNames[n.op], " operation"), n.op, canonical(left.typ), canonical(right.typ)))
	}
	return t, shift
}

// fold computes what two constants give.
func (a *analyzer) fold(n *binaryNode, left, right *ex) *ex {
	if (n.op == "/" || n.op == "%") && isZeroInteger(right.value) {
		a.foldingError(compileError(n.at(), arithmetic, "/ by zero"))
		return &ex{typ: left.typ, run: left.run}
	}
	return constantOf(left.typ, primitiveBinary(n.op, left.value, right.value, n.at()))
}

func primitiveOperation(op string, left, right *ex, offset int) *ex {
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
	parts := []run{left.run, right.run}
	if !a.apart {
		parts = append(partsOf(left), partsOf(right)...)
	}
	joined := &ex{typ: "String", parts: parts, run: func(f *frame) Value { return f.join(evaluate(f, parts)...) }}
	if left.constant && right.constant {
		joined.constant = true
		joined.value = javavalue.Print(left.value, javavalue.JDK17) + javavalue.Print(right.value, javavalue.JDK17)
	}
	return joined
}

// partsOf is what one operand gives to a join: all of its own, where it is a join itself.
// They become texts when all of them are there (asked of nodes, as is where not).
func partsOf(e *ex) []run {
	if len(e.parts) > 0 && !e.constant {
		return slices.Clone(e.parts)
	}
	return []run{e.run}
}

func (a *analyzer) logic(n *binaryNode, s *scope, w want) *ex {
	a.operator(n, w, n.op)
	a.mark(n.at())
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
	a.mark(n.at())
	left := a.value(n.left, s, reading())
	right := a.value(n.right, s, reading())
	equality := n.op[0] == '=' || n.op[0] == '!'
	t := promote(left.typ, right.typ, withDecimals)
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
	if !equality && (isNull(n.left) || isNull(n.right)) {
		if isNull(n.left) && isPrimitive(t) {
			a.convert(n.left, left, t, castMode{}) // which fails
		}
		if isNull(n.left) {
			refuse(n.at(), "the order of null, for which the server generates broken code")
		}
		// observed on 2.19.4: the server's code generator stumbles
		panic(compileError(n.at(), "array_index_out_of_bounds_exception", "Index -1 out of bounds for length 0"))
	}
	identity := n.op == "===" || n.op == "!=="
	if identity && t == "String" && left.constant && right.constant {
		return constantOf("boolean", n.op == "!==") // two texts of the compiler's, never one object
	}
	if identity || t != "def" {
		left = a.convert(n.left, left, t, castMode{})
		right = a.convert(n.right, right, t, castMode{})
	}
	test := comparison(t, opSite{op: n.op, left: left.typ, right: right.typ, offset: a.marked})
	return &ex{typ: "boolean", run: func(f *frame) Value {
		l := left.run(f)
		return test(l, right.run(f))
	}}
}
