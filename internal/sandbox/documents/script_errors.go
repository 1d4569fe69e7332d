package documents

import (
	"errors"
	"net/http"
	"slices"

	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// scriptError is a script_exception with the part of the script where it
// happened (documents/painless_execute).
func scriptError(source string, err error) error {
	var compile *painless.CompileError
	if errors.As(err, &compile) {
		e := scriptException("compile error", source, nil, compile.Excerpt(source))
		if compile.Type == "" {
			return e
		}
		return e.Because(javaCause(compile.Type, compile.Reason))
	}
	var run *painless.RuntimeError
	if errors.As(err, &run) {
		return scriptException("runtime error", source, run.Calls, run.Excerpt(source)).Because(javaCause(run.Type, run.Reason))
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

func scriptException(reason, script string, calls []string, x painless.Excerpt) *rest.Error {
	e := rest.Errorf(http.StatusBadRequest, "script_exception", "%s", reason)
	stack := []any{}
	for _, line := range append(slices.Clone(calls), x.Lines[:]...) {
		stack = append(stack, line)
	}
	e.With("script_stack", stack)
	e.With("script", script).With("lang", "painless")
	return e.With("position", rest.O("offset", x.Offset, "start", x.Start, "end", x.End))
}
