package javavalue

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// FromJSON makes of an orderedjson value what the server's parser makes of the
// text: objects become HashMaps, whole numbers Integer, Long or BigInteger by
// their size, others Double.
func FromJSON(v any) Value { return fromJSON(v, NewHashMap) }

// FromOrderedJSON is FromJSON with LinkedHashMaps, as where the server reads
// with mapOrdered.
func FromOrderedJSON(v any) Value { return fromJSON(v, NewLinkedMap) }

func fromJSON(v any, newMap func() *Map) Value {
	switch v := v.(type) {
	case *orderedjson.Object:
		m := newMap()
		for _, member := range v.Members() {
			m.Put(member.Key, fromJSON(member.Value, newMap))
		}
		return m
	case []any:
		list := &List{Items: make([]Value, len(v))}
		for i, item := range v {
			list.Items[i] = fromJSON(item, newMap)
		}
		return list
	case json.Number:
		return Number(v.String())
	case int:
		return Number(strconv.Itoa(v))
	default:
		return v
	}
}

// Number is the value of a JSON number's text.
func Number(text string) Value {
	if strings.ContainsAny(text, ".eE") {
		d, _ := strconv.ParseFloat(text, 64) // out of range is Infinity, in Java as well
		return d
	}
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		if int64(int32(i)) == i {
			return int32(i)
		}
		return i
	}
	if i, ok := new(big.Int).SetString(text, 10); ok {
		return i
	}
	return nil
}

// PrintJSON is an orderedjson value as Java's toString prints what keeps the order of
// objects; number prints those in it. It is "" for what is no such value.
func PrintJSON(v any, number func(json.Number) string) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case json.Number:
		return number(v)
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = PrintJSON(v[i], number)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case *orderedjson.Object:
		parts := make([]string, 0, v.Len())
		for _, m := range v.Members() {
			parts = append(parts, m.Key+"="+PrintJSON(m.Value, number))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return orderedjson.Plain(v)
}
