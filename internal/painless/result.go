package painless

import (
	"encoding/base64"
	"math/big"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// Elements are the elements of a result that is a collection, or an array.
func Elements(v Value) (items []Value, isArray, ok bool) {
	switch v := v.(type) {
	case *array:
		return v.items, true, true
	case *javavalue.List:
		return v.Items, false, true
	case *javavalue.Set:
		return v.Items(), false, true
	case *deque, *mapValues, *entrySet:
		return v.(iterable).items(), false, true
	}
	return nil, false, false
}

// Text is String.valueOf of a result; an error is an *UnsupportedError.
func Text(v Value, jdk javavalue.JDK) (text string, err error) {
	defer func() { err = refusal(recover(), err) }()
	return javavalue.Print(v, jdk), nil
}

func refusal(thrown any, err error) error {
	switch e := thrown.(type) {
	case nil:
		return err
	case *UnsupportedError:
		return e
	case *exception:
		return &RuntimeError{Type: snakeCase(e.class), Reason: e.message}
	}
	panic(thrown)
}

// ClassName is the class of a value, as the JVM names it.
func ClassName(v Value) string {
	if o, ok := v.(javavalue.Object); ok {
		return o.JavaClass()
	}
	return className(v)
}

// Number is a result as a double, as aggregations take it: of numbers and dates
// and booleans; false for anything else.
func Number(v Value) (float64, bool) {
	if b, ok := v.(bool); ok {
		return float64(boolRank(b)), true
	}
	if z, ok := zonedOf(v); ok {
		return float64(z.Time.UnixMilli()), true
	}
	if _, ok := v.(javavalue.Char); ok {
		return 0, false
	}
	if n, ok := v.(number); ok {
		return n.double(), true
	}
	if _, ok := v.(*big.Int); !ok && primitiveOf(v) == "" {
		return 0, false
	}
	return toDouble(v), true
}

// Long is Number.longValue of a result that is a Number.
func Long(v Value) (int64, bool) {
	if n, ok := v.(number); ok {
		return n.long(), true
	}
	if _, ok := v.(*big.Int); !ok && numericRank[primitiveOf(v)] == 0 {
		return 0, false
	}
	return toLong(v), true
}

// PlainText is how an answer writes a BigDecimal; false for anything else.
func PlainText(v Value) (string, bool) {
	d, ok := v.(*decimal)
	if !ok {
		return "", false
	}
	return d.JavaString(javavalue.JDK17), true
}

// number is an object of this package that is a java.lang.Number.
type number interface {
	double() float64
	long() int64
}

// Written is a result as the server's answers write it: nil, a bool, a string,
// an int64, a float32, a float64, a *big.Int, a *javavalue.List of such or a
// *javavalue.Map of such, by strings. An error is an *UnsupportedError, or a
// *RuntimeError: the server can't write values of every class (all asked of
// 2.19.4).
func Written(v Value) (w Value, err error) {
	defer func() { err = refusal(recover(), err) }()
	return written(v), nil
}

func written(v Value) Value {
	switch v := v.(type) {
	case nil, bool, string, int64, float32, float64, *big.Int:
		return v
	case int8, int16, int32:
		return toLong(v)
	case *javavalue.Map:
		return writtenMap(v)
	case *array:
		return writtenArray(v)
	case local, offsetTime, javavalue.ZonedDateTime, javavalue.Instant, joda, date:
		return writtenTime(v)
	case *decimal:
		return v
	case enum, duration, period, year, *locale:
		return javavalue.Print(v, javavalue.JDK17)
	}
	if items, _, ok := Elements(v); ok {
		return writtenList(items)
	}
	switch v.(type) {
	case javavalue.Char, *builder, *optional, zone, *uuid, yearMonth, *joiner: // whose class is known for sure
		throwArgument("cannot write xcontent for unknown value of type class "+ClassName(v), 0)
	}
	refuse(0, "an answer with a value of %s", ClassName(v))
	return nil
}

func writtenList(items []Value) Value {
	list := javavalue.NewList()
	for _, item := range items {
		list.Items = append(list.Items, written(item))
	}
	return list
}

func writtenArray(a *array) Value {
	switch a.element {
	case "byte":
		bytes := make([]byte, len(a.items))
		for i, b := range a.items {
			bytes[i] = byte(toLong(b))
		}
		return base64.StdEncoding.EncodeToString(bytes)
	case "char":
		throwArgument("cannot write xcontent for unknown value of type class [C", 0)
	case "boolean":
		throwArgument("cannot write xcontent for unknown value of type class [Z", 0)
	}
	return writtenList(a.items)
}

func writtenMap(m *javavalue.Map) Value {
	made := javavalue.NewLinkedMap()
	for _, e := range m.Entries() {
		key, ok := e.Key.(string)
		if e.Key == nil {
			throwArgument("Field name cannot be null", 0)
		} else if !ok {
			throwJVMCast(ClassName(e.Key), "java.lang.String", 0)
		}
		made.Put(key, written(e.Value))
	}
	return made
}

// writtenTime is a date or time with a clock of milliseconds, at least.
func writtenTime(v Value) Value {
	clock := func(t time.Time) string { return t.Format("15:04:05") + writtenFraction(t) }
	switch v := v.(type) {
	case javavalue.Instant:
		return DateText(v.Time.UTC())
	case joda:
		return DateText(v.Time)
	case date:
		return DateText(time.UnixMilli(v.ms).UTC())
	case javavalue.ZonedDateTime:
		return dateText(v.Time) + "T" + clock(v.Time) + javavalue.OffsetText(v.Time)
	case offsetTime:
		if v.kind == "OffsetDateTime" {
			return dateText(v.time) + "T" + clock(v.time) + offsetText(v.offset)
		}
		refuse(0, "an answer with an OffsetTime")
	case local:
		switch v.kind {
		case "LocalDate":
			return dateText(v.time)
		case "LocalTime":
			return clock(v.time)
		}
		return DateText(v.time)
	}
	return nil
}

func writtenFraction(t time.Time) string {
	fraction := t.Format(".000000000")
	for len(fraction) > 4 && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
	}
	return fraction
}
