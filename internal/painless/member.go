package painless

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// defCall calls a method that is looked up at run time, on the class that the
// receiver turns out to have.
func (f *frame) defCall(receiver Value, name string, arguments typedValues, offset int) typedValue {
	if receiver == nil {
		throwNullIn(nullReceiver, offset)
	}
	arity := len(arguments.values)
	t := typeOf(receiver)
	if isArray(t) {
		t = "Object"
	}
	var m *method
	if c := lookupClass(t); c != nil && c.methods != nil {
		m = f.m.method(c, name, arity)
	}
	if m == nil {
		throwArgument(fmt.Sprintf("dynamic method [%s, %s] not found", className(receiver), methodKey(name, arity)), offset)
	}
	m.takes(arguments, offset)
	m.fits(arguments.types, arguments.wanted, offset)
	for i, v := range arguments.values {
		arguments.values[i] = f.argument(v, arguments.types[i], m.parameters[i], offset)
	}
	return typedValue{f.invoke(receiver, m, arguments.values, offset), m.result}
}

// argument adapts an argument of a dynamic call to the method's parameter.
func (f *frame) argument(v Value, from, to typ, offset int) Value {
	if c, ok := v.(callable); ok && from == lambdaType {
		return c.bind(to, offset)
	}
	if unboxOf[to] != "" && to != "Boolean" {
		// the server bridges parameters that are boxed numbers with its own casts
		return fromDef(to, castMode{})(v, offset)
	}
	return adaptFrom(typedValue{value: v, typ: from}, to, offset)
}

// typedValue is a value with the type that the compiler knew it by.
type typedValue struct {
	value Value
	typ   typ
}

// adaptFrom is adapt where the compiler knew a type: what can't fit is told by
// the method handle itself, before the value is looked at.
func adaptFrom(v typedValue, to typ, offset int) Value {
	switch {
	case v.typ == "void":
		return zeroOf(to)
	case isPrimitive(v.typ) && isPrimitive(to) && widens(v.typ, to):
		return toPrimitive(v.value, to)
	case !fitsHandle(v.typ, to):
		throw("java.lang.invoke.WrongMethodTypeException", "cannot convert "+canonical(v.typ)+" to "+canonical(to), offset)
	}
	return adapt(v.value, to, offset)
}

// fitsHandle tells whether a method handle takes one type for another, whatever
// the value.
func fitsHandle(from, to typ) bool {
	switch {
	case from == "void":
		return true
	case isPrimitive(from) && isPrimitive(to):
		return (from == "boolean") == (to == "boolean") && widens(from, to)
	case isPrimitive(from):
		return assignable(to, boxOf[from])
	case isPrimitive(to) && from != "def":
		unboxed := unboxOf[from]
		return unboxed != "" && widens(unboxed, to) || unboxed == "" && assignable(from, boxOf[to])
	}
	return true
}

// fits throws where what a method is declared to give can't be what is wanted:
// before the method is called.
func (m *method) fits(given []typ, to typ, offset int) {
	if to != "" && !fitsHandle(m.result, to) {
		throwHandle(handleText(m, given)+simpleName(to), offset)
	}
}

// takes throws where what the compiler knew an argument by can't be what a method takes:
// before any argument is looked at.
func (m *method) takes(given typedValues, offset int) {
	for i, t := range given.types {
		_, isFunction := given.values[i].(callable)
		bridged := unboxOf[m.parameters[i]] != "" && m.parameters[i] != "Boolean"
		if isFunction && t == lambdaType || bridged || t == "void" || fitsHandle(t, m.parameters[i]) {
			continue
		}
		wanted := given.wanted
		if wanted == "" {
			wanted = "def"
		}
		throwHandle(handleText(m, given.types)+simpleName(wanted), offset)
	}
}

// invoke calls a method on a receiver that the compiler or defCall has checked.
func (f *frame) invoke(receiver Value, m *method, arguments []Value, offset int) Value {
	f.m.traced(m)
	return f.callOn(receiver, &invocation{frame: f, name: m.name, id: m.key(), arguments: arguments, offset: offset})
}

// call finds the Go side of a method by the receiver's kind. What has none is
// refused.
func (f *frame) call(receiver Value, name string, arguments []Value, offset int) Value {
	return f.callOn(receiver, &invocation{frame: f, name: name, arguments: arguments, offset: offset})
}

func (f *frame) callOn(receiver Value, c *invocation) Value {
	if receiver == nil {
		throwNull(c.offset)
	}
	f.m.at = c.offset
	if v, ok := c.on(receiver); ok {
		return v
	}
	refuse(c.offset, "method %s of %s", c.key(), className(receiver))
	return nil
}

// invocation is one call of a method, as the Go side sees it.
type invocation struct {
	*frame
	name      string
	id        string // name and number of arguments; "" until it is asked for
	arguments []Value
	offset    int
}

// is tells the method by name and number of arguments.
func (c *invocation) key() string {
	if c.id == "" {
		c.id = methodKey(c.name, len(c.arguments))
	}
	return c.id
}

func (c *invocation) text(i int) string {
	switch s := c.arguments[i].(type) {
	case string:
		return s
	case nil:
		throwNull(c.offset)
	case *builder:
		return javavalue.FromUTF16(s.units)
	}
	throwJVMCast(className(c.arguments[i]), "java.lang.CharSequence", c.offset)
	return ""
}

func (c *invocation) int(i int) int { return int(toInt(c.arguments[i])) }

func (c *invocation) on(receiver Value) (Value, bool) {
	switch r := receiver.(type) {
	case string:
		return first(r, c, textMethod, textSearchMethod, textPointMethod, commonMethod)
	case *javavalue.List:
		return first(r, c, docValuesMethod, listMethod, listChangeMethod, listMoreMethod, collectionMethod[*javavalue.List], commonMethod)
	case *javavalue.Map:
		return first(r, c, mapMethod, mapFunctionMethod, mapChangeMethod, mapSearchMethod, commonMethod)
	case *javavalue.Set:
		return first(r, c, setMethod, sortedSetMethod, collectionMethod[*javavalue.Set], commonMethod)
	case receiverObject:
		if v, ok := r.method(c); ok {
			return v, true
		}
		return commonMethod(receiver, c)
	case *exception:
		return first(r, c, exceptionMethod, commonMethod)
	case *big.Int:
		return first(r, c, bigMethod, commonMethod)
	}
	if primitiveOf(receiver) != "" {
		return first(receiver, c, numberMethod, characterMethod, commonMethod)
	}
	return first(receiver, c, timeMethod, commonMethod)
}

// first asks several tables in turn.
func first[T any](receiver T, c *invocation, tables ...any) (Value, bool) {
	for _, table := range tables {
		switch table := table.(type) {
		case func(T, *invocation) (Value, bool):
			if v, ok := table(receiver, c); ok {
				return v, true
			}
		case func(Value, *invocation) (Value, bool):
			if v, ok := table(receiver, c); ok {
				return v, true
			}
		}
	}
	return nil, false
}

// receiverObject is an object of this package that has methods.
type receiverObject interface {
	method(c *invocation) (Value, bool)
}

// hashOf is hashCode where it is Java's number: that of most objects is by
// identity.
func hashOf(v Value, offset int) int32 {
	switch v := v.(type) {
	case local, offsetTime, year, yearMonth, monthDay, duration, period, zone, joda, javavalue.Instant, javavalue.ZonedDateTime, *optional, *entry, date, *entrySet, *uuid, *decimal, valueRange:
	case *javavalue.List:
		for _, item := range v.Items {
			hashOf(item, offset)
		}
	case *javavalue.Map:
		for _, e := range v.Entries() {
			hashOf(e.Key, offset)
			hashOf(e.Value, offset)
		}
	case *javavalue.Set:
		for _, item := range v.Items() {
			hashOf(item, offset)
		}
	case javavalue.Object:
		refuse(offset, "the hash of %s", className(v))
	}
	return javavalue.Hash(v)
}

// commonMethod is what every object has.
func commonMethod(receiver Value, c *invocation) (Value, bool) {
	switch c.key() {
	case "equals/1":
		return equalObjects(receiver, c.arguments[0], c.offset), true
	case "hashCode/0":
		return hashOf(receiver, c.offset), true
	case "toString/0":
		return c.print(receiver), true
	}
	return nil, false
}

func exceptionMethod(e *exception, c *invocation) (Value, bool) {
	switch c.key() {
	case "getMessage/0", "getLocalizedMessage/0":
		if e.null {
			if e.class == "java.lang.NullPointerException" {
				refuse(c.offset, "the message of a NullPointerException")
			}
			return nil, true
		}
		return e.message, true
	}
	return nil, false
}

// defGet is x.name on a value that is only known at run time: a getter, a key, an
// index. It comes with the type that the getter is declared to give.
func (f *frame) defGet(receiver Value, name string, wanted typ, offset int) typedValue {
	if receiver == nil {
		throwNullIn(nullReceiver, offset)
	}
	t := typeOf(receiver)
	if isArray(t) {
		if name == "length" {
			return typedValue{value: arrayLength(receiver, offset), typ: "int"}
		}
		throwArgument("Field ["+name+"] does not exist for type ["+className(receiver)+"].", offset)
	}
	if c := lookupClass(t); c != nil {
		if getter := f.m.getter(c, name); getter != nil {
			getter.fits(nil, wanted, offset)
			return typedValue{f.invoke(receiver, getter, nil, offset), getter.result}
		}
	}
	if isMap(receiver) {
		return typedValue{value: f.call(receiver, "get", []Value{name}, offset), typ: "def"}
	}
	if r, ok := receiver.(*javavalue.List); ok {
		return typedValue{value: f.call(r, "get", []Value{listShortcut(name, offset)}, offset), typ: "def"}
	}
	throwArgument("dynamic getter ["+className(receiver)+", "+name+"] not found", offset)
	return typedValue{}
}

// handleText is how the JVM names a method that is called dynamically, up to the
// type that is wanted: "MethodHandle(Longs)long to (Object)".
func handleText(m *method, given []typ) string {
	declared, asked := []string{simpleName(m.class)}, []string{"Object"}
	for i, t := range m.parameters {
		declared = append(declared, simpleName(t))
		if i < len(given) {
			asked = append(asked, simpleName(given[i]))
		}
	}
	return "MethodHandle(" + strings.Join(declared, ",") + ")" + simpleName(m.result) + " to (" + strings.Join(asked, ",") + ")"
}

func listShortcut(name string, offset int) Value {
	index, err := strconv.ParseInt(name, 10, 32)
	if err != nil {
		throwArgument("Illegal list shortcut value ["+name+"].", offset)
	}
	return int32(index)
}

func (f *frame) defSet(receiver Value, name string, v Value, offset int) {
	if receiver == nil {
		throwNullIn(nullReceiver, offset)
	}
	if c := lookupClass(typeOf(receiver)); c != nil {
		if setter := c.setters[name]; setter != nil {
			f.invoke(receiver, setter, []Value{adapt(v, setter.parameters[0], offset)}, offset)
			return
		}
	}
	if isMap(receiver) {
		f.call(receiver, "put", []Value{name, v}, offset)
		return
	}
	switch r := receiver.(type) {
	case *javavalue.List:
		f.call(r, "set", []Value{listShortcut(name, offset), v}, offset)
	default:
		throwArgument("dynamic setter ["+className(receiver)+", "+name+"] not found", offset)
	}
}

// defFlip counts a negative index of a list or an array from the end; the index of a map
// stays as it is.
func (f *frame) defFlip(receiver Value, index typedValue, offset int) Value {
	class := "List"
	switch r := receiver.(type) {
	case nil:
		throwNullIn(nullReceiver, offset)
	case *javavalue.List:
	case *array:
		class = simpleName(r.element) + "[]"
	default:
		if !isMap(receiver) {
			throwArgument("Attempting to address a non-array-like type ["+className(receiver)+"] as an array.", offset)
		}
		return index.value
	}
	if !fitsHandle(index.typ, "int") {
		given := simpleName(index.typ)
		throwHandle("MethodHandle("+class+",int)int to (Object,"+given+")"+given, offset)
	}
	return flip(receiver, adaptFrom(index, "int", offset), offset)
}

func (f *frame) defIndexGet(receiver, index Value, offset int) Value {
	if r, ok := receiver.(*array); ok {
		return *r.at(index.(int32), offset)
	}
	return f.call(receiver, "get", []Value{index}, offset)
}

func (f *frame) defIndexSet(receiver, index Value, v typedValue, offset int) {
	switch r := receiver.(type) {
	case *javavalue.List:
		f.call(r, "set", []Value{index, v.value}, offset)
	case *array:
		if !fitsHandle(v.typ, r.element) {
			element := simpleName(r.element)
			throwHandle("MethodHandle("+element+"[],int,"+element+")void to (Object,int,"+simpleName(v.typ)+")void", offset)
		}
		*r.at(index.(int32), offset) = adaptFrom(v, r.element, offset)
	default:
		f.call(receiver, "put", []Value{index, v.value}, offset)
	}
}

// throwHandle is what the JVM says of a method that can't be called as it is asked for.
func throwHandle(what string, offset int) {
	throw("java.lang.invoke.WrongMethodTypeException", "cannot convert "+what, offset)
}

// simpleName is a type as method handles tell it.
func simpleName(t typ) string {
	if t == "def" {
		t = "Object"
	}
	return t[strings.LastIndexByte(t, '.')+1:]
}
