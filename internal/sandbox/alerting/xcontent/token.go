// Package xcontent reads JSON token by token in the manner of the server's
// XContentParser over Jackson: with its names for tokens, its coercions of
// values, its places (line and column) and its faults. The plugin's own parsers
// pull tokens and react to what they meet, so a body that is slightly wrong
// fails, or is taken, at the place where the server's parser stumbles.
//
// Parsers built on it run inside Catch: a fault unwinds them as an exception
// does. The package knows JSON and nothing of monitors.
package xcontent

import (
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
)

// Token is the kind of what a Reader stands on.
type Token int

// The kinds of tokens. None is before the first and after the last one.
const (
	None Token = iota
	StartObject
	EndObject
	StartArray
	EndArray
	FieldName
	String
	Number
	Boolean
	Null
)

var tokenNames = [...]string{
	None: "null", StartObject: "START_OBJECT", EndObject: "END_OBJECT", StartArray: "START_ARRAY",
	EndArray: "END_ARRAY", FieldName: "FIELD_NAME", String: "VALUE_STRING", Number: "VALUE_NUMBER",
	Boolean: "VALUE_BOOLEAN", Null: "VALUE_NULL",
}

// String is the token's name as the server's errors write it.
func (t Token) String() string { return tokenNames[t] }

// IsValue tells whether a token carries text: null does not.
func (t Token) IsValue() bool { return t == String || t == Number || t == Boolean }

// item is one token with its text (unescaped, or a literal as written) and the
// places of its first byte, also counted from the body's, and of the byte after
// its last one.
type item struct {
	kind               Token
	text               string
	start              int
	line, column       int
	endLine, endColumn int
}

// jacksonName is the token's name in Jackson's own errors, which tell integers
// from fractions and true from false.
func (i item) jacksonName() string {
	switch i.kind {
	case Number:
		if isInteger(i.text) {
			return "VALUE_NUMBER_INT"
		}
		return "VALUE_NUMBER_FLOAT"
	case Boolean:
		if i.text == "true" {
			return "VALUE_TRUE"
		}
		return "VALUE_FALSE"
	}
	return i.kind.String()
}

func isInteger(number string) bool {
	for _, c := range number {
		if c == '.' || c == 'e' || c == 'E' {
			return false
		}
	}
	return true
}

// Catch runs a parser and returns the fault that ended it, if one did.
func Catch(parse func()) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *fault.Fault:
			err = r
		case *EndlessError:
			err = r
		default:
			panic(r)
		}
	}()
	parse()
	return nil
}

// Throw ends the parser that runs inside Catch.
func Throw(f *fault.Fault) { panic(f) }

// Check throws the IllegalArgumentException of a requirement that does not hold.
func Check(holds bool, format string, args ...any) {
	if !holds {
		Throw(fault.Require(format, args...))
	}
}
