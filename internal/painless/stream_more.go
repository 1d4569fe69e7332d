package painless

import "github.com/alertplan/alertplan/internal/javavalue"

// streamMore is what of streams makes streams of other streams, collects by
// three functions or walks.
func streamMore(s *stream, c *invocation) (Value, bool) {
	switch c.key() {
	case "flatMapToInt/1", "flatMapToLong/1", "flatMapToDouble/1", "flatMap/1":
		kind := map[string]typ{"flatMapToInt": "IntStream", "flatMapToLong": "LongStream", "flatMapToDouble": "DoubleStream"}[c.name]
		if kind == "" {
			kind = s.kind
		}
		return &stream{kind: kind, size: -1, each: func(yield func(Value) bool) {
			s.each(func(v Value) bool {
				more := true
				made := c.apply(c.arguments[0], v)
				inner, ok := made.(*stream)
				if ok {
					inner.each(func(v Value) bool { more = yield(v); return more })
				} else if made != nil {
					throwJVMCast(className(made), "java.util.stream."+kind, c.offset)
				}
				return more
			})
		}}, true
	case "reduce/3":
		v := c.arguments[0]
		s.each(func(item Value) bool { v = c.apply(c.arguments[1], v, item); return true })
		return v, true
	case "collect/3":
		into := c.apply(c.arguments[0])
		s.each(func(item Value) bool { c.apply(c.arguments[1], into, item); return true })
		return into, true
	case "toArray/1":
		items := s.collect()
		given := c.apply(c.arguments[0], int32(len(items)))
		made, ok := given.(*array)
		if !ok {
			c.notA(given, "[Ljava.lang.Object;")
		}
		made.items = items
		return made, true
	case "sequential/0", "unordered/0":
		return &stream{kind: s.kind, each: s.each, size: s.size}, true
	case "iterator/0":
		return newIterator(nil, s.collect()), s.size >= 0
	case "isParallel/0":
		return false, true
	case "close/0":
		return nil, true
	}
	return nil, false
}

// notA throws where a function gave something else than is needed.
func (c *invocation) notA(v Value, class string) {
	if v == nil {
		throwNull(c.offset)
	}
	throwJVMCast(className(v), class, c.offset)
}

// streamMake is what streams begin with.
func streamMake(kind typ, c *invocation) (Value, bool) {
	switch c.key() {
	case "range/2", "rangeClosed/2":
		return rangeStream(kind, c), true
	case "empty/0":
		return streamOf(kind, nil), true
	case "of/1":
		return streamOf(kind, itemsOf(c.arguments[0], c.offset)), true
	case "concat/2":
		a, aOk := c.arguments[0].(*stream)
		b, bOk := c.arguments[1].(*stream)
		if !aOk || !bOk {
			throwNull(c.offset)
		}
		if a.used || b.used {
			throw("java.lang.IllegalStateException", "stream has already been operated upon or closed", c.offset)
		}
		a.used, b.used = true, true
		size := -1
		if a.size >= 0 && b.size >= 0 {
			size = a.size + b.size
		}
		return &stream{kind: kind, size: size, each: func(yield func(Value) bool) {
			more := true
			a.each(func(v Value) bool { more = yield(v); return more })
			if more {
				b.each(yield)
			}
		}}, true
	case "builder/0":
		return &streamBuilder{opaque: opaque{"java.util.stream." + kind + ".Builder"}, kind: kind}, true
	}
	return nil, false
}

func rangeStream(kind typ, c *invocation) Value {
	from, to := toLong(c.arguments[0]), toLong(c.arguments[1])
	if c.name == "rangeClosed" && from <= to {
		to++
	}
	if to-from > maxSteps {
		to = from + maxSteps + 1 // the limit of steps stops it
	}
	return &stream{kind: kind, size: int(max(0, to-from)), each: func(yield func(Value) bool) {
		for i := from; i < to; i++ {
			c.m.step()
			v := Value(i)
			if kind == "IntStream" {
				v = int32(i)
			}
			if !yield(v) {
				return
			}
		}
	}}
}

// streamBuilder is a Stream.Builder.
type streamBuilder struct {
	opaque
	kind  typ
	items []Value
	built bool
}

func (b *streamBuilder) painlessType() typ { return b.kind + ".Builder" }

func (b *streamBuilder) method(c *invocation) (Value, bool) {
	if b.built {
		throw("java.lang.IllegalStateException", "", c.offset)
	}
	switch c.key() {
	case "add/1":
		b.items = append(b.items, c.arguments[0])
		return b, true
	case "accept/1":
		b.items = append(b.items, c.arguments[0])
		return nil, true
	case "build/0":
		b.built = true
		return streamOf(b.kind, b.items), true
	}
	return nil, false
}

// moreCollectors is Collectors but for the usual ones.
func moreCollectors(c *invocation) (Value, bool) {
	inner := func(i int) *collector {
		k, ok := c.arguments[i].(*collector)
		if !ok {
			throwNull(c.offset)
		}
		return k
	}
	switch c.key() {
	case "collectingAndThen/2":
		k := inner(0)
		return newCollector(func(call *invocation, items []Value) Value { return call.apply(c.arguments[1], k.collect(call, items)) }), true
	case "maxBy/1", "minBy/1":
		by := c.givenComparator(c.arguments[0])
		return newCollector(func(call *invocation, items []Value) Value {
			at := &invocation{frame: call.frame, name: c.name[:3], offset: call.offset}
			return streamOf("Stream", items).extreme(at, by)
		}), true
	case "reducing/1", "reducing/2", "reducing/3":
		return reducing(c), true
	case "summarizingInt/1", "summarizingLong/1", "summarizingDouble/1":
		kind := c.name[len("summarizing"):] + "Stream"
		return newCollector(func(call *invocation, items []Value) Value {
			made := make([]Value, len(items))
			for i, v := range items {
				made[i] = call.apply(c.arguments[0], v)
			}
			s := &stream{kind: kind}
			return &statistics{kind: kind, items: made, sum: s.sumWide}
		}), true
	case "toCollection/1":
		return newCollector(func(call *invocation, items []Value) Value {
			into := call.apply(c.arguments[0])
			for _, v := range items {
				call.call(into, "add", []Value{v}, call.offset)
			}
			return into
		}), true
	case "toMap/3", "toMap/4":
		return mergingMap(c), true
	}
	return groupingCollectors(c, inner)
}

// groupingCollectors is what collects groups of items by another collector.
func groupingCollectors(c *invocation, inner func(int) *collector) (Value, bool) {
	switch c.key() {
	case "groupingBy/3":
		k := inner(2)
		return newCollector(func(call *invocation, items []Value) Value {
			given := call.apply(c.arguments[1])
			into, ok := given.(*javavalue.Map)
			if !ok {
				call.notA(given, "java.util.Map")
			}
			return groupInto(into, items, grouper{call, c.arguments[0], k})
		}), true
	case "partitioningBy/2":
		k := inner(1)
		return newCollector(func(call *invocation, items []Value) Value {
			var no, yes []Value
			for _, v := range items {
				if call.test(c.arguments[0], v) {
					yes = append(yes, v)
				} else {
					no = append(no, v)
				}
			}
			m := javavalue.NewLinkedMap()
			m.Put(false, k.collect(call, no))
			m.Put(true, k.collect(call, yes))
			m.ReadOnly, m.Class = true, "java.util.stream.Collectors$Partition"
			return m
		}), true
	}
	return nil, false
}

// grouper groups items by what a function says of them, and collects each group.
type grouper struct {
	call  *invocation
	key   Value
	inner *collector
}

func groupInto(groups *javavalue.Map, items []Value, by grouper) Value {
	for _, v := range items {
		key := by.call.apply(by.key, v)
		if key == nil {
			throw("java.lang.NullPointerException", "element cannot be mapped to a null key", by.call.offset)
		}
		group, _ := groups.Get(key)
		list, ok := group.(*javavalue.List)
		if !ok {
			list = javavalue.NewList()
			groups.Put(key, list)
		}
		list.Items = append(list.Items, v)
	}
	for _, e := range groups.Entries() {
		e.Value = by.inner.collect(by.call, e.Value.(*javavalue.List).Items)
	}
	return groups
}

func reducing(c *invocation) Value {
	last := c.arguments[len(c.arguments)-1]
	return newCollector(func(call *invocation, items []Value) Value {
		var v Value
		present := false
		if len(c.arguments) > 1 {
			v, present = c.arguments[0], true
		}
		for _, item := range items {
			if len(c.arguments) == 3 {
				item = call.apply(c.arguments[1], item)
			}
			if present {
				v = call.apply(last, v, item)
			} else {
				v, present = item, true
			}
		}
		if len(c.arguments) > 1 {
			return v
		}
		return &optional{"Optional", v, v != nil}
	})
}

func mergingMap(c *invocation) Value {
	return newCollector(func(call *invocation, items []Value) Value {
		m := javavalue.NewHashMap()
		if len(c.arguments) == 4 {
			given := call.apply(c.arguments[3])
			into, ok := given.(*javavalue.Map)
			if !ok {
				call.notA(given, "java.util.Map")
			}
			m = into
		}
		for _, item := range items {
			key := call.apply(c.arguments[0], item)
			v := call.apply(c.arguments[1], item)
			if v == nil {
				throwNull(call.offset)
			}
			if old, _ := m.Get(key); old != nil {
				v = call.apply(c.arguments[2], old, v)
			}
			if v == nil {
				m.Remove(key)
			} else {
				m.Put(key, v)
			}
		}
		return m
	})
}
