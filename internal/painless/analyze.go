package painless

// analyzer checks a script's types and flow as the server's compiler does, in
// its order, and makes of each node something that runs.
type analyzer struct {
	finder
	context   Context
	functions map[string]*function
	late      *CompileError // found by folding constants, which comes after all checks
	begun     statements
	marked    int         // the last place that the server's code notes; see mark
	variables []*variable // of the context, in its order
	apart     bool        // below an assignment or a throw: joins within joins are texts of their own
}

// want is what a node is wanted for.
type want struct {
	read, write bool
	target      typ // the type that it will be cast to; "" is open
	castMode
	negate bool // a number under a minus
}

func reading() want { return want{read: true} }

func readingAs(target typ) want { return want{read: true, target: target} }

// argumentAs is for what is boxed where it must be: arguments, results.
func argumentAs(target typ) want {
	return want{read: true, target: target, castMode: castMode{internal: true}}
}

// ex is an analyzed expression: a value, or the name of a type, or the first
// part of one.
type ex struct {
	typ      typ
	run      run
	static   typ
	partial  string
	constant bool
	parts    []run // of texts that are joined
	value    Value // of a constant
	// prepare evaluates what an assignment's target consists of, once.
	prepare prepare
	// setAs is prepare for a value of a type that the compiler knows; nil where
	// that makes no difference.
	setAs        func(f *frame, from typ) (get func() Value, set func(Value))
	defOptimized bool // takes a value of any type as it is
}

type prepare func(f *frame) (get func() Value, set func(Value))

func analyze(tree *scriptNode, context Context, known finder) *Script {
	a := &analyzer{finder: known, context: context, functions: map[string]*function{}, begun: statements{length: tree.length}}
	for _, f := range tree.functions {
		a.declare(f)
	}
	for _, f := range tree.functions {
		a.function(f)
	}
	main := a.main(tree)
	if a.late != nil {
		panic(a.late)
	}
	script := &Script{finder: known, context: context, main: main, statements: a.begun.sorted(), variables: rulesOf[context].variables}
	for _, v := range a.variables {
		script.used = append(script.used, v.used)
	}
	return script
}

func (a *analyzer) declare(n *functionNode) {
	if _, exists := a.functions[methodKey(n.name, len(n.names))]; exists {
		panic(compileError(n.at(), illegalArgument, "invalid function definition: found duplicate function [%s].", methodKey(n.name, len(n.names))))
	}
	fn := &function{name: n.name, result: resolveType(n.returnType)}
	if fn.result == "" {
		panic(compileError(n.at(), illegalArgument, "invalid function definition: return type [%s] not found for function [%s]", n.returnType, methodKey(n.name, len(n.names))))
	}
	for _, name := range n.types {
		t := resolveType(name)
		if t == "" {
			panic(compileError(n.at(), illegalArgument, "invalid function definition: parameter type [%s] not found for function [%s]", name, methodKey(n.name, len(n.names))))
		}
		fn.parameters = append(fn.parameters, t)
	}
	a.functions[methodKey(n.name, len(n.names))] = fn
}

func (a *analyzer) function(n *functionNode) {
	fn := a.functions[methodKey(n.name, len(n.names))]
	s := newScope(fn.result)
	for i, name := range n.names {
		s.define(n.at(), fn.parameters[i], name)
	}
	a.checkBody(n.body, n.at(), n.name, len(n.names))
	body, flow := a.block(n.body, s.inner(), place0{lastSource: true})
	if !flow.methodEscape && fn.result != "void" {
		panic(compileError(n.at(), illegalArgument,
			"invalid function definition: not all paths provide a return value for function [%s] with [%d] parameters", n.name, len(n.names)))
	}
	fn.body, fn.slots = body, s.function.slots
}

func (a *analyzer) checkBody(body *blockNode, offset int, name string, parameters int) {
	if len(body.statements) == 0 {
		panic(compileError(offset, illegalArgument,
			"invalid function definition: found no statements for function [%s] with [%d] parameters", name, parameters))
	}
}

// main analyzes the script's own statements. It sees the names of its context.
func (a *analyzer) main(tree *scriptNode) *function {
	rules := rulesOf[a.context]
	fn := &function{name: "execute", result: rules.result}
	s := newScope(fn.result)
	for _, v := range rules.variables {
		a.variables = append(a.variables, s.define(0, v.typ, v.name))
	}
	a.checkBody(tree.body, tree.length, "execute", rules.arguments)
	body, _ := a.block(tree.body, s.inner(), place0{lastSource: true})
	fn.body, fn.slots = body, s.function.slots
	return fn
}

// variable is a name in scope.
type variable struct {
	name  string
	typ   typ
	slot  int
	final bool
	used  bool
}

// functionScope counts the slots of one function or lambda.
type functionScope struct {
	slots    int
	result   typ
	captures []capture
}

// capture is a variable of the function around that a lambda takes with it.
type capture struct{ outer, inner int }

type scope struct {
	parent   *scope // in the same function
	around   *scope // of a lambda: where it stands
	function *functionScope
	names    map[string]*variable
}

func newScope(result typ) *scope {
	return &scope{function: &functionScope{result: result}, names: map[string]*variable{}}
}

func (s *scope) inner() *scope {
	return &scope{parent: s, function: s.function, names: map[string]*variable{}}
}

func (s *scope) lambda(result typ) *scope {
	inner := newScope(result)
	inner.around = s
	return inner
}

// defineFinal is define for what the script must not assign to: parameters of
// lambdas, the variable of a for-each loop.
func (s *scope) defineFinal(offset int, t typ, name string) *variable {
	v := s.define(offset, t, name)
	v.final = true
	return v
}

func (s *scope) define(offset int, t typ, name string) *variable {
	if s.defined(name) {
		panic(compileError(offset, illegalArgument, "variable [%s] is already defined", name))
	}
	v := &variable{name: name, typ: t, slot: s.function.slots}
	s.function.slots++
	s.names[name] = v
	return v
}

func (s *scope) defined(name string) bool {
	for ; s != nil; s = s.up() {
		if s.names[name] != nil {
			return true
		}
	}
	return false
}

func (s *scope) up() *scope {
	if s.parent != nil {
		return s.parent
	}
	return s.around
}

// lookup finds a variable; one of the function around becomes a read-only copy.
func (s *scope) lookup(name string) *variable {
	for at := s; at != nil; at = at.parent {
		if v := at.names[name]; v != nil {
			v.used = true
			return v
		}
		if at.parent == nil && at.around != nil {
			outer := at.around.lookup(name)
			if outer == nil {
				return nil
			}
			v := &variable{name: name, typ: outer.typ, slot: at.function.slots, final: true}
			at.function.slots++
			at.names[name] = v
			at.function.captures = append(at.function.captures, capture{outer.slot, v.slot})
			return v
		}
	}
	return nil
}

// value analyzes a node that must be a value.
func (a *analyzer) value(n node, s *scope, w want) *ex {
	e := a.expression(n, s, w)
	switch {
	case e.partial != "":
		panic(compileError(n.at(), illegalArgument, "cannot resolve symbol [%s]", e.partial))
	case e.static != "":
		panic(compileError(n.at(), illegalArgument, "value required: instead found unexpected type [%s]", canonical(e.static)))
	}
	return e
}

// cast analyzes a node and casts it to the type that is wanted.
func (a *analyzer) cast(n node, s *scope, w want) *ex {
	return a.convert(n, a.value(n, s, w), w.target, w.castMode)
}

func (a *analyzer) convert(n node, e *ex, to typ, mode castMode) *ex {
	if !legalCast(e.typ, to, mode) {
		panic(compileError(n.at(), classCast, "Cannot cast from [%s] to [%s].", canonical(e.typ), canonical(to)))
	}
	convert := conversion(e.typ, to, mode)
	if folded := e.constant && (isPrimitive(to) || to == "String"); e.typ != to && !folded {
		a.mark(n.at())
	}
	if convert == nil {
		c := *e
		c.typ = to
		if e.typ != to {
			c.parts = nil
		}
		return &c
	}
	offset := n.at()
	c := &ex{typ: to}
	inner := e.run
	c.run = func(f *frame) Value { return convert(inner(f), offset) }
	if e.constant && isPrimitive(to) {
		a.foldCast(c, convert, e.value, offset)
	}
	return c
}

// foldCast casts a constant; what it throws is told once all else is checked.
func (a *analyzer) foldCast(c *ex, convert converter, v Value, offset int) {
	defer func() {
		if e, ok := recover().(*exception); ok {
			a.foldingError(compileError(offset, snakeCase(e.class), "%s", e.message))
		}
	}()
	c.value = convert(v, offset)
	c.constant = true
}

func (a *analyzer) refuseWrite(n node, w want, what string) {
	if w.write {
		panic(compileError(n.at(), illegalArgument, "invalid assignment: cannot assign a value to %s", what))
	}
}

func (a *analyzer) requireRead(n node, w want, what string) {
	if !w.read {
		panic(compileError(n.at(), illegalArgument, "not a statement: %s", what))
	}
}
