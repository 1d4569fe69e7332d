package painless

import (
	"math"
	"strconv"
	"strings"
)

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

func isNull(n node) bool { _, ok := n.(*nullNode); return ok }
