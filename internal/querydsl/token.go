package querydsl

import (
	"encoding/json"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// tokens is a set of the kinds of JSON value that a field takes.
type tokens uint8

const (
	tObject tokens = 1 << iota
	tArray
	tString
	tNumber
	tBool
	tNull

	tValue  = tString | tNumber | tBool // the server's Token.isValue
	tScalar = tValue | tNull
	tAny    = tObject | tArray | tScalar
)

func tokenOf(v any) tokens {
	switch v.(type) {
	case *orderedjson.Object:
		return tObject
	case []any:
		return tArray
	case string:
		return tString
	case json.Number:
		return tNumber
	case bool:
		return tBool
	default:
		return tNull
	}
}

var tokenNames = map[tokens]string{
	tObject: "START_OBJECT", tArray: "START_ARRAY", tString: "VALUE_STRING",
	tNumber: "VALUE_NUMBER", tBool: "VALUE_BOOLEAN", tNull: "VALUE_NULL",
}

// tokenName is the server's name of the first token of v.
func tokenName(v any) string { return tokenNames[tokenOf(v)] }

func isWhole(n json.Number) bool { return !strings.ContainsAny(n.String(), ".eE") }
