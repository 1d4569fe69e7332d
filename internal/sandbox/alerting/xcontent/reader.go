package xcontent

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
)

// Reader walks over the tokens of one body.
type Reader struct {
	// Dialect is the server whose parsers read the body; the zero value is 2.19's.
	Dialect dialect.Dialect

	data  []byte
	items []item
	fault *fault.Fault // what comes after the last item
	pos   int          // of the current item; -1 before the first
	nones int
	// astray is the first value that made the server's parser lose its way.
	astray *EndlessError
	names  []string // the current name of each open object, "" in a list
}

// NewReader reads the first JSON value of data; what follows is never looked
// at, as on the server.
func NewReader(data []byte) *Reader {
	items, err := scan(data)
	return &Reader{data: data, items: items, fault: err, pos: -1}
}

// Next steps to the next token. Behind the end it is None. It throws the JSON
// fault that the body has there.
func (r *Reader) Next() Token {
	if r.pos+1 >= len(r.items) {
		if r.fault != nil {
			Throw(r.told(r.fault))
		}
		r.pos = len(r.items)
		r.behindEnd()
		return None
	}
	r.pos++
	switch it := r.items[r.pos]; it.kind {
	case FieldName:
		r.names[len(r.names)-1] = it.text
	case StartObject, StartArray:
		r.names = append(r.names, "")
		r.checkNesting()
	case EndObject, EndArray:
		r.names = r.names[:len(r.names)-1]
	}
	return r.Token()
}

// checkNesting throws what Jackson says of a body that is nested too deep, on a
// server that lets it count.
func (r *Reader) checkNesting() {
	if depth, most := len(r.names), r.Dialect.MaxNesting; most > 0 && depth > most {
		Throw(fault.New(fault.Constraints, "Document nesting depth (%d) exceeds the maximum allowed (%d, from `StreamReadConstraints.getMaxNestingDepth()`)", depth, most))
	}
}

// Token is the current token.
func (r *Reader) Token() Token { return r.at().kind }

func (r *Reader) at() item {
	if r.pos < 0 || r.pos >= len(r.items) {
		return item{}
	}
	return r.items[r.pos]
}

// Name is the name of the field that the current token belongs to: of a key the
// key itself, of an object's or list's beginning or end the key before it, ""
// for the elements of a list.
func (r *Reader) Name() string {
	depth := len(r.names)
	if kind := r.Token(); kind == StartObject || kind == StartArray {
		depth--
	}
	if depth < 1 {
		return ""
	}
	return r.names[depth-1]
}

// Skip steps over the children of an object or list, to its end; elsewhere it
// does nothing.
func (r *Reader) Skip() {
	if kind := r.Token(); kind != StartObject && kind != StartArray {
		return
	}
	for depth := len(r.names); len(r.names) >= depth; {
		if r.Next() == None {
			return
		}
	}
}

// Place is where the current token begins, line and column from 1.
func (r *Reader) Place() (line, column int) {
	it := r.at()
	return it.line, it.column
}

// Parsing is a ParsingException at the current token.
func (r *Reader) Parsing(format string, args ...any) *fault.Fault {
	f := fault.New(fault.Parsing, format, args...)
	f.Line, f.Column = r.Place()
	return f
}

// ParseError is an XContentParseException at the current token, whose text
// begins with the place.
func (r *Reader) ParseError(format string, args ...any) *fault.Fault {
	line, column := r.Place()
	return fault.New(fault.XContentParse, "[%d:%d] "+format, append([]any{line, column}, args...)...)
}

// Expect throws a ParsingException unless found is what is wanted; found is
// Token() or Next().
func (r *Reader) Expect(want, found Token) {
	if want != found {
		Throw(r.Parsing("Failed to parse object: expecting token of type [%s] but found [%s]", want, found))
	}
}

// Unknown throws the ParsingException of a token that has no place here.
func (r *Reader) Unknown() {
	Throw(r.Parsing("Failed to parse object: unexpected token [%s] found", r.Token()))
}

// located is a fault of Jackson's value accessors, at the end of the token.
func (r *Reader) located(class, message string) *fault.Fault {
	it := r.at()
	return r.told(located(class, message, it.endLine, it.endColumn))
}

// told is a fault of Jackson's as the server that is played words it.
func (r *Reader) told(f *fault.Fault) *fault.Fault {
	if r.Dialect.NamedSource {
		f.Message = jackson.WithNamedSource(f.Message)
		if f.Class == fault.InputCoercion {
			f.Status = http.StatusInternalServerError // it is not known as a fault in JSON yet
		}
	}
	return f
}
