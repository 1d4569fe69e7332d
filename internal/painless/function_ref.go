package painless

import "fmt"

// reference is what Class::method, Class::new, this::function or variable::method means.
type reference struct {
	// takes tells whether it can be called with so many arguments.
	takes func(arguments int) bool
	// of makes the function, where the reference is evaluated.
	of func(f *frame) func(f *frame, arguments []Value) Value
}

func (a *analyzer) functionRef(n *functionRefNode, s *scope, w want) *ex {
	t := lambdaType
	r := a.reference(n, s)
	a.mark(n.at())
	missing := func(target typ, m *method) string {
		if r.takes(len(m.parameters)) {
			return ""
		}
		return fmt.Sprintf("function reference [%s::%s/%d] matching [%s, %s] not found",
			n.symbol, n.name, len(m.parameters), canonical(target), methodKey(m.name, len(m.parameters)))
	}
	if w.target != "" {
		t = w.target
		m := functionOf(t)
		if m == nil {
			panic(compileError(n.at(), illegalArgument, "Cannot convert function reference [%s::%s] to [%s], not a functional interface",
				n.symbol, n.name, canonical(t)))
		}
		if reason := missing(t, m); reason != "" {
			panic(compileError(n.at(), illegalArgument, "%s", reason))
		}
	}
	offset := n.at()
	return &ex{typ: t, run: func(f *frame) Value {
		return &closure{direct: r.of(f), missing: missing, target: w.target, offset: offset}
	}}
}

func (a *analyzer) reference(n *functionRefNode, s *scope) reference {
	t := resolveType(n.symbol)
	switch {
	case n.symbol == "this":
		return a.ownReference(n)
	case isArray(t) && n.name == "new":
		return reference{
			takes: func(arguments int) bool { return arguments == 1 },
			of: always(func(f *frame, arguments []Value) Value {
				return f.m.newArray(t, []Value{adapt(arguments[0], "int", f.m.at)}, f.m.at)
			}),
		}
	case t != "":
		return classReference(t, n)
	}
	if !s.defined(n.symbol) {
		panic(compileError(n.at(), illegalArgument, "variable [%s] is not defined", n.symbol))
	}
	return a.variableReference(n, s)
}

// always is a function that is the same wherever its reference is evaluated.
func always(run func(*frame, []Value) Value) func(*frame) func(*frame, []Value) Value {
	return func(*frame) func(*frame, []Value) Value { return run }
}

// ownReference is this::function.
func (a *analyzer) ownReference(n *functionRefNode) reference {
	return reference{
		takes: func(arguments int) bool { return a.functions[methodKey(n.name, arguments)] != nil },
		of: always(func(f *frame, arguments []Value) Value {
			fn := a.functions[methodKey(n.name, len(arguments))]
			for i := range arguments {
				arguments[i] = adapt(arguments[i], fn.parameters[i], f.m.at)
			}
			return fn.call(f.m, arguments)
		}),
	}
}

// variableReference is variable::method: of the value that the variable has by then.
func (a *analyzer) variableReference(n *functionRefNode, s *scope) reference {
	v := s.lookup(n.symbol)
	slot, offset, c := v.slot, n.at(), lookupClass(v.typ)
	return reference{
		takes: func(arguments int) bool {
			return v.typ == "def" || c.find(n.name, arguments) != nil
		},
		of: func(f *frame) func(*frame, []Value) Value {
			receiver := f.vars[slot]
			if receiver == nil {
				refuse(offset, "a function reference of null")
			}
			return func(f *frame, arguments []Value) Value {
				types := make([]typ, len(arguments))
				for i := range types {
					types[i] = "def"
				}
				key := methodKey(n.name, len(arguments))
				return f.defCall(receiver, n.name, typedValues{arguments, types, key, ""}, f.m.at).value
			}
		},
	}
}

// classReference is Class::method or Class::new.
func classReference(t typ, n *functionRefNode) reference {
	c := lookupClass(t)
	return reference{
		takes: func(arguments int) bool {
			switch {
			case c == nil:
				return false
			case n.name == "new":
				return c.constructors[arguments] != nil
			}
			return c.statics[methodKey(n.name, arguments)] != nil || arguments > 0 && c.find(n.name, arguments-1) != nil
		},
		of: always(func(f *frame, arguments []Value) Value { return f.callReference(c, n.name, arguments) }),
	}
}

// callReference calls what Class::name stands for with these arguments.
func (f *frame) callReference(c *class, name string, arguments []Value) Value {
	at := f.m.at
	adaptAll := func(m *method, arguments []Value) []Value {
		adapted := make([]Value, len(arguments))
		for i := range arguments {
			adapted[i] = adapt(arguments[i], m.parameters[i], at)
		}
		return adapted
	}
	if name == "new" {
		return f.construct(c.name, adaptAll(c.constructors[len(arguments)], arguments), at)
	}
	if m := c.statics[methodKey(name, len(arguments))]; m != nil {
		return f.static(m, adaptAll(m, arguments), at)
	}
	m := f.m.method(c, name, len(arguments)-1)
	return f.invoke(adapt(arguments[0], c.name, at), m, adaptAll(m, arguments[1:]), at)
}
