package painless

import (
	"math"
	"math/big"
)

// staticField is the value of a constant of a class.
func staticField(class typ, name string, offset int) Value {
	switch class + "." + name {
	case "Integer.MAX_VALUE":
		return int32(math.MaxInt32)
	case "Integer.MIN_VALUE":
		return int32(math.MinInt32)
	case "Long.MAX_VALUE":
		return int64(math.MaxInt64)
	case "Long.MIN_VALUE":
		return int64(math.MinInt64)
	case "Double.MAX_VALUE":
		return math.MaxFloat64
	case "Double.MIN_VALUE":
		return math.SmallestNonzeroFloat64
	case "Double.NaN":
		return math.NaN()
	case "Double.POSITIVE_INFINITY":
		return math.Inf(1)
	case "Double.NEGATIVE_INFINITY":
		return math.Inf(-1)
	case "Byte.MAX_VALUE":
		return int8(math.MaxInt8)
	case "Byte.MIN_VALUE":
		return int8(math.MinInt8)
	case "Short.MAX_VALUE":
		return int16(math.MaxInt16)
	case "Short.MIN_VALUE":
		return int16(math.MinInt16)
	case "Float.MAX_VALUE":
		return float32(math.MaxFloat32)
	case "Float.MIN_VALUE":
		return float32(math.SmallestNonzeroFloat32)
	case "Float.NaN":
		return float32(math.NaN())
	case "Float.POSITIVE_INFINITY":
		return float32(math.Inf(1))
	case "Float.NEGATIVE_INFINITY":
		return float32(math.Inf(-1))
	case "Double.MIN_NORMAL":
		return math.Float64frombits(0x0010000000000000)
	case "Double.MAX_EXPONENT":
		return int32(1023)
	case "Double.MIN_EXPONENT":
		return int32(-1022)
	case "Math.PI", "StrictMath.PI":
		return math.Pi
	case "Math.E", "StrictMath.E":
		return math.E
	case "Boolean.TRUE":
		return true
	case "Boolean.FALSE":
		return false
	}
	if v := sizeField(class + "." + name); v != nil {
		return v
	}
	if v := bigField(class + "." + name); v != nil {
		return v
	}
	if parts, ok := locales[name]; ok && class == "Locale" {
		return newLocale(parts[0], parts[1])
	}
	if v, ok := timeConstant(class, name); ok {
		return v
	}
	refuse(offset, "%s.%s", class, name)
	return nil
}

// sizeField is how large a number is; nil for other names.
func sizeField(name string) Value {
	switch name {
	case "Integer.SIZE", "Float.SIZE":
		return int32(32)
	case "Integer.BYTES", "Float.BYTES":
		return int32(4)
	case "Long.SIZE", "Double.SIZE":
		return int32(64)
	case "Long.BYTES", "Double.BYTES":
		return int32(8)
	case "Short.SIZE", "Character.SIZE":
		return int32(16)
	case "Short.BYTES", "Character.BYTES":
		return int32(2)
	case "Byte.SIZE":
		return int32(8)
	case "Byte.BYTES":
		return int32(1)
	}
	return nil
}

// bigField is a constant of java.math; nil for other names.
func bigField(name string) Value {
	switch name {
	case "BigInteger.ZERO":
		return big.NewInt(0)
	case "BigInteger.ONE":
		return big.NewInt(1)
	case "BigInteger.TEN":
		return big.NewInt(10)
	case "BigDecimal.ZERO":
		return &decimal{big.NewInt(0), 0}
	case "BigDecimal.ONE":
		return &decimal{big.NewInt(1), 0}
	case "BigDecimal.TEN":
		return &decimal{big.NewInt(10), 0}
	case "MathContext.DECIMAL32":
		return mathContext{7, "HALF_EVEN"}
	case "MathContext.DECIMAL64":
		return mathContext{16, "HALF_EVEN"}
	case "MathContext.DECIMAL128":
		return mathContext{34, "HALF_EVEN"}
	case "MathContext.UNLIMITED":
		return mathContext{0, "HALF_UP"}
	}
	return nil
}
