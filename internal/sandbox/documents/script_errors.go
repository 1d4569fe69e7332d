package documents

import (
	"errors"
	"net/http"
	"strings"
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// scriptError is a script_exception with the part of the script where it
// happened (documents/painless_execute).
func scriptError(source string, err error) error {
	var compile *painless.CompileError
	if errors.As(err, &compile) {
		at := excerpt{source: utf16.Encode([]rune(source)), offset: units(source, compile.Offset)}
		at.around()
		e := at.exception("compile error", source)
		if compile.Type == "" {
			return e
		}
		return e.Because(javaCause(compile.Type, compile.Reason))
	}
	var run *painless.RuntimeError
	if errors.As(err, &run) {
		at := excerpt{source: utf16.Encode([]rune(source)), offset: units(source, run.Offset)}
		at.start, at.end = units(source, run.Start), units(source, run.End)
		return at.exception("runtime error", source).Because(javaCause(run.Type, run.Reason))
	}
	return unsupported(err)
}

// endOfScript is the compiler's text for a script that ends too early; beneath it
// lies the parser's error, which has none.
const endOfScript = "unexpected end of script."

func javaCause(kind, reason string) *rest.Error {
	e := &rest.Error{Type: kind, Reason: reason, NoReason: reason == ""}
	if reason == endOfScript {
		e.Because(&rest.Error{Type: "no_viable_alt_exception", NoReason: true})
	}
	return e
}

// units is an offset in bytes as Java counts, in UTF-16 units.
func units(source string, offset int) int {
	return len(utf16.Encode([]rune(source[:min(max(offset, 0), len(source))])))
}

// excerpt is a part of a script, from start to end, with the place of a fault.
type excerpt struct {
	source             []uint16
	offset, start, end int
}

// reach is how much of the script is shown on either side of a fault of the
// compiler.
const reach = 25

func (x *excerpt) around() {
	x.start, x.end = max(0, x.offset-reach), min(len(x.source), x.offset+reach)
}

func (x *excerpt) text(from, to int) string { return string(utf16.Decode(x.source[from:to])) }

// exception writes the excerpt, with an arrow beneath the place.
func (x *excerpt) exception(reason, script string) *rest.Error {
	line, indent := x.text(x.start, x.end), x.offset-x.start
	if reason == "compile error" {
		if x.start > 0 {
			line, indent = "... "+line, indent+len("... ")
		}
		if x.end < len(x.source) {
			line += " ..."
		}
	}
	e := rest.Errorf(http.StatusBadRequest, "script_exception", "%s", reason)
	e.With("script_stack", []any{line, strings.Repeat(" ", max(0, indent)) + "^---- HERE"})
	e.With("script", script).With("lang", "painless")
	return e.With("position", rest.O("offset", x.offset, "start", x.start, "end", x.end))
}
