package painless

import (
	"math/big"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// numberType is what a dynamic operator takes a value for: a primitive type, or
// "" for what is no number. Java's Number has other kinds as well.
func numberType(v Value, offset int) typ {
	switch v.(type) {
	case *big.Int, number:
		return "int" // what the server makes of any other Number
	case bool:
		return ""
	}
	return primitiveOf(v)
}

// defNumbers brings the operands of a dynamic operator to one type.
func defNumbers(op string, l, r Value, offset int) (Value, Value) {
	throwOfNulls(l, r, offset)
	a, b := numberType(l, offset), numberType(r, offset)
	if a == "" || b == "" {
		cannotApply(op, l, r, offset)
	}
	t := promote(a, b, withDecimals)
	return toPrimitive(l, t), toPrimitive(r, t)
}

// throwOfNulls throws where an operand is null.
func throwOfNulls(l, r Value, offset int) {
	switch {
	case l == nil:
		throwNullIn(nullLeft, offset)
	case r == nil:
		throwNullIn(nullRight, offset)
	}
}

func cannotApply(op string, l, r Value, offset int) {
	if op == ">=" {
		op = ">" // the server's words
	}
	throwCast("Cannot apply ["+op+"] operation to types ["+className(l)+"] and ["+className(r)+"].", offset)
}

func (f *frame) defBinary(at opSite, l, r Value) Value {
	op, offset := at.op, at.offset
	if op == "<<" || op == ">>" || op == ">>>" {
		at.shift(l, r)
		return primitiveBinary(op, toPrimitive(l, promoteOne(primitiveOf(l), wholeOnly)), toInt(r), offset)
	}
	at.binary(l, r)
	if op == "+" {
		_, leftText := l.(string)
		_, rightText := r.(string)
		if leftText || rightText {
			return f.join(l, r)
		}
	}
	if op == "&" || op == "|" || op == "^" {
		return defBits(op, l, r, offset)
	}
	throwOfNulls(l, r, offset)
	l, r = defNumbers(op, l, r, offset)
	return primitiveBinary(op, l, r, offset)
}

func isWhole(t typ) bool { return t != "" && t != "boolean" && t != "float" && t != "double" }

func defBits(op string, l, r Value, offset int) Value {
	if x, ok := l.(bool); ok {
		if y, ok := r.(bool); ok {
			switch op {
			case "&":
				return x && y
			case "|":
				return x || y
			}
			return x != y
		}
	}
	a := integral(l, offset)
	b := integral(r, offset)
	t := promote(a, b, wholeOnly)
	return primitiveBinary(op, toPrimitive(l, t), toPrimitive(r, t), offset)
}

// integral is the type of a bit operator's operand, the left one told first.
func integral(v Value, offset int) typ {
	if v == nil {
		throwNull(offset)
	}
	t := primitiveOf(v)
	if !isWhole(t) {
		throwCast("Cannot convert ["+className(v)+"] to an integral value.", offset)
	}
	return t
}

func defUnary(at opSite, v Value) Value {
	op, offset := at.op, at.offset
	at.unary(v)
	if v == nil {
		throwNullIn(nullOperand, offset)
	}
	t := primitiveOf(v)
	if t == "" || op == "~" && !isWhole(t) {
		throwCast("Cannot apply ["+op+"] operation to type ["+className(v)+"].", offset)
	}
	return primitiveUnary(op, toPrimitive(v, promoteOne(t, withDecimals)))
}

// defEqual is == where a type is only known at run time: numbers by value, all
// else by equals.
func defEqual(l, r Value, offset int) bool {
	if l == nil || r == nil {
		return l == nil && r == nil
	}
	a, b := numberType(l, offset), numberType(r, offset)
	if a != "" && b != "" && !(a == "char" && b == "char") {
		t := promote(a, b, withDecimals)
		return primitiveOrder(toPrimitive(l, t), toPrimitive(r, t)).equal
	}
	return javavalue.Equal(l, r)
}

func equalObjects(l, r Value, offset int) bool {
	if l == nil || r == nil {
		return l == nil && r == nil
	}
	return javavalue.Equal(l, r)
}

// identical tells whether two references are one object. Boxes and texts may or
// may not be: that depends on where they come from.
func identical(l, r Value, offset int) bool {
	if l == nil || r == nil {
		return l == nil && r == nil
	}
	switch l := l.(type) {
	case *javavalue.List, *javavalue.Map, *javavalue.Set, *exception, *array:
		return l == r
	case bool, enum:
		return l == r
	}
	if !javavalue.Equal(l, r) {
		return false
	}
	if whole, ok := r.(int32); ok && whole >= -128 && whole <= 127 {
		return true
	}
	refuse(offset, "=== between equal values that may be two objects")
	return false
}

// keepClass is what a dynamic compound assignment does with its result: a number
// goes back to the class that the variable held.
func keepClass(v, old Value, offset int) Value {
	if old == nil || v == nil {
		return v
	}
	t := primitiveOf(old)
	if t == "" || t == "boolean" {
		if className(v) != className(old) {
			throwCast("Cannot cast "+className(v)+" to "+className(old), offset)
		}
		return v
	}
	from := primitiveOf(v)
	if from == "" || from == "boolean" {
		throwCast("Cannot cast "+className(v)+" to "+className(old), offset)
	}
	return toPrimitive(v, t)
}

func (f *frame) print(v Value) string { return javavalue.Print(v, f.m.jdk) }
