package painless

import "github.com/alertplan/alertplan/internal/javavalue"

// constantCondition tells what a condition that is a literal says.
func constantCondition(n node) (value, constant bool) {
	b, ok := n.(*boolNode)
	return ok && b.value, ok
}

func (a *analyzer) while(n *whileNode, s *scope) (exec, flow) {
	condition := a.condition(n.condition, s)
	always, constant := constantCondition(n.condition)
	if constant && !always {
		panic(compileError(n.at(), illegalArgument, "extraneous while loop"))
	}
	if constant && n.body == nil {
		panic(compileError(n.at(), illegalArgument, "no paths escape from while loop"))
	}
	body, out := a.loopBody(n.body, s, loopKind{n.at(), "while loop", always})
	return loop{offset: n.at(), condition: condition, body: body}.run, out
}

// loopKind is what the messages about a loop need, and whether its condition ends
// it.
type loopKind struct {
	offset  int
	what    string
	endless bool
}

// loopBody analyzes the body of a loop, nil where there is none. A loop without
// end is left by break or not at all.
func (a *analyzer) loopBody(n *blockNode, s *scope, of loopKind) (exec, flow) {
	if n == nil {
		return nil, flow{}
	}
	a.mark(of.offset)
	body, inner := a.block(n, s, place0{beginLoop: true, inLoop: true})
	if inner.loopEscape && !inner.anyContinue {
		panic(compileError(of.offset, illegalArgument, "extraneous %s", of.what))
	}
	if of.endless && !inner.anyBreak {
		return body, flow{methodEscape: true, allEscape: true}
	}
	return body, flow{}
}

func (a *analyzer) do(n *doNode, s *scope) (exec, flow) {
	if n.body == nil {
		panic(compileError(n.at(), illegalArgument, "extraneous do-while loop"))
	}
	body, inner := a.block(n.body, s, place0{beginLoop: true, inLoop: true})
	if inner.loopEscape && !inner.anyContinue {
		panic(compileError(n.at(), illegalArgument, "extraneous do-while loop"))
	}
	condition := a.condition(n.condition, s)
	always, constant := constantCondition(n.condition)
	if constant && !always {
		panic(compileError(n.at(), illegalArgument, "extraneous do-while loop"))
	}
	var out flow
	if constant && !inner.anyBreak {
		out = flow{methodEscape: true, allEscape: true}
	}
	return loop{offset: n.at(), condition: condition, body: body, bodyFirst: true}.run, out
}

func (a *analyzer) forLoop(n *forNode, s *scope) (exec, flow) {
	var init exec
	switch start := n.init.(type) {
	case nil:
	case *declarationsNode:
		init = a.declarations(start, s)
	default:
		e := a.value(start, s, want{})
		init = func(f *frame) step { e.run(f); return goOn }
	}
	var condition run
	always := n.condition == nil
	if n.condition != nil {
		condition = a.condition(n.condition, s)
		value, constant := constantCondition(n.condition)
		if constant && !value {
			panic(compileError(n.at(), illegalArgument, "extraneous for loop"))
		}
		if constant && n.body == nil {
			panic(compileError(n.at(), illegalArgument, "no paths escape from for loop"))
		}
		always = value
	}
	var after run
	if n.afterthough != nil {
		after = a.value(n.afterthough, s, want{}).run
	}
	body, out := a.loopBody(n.body, s, loopKind{n.at(), "for loop", always})
	return loop{offset: n.at(), init: init, condition: condition, body: body, after: after}.run, out
}

// loop runs while, do and for.
type loop struct {
	offset     int
	init, body exec
	condition  run
	after      run
	bodyFirst  bool
}

func (l loop) run(f *frame) step {
	if l.init != nil {
		l.init(f)
	}
	for first := true; ; first = false {
		if l.condition != nil && !(l.bodyFirst && first) && !l.condition(f).(bool) {
			return goOn
		}
		f.countLoop(l.offset)
		if l.body != nil {
			switch l.body(f) {
			case doBreak:
				return goOn
			case doReturn:
				return doReturn
			}
		}
		if l.after != nil {
			l.after(f)
		}
	}
}

func (a *analyzer) each(n *eachNode, s *scope) (exec, flow) {
	over := a.value(n.over, s, reading())
	t := resolveType(n.typeName)
	if t == "" {
		panic(compileError(n.at(), illegalArgument, "invalid foreach loop: type [%s] not found", n.typeName))
	}
	offset := a.marked
	a.mark(n.at())
	s = s.inner()
	v := s.defineFinal(n.at(), t, n.name)
	if n.body == nil {
		panic(compileError(n.at(), illegalArgument, "extraneous foreach loop"))
	}
	body, inner := a.block(n.body, s, place0{beginLoop: true, inLoop: true})
	if inner.loopEscape && !inner.anyContinue {
		panic(compileError(n.at(), illegalArgument, "extraneous foreach loop"))
	}
	from := "def"
	switch {
	case isArray(over.typ):
		from = elementType(over.typ)
	case over.typ != "def" && !assignable("Iterable", over.typ):
		panic(compileError(n.at(), illegalArgument, "invalid foreach loop: cannot iterate over type [%s].", canonical(over.typ)))
	}
	if !legalCast(from, t, castMode{explicit: true, internal: true}) {
		panic(compileError(n.at(), classCast, "Cannot cast from [%s] to [%s].", canonical(from), canonical(t)))
	}
	return eachLoop{offset, over.run, v.slot, conversion(from, t, castMode{explicit: true}), body}.run, flow{}
}

type eachLoop struct {
	offset  int
	over    run
	slot    int
	convert converter
	body    exec
}

func (l eachLoop) run(f *frame) step {
	over := l.over(f)
	items := itemsOf(over, l.offset)
	size := sizeOf(over)
	_, isList := over.(*javavalue.List)
	for i := 0; isList || i < len(items); i++ {
		f.m.step()
		now := sizeOf(over)
		if isList && i == now {
			return goOn // all that a list's iterator looks at
		}
		if now != size {
			throw("java.util.ConcurrentModificationException", "", l.offset)
		}
		item := items[i]
		if l.convert != nil {
			item = l.convert(item, l.offset)
		}
		f.vars[l.slot] = item
		switch l.body(f) {
		case doBreak:
			return goOn
		case doReturn:
			return doReturn
		}
	}
	return goOn
}
