package querydsl

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// The types of value that options have.
var (
	textKind       = kind{tString, readText}
	textOrNullKind = kind{tScalar, readTextOrNull}
	boolKind       = kind{tBool | tString, readBool}
	intKind        = kind{tNumber | tString, readInt}
	longKind       = kind{tNumber | tString, readLong}
	floatKind      = kind{tNumber | tString, readFloat}
	doubleKind     = kind{tNumber | tString, readDouble}
	boostKind      = kind{tNumber | tString, readBoost}
	// scalarKind keeps a scalar as it is: 1.50 becomes 1.5, "1" stays "1".
	scalarKind = kind{tScalar, readScalar}
	// termKind is scalarKind, but for whole numbers beyond 64 bits: they are
	// text to the server.
	termKind = kind{tScalar | tArray, readTerm}
	// ignoredKind is for options that are accepted and forgotten.
	ignoredKind = kind{tScalar, func(*context, any) (any, *Error) { return omitted, nil }}
	textsKind   = kind{tArray | tString, listOf(readText)}
	objectKind  = kind{tObject, func(_ *context, v any) (any, *Error) { return asRead(v), nil }}
)

const (
	one     = json.Number("1.0")
	zero    = json.Number("0")
	zeroDot = json.Number("0.0")
)

func num(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }

func readText(_ *context, v any) (any, *Error) { return result(text(v)) }

// result keeps a zero value from hiding an error.
func result[T any](v T, err *Error) (any, *Error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}

func readTextOrNull(_ *context, v any) (any, *Error) {
	if v == nil {
		return omitted, nil
	}
	return result(text(v))
}

func readBool(_ *context, v any) (any, *Error) { return result(boolean(v)) }

func readInt(_ *context, v any) (any, *Error) {
	n, err := integer(v)
	return result(num(n), err)
}

func readLong(_ *context, v any) (any, *Error) {
	n, err := long(v)
	return result(num(n), err)
}

func readFloat(_ *context, v any) (any, *Error) {
	f, err := float(v)
	return result(floatValue(f, 32), err)
}

func readDouble(_ *context, v any) (any, *Error) {
	f, err := double(v)
	return result(floatValue(f, 64), err)
}

func readBoost(_ *context, v any) (any, *Error) {
	f, err := float(v)
	if err == nil && math.Signbit(f) { // be it a zero
		err = negativeBoost()
	}
	return result(floatValue(f, 32), err)
}

func negativeBoost() *Error {
	return illegal("negative [boost] are not allowed, use a value between 0 and 1 to deboost")
}

func readScalar(_ *context, v any) (any, *Error) {
	switch v.(type) {
	case *orderedjson.Object, []any:
		_, err := text(v)
		return nil, err
	}
	return scalar(v), nil
}

func readTerm(c *context, v any) (any, *Error) {
	if list, isList := v.([]any); isList && onlyScalars(list) {
		// The server reads bracket after value after bracket, and keeps the last.
		return "]", nil
	}
	value, err := readScalar(c, v)
	return term(value), err
}

func onlyScalars(list []any) bool {
	for _, item := range list {
		inner, isList := item.([]any)
		if isList && !onlyScalars(inner) || !isList && tokenOf(item)&tScalar == 0 {
			return false
		}
	}
	return true
}

func term(value any) any {
	if n, isNumber := value.(json.Number); isNumber && isWhole(n) {
		if _, err := n.Int64(); err != nil {
			return n.String()
		}
	}
	return value
}

func scalar(v any) any {
	if n, ok := v.(json.Number); ok {
		return number(n)
	}
	return v
}

// listOf reads a list, or a single value as a list of one.
func listOf(read reader) reader {
	return func(c *context, v any) (any, *Error) {
		items, isList := v.([]any)
		if !isList {
			items = []any{v}
		}
		list := make([]any, len(items))
		for i, item := range items {
			value, err := read(c, item)
			if err != nil {
				if isList {
					err = underIndex(err, i)
				}
				return nil, err
			}
			list[i] = value
		}
		return list, nil
	}
}

// unless leaves a value out that is the server's default.
func unless(k kind, ordinary any) kind {
	return kind{k.takes, func(c *context, v any) (any, *Error) {
		value, err := k.read(c, v)
		if err == nil && value == ordinary {
			return omitted, nil
		}
		return value, err
	}}
}

// atLeast refuses a whole number under low in the server's words; %d in them is
// the number.
func atLeast(k kind, low int64, words string) kind {
	return kind{k.takes, func(c *context, v any) (any, *Error) {
		value, err := k.read(c, v)
		if err != nil {
			return nil, err
		}
		if n, ok := value.(json.Number); ok {
			if i, err := n.Int64(); err == nil && i < low {
				return nil, illegal("%s", strings.ReplaceAll(words, "%d", n.String()))
			}
		}
		return value, nil
	}}
}

// oneOfWords reads a word of a fixed set. The result is the word as printed.
type words struct {
	accepted map[string]string // upper case, to the printed form
	class    string            // the Java enum that the error names
}

func upperWords(class string, names ...string) words {
	w := words{accepted: map[string]string{}, class: class}
	for _, n := range names {
		w.accepted[strings.ToUpper(n)] = n
	}
	return w
}

func (w words) kind() kind {
	return kind{tString, func(_ *context, v any) (any, *Error) {
		word, err := text(v)
		if err != nil {
			return nil, err
		}
		printed, ok := w.accepted[strings.ToUpper(word)]
		if !ok {
			return nil, illegal("No enum constant %s.%s", w.class, strings.ToUpper(word))
		}
		return printed, nil
	}}
}

// exactly reads a word of a set, upper and lower case as they stand; refusal has
// the word as its only argument.
func exactly(refusal func(word string) *Error, names ...string) kind {
	return kind{tString, func(_ *context, v any) (any, *Error) {
		word, err := text(v)
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			if n == word {
				return word, nil
			}
		}
		return nil, refusal(word)
	}}
}

// printable is the printed form of an object of options.
type printable = *orderedjson.Object

// asInt is a whole number that was read, or ordinary where it was left out.
func asInt(v values, name string, ordinary int64) int64 {
	n, ok := v[name].(json.Number)
	if !ok {
		return ordinary
	}
	i, _ := n.Int64()
	return i
}
