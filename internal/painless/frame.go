package painless

import (
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// machine is one run of a script.
type machine struct {
	finder
	bindings *Bindings
	jdk      javavalue.JDK
	depth    int
	at       int                          // where the method that runs was called
	steps    int                          // iterations and calls of the whole run
	items    int                          // of all its arrays
	bytes    int                          // of all texts that it joined
	trace    func(class typ, name string) // told of every method that is called
}

// traced tells of a call of a method: by whom it was declared, its name and how
// many arguments it has.
func (m *machine) traced(by *method) {
	if m.trace != nil {
		m.trace(by.class, by.key())
	}
}

// frame is one call of a function or lambda.
type frame struct {
	m      *machine
	vars   []Value
	loops  int // iterations so far, over all loops of the call
	result Value
}

type run func(f *frame) Value

// step is what a statement ends with.
type step int

const (
	goOn step = iota
	doBreak
	doContinue
	doReturn
)

type exec func(f *frame) step

// function is a compiled function, the script's own body, or a lambda's.
type function struct {
	name       string
	parameters []typ
	result     typ
	slots      int
	body       exec
}

// The limits that the server's settings leave as they are: 1,000,000 iterations
// in a call of a function (observed on 2.19.4). How deep calls may go depends on
// its stack: 3,000 was seen to work; endless recursion is told from the rest far
// beyond any stack.
const (
	maxIterations = 1_000_000
	safeDepth     = 1_000
	endlessDepth  = 60_000
	// maxSteps and maxText keep a hostile script from taking the machine: the
	// server has no such limits.
	maxSteps = 20_000_000
	maxText  = 16 << 20
	// maxItems is how many items all arrays of a run may have together, and how many
	// bytes all texts that it joins: the garbage of a loop counts too, so it is more
	// than one of them may have.
	maxItems = 2 * maxArray
	maxBytes = 32 * maxText
)

// take counts items of arrays.
func (m *machine) take(items, offset int) {
	if m.items += items; m.items > maxItems {
		refuse(offset, "arrays of more than %d items together", maxItems)
	}
}

func (m *machine) step() {
	if m.steps++; m.steps > maxSteps {
		refuse(0, "more than %d iterations and calls", maxSteps)
	}
}

func (fn *function) call(m *machine, arguments []Value) Value {
	m.step()
	m.depth++
	defer func() { m.depth-- }()
	if m.depth > endlessDepth {
		throw("java.lang.StackOverflowError", "", 0)
	}
	f := &frame{m: m, vars: make([]Value, fn.slots)}
	copy(f.vars, arguments)
	if fn.body(f) == doReturn {
		if m.depth > safeDepth && m.depth < endlessDepth/2 {
			refuse(0, "recursion deeper than %d calls", safeDepth)
		}
		return f.result
	}
	return zeroOf(fn.result)
}

// join is the concatenation of values as texts.
func (f *frame) join(values ...Value) Value {
	var joined strings.Builder
	for _, v := range values {
		joined.WriteString(f.print(v))
	}
	text := joined.String()
	if len(text) > maxText {
		refuse(0, "a text of more than %d bytes", maxText)
	}
	if f.m.bytes += len(text); f.m.bytes > maxBytes {
		refuse(0, "texts of more than %d bytes together", maxBytes)
	}
	return text
}

// zeroOf is the value that a variable begins with, and that a script returns
// whose last statement is no expression.
func zeroOf(t typ) Value {
	switch t {
	case "boolean":
		return false
	case "byte":
		return int8(0)
	case "short":
		return int16(0)
	case "char":
		return javavalue.Char(0)
	case "int":
		return int32(0)
	case "long":
		return int64(0)
	case "float":
		return float32(0)
	case "double":
		return float64(0)
	}
	return nil
}

func (f *frame) countLoop(offset int) {
	f.m.step()
	if f.loops++; f.loops >= maxIterations {
		throw("org.opensearch.painless.PainlessError", "The maximum number of statements that can be executed in a loop has been reached.", offset)
	}
}
