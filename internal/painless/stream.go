package painless

import (
	"slices"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// stream is a java.util.stream.Stream or one of its primitive kin. It is as lazy
// as Java's: an item that is not needed is not computed, so what it would throw
// is not thrown.
type stream struct {
	kind typ // Stream, IntStream, LongStream, DoubleStream
	// each hands out the items until yield says to stop.
	each func(yield func(Value) bool)
	used bool
	// size is how many items there are, where Java knows without looking; -1
	// else. count() computes nothing then.
	size int
}

func streamOf(kind typ, items []Value) *stream {
	return &stream{kind: kind, size: len(items), each: func(yield func(Value) bool) {
		for _, v := range items {
			if !yield(v) {
				return
			}
		}
	}}
}

func streamOfUnits(s string) *stream {
	var items []Value
	for _, u := range javavalue.UTF16(s) {
		items = append(items, int32(u))
	}
	return streamOf("IntStream", items)
}

// JavaClass is that of Java's pipelines.
func (s *stream) JavaClass() string { return "java.util.stream.ReferencePipeline" }
func (s *stream) painlessType() typ { return s.kind }

// JavaString has an address in Java.
func (s *stream) JavaString(javavalue.JDK) string {
	refuse(0, "a stream as text")
	return ""
}

// JavaHash is by identity.
func (s *stream) JavaHash() int32 { return 1 }

// JavaEquals is by identity.
func (s *stream) JavaEquals(other Value) bool { return other == Value(s) }

func (s *stream) collect() []Value {
	var items []Value
	s.each(func(v Value) bool {
		items = append(items, v)
		return true
	})
	return items
}

func (s *stream) method(c *invocation) (Value, bool) {
	if s.used {
		throw("java.lang.IllegalStateException", "stream has already been operated upon or closed", c.offset)
	}
	for _, table := range []func(*stream, *invocation) (Value, bool){streamStep, streamMap, streamSearch, streamEnd, numberStreamEnd} {
		if v, ok := table(s, c); ok {
			s.used = true
			return v, true
		}
	}
	return nil, false
}

// streamStep is what lets some items through.
func streamStep(s *stream, c *invocation) (Value, bool) {
	var each func(yield func(Value) bool)
	switch c.key() {
	case "filter/1":
		each = func(yield func(Value) bool) {
			s.each(func(v Value) bool { return !c.test(c.arguments[0], v) || yield(v) })
		}
	case "distinct/0":
		each = func(yield func(Value) bool) {
			seen := javavalue.NewHashSet()
			s.each(func(v Value) bool {
				if _, ok := seen.Map.Get(v); ok {
					return true
				}
				seen.Map.Put(v, true)
				return yield(v)
			})
		}
	case "limit/1":
		n := toLong(c.arguments[0])
		if n < 0 {
			throwArgument(c.print(n), c.offset)
		}
		each = func(yield func(Value) bool) {
			left := n
			if left == 0 {
				return
			}
			s.each(func(v Value) bool { left--; return yield(v) && left > 0 })
		}
	case "skip/1":
		each = func(yield func(Value) bool) {
			left := toLong(c.arguments[0])
			s.each(func(v Value) bool { left--; return left >= 0 || yield(v) })
		}
	case "peek/1":
		each = func(yield func(Value) bool) {
			s.each(func(v Value) bool { c.apply(c.arguments[0], v); return yield(v) })
		}
	case "sorted/0", "sorted/1":
		each = func(yield func(Value) bool) {
			items := s.collect()
			var by Value
			if len(c.arguments) == 1 {
				by = c.arguments[0]
			}
			c.sort(items, by)
			streamOf(s.kind, items).each(yield)
		}
	default:
		return nil, false
	}
	size := -1
	if c.name == "peek" || c.name == "sorted" {
		size = s.size
	}
	return &stream{kind: s.kind, each: each, size: size}, true
}

// streamMap is what makes other items.
func streamMap(s *stream, c *invocation) (Value, bool) {
	kind := map[string]typ{
		"map/1": s.kind, "mapToInt/1": "IntStream", "mapToLong/1": "LongStream", "mapToDouble/1": "DoubleStream",
		"mapToObj/1": "Stream", "boxed/0": "Stream", "asDoubleStream/0": "DoubleStream", "asLongStream/0": "LongStream",
	}[c.key()]
	if c.key() == "flatMap/1" && s.kind == "Stream" {
		return &stream{kind: s.kind, size: -1, each: func(yield func(Value) bool) {
			s.each(func(v Value) bool {
				more := true
				if inner, ok := c.apply(c.arguments[0], v).(*stream); ok {
					inner.each(func(v Value) bool { more = yield(v); return more })
				}
				return more
			})
		}}, true
	}
	if kind == "" {
		return nil, false
	}
	change := func(v Value) Value {
		switch c.name {
		case "boxed":
			return v
		case "asDoubleStream":
			return toDouble(v)
		case "asLongStream":
			return toLong(v)
		}
		return c.apply(c.arguments[0], v)
	}
	return &stream{kind: kind, size: s.size, each: func(yield func(Value) bool) {
		s.each(func(v Value) bool { return yield(change(v)) })
	}}, true
}

// streamSearch is what may end before the last item.
func streamSearch(s *stream, c *invocation) (Value, bool) {
	found := false
	switch c.key() {
	case "anyMatch/1":
		s.each(func(v Value) bool { found = c.test(c.arguments[0], v); return !found })
		return found, true
	case "allMatch/1":
		s.each(func(v Value) bool { found = !c.test(c.arguments[0], v); return !found })
		return !found, true
	case "noneMatch/1":
		s.each(func(v Value) bool { found = c.test(c.arguments[0], v); return !found })
		return !found, true
	case "findFirst/0", "findAny/0":
		var first Value
		s.each(func(v Value) bool { first, found = v, true; return false })
		if found && first == nil {
			throwNull(c.offset)
		}
		return s.optional(first, found), true
	}
	return nil, false
}

func (s *stream) optional(v Value, present bool) Value {
	kind := map[typ]typ{"IntStream": "OptionalInt", "LongStream": "OptionalLong", "DoubleStream": "OptionalDouble"}[s.kind]
	if kind == "" {
		kind = "Optional"
	}
	return &optional{kind: kind, value: v, present: present}
}

// streamEnd is what takes all items.
func streamEnd(s *stream, c *invocation) (Value, bool) {
	switch c.key() {
	case "count/0":
		if s.size >= 0 {
			return int64(s.size), true
		}
		return int64(len(s.collect())), true
	case "forEach/1", "forEachOrdered/1":
		s.each(func(v Value) bool { c.apply(c.arguments[0], v); return true })
		return nil, true
	case "toArray/0":
		element := map[typ]typ{"IntStream": "int", "LongStream": "long", "DoubleStream": "double"}[s.kind]
		if element == "" {
			element = "def"
		}
		return &array{element: element, items: s.collect()}, true
	case "reduce/2":
		v := c.arguments[0]
		s.each(func(item Value) bool { v = c.apply(c.arguments[1], v, item); return true })
		return v, true
	case "reduce/1":
		var v Value
		present := false
		s.each(func(item Value) bool {
			if present {
				v = c.apply(c.arguments[0], v, item)
			} else {
				v, present = item, true
			}
			return true
		})
		return s.optional(v, present), true
	case "max/1", "min/1":
		return s.extreme(c, c.comparator(c.arguments[0])), true
	case "collect/1":
		collector, ok := c.arguments[0].(*collector)
		if !ok {
			return nil, false
		}
		return collector.collect(c, s.collect()), true
	}
	return nil, false
}

// extreme is the first greatest (max: the last of equals, as Java folds) or
// least item.
func (s *stream) extreme(c *invocation, compare func(a, b Value) int) Value {
	items := s.collect()
	if len(items) == 0 {
		return s.optional(nil, false)
	}
	best := items[0]
	for _, v := range items[1:] {
		order := compare(best, v)
		if c.name == "max" && order < 0 || c.name == "min" && order > 0 {
			best = v
		}
	}
	if best == nil {
		throwNull(c.offset)
	}
	return s.optional(best, true)
}

// numberStreamEnd is what streams of primitives have more.
func numberStreamEnd(s *stream, c *invocation) (Value, bool) {
	if s.kind == "Stream" {
		return nil, false
	}
	switch c.key() {
	case "sum/0":
		return s.sum(s.collect()), true
	case "average/0":
		items := s.collect()
		if len(items) == 0 {
			return &optional{kind: "OptionalDouble"}, true
		}
		return &optional{kind: "OptionalDouble", value: toDouble(s.sumWide(items)) / float64(len(items)), present: true}, true
	case "max/0", "min/0":
		items := s.collect()
		if len(items) == 0 {
			return s.optional(nil, false), true
		}
		sorted := slices.Clone(items)
		slices.SortStableFunc(sorted, func(a, b Value) int { return int(compareValues(a, b, c.offset)) })
		if c.name == "max" {
			return s.optional(sorted[len(sorted)-1], true), true
		}
		return s.optional(sorted[0], true), true
	case "summaryStatistics/0":
		return &statistics{kind: s.kind, items: s.collect(), sum: s.sumWide}, true
	}
	return nil, false
}

func (s *stream) sum(items []Value) Value {
	if s.kind == "IntStream" {
		return toInt(s.sumWide(items))
	}
	return s.sumWide(items)
}

// sumWide sums ints as longs, and doubles with Kahan's compensation, as Java.
func (s *stream) sumWide(items []Value) Value {
	if s.kind != "DoubleStream" {
		sum := int64(0)
		for _, v := range items {
			sum += toLong(v)
		}
		return sum
	}
	return compensatedSum(items)
}
