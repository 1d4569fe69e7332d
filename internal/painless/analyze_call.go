package painless

import (
	"strconv"

	"github.com/alertplan/alertplan/internal/javavalue"
)

func (a *analyzer) call(n *callNode, s *scope, w want) *ex {
	arity := len(n.arguments)
	a.refuseWrite(n, w, "method call ["+methodKey(n.name, arity)+"]")
	prefix := a.expression(n.prefix, s, reading())
	offset, name := n.at(), n.name
	if prefix.partial != "" {
		panic(compileError(n.at(), illegalArgument, "cannot resolve symbol [%s]", prefix.partial))
	}
	if prefix.static == "" && prefix.typ == "def" {
		return a.defCall(n, prefix, s, w)
	}
	var m *method
	if prefix.static != "" {
		if c := lookupClass(prefix.static); c != nil && c.statics != nil {
			m = c.statics[methodKey(name, arity)]
		}
		if m == nil {
			panic(compileError(offset, illegalArgument, "static method [%s, %s] not found", canonical(prefix.static), methodKey(name, arity)))
		}
	} else if n.nullSafe && isPrimitive(prefix.typ) {
		refuse(offset, "?. on a %s, for which the server generates broken code", prefix.typ)
	} else if m = a.memberMethod(prefix.typ, name, arity); m == nil {
		panic(compileError(offset, illegalArgument, "member method [%s, %s] not found", canonical(prefix.typ), methodKey(name, arity)))
	}
	a.mark(offset)
	arguments := a.arguments(n.arguments, m.parameters, s)
	offset = a.marked
	if n.nullSafe && isPrimitive(m.result) {
		panic(compileError(offset, illegalArgument, "Result of null safe operator must be nullable"))
	}
	if prefix.static != "" {
		return &ex{typ: m.result, run: func(f *frame) Value { return f.static(m, evaluate(f, arguments), offset) }}
	}
	nullSafe := n.nullSafe
	return &ex{typ: m.result, run: func(f *frame) Value {
		p := prefix.run(f)
		if nullSafe && p == nil {
			return nil
		}
		return f.invoke(p, m, evaluate(f, arguments), offset)
	}}
}

// memberMethod finds a method of a type; arrays and primitives have Object's or
// none.
func (a *analyzer) memberMethod(t typ, name string, arity int) *method {
	if isArray(t) {
		t = "Object"
	}
	if box := boxOf[t]; box != "" {
		t = box
	}
	return a.method(lookupClass(t), name, arity)
}

func (a *analyzer) arguments(nodes []node, parameters []typ, s *scope) []run {
	runs := make([]run, len(nodes))
	for i, n := range nodes {
		runs[i] = a.cast(n, s, argumentAs(parameters[i])).run
	}
	return runs
}

func evaluate(f *frame, arguments []run) []Value {
	values := make([]Value, len(arguments))
	for i, argument := range arguments {
		values[i] = argument(f)
	}
	return values
}

func (a *analyzer) defCall(n *callNode, prefix *ex, s *scope, w want) *ex {
	a.mark(n.at())
	arguments := make([]run, len(n.arguments))
	types := make([]typ, len(n.arguments))
	for i, argument := range n.arguments {
		e := a.value(argument, s, want{read: true, castMode: castMode{internal: true}})
		if e.typ == "void" {
			panic(compileError(n.at(), illegalArgument, "Argument(s) cannot be of [void] type when calling method [%s].", n.name))
		}
		arguments[i], types[i] = e.run, e.typ
	}
	offset, name, nullSafe := a.marked, n.name, n.nullSafe
	wanted, key := typ(""), methodKey(name, len(n.arguments))
	call := func(f *frame) typedValue {
		p := prefix.run(f)
		if nullSafe && p == nil {
			return typedValue{typ: "def"}
		}
		return f.defCall(p, name, typedValues{evaluate(f, arguments), types, key, wanted}, offset)
	}
	e := &ex{typ: "def", run: func(f *frame) Value { return call(f).value }}
	w = want{target: w.target, castMode: w.castMode}
	if nullSafe {
		w = w.open()
	}
	typed := a.defMember(e, w, offset)
	if typed != e {
		// what the method is declared to give decides how that fits
		wanted = w.target
		typed.run = func(f *frame) Value { return adaptFrom(call(f), w.target, offset) }
	}
	return typed
}

// typedValues are arguments with the types that the compiler knew them by.
type typedValues struct {
	values []Value
	types  []typ
	key    string
	wanted typ // the type that the call's result is wanted as; "" is any
}

func (a *analyzer) localCall(n *localCallNode, s *scope, w want) *ex {
	arity := len(n.arguments)
	a.refuseWrite(n, w, "function call ["+methodKey(n.name, arity)+"]")
	fn := a.functions[methodKey(n.name, arity)]
	if fn == nil && a.context == Score {
		if e := a.scoreCall(n, s); e != nil {
			return e
		}
	}
	if fn == nil {
		arguments := "[]" // else the server tells where its own nodes lie
		if arity > 0 {
			arguments = strconv.Itoa(arity)
		}
		panic(compileError(n.at(), illegalArgument, "Unknown call [%s] with [%s] arguments.", n.name, arguments))
	}
	a.mark(n.at())
	arguments := a.arguments(n.arguments, fn.parameters, s)
	return &ex{typ: fn.result, run: func(f *frame) Value { return fn.call(f.m, evaluate(f, arguments)) }}
}

func (a *analyzer) newObject(n *newNode, s *scope, w want) *ex {
	arity := len(n.arguments)
	a.refuseWrite(n, w, "new object with constructor ["+methodKey(n.typeName, arity)+"]")
	t := resolveType(n.typeName)
	if t == "" {
		panic(compileError(n.at(), illegalArgument, "Not a type [%s].", n.typeName))
	}
	var m *method
	if c := lookupClass(t); c != nil {
		m = c.constructors[arity]
	}
	if m == nil {
		panic(compileError(n.at(), illegalArgument, "constructor [%s, <init>/%d] not found", canonical(t), arity))
	}
	a.mark(n.at())
	arguments := a.arguments(n.arguments, m.parameters, s)
	offset := a.marked
	return &ex{typ: t, run: func(f *frame) Value { return f.construct(t, evaluate(f, arguments), offset) }}
}

func (a *analyzer) newArray(n *newArrayNode, s *scope, w want) *ex {
	a.refuseWrite(n, w, "new array")
	a.requireRead(n, w, "result not used from new array")
	t := resolveType(n.typeName)
	if t == "" {
		panic(compileError(n.at(), illegalArgument, "Not a type [%s].", n.typeName))
	}
	target := "int"
	if n.initializer {
		target = elementType(t)
	}
	values := make([]run, len(n.values))
	for i, v := range n.values {
		values[i] = a.cast(v, s, argumentAs(target)).run
	}
	offset := n.at()
	if n.initializer {
		return &ex{typ: t, run: func(f *frame) Value { return &array{element: elementType(t), items: evaluate(f, values)} }}
	}
	return &ex{typ: t, run: func(f *frame) Value { return f.m.newArray(t, evaluate(f, values), offset) }}
}

func (a *analyzer) list(n *listNode, s *scope, w want) *ex {
	a.refuseWrite(n, w, "list initializer")
	a.requireRead(n, w, "result not used from list initializer")
	items := make([]run, len(n.values))
	for i, v := range n.values {
		items[i] = a.cast(v, s, argumentAs("def")).run
	}
	return &ex{typ: "ArrayList", run: func(f *frame) Value { return javavalue.NewList(evaluate(f, items)...) }}
}

func (a *analyzer) mapLiteral(n *mapNode, s *scope, w want) *ex {
	a.refuseWrite(n, w, "map initializer")
	a.requireRead(n, w, "result not used from map initializer")
	keys, values := make([]run, len(n.keys)), make([]run, len(n.keys))
	for i := range n.keys {
		keys[i] = a.cast(n.keys[i], s, argumentAs("def")).run
		values[i] = a.cast(n.values[i], s, argumentAs("def")).run
	}
	return &ex{typ: "HashMap", run: func(f *frame) Value {
		m := javavalue.NewHashMap()
		for i := range keys {
			key := keys[i](f)
			m.Put(key, values[i](f))
		}
		return m
	}}
}
