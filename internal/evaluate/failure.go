package evaluate

import (
	"errors"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/internal/pattern"
)

// scriptFailure is a script_exception: what the answer prints and what ctx.error
// says of it.
type scriptFailure struct {
	source  string
	reason  string // "compile error" or "runtime error"
	kind    string // the cause's type
	cause   string // the cause's reason
	excerpt painless.Excerpt
	jdk     javavalue.JDK
}

func failureOf(source string, err error) *scriptFailure {
	var compile *painless.CompileError
	if errors.As(err, &compile) {
		f := &scriptFailure{source: source, reason: "compile error", kind: compile.Type, cause: compile.Reason}
		f.excerpt = compile.Excerpt(source)
		return f
	}
	var runtime *painless.RuntimeError
	if errors.As(err, &runtime) {
		return &scriptFailure{source: source, reason: "runtime error", kind: runtime.Type, cause: runtime.Reason,
			excerpt: runtime.Excerpt(source)}
	}
	return nil
}

// calls are the lines of the plugin and the JDK above a script's own, where a list
// of results is too short.
func (f *scriptFailure) calls() []string {
	switch {
	case f.kind != "index_out_of_bounds_exception":
	case strings.HasPrefix(f.cause, "Empty list doesn't contain element at index "):
		return painless.StackOn(f.jdk, []string{"kotlin.collections.EmptyList.get(Collections.kt:36)", "kotlin.collections.EmptyList.get(Collections.kt:24)"})
	case strings.HasSuffix(f.cause, ", Size: 1"):
		return painless.StackOn(f.jdk, []string{"java.base/java.util.Collections$SingletonList.get(Collections.java:4959)"})
	}
	return nil
}

// message is ctx.error as text, null of no failure:
// "ScriptException[runtime error]; nested: ClassCastException[…];".
func (f *scriptFailure) message() any {
	if f == nil {
		return nil
	}
	text := "ScriptException[" + f.reason + "]; nested: " + className(f.kind)
	if f.cause != "" {
		text += "[" + f.cause + "]"
	}
	text += ";"
	if inner := f.inner(); inner != "" {
		text += " nested: " + className(inner) + ";"
	}
	return text
}

// inner is the type of the cause's own cause, where the parser or the lexer
// failed; "" is none.
func (f *scriptFailure) inner() string {
	switch {
	case f.reason != "compile error":
	case f.cause == "unexpected end of script.", strings.HasPrefix(f.cause, "invalid sequence of tokens near ["):
		return "no_viable_alt_exception"
	case strings.HasPrefix(f.cause, "unexpected character ["):
		return "lexer_no_viable_alt_exception"
	}
	return ""
}

// className is a type of the server's answers as a Java class.
func className(kind string) string {
	var b strings.Builder
	for _, word := range strings.Split(kind, "_") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

// keys are the keys of indented JSON, a line each.
var keys = pattern.New(`(?m)^( *"[a-z_]+"): `)

// text is the failure as the answer prints it: the exception's JSON, indented as
// the server does it.
func (f *scriptFailure) text() string {
	o := orderedjson.NewObject()
	o.Set("type", "script_exception")
	o.Set("reason", f.reason)
	stack := []any{}
	for _, line := range append(f.calls(), f.excerpt.Lines[0], f.excerpt.Lines[1]) {
		stack = append(stack, line)
	}
	o.Set("script_stack", stack)
	o.Set("script", f.source)
	o.Set("lang", "painless")
	position := orderedjson.NewObject()
	position.Set("offset", f.excerpt.Offset)
	position.Set("start", f.excerpt.Start)
	position.Set("end", f.excerpt.End)
	o.Set("position", position)
	cause := orderedjson.NewObject()
	cause.Set("type", f.kind)
	cause.Set("reason", textOrNull(f.cause))
	if kind := f.inner(); kind != "" {
		inner := orderedjson.NewObject()
		inner.Set("type", kind)
		inner.Set("reason", nil)
		cause.Set("caused_by", inner)
	}
	o.Set("caused_by", cause)
	text, err := orderedjson.MarshalIndent(o)
	if err != nil {
		return f.reason
	}
	return keys.ReplaceAllString(string(text), "$1 : ")
}
