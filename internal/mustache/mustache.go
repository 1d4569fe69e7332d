// Package mustache parses and renders message templates exactly as OpenSearch
// does: mustache.java with the server's own functions (toJson, join, url), its
// escaping by content type and its way of looking into lists. Its white space,
// its errors and its printing of values are those of the server, which differ
// from the Mustache specification.
//
// It must not know monitors, triggers or the server's API: whoever renders
// brings the values.
package mustache

import (
	"fmt"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// templateName is what the server calls a message template in its errors.
const templateName = "query-template"

// SyntaxError says why a template does not compile. Line and Column count from
// 1 and point at the tag in question; Column counts characters.
type SyntaxError struct {
	Line, Column int
	// Reason is the server's message, without the place that it appends.
	Reason string
	// serverLine is the line that the server names; 0 where it names none.
	serverLine int
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Reason)
}

// ServerReason is the message as the server writes it.
func (e *SyntaxError) ServerReason() string { return withPlace(e.Reason, e.serverLine) }

func withPlace(reason string, line int) string {
	if line == 0 {
		return reason
	}
	return fmt.Sprintf("%s @[%s:%d]", reason, templateName, line)
}

// RenderError says why a template that compiles can't be rendered with these
// values: an index past the end of a list, a null in a join. The server sends
// no message then.
type RenderError struct {
	Reason string // the server's message
}

func (e *RenderError) Error() string { return e.Reason }

// UnsupportedError names what a template asks for that the server would render
// and this package can't say the result of.
type UnsupportedError struct {
	Construct string
}

func (e *UnsupportedError) Error() string { return "can't be rendered faithfully: " + e.Construct }

// ContentTypeError names a content type that the server has no encoder for.
type ContentTypeError struct {
	ContentType string
}

func (e *ContentTypeError) Error() string {
	return fmt.Sprintf("No encoder found for MIME type [%s]", e.ContentType)
}

// Options are what a render depends on besides the values.
type Options struct {
	// ContentType is the template's option content_type; "" is
	// application/json, the server's default.
	ContentType string
	// JDK prints numbers; the zero value is that of OpenSearch 2.19.
	JDK javavalue.JDK
}

// Tag is a tag of a template, as a linter wants it.
type Tag struct {
	Kind TagKind
	Name string // without sigil and blanks
	// Line, Column and Offset are where its opening delimiter begins; lines and
	// columns (characters) count from 1, Offset counts bytes from 0.
	Line, Column, Offset int
}

// TagKind is what a tag does.
type TagKind int

// The kinds of tags. A Function is a section that the server computes: toJson,
// join, url; the name inside toJson and join is reported as Argument.
const (
	Variable TagKind = iota
	RawVariable
	Section
	InvertedSection
	Function
	Argument
	Close
	Comment
	Delimiters
	Partial
	Other
)

// Template is a template that compiles.
type Template struct {
	nodes []node
	tags  []Tag
}

// Tags lists the tags in the order in which they stand in the template. The
// caller may keep the list.
func (t *Template) Tags() []Tag { return append([]Tag(nil), t.tags...) }
