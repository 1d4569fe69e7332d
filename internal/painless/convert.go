package painless

import (
	"math"
	"math/big"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// converter brings a value to another type; offset is where a failure is told.
type converter func(v Value, offset int) Value

// conversion is what a legal cast does at run time; nil is nothing.
func conversion(from, to typ, mode castMode) converter {
	switch {
	case from == to, to == "def", to == "Object", to == "void":
		return nil
	case from == "String" && to == "char":
		return textToChar
	case from == "char" && to == "String":
		return func(v Value, _ int) Value { return javavalue.Print(v, javavalue.JDK17) }
	case from == "def":
		return fromDef(to, mode)
	case isPrimitive(from):
		target := to
		if unboxed := unboxOf[to]; unboxed != "" {
			target = unboxed
		}
		if target == "Number" || target == from || target == "boolean" {
			return nil
		}
		return func(v Value, _ int) Value { return toPrimitive(v, target) }
	case unboxOf[from] != "" && (isPrimitive(to) || unboxOf[to] != ""):
		target := to
		if !isPrimitive(to) {
			target = unboxOf[to]
		}
		return func(v Value, offset int) Value {
			if v == nil {
				throwNull(offset)
			}
			return toPrimitive(v, target)
		}
	case assignable(to, from):
		return nil
	}
	return func(v Value, offset int) Value { return checkCast(unwrapDate(v, to), to, offset) }
}

func textToChar(v Value, offset int) Value {
	if v == nil {
		throwNull(offset)
	}
	units := javavalue.UTF16(v.(string))
	if len(units) != 1 {
		throwCast("cannot cast java.lang.String with length not equal to one to char", offset)
	}
	return javavalue.Char(units[0])
}

// fromDef is the cast of a value that is only known at run time.
func fromDef(to typ, mode castMode) converter {
	target, boxed := to, false
	if unboxed := unboxOf[to]; unboxed != "" {
		target, boxed = unboxed, true
	}
	switch {
	case to == "String":
		return func(v Value, offset int) Value { return defToText(v, mode, offset) }
	case !isPrimitive(target):
		return func(v Value, offset int) Value { return checkCast(unwrapDate(v, to), to, offset) }
	}
	return func(v Value, offset int) Value {
		if v == nil {
			if boxed {
				return nil
			}
			throwNullIn(nullCast, offset)
		}
		from := primitiveOf(v)
		if from == target {
			return v
		}
		if text, ok := v.(string); ok && target == "char" && mode.explicit {
			return textToChar(text, offset)
		}
		if to == "boolean" {
			throwCast("cannot cast def ["+unboxedName(v)+"] to "+canonical(to), offset)
		}
		if from == "" || from == "boolean" || target == "boolean" || !mode.explicit && !widens(from, target) {
			throwCast(mode.refusal(to, v), offset)
		}
		return toPrimitive(v, target)
	}
}

// defToText is the cast of what is only known at run time to a String: null passes, and
// a character where the script wrote the cast.
func defToText(v Value, mode castMode, offset int) Value {
	switch c := v.(type) {
	case nil, string:
		return v
	case javavalue.Char:
		if mode.explicit {
			return javavalue.Print(c, javavalue.JDK17)
		}
	}
	throwCast("cannot "+mode.word()+" cast def ["+unboxedName(v)+"] to java.lang.String", offset)
	return nil
}

// unboxedName is the class of a value as these casts tell it: of a box, its primitive.
func unboxedName(v Value) string {
	if t := primitiveOf(v); t != "" {
		return t
	}
	return className(v)
}

// refusal is what the server says of a cast: of explicit ones to float and double, it
// tells another type.
func (mode castMode) refusal(to typ, v Value) string {
	from, told := "def", canonical(to)
	switch {
	case to == "Boolean":
		mode.explicit = false
	case mode.explicit && to == "float":
		from, told = "float", "byte"
	case mode.explicit && to == "double":
		told = "byte"
	}
	return "cannot " + mode.word() + " cast " + from + " [" + unboxedName(v) + "] to " + told
}

func (mode castMode) word() string {
	if mode.explicit {
		return "explicitly"
	}
	return "implicitly"
}

// unwrapDate makes of a date's field the ZonedDateTime that is wanted: the one
// class that the server converts.
func unwrapDate(v Value, to typ) Value {
	if j, ok := v.(joda); ok && to == "ZonedDateTime" {
		return j.ZonedDateTime
	}
	return v
}

// checkCast is the JVM's: null passes.
func checkCast(v Value, to typ, offset int) Value {
	if v != nil && !isInstance(v, to) {
		throwJVMCast(className(v), canonical(to), offset)
	}
	return v
}

// adapt brings the result of a dynamic operation to a type as the JVM's method
// handles do.
func adapt(v Value, to typ, offset int) Value {
	if !isPrimitive(to) {
		if v == nil || to == "def" || to == "Object" || to == "void" || isInstance(v, to) {
			return v
		}
		throwCast("Cannot cast "+ClassName(v)+" to "+binaryName(to), offset)
	}
	if v == nil {
		throwNull(offset)
	}
	from := primitiveOf(v)
	if from == to {
		return v
	}
	if _, isNumber := v.(number); from == "" && !isNumber {
		throwJVMCast(className(v), "java.lang.Number", offset)
	}
	if from == "" || from == "boolean" || to == "boolean" || !widens(from, to) {
		throwCast("Cannot cast "+className(v)+" to "+canonical(boxOf[to]), offset)
	}
	return toPrimitive(v, to)
}

// primitiveOf is the primitive type of a box; "" is none.
func primitiveOf(v Value) typ {
	switch v.(type) {
	case bool:
		return "boolean"
	case int8:
		return "byte"
	case int16:
		return "short"
	case javavalue.Char:
		return "char"
	case int32:
		return "int"
	case int64:
		return "long"
	case float32:
		return "float"
	case float64:
		return "double"
	}
	return ""
}

// toPrimitive is Java's conversion among primitive numbers and characters.
func toPrimitive(v Value, to typ) Value {
	switch to {
	case "float":
		return toFloat(v)
	case "double":
		return toDouble(v)
	case "long":
		return toLong(v)
	case "int":
		return toInt(v)
	case "char":
		return javavalue.Char(uint16(toInt(v)))
	case "short":
		return int16(toInt(v))
	case "byte":
		return int8(toInt(v))
	}
	return v
}

func toDouble(v Value) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case float32:
		return float64(v)
	case *big.Int:
		d, _ := new(big.Float).SetInt(v).Float64()
		return d
	case number:
		return v.double()
	}
	return float64(toLong(v))
}

func toFloat(v Value) float32 {
	switch v := v.(type) {
	case float32:
		return v
	case float64:
		return float32(v)
	case *big.Int:
		f, _ := new(big.Float).SetInt(v).Float32()
		return f
	case number:
		return float32(v.double())
	}
	return float32(toLong(v))
}

func toLong(v Value) int64 {
	switch v := v.(type) {
	case int64:
		return v
	case int32:
		return int64(v)
	case int16:
		return int64(v)
	case int8:
		return int64(v)
	case javavalue.Char:
		return int64(v)
	case float64:
		return truncate(v)
	case float32:
		return truncate(float64(v))
	case number:
		return v.long()
	case *big.Int:
		return int64(new(big.Int).And(v, new(big.Int).SetUint64(math.MaxUint64)).Uint64())
	}
	return 0
}

// toInt narrows: whole numbers lose their high bits, decimals stop at the ends.
func toInt(v Value) int32 {
	switch v := v.(type) {
	case float64:
		return int32(max(math.MinInt32, min(math.MaxInt32, truncate(v))))
	case float32:
		return int32(max(math.MinInt32, min(math.MaxInt32, truncate(float64(v)))))
	}
	return int32(toLong(v))
}

func truncate(d float64) int64 {
	switch {
	case math.IsNaN(d):
		return 0
	case d >= math.MaxInt64:
		return math.MaxInt64
	case d <= math.MinInt64:
		return math.MinInt64
	}
	return int64(d)
}
