package painless

func (a *analyzer) throwStatement(n *throwNode, s *scope) exec {
	outer := a.apart
	a.apart = true
	value := a.cast(n.value, s, readingAs("Exception")).run
	a.apart = outer
	offset := a.marked
	return func(f *frame) step {
		e, ok := value(f).(*exception)
		if !ok {
			throwNull(offset)
		}
		panic(e) // from where it was made
	}
}

func (a *analyzer) try(n *tryNode, s *scope, at place0) (exec, flow) {
	if n.body == nil {
		panic(compileError(n.at(), illegalArgument, "extraneous try statement"))
	}
	inner := place0{lastSource: at.lastSource, inLoop: at.inLoop, lastLoop: at.lastLoop}
	body, out := a.block(n.body, s.inner(), inner)
	var handlers []handler
	for _, c := range n.catches {
		h, to := a.catch(c, s.inner(), inner)
		handlers = append(handlers, h)
		out = bothWays(out, to)
	}
	return func(f *frame) step { return tryRun(f, body, handlers) }, out
}

type handler struct {
	class typ
	slot  int
	body  exec // nil for an empty one
}

func (a *analyzer) catch(n *catchNode, s *scope, at place0) (handler, flow) {
	if lookupClass(n.name) != nil {
		panic(compileError(n.at(), illegalArgument, "invalid catch declaration: type [%s] cannot be a name", n.name))
	}
	t := resolveType(n.typeName)
	if t == "" {
		panic(compileError(n.at(), illegalArgument, "invalid catch declaration: cannot resolve type [%s]", n.typeName))
	}
	a.begun.add(n.at())
	v := s.define(n.at(), t, n.name)
	if !assignable("Exception", t) {
		panic(compileError(n.at(), classCast, "cannot cast from [%s] to [java.lang.Exception]", canonical(t)))
	}
	if n.body == nil {
		return handler{class: t, slot: v.slot}, flow{}
	}
	body, out := a.block(n.body, s, at)
	return handler{t, v.slot, body}, out
}

func tryRun(f *frame, body exec, handlers []handler) (end step) {
	depth := f.m.depth
	defer func() {
		thrown := recover()
		if thrown == nil {
			return
		}
		e, ok := thrown.(*exception)
		if !ok {
			panic(thrown)
		}
		f.m.depth = depth
		for _, h := range handlers {
			if !assignable(h.class, e.typ()) {
				continue
			}
			f.vars[h.slot] = e
			end = goOn
			if h.body != nil {
				end = h.body(f)
			}
			return
		}
		panic(e)
	}()
	return body(f)
}
