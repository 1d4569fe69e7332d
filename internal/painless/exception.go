package painless

import (
	"strings"
	"unicode"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// exception is a Java exception: a value of a script, and what a run panics
// with.
type exception struct {
	class   string // the binary name
	message string
	null    bool // the message is null rather than ""
	offset  int
	// told is what the JVM tells of a null that was used, beside the message: it
	// stops telling once it has compiled the code, so scripts can't count on it.
	told string
	// calls are the lines of Java's stack above the script's own, where they are
	// known.
	calls []string
}

func throw(class, message string, offset int) {
	panic(&exception{class: class, message: message, null: message == "", offset: offset})
}

func throwNull(offset int) { throw("java.lang.NullPointerException", "", offset) }

// throwNullIn is throwNull where the server itself asks a null for its class: of
// its variable that held it (execute/script_errors on 2.19.4).
func throwNullIn(variable string, offset int) {
	told := `Cannot invoke "Object.getClass()" because "` + variable + `" is null`
	panic(&exception{class: "java.lang.NullPointerException", null: true, offset: offset, told: told})
}

// The server's own variables: what a member is looked for on, the sides of an
// operator, what is cast.
const (
	nullReceiver = "callArgs[0]"
	nullOperand  = "args[0]"
	nullLeft     = "left"
	nullRight    = "right"
	nullCast     = "value"
)

// throwFrom is throw with the lines of Java's stack above the script's own.
func throwFrom(calls []string, thrown exception) {
	thrown.calls = calls
	thrown.null = thrown.message == ""
	panic(&thrown)
}

func throwArgument(message string, offset int) {
	throw("java.lang.IllegalArgumentException", message, offset)
}

func throwCast(message string, offset int) { throw("java.lang.ClassCastException", message, offset) }

// throwJVMCast is the cast that the JVM refuses: it tells where the classes come
// from.
func throwJVMCast(from, to string, offset int) {
	text := "class " + from + " cannot be cast to class " + to
	if strings.HasPrefix(from, "java.") && strings.HasPrefix(to, "java.") {
		text += " (" + from + " and " + to + " are in module java.base of loader 'bootstrap')"
	}
	throwCast(text, offset)
}

func throwBounds(message string, offset int) {
	throw("java.lang.IndexOutOfBoundsException", message, offset)
}

// typ is the nearest type that scripts know.
func (e *exception) typ() typ {
	short := shortName(e.class)
	if c := lookupClass(short); c != nil {
		return short
	}
	switch short {
	case "StackOverflowError", "PainlessError":
		return "Object" // errors, which scripts can't catch
	}
	return "Exception"
}

// JavaClass is the binary name.
func (e *exception) JavaClass() string { return e.class }

// JavaString is Throwable.toString.
func (e *exception) JavaString(javavalue.JDK) string {
	if e.null {
		return e.class
	}
	return e.class + ": " + e.message
}

// JavaHash is by identity in Java, a number that no script can foresee.
func (e *exception) JavaHash() int32 { return 1 }

// JavaEquals is by identity.
func (e *exception) JavaEquals(other Value) bool { return other == Value(e) }

// snakeCase is a Java exception as the server's answers name it.
func snakeCase(binary string) string {
	name := binary[strings.LastIndexAny(binary, ".$")+1:]
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
