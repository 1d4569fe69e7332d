package painless

import "github.com/alertplan/alertplan/internal/javavalue"

// lambdaType is the type of a lambda or function reference that no interface is
// known for yet: an argument of a dynamic call.
const lambdaType typ = "lambda"

// callable is a lambda or a function reference at run time.
type callable interface {
	// bind makes it an implementation of a functional interface.
	bind(target typ, offset int) Value
}

// closure is a lambda with what it took along.
type closure struct {
	fn       *function
	captured []Value
	target   typ // the functional interface; "" before it is bound
	offset   int
	// direct runs a function reference instead of fn; missing is why an interface's method
	// can't be one, "" where it can.
	direct  func(f *frame, arguments []Value) Value
	missing func(target typ, m *method) string
}

// JavaClass is unforeseeable in Java.
func (c *closure) JavaClass() string { return "java.util.function.Function" }

// JavaString has an address in Java.
func (c *closure) JavaString(javavalue.JDK) string {
	refuse(c.offset, "a lambda as text")
	return ""
}

// JavaHash is by identity.
func (c *closure) JavaHash() int32 { return 1 }

// JavaEquals is by identity.
func (c *closure) JavaEquals(other Value) bool { return other == Value(c) }

func (c *closure) painlessType() typ {
	if c.target == "" {
		return "Object"
	}
	return c.target
}

func (c *closure) bind(target typ, offset int) Value {
	m := functionOf(target)
	if m == nil {
		throwArgument("Class ["+canonical(target)+"] is not a functional interface", offset)
	}
	if c.fn != nil && len(c.fn.parameters) != len(m.parameters) {
		throwArgument("Incorrect number of parameters for ["+m.name+"] in ["+canonical(target)+"]", offset)
	}
	if c.missing != nil {
		if reason := c.missing(target, m); reason != "" {
			throwArgument(reason, offset)
		}
	}
	bound := *c
	bound.target = target
	return &bound
}

// apply calls a functional object with arguments; its result comes as its
// interface declares it.
func (c *invocation) apply(function Value, arguments ...Value) Value {
	fn, ok := function.(*closure)
	if !ok {
		throwNull(c.offset)
	}
	m := functionOf(fn.target)
	if m == nil {
		refuse(c.offset, "a call of %s", fn.target)
	}
	var v Value
	at := c.m.at
	if fn.direct != nil {
		v = fn.direct(c.frame, arguments)
	} else {
		all := append(append(make([]Value, 0, len(fn.captured)+len(arguments)), fn.captured...), arguments...)
		for i := range arguments {
			at := len(fn.captured) + i
			all[at] = adapt(all[at], fn.fn.parameters[i], c.offset)
		}
		v = fn.fn.call(c.m, all)
	}
	if m.result == "void" {
		return nil
	}
	c.m.at = at
	return adapt(v, m.result, at) // in code of the JVM's, which has no place of its own
}

func (c *invocation) test(function Value, arguments ...Value) bool {
	return c.apply(function, arguments...).(bool)
}

func (a *analyzer) lambda(n *lambdaNode, s *scope, w want) *ex {
	a.refuseWrite(n, w, "a lambda")
	a.requireRead(n, w, "lambda not used")
	fn := &function{name: "lambda", result: "def"}
	var m *method
	if w.target != "" {
		if m = functionOf(w.target); m == nil {
			panic(compileError(n.at(), illegalArgument, "Cannot pass lambda to [%s], not a functional interface", canonical(w.target)))
		}
		if len(m.parameters) != len(n.names) {
			panic(compileError(n.at(), illegalArgument, "Incorrect number of parameters for [%s] in [%s]", m.name, canonical(w.target)))
		}
		if m.result != "void" {
			fn.result = m.result
		}
	}
	inner := s.lambda(fn.result)
	for i, name := range n.names {
		t := a.lambdaParameter(n, i, m)
		fn.parameters = append(fn.parameters, t)
		inner.defineFinal(n.at(), t, name)
	}
	if len(n.body.statements) == 0 {
		refuse(n.at(), "a lambda with an empty block, over which the server's compiler stumbles")
	}
	outer := a.apart
	a.apart = false
	body, out := a.block(n.body, inner, place0{lastSource: true})
	a.apart = outer
	a.mark(n.at()) // its code is a method of its own
	if !out.methodEscape {
		panic(compileError(n.at(), illegalArgument, "not all paths return a value for lambda"))
	}
	fn.body = body
	return closureOf(fn, inner.function, w.target, n.at())
}

func (a *analyzer) lambdaParameter(n *lambdaNode, i int, m *method) typ {
	if n.types[i] != "" {
		t := resolveType(n.types[i])
		if t == "" {
			panic(compileError(n.at(), illegalArgument, "cannot resolve type [%s]", n.types[i]))
		}
		return t
	}
	if m != nil {
		return m.parameters[i]
	}
	return "def"
}

// closureOf makes the expression of a lambda. Its captured variables lie behind
// its parameters in its frame; a call gets them first.
func closureOf(fn *function, scope *functionScope, target typ, offset int) *ex {
	captures := scope.captures
	arity := len(fn.parameters)
	inner := fn.body
	fn.slots = scope.slots + len(captures)
	fn.body = func(f *frame) step {
		given := append([]Value(nil), f.vars[:len(captures)+arity]...)
		copy(f.vars, given[len(captures):])
		for i, c := range captures {
			f.vars[c.inner] = given[i]
		}
		return inner(f)
	}
	t := target
	if t == "" {
		t = lambdaType
	}
	return &ex{typ: t, run: func(f *frame) Value {
		c := &closure{fn: fn, target: target, offset: offset}
		for _, captured := range captures {
			c.captured = append(c.captured, f.vars[captured.outer])
		}
		return c
	}}
}
