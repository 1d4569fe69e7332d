package painless

import (
	"fmt"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// array is a Java array.
type array struct {
	element typ
	items   []Value
}

// JavaClass is the name as scripts write it.
func (a *array) JavaClass() string { return a.element + "[]" }

// JavaString has an address in Java that nobody can foresee.
func (a *array) JavaString(javavalue.JDK) string {
	refuse(0, "an array as text")
	return ""
}

// JavaHash is by identity.
func (a *array) JavaHash() int32 {
	refuse(0, "the hash of an array")
	return 0
}

// JavaEquals is by identity.
func (a *array) JavaEquals(other Value) bool { return other == Value(a) }

func (a *array) at(index int32, offset int) *Value {
	if index < 0 || int(index) >= len(a.items) {
		throw("java.lang.ArrayIndexOutOfBoundsException", fmt.Sprintf("Index %d out of bounds for length %d", index, len(a.items)), offset)
	}
	return &a.items[index]
}

func arrayLength(v Value, offset int) Value {
	a, ok := v.(*array)
	if !ok {
		throwNull(offset)
	}
	return int32(len(a.items))
}

// maxArray keeps a script from taking the machine's memory.
const maxArray = 10_000_000

// newArray makes an array of the lengths given, all dimensions.
func (m *machine) newArray(t typ, lengths []Value, offset int) *array {
	n := lengths[0].(int32)
	if n < 0 {
		throw("java.lang.NegativeArraySizeException", fmt.Sprint(n), offset)
	}
	if n > maxArray {
		refuse(offset, "an array of more than %d items", maxArray)
	}
	m.take(int(n), offset)
	a := &array{element: elementType(t), items: make([]Value, n)}
	for i := range a.items {
		if len(lengths) > 1 {
			a.items[i] = m.newArray(a.element, lengths[1:], offset)
		} else {
			a.items[i] = zeroOf(a.element)
		}
	}
	return a
}

// itemsOf is what a for-each loop walks over.
func itemsOf(v Value, offset int) []Value {
	switch v := v.(type) {
	case nil:
		throwNull(offset)
	case *javavalue.List:
		return v.Items
	case *javavalue.Set:
		return v.Items()
	case *array:
		return v.items
	case iterable:
		return v.items()
	}
	throwArgument("Cannot iterate over ["+className(v)+"]", offset)
	return nil
}

// sizeOf tells when a loop changes what it walks over.
func sizeOf(v Value) int {
	switch v := v.(type) {
	case *javavalue.List:
		return len(v.Items)
	case *javavalue.Set:
		return v.Map.Len()
	case *deque:
		return len(v.values)
	case *mapValues:
		return v.m.Len()
	case *entrySet:
		return v.m.Len()
	}
	return 0
}

// iterable is an object of this package that a loop can walk over.
type iterable interface{ items() []Value }
