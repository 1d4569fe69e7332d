package painless

import (
	"math/big"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// typeOf is the nearest type that scripts know of a value that is not null.
func typeOf(v Value) typ {
	switch v := v.(type) {
	case string:
		return "String"
	case *big.Int:
		return "BigInteger"
	case *javavalue.List:
		if v.Class == "" {
			return "ArrayList"
		}
		if t := fieldTypes[v.Class]; t != "" {
			return t
		}
		if v.Class == linkedListClass {
			return "LinkedList"
		}
		return "List"
	case *javavalue.Map:
		switch {
		case v.ReadOnly || v.Class != "":
			return "Map"
		case v.Order == javavalue.LinkedOrder:
			return "LinkedHashMap"
		case v.Order == javavalue.SortedOrder:
			return "TreeMap"
		}
		return "HashMap"
	case *javavalue.Set:
		switch {
		case v.Class != "":
			return "Set"
		case v.Map.Order == javavalue.LinkedOrder:
			return "LinkedHashSet"
		case v.Map.Order == javavalue.SortedOrder:
			return "TreeSet"
		}
		return "HashSet"
	case *exception:
		return v.typ()
	case *array:
		return v.element + "[]"
	case typedObject:
		return v.painlessType()
	case javavalue.Object:
		return shortName(v.JavaClass())
	}
	if t := primitiveOf(v); t != "" {
		return boxOf[t]
	}
	return "Object"
}

// typedObject is an object whose class scripts know by another one's name.
type typedObject interface{ painlessType() typ }

// className is the class of a value as error messages print it.
func className(v Value) string {
	switch v := v.(type) {
	case *javavalue.List:
		if t := fieldTypes[v.Class]; t != "" {
			return canonical(t)
		}
		if v.Class != "" {
			return v.Class
		}
	case *javavalue.Map:
		if v.Class != "" {
			return v.Class
		}
		if v.ReadOnly {
			return "java.util.Collections.UnmodifiableMap"
		}
	case *exception:
		return v.class
	case *fieldMap:
		return v.JavaClass()
	case *wideParams:
		return v.JavaClass()
	}
	return canonical(typeOf(v))
}

// isInstance tells whether a value is of a type; null is of none.
func isInstance(v Value, t typ) bool {
	if v == nil {
		return false
	}
	return t == "def" || assignable(t, typeOf(v))
}
