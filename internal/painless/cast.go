package painless

import "slices"

var numericRank = map[typ]int{"byte": 1, "short": 2, "int": 3, "long": 4, "float": 5, "double": 6}

var boxOf = map[typ]typ{
	"boolean": "Boolean", "byte": "Byte", "short": "Short", "char": "Character",
	"int": "Integer", "long": "Long", "float": "Float", "double": "Double",
}

var unboxOf = map[typ]typ{
	"Boolean": "boolean", "Byte": "byte", "Short": "short", "Character": "char",
	"Integer": "int", "Long": "long", "Float": "float", "Double": "double",
}

// castMode says how a cast came about.
type castMode struct {
	explicit bool // the script wrote it
	internal bool // boxing is allowed, as for arguments and results
}

// legalCast tells whether the compiler casts from one type to the other.
func legalCast(from, to typ, mode castMode) bool {
	if from == to {
		return true
	}
	if from == "String" && to == "char" && mode.explicit || from == "char" && to == "String" && mode.explicit {
		return true
	}
	if from == "def" || from == "JodaCompatibleZonedDateTime" && to == "ZonedDateTime" {
		return true
	}
	if isPrimitive(from) && from != "void" {
		if to == "def" || legalPrimitiveCast(from, to, mode) {
			return true
		}
	} else if unboxed := unboxOf[from]; unboxed != "" && mode.internal && legalUnboxing(unboxed, to, mode) {
		return true
	}
	return from != "void" && to == "def" || assignable(to, from) || assignable(from, to) && mode.explicit
}

func legalPrimitiveCast(from, to typ, mode castMode) bool {
	if isPrimitive(to) {
		return to != "boolean" && from != "boolean" && to != "void" && (widens(from, to) || mode.explicit)
	}
	if !mode.internal {
		return false
	}
	if to == "Object" || to == "Number" && from != "boolean" {
		return true
	}
	unboxed := unboxOf[to]
	return unboxed != "" && (unboxed == from || from != "boolean" && unboxed != "boolean" && (widens(from, unboxed) || mode.explicit && numericRank[unboxed] < 3))
}

func widens(from, to typ) bool {
	switch {
	case from == to:
		return true
	case from == "char":
		return numericRank[to] >= 3
	case to == "char":
		return false
	default:
		return numericRank[from] < numericRank[to]
	}
}

func legalUnboxing(unboxed, to typ, mode castMode) bool {
	target := to
	if u := unboxOf[to]; u != "" {
		target = u
	}
	if !isPrimitive(target) {
		return false
	}
	return unboxed == target || unboxed != "boolean" && target != "boolean" && widens(unboxed, target) ||
		mode.explicit && unboxed != "boolean" && target == "char" && numericRank[unboxed] == 1
}

// kinds are the types of numbers that an operator takes.
type kinds int

const (
	wholeOnly kinds = iota
	withDecimals
)

// promoteOne is the type in which a unary operator computes; "" is none.
func promoteOne(t typ, among kinds) typ {
	switch {
	case t == "def", t == "long", among == withDecimals && (t == "double" || t == "float"):
		return t
	case slices.Contains([]typ{"int", "char", "short", "byte"}, t):
		return "int"
	}
	return ""
}

// promote is the type in which a binary operator computes; "" is none.
func promote(a, b typ, among kinds) typ {
	either := func(types ...typ) bool {
		return slices.Contains(types, a) || slices.Contains(types, b)
	}
	switch {
	case either("def"):
		return "def"
	case among == withDecimals && either("double"):
		return "double"
	case among == withDecimals && either("float"):
		return "float"
	case either("long"):
		return "long"
	case either("int", "char", "short", "byte"):
		return "int"
	}
	return ""
}

func promoteAdd(a, b typ) typ {
	if a == "String" || b == "String" {
		return "String"
	}
	return promote(a, b, withDecimals)
}

func promoteXor(a, b typ) typ {
	switch {
	case a == "def" || b == "def":
		return "def"
	case a == "boolean" || b == "boolean":
		return "boolean"
	}
	return promote(a, b, wholeOnly)
}

func promoteEquality(a, b typ) typ {
	switch {
	case a == "String" && b == "String":
		return "String"
	case a == "def" || b == "def":
		return "def"
	case isPrimitive(a) && isPrimitive(b):
		if a == "boolean" && b == "boolean" {
			return "boolean"
		}
		return promote(a, b, withDecimals)
	}
	return "Object"
}

func promoteConditional(a, b typ) typ {
	if a == b {
		return a
	}
	if a == "def" || b == "def" {
		return "def"
	}
	if isPrimitive(a) && a != "boolean" && isPrimitive(b) && b != "boolean" {
		for _, t := range []typ{"double", "float", "long", "int"} {
			if a == t || b == t {
				return t
			}
		}
		if a == "char" || b == "char" {
			return "int"
		}
		return ""
	}
	return "Object"
}
