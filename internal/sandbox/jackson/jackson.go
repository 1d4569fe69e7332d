// Package jackson reads JSON with the strictness, the laxness and the words of
// the parser that the real server uses: comments and a byte-order mark are let
// through, what follows the first value may be left unread, a key twice, bad
// UTF-8 and broken syntax are refused with its texts and places (observed on
// 2.19.4, http/bad_json, http/duplicate_keys, http/invalid_utf8).
//
// It knows JSON only: no requests, no errors of the API.
package jackson

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// maxDepth is how deep values may be nested. 2.19.4 takes 2,000 levels; a limit
// protects this process's stack.
const maxDepth = 10_000

// maxValues is how many values a text may have. The server sets no limit; a body of
// 100 MiB could take this process forty times that.
const maxValues = 2_000_000

// redacted is how the server's parser names its source.
const redacted = "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: %d, column: %d]"

// rootSource is a place without a column: no container is open.
const rootSource = "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1]"

// Place is a position in a text: line and column, in bytes, both from 1.
type Place struct{ Line, Column int }

func (p Place) source() string { return fmt.Sprintf(redacted, p.Line, p.Column) }

// SyntaxError is text that is no JSON.
type SyntaxError struct {
	// Text is the fault without its place.
	Text string
	// Place is where the parser noticed it.
	Place Place
	// AtEnd: the text ended too early.
	AtEnd bool
	// AtStart: there was no first token; the server tells this fault in another
	// form than those inside a value.
	AtStart bool
}

// Error is the whole text as the server writes it, with the place in a second
// line.
func (e *SyntaxError) Error() string { return e.Text + "\n at " + e.Place.source() }

// Class is the Java class of the error, which some answers quote.
func (e *SyntaxError) Class() string {
	if e.AtEnd {
		return "com.fasterxml.jackson.core.io.JsonEOFException"
	}
	return "com.fasterxml.jackson.core.JsonParseException"
}

// Type is the error's type in an answer of the core: json_parse_exception or
// json_e_o_f_exception.
func (e *SyntaxError) Type() string {
	if e.AtEnd {
		return "json_e_o_f_exception"
	}
	return "json_parse_exception"
}

// Kind is a token's name in the server's messages.
type Kind string

// The kinds of a value's first token.
const (
	StartObject Kind = "START_OBJECT"
	StartArray  Kind = "START_ARRAY"
	EndObject   Kind = "END_OBJECT"
	EndArray    Kind = "END_ARRAY"
	String      Kind = "VALUE_STRING"
	Number      Kind = "VALUE_NUMBER"
	Boolean     Kind = "VALUE_BOOLEAN"
	Null        Kind = "VALUE_NULL"
)

// KindOf names the token with which an orderedjson value begins.
func KindOf(value any) Kind {
	switch value.(type) {
	case nil:
		return Null
	case bool:
		return Boolean
	case string:
		return String
	case []any:
		return StartArray
	case *orderedjson.Object:
		return StartObject
	default:
		return Number
	}
}

// Document is a text's first value and where it stands.
type Document struct {
	// Value is an orderedjson value. A string may hold a lone surrogate, as the
	// three bytes that UTF-8 would have for it; orderedjson.Parse never makes one.
	Value any
	// Start is where the value begins.
	Start Place
	// End is the offset of the first byte after it.
	End int
}

// ParseFirst reads the first value of data and leaves unread what follows it, as
// the server does with the bodies of most plugins. Errors are *SyntaxError.
func ParseFirst(data []byte) (Document, error) {
	s := newScanner(data)
	if err := s.skipSpace(); err != nil {
		return Document{}, atStart(err)
	}
	start := s.place()
	if s.atEnd() {
		return Document{}, &SyntaxError{Text: "No content to map due to end-of-input", Place: start, AtEnd: true, AtStart: true}
	}
	scalar := !strings.ContainsRune("{[", rune(s.data[s.at]))
	value, err := s.value(0)
	if err != nil {
		if scalar {
			err = atStart(err)
		}
		return Document{}, err
	}
	return Document{Value: value, Start: start, End: s.at}, nil
}

func atStart(err error) error {
	if e, ok := err.(*SyntaxError); ok {
		e.AtStart = true
	}
	return err
}

// Following tells what token follows the first value of data, "" where nothing
// does. Errors are *SyntaxError, for text that begins no token.
func Following(data []byte, d Document) (Kind, Place, error) {
	s := newScanner(data)
	s.jumpTo(d.End)
	if err := s.skipSpace(); err != nil {
		return "", Place{}, err
	}
	if s.atEnd() {
		return "", Place{}, nil
	}
	at := s.place()
	switch c := s.data[s.at]; c {
	case '{':
		return StartObject, at, nil
	case '[':
		return StartArray, at, nil
	case '}', ']':
		return "", at, s.unexpectedClose(c)
	case '"':
		return String, at, nil
	}
	value, err := s.value(0)
	if err != nil {
		return "", at, err
	}
	return KindOf(value), at, nil
}
