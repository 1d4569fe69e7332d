package painless

import (
	"strconv"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// accessor is how a member is read and written, its prefix (and index) given.
type accessor struct {
	get func(f *frame, prefix Value) Value
	set func(f *frame, prefix, v Value)
	// nullSafe is ?.: null of null.
	nullSafe bool
}

// member makes the expression of prefix.name or prefix[index].
func member(t typ, prefix run, by accessor) *ex {
	return &ex{
		typ: t,
		run: func(f *frame) Value {
			p := prefix(f)
			if by.nullSafe && p == nil {
				return nil
			}
			return by.get(f, p)
		},
		prepare: func(f *frame) (func() Value, func(Value)) {
			p := prefix(f)
			return func() Value { return by.get(f, p) }, func(v Value) { by.set(f, p, v) }
		},
	}
}

func (a *analyzer) dot(n *dotNode, s *scope, w want) *ex {
	if !w.read && !w.write {
		a.requireRead(n, w, "result of dot operator [.] not used")
	}
	prefix := a.expression(n.prefix, s, reading())
	if prefix.partial != "" {
		return a.dottedType(n, prefix.partial+"."+n.name, w)
	}
	if prefix.static != "" {
		if t := resolveType(canonical(prefix.static) + "." + n.name); t != "" {
			return &ex{static: t}
		}
	}
	if prefix.static == "" {
		a.mark(n.at())
	}
	e := a.memberOf(n, prefix, w)
	if n.nullSafe {
		if w.write {
			panic(compileError(n.at(), illegalArgument, "invalid assignment: cannot assign a value to a null safe operation [?.]"))
		}
		if isPrimitive(e.typ) {
			panic(compileError(n.at(), illegalArgument, "Result of null safe operator must be nullable"))
		}
	}
	return e
}

func (a *analyzer) dottedType(n *dotNode, name string, w want) *ex {
	t := resolveType(name)
	if t == "" {
		return &ex{partial: name}
	}
	if w.write {
		panic(compileError(n.at(), illegalArgument, "invalid assignment: cannot write a value to a static type [%s]", canonical(t)))
	}
	return &ex{static: t}
}

func (a *analyzer) memberOf(n *dotNode, prefix *ex, w want) *ex {
	offset, name := n.at(), n.name
	switch {
	case prefix.static != "":
		return a.staticMember(n, prefix.static, w)
	case isArray(prefix.typ):
		if name != "length" {
			panic(compileError(offset, illegalArgument, "Field [%s] does not exist for type [%s].", name, canonical(prefix.typ)))
		}
		if w.write {
			panic(compileError(offset, illegalArgument, "invalid assignment: cannot assign a value write to read-only field [length] for an array."))
		}
		return member("int", prefix.run, accessor{
			get: func(f *frame, p Value) Value { return arrayLength(p, offset) }, nullSafe: n.nullSafe,
		})
	case prefix.typ == "def":
		e := member("def", prefix.run, accessor{
			get:      func(f *frame, p Value) Value { return f.defGet(p, name, "", offset).value },
			set:      func(f *frame, p, v Value) { f.defSet(p, name, v, offset) },
			nullSafe: n.nullSafe,
		})
		if n.nullSafe {
			w = w.open()
		}
		typed := a.defMember(e, w, offset)
		if typed != e {
			// what the getter is declared to give decides how that fits
			typed.run = func(f *frame) Value {
				return adaptFrom(f.defGet(prefix.run(f), name, w.target, offset), w.target, offset)
			}
		}
		return typed
	}
	return a.typedMember(n, prefix, w)
}

// safe makes an access null-safe where it was written so.
func (by accessor) safe(n *dotNode) accessor {
	by.nullSafe = n.nullSafe
	return by
}

// open leaves the type open, as for what may be null.
func (w want) open() want {
	w.target = ""
	return w
}

// defMember types a dynamic member: as what is wanted, but for explicit uses.
func (a *analyzer) defMember(e *ex, w want, offset int) *ex {
	if w.write {
		e.defOptimized = true
		return e
	}
	if w.target == "" || w.target == "def" || w.target == "ZonedDateTime" || w.explicit {
		return e
	}
	return dynamicResult(e, w.target, offset)
}

func (a *analyzer) staticMember(n *dotNode, class typ, w want) *ex {
	c := lookupClass(class)
	t, ok := "", false
	if c != nil && c.staticFields != nil {
		t, ok = c.staticFields[n.name]
	}
	if !ok {
		panic(compileError(n.at(), illegalArgument, "field [%s, %s] not found", canonical(class), n.name))
	}
	if w.write {
		panic(compileError(n.at(), illegalArgument, "invalid assignment: cannot assign a value to read-only field [%s]", n.name))
	}
	v := staticField(class, n.name, n.at())
	return &ex{typ: t, run: func(*frame) Value { return v }}
}

// typedMember is x.name on a value of a known type: a getter, a key of a map, an
// index of a list.
func (a *analyzer) typedMember(n *dotNode, prefix *ex, w want) *ex {
	offset, name, c := n.at(), n.name, lookupClass(prefix.typ)
	getter := a.method(c, "get"+upperFirst(name), 0)
	if getter == nil {
		getter = c.find("is"+upperFirst(name), 0)
	}
	setter := c.find("set"+upperFirst(name), 1)
	switch {
	case getter != nil && !(w.write && setter == nil):
		by := accessor{get: func(f *frame, p Value) Value { return f.invoke(p, getter, nil, offset) }, nullSafe: n.nullSafe}
		if setter != nil {
			by.set = func(f *frame, p, v Value) { f.invoke(p, setter, []Value{v}, offset) }
		}
		return member(getter.result, prefix.run, by)
	case getter != nil || setter != nil:
		if w.write && !w.read && setter != nil {
			return member(setter.parameters[0], prefix.run, accessor{
				set: func(f *frame, p, v Value) { f.invoke(p, setter, []Value{v}, offset) },
			})
		}
		panic(compileError(offset, illegalArgument, "Illegal shortcut on field [%s] for type [%s].", name, canonical(prefix.typ)))
	case assignable("Map", prefix.typ):
		return member("def", prefix.run, mapAccess(func(*frame) Value { return name }, offset).safe(n))
	case assignable("List", prefix.typ):
		index, err := strconv.ParseInt(name, 10, 32)
		if err != nil {
			panic(compileError(offset, illegalArgument, "invalid list index [%s]", name))
		}
		return member("def", prefix.run, listAccess(func(*frame) Value { return int32(index) }, offset).safe(n))
	}
	panic(compileError(offset, illegalArgument, "field [%s, %s] not found", canonical(prefix.typ), name))
}

func (c *class) find(name string, arity int) *method {
	if c == nil || c.methods == nil {
		return nil
	}
	return c.methods[methodKey(name, arity)]
}

func mapAccess(key run, offset int) accessor {
	return accessor{
		get: func(f *frame, p Value) Value { return f.call(p, "get", []Value{key(f)}, offset) },
		set: func(f *frame, p, v Value) { f.call(p, "put", []Value{key(f), v}, offset) },
	}
}

func listAccess(index run, offset int) accessor {
	return accessor{
		get: func(f *frame, p Value) Value { return f.call(p, "get", []Value{flip(p, index(f), offset)}, offset) },
		set: func(f *frame, p, v Value) { f.call(p, "set", []Value{flip(p, index(f), offset), v}, offset) },
	}
}

// flip counts negative indices from the end.
func flip(list, index Value, offset int) Value {
	i, ok := index.(int32)
	if !ok || i >= 0 {
		return index
	}
	return i + int32(lengthOf(list, offset))
}

func lengthOf(v Value, offset int) int {
	switch v := v.(type) {
	case *javavalue.List:
		return len(v.Items)
	case *array:
		return len(v.items)
	case nil:
		throwNull(offset)
	}
	return 0
}

func (a *analyzer) brace(n *braceNode, s *scope, w want) *ex {
	if !w.read && !w.write {
		a.requireRead(n, w, "result of brace operator not used")
	}
	prefix := a.value(n.prefix, s, reading())
	offset := n.at()
	if prefix.typ == "def" {
		return a.defBrace(n, prefix, s, w)
	}
	a.mark(offset)
	switch {
	case isArray(prefix.typ):
		index := a.cast(n.index, s, readingAs("int"))
		a.mark(offset)
		return indexed(elementType(prefix.typ), indexing{prefix.run, index.run, offset}, arrayAccess)
	case assignable("Map", prefix.typ):
		index := a.cast(n.index, s, readingAs("def"))
		looked := a.marked // what is put notes the place of its own
		return indexed("def", indexing{prefix.run, index.run, offset}, func(key run, offset int) accessor {
			return accessor{get: mapAccess(key, looked).get, set: mapAccess(key, offset).set}
		})
	case assignable("List", prefix.typ):
		index := a.cast(n.index, s, readingAs("int"))
		a.mark(offset)
		return indexed("def", indexing{prefix.run, index.run, offset}, listAccess)
	}
	panic(compileError(offset, illegalArgument, "Illegal array access on type [%s].", canonical(prefix.typ)))
}

// defBrace is prefix[index] where only the run tells what prefix is. The types that the
// compiler knows the index and a new value by decide how they are brought to what a list
// or an array takes. What counts an index from the end looks at both first, before the
// access itself notes its place.
func (a *analyzer) defBrace(n *braceNode, prefix *ex, s *scope, w want) *ex {
	index := a.value(n.index, s, reading())
	before, offset := a.marked, n.at()
	a.mark(offset)
	place := func(f *frame) (p, i Value) {
		p = prefix.run(f)
		i = index.run(f)
		return p, f.defFlip(p, typedValue{value: i, typ: index.typ}, before)
	}
	setAs := func(f *frame, from typ) (func() Value, func(Value)) {
		p, i := place(f)
		return func() Value { return f.defIndexGet(p, i, offset) },
			func(v Value) { f.defIndexSet(p, i, typedValue{value: v, typ: from}, offset) }
	}
	e := &ex{
		typ:     "def",
		run:     func(f *frame) Value { p, i := place(f); return f.defIndexGet(p, i, offset) },
		prepare: func(f *frame) (func() Value, func(Value)) { return setAs(f, "def") },
		setAs:   setAs,
	}
	return a.defMember(e, w, offset)
}

// indexing is where prefix[index] stands.
type indexing struct {
	prefix, index run
	offset        int
}

// indexed is prefix[index], each evaluated once.
func indexed(t typ, at indexing, by func(run, int) accessor) *ex {
	e := member(t, at.prefix, by(at.index, at.offset))
	e.prepare = func(f *frame) (func() Value, func(Value)) {
		p, i := at.prefix(f), at.index(f)
		fixed := by(func(*frame) Value { return i }, at.offset)
		return func() Value { return fixed.get(f, p) }, func(v Value) { fixed.set(f, p, v) }
	}
	return e
}

func arrayAccess(index run, offset int) accessor {
	at := func(f *frame, p Value) *Value {
		arr, ok := p.(*array)
		i := index(f)
		if !ok {
			throwNull(offset)
		}
		return arr.at(flip(arr, i, offset).(int32), offset)
	}
	return accessor{
		get: func(f *frame, p Value) Value { return *at(f, p) },
		set: func(f *frame, p, v Value) { *at(f, p) = v },
	}
}
