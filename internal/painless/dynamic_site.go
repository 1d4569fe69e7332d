package painless

import (
	"math/big"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// opSite is where an operator works on values that are only known at run time. What it
// throws is what the server's code throws that runs for the first time: it links the
// operator to the classes of the values that it sees first, and has casts fail in an
// order of their own (all asked of nodes). Seen again with values of other classes, the
// same code may tell the same failure in other words.
type opSite struct {
	op          string
	left, right typ // as the compiler knows them
	wanted      typ // what the result is wanted as; "" is any
	explicit    bool
	compound    bool
	offset      int
}

func (s opSite) isComparison() bool {
	switch s.op {
	case "==", "!=", "<", "<=", ">", ">=":
		return true
	}
	return false
}

// binary checks the operands of all but shifts.
func (s opSite) binary(l, r Value) {
	a, b := primitiveOf(l), primitiveOf(r)
	switch {
	case l == nil || r == nil:
		return
	case a == "" || b == "":
		s.result("", l)
		return
	}
	t := "boolean"
	if a != "boolean" || b != "boolean" {
		t = promoteBoxes(a, b)
	}
	result := t
	if s.isComparison() {
		result = "boolean"
	}
	s.result(result, l)
	if !s.takes(a, s.left, t) || !s.takes(b, s.right, t) {
		throwCast("Cannot cast from: "+result+" to "+s.returned(), s.offset)
	}
	for _, of := range []typ{a, b} {
		if (of == "boolean") != (t == "boolean") {
			throwCast("Cannot cast java.lang.Boolean to "+canonical(boxOf[t]), s.offset)
		}
	}
	s.apply(t)
}

// promoteBoxes is the type of an operator's code for two boxes; a Boolean beside a number
// counts for an int.
func promoteBoxes(a, b typ) typ {
	for _, t := range []typ{"double", "float", "long"} {
		if a == t || b == t {
			return t
		}
	}
	return "int"
}

// takes tells whether what the compiler knows of an operand fits the code for t.
func (s opSite) takes(box, known, t typ) bool {
	return !isPrimitive(known) || (box == "boolean") == (t == "boolean")
}

// apply throws where the code for a type has no such operator.
func (s opSite) apply(t typ) {
	bits := s.op == "&" || s.op == "|" || s.op == "^"
	equality := s.op == "==" || s.op == "!="
	switch {
	case t == "boolean" && !bits && !equality:
	case bits && (t == "float" || t == "double"):
		t = "float" // told of both
	default:
		return
	}
	throwCast("Cannot apply ["+s.op+"] operation to type ["+t+"]", s.offset)
}

// result checks that what the code for the operands gives can be what is wanted; "" is an
// object.
func (s opSite) result(t typ, old Value) {
	wanted := s.wanted
	if s.compound {
		wanted = primitiveOf(old)
	}
	if u := unboxOf[wanted]; u != "" && s.explicit {
		wanted = u
	}
	switch {
	case s.isComparison(), wanted == "", wanted == "def", wanted == "Object":
	case s.compound, s.explicit:
		if t == "" {
			t = "Object"
		}
		if (t == "boolean") != (wanted == "boolean") && !(s.compound && t == "Object") {
			throwCast("Cannot cast "+javaClass(t)+" to "+javaClass(wanted), s.offset)
		}
	case t != "" && !fitsHandle(t, wanted):
		throwCast("Cannot cast from: "+t+" to "+s.returned(), s.offset)
	}
}

// returned is the type that the code around takes.
func (s opSite) returned() string {
	switch {
	case s.isComparison():
		return "boolean"
	case s.wanted == "", s.wanted == "def":
		return javaClass("Object")
	}
	return javaClass(s.wanted)
}

// shift checks the operands of a shift, the distance first.
func (s opSite) shift(l, r Value) {
	if l == nil {
		throwNullIn(nullOperand, s.offset)
	}
	a := primitiveOf(l)
	result := promoteOne(a, withDecimals)
	if a == "boolean" {
		result = a
	}
	s.result(result, l)
	if r == nil {
		throwNull(s.offset)
	}
	adapt(r, "long", s.offset)
	switch a {
	case "":
		throwCast("Cannot convert ["+className(l)+"] to an integral value.", s.offset)
	case "boolean", "float", "double":
		throwCast("Cannot apply ["+s.op+"] operation to type ["+a+"]", s.offset)
	}
}

// unary checks the operand of a unary operator.
func (s opSite) unary(v Value) {
	if v == nil {
		return
	}
	t := promoteOne(primitiveOf(v), withDecimals)
	if _, isBool := v.(bool); isBool {
		t = "boolean"
	}
	s.result(t, v)
	if decimal := t == "float" || t == "double"; s.op == "~" && (decimal || t == "boolean") {
		throwCast("Cannot apply not [~] to type ["+t+"]", s.offset)
	}
	if t == "boolean" {
		throwCast("Cannot apply ["+s.op+"] operation to type ["+t+"]", s.offset)
	}
}

// castNumber is the explicit cast of what an operator gave: only numbers and characters
// are any.
func castNumber(v Value, to typ, offset int) Value {
	if u := unboxOf[to]; u != "" {
		to = u
	}
	switch v.(type) {
	case bool:
		return v
	case javavalue.Char, number:
		return toPrimitive(v, to)
	}
	if primitiveOf(v) == "" {
		if _, whole := v.(*big.Int); !whole {
			throwJVMCast(className(v), "java.lang.Number", offset)
		}
	}
	return toPrimitive(v, to)
}
