package painless

import "github.com/alertplan/alertplan/internal/javavalue"

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

// maxCollected keeps a script from taking the machine's memory.
const maxCollected = 200_000

func (s *stream) collect() []Value {
	var items []Value
	s.each(func(v Value) bool {
		if items = append(items, v); len(items) > maxCollected {
			refuse(0, "a stream of more than %d items", maxCollected)
		}
		return true
	})
	return items
}

func (s *stream) method(c *invocation) (Value, bool) {
	if s.used {
		throw("java.lang.IllegalStateException", "stream has already been operated upon or closed", c.offset)
	}
	for _, table := range []func(*stream, *invocation) (Value, bool){streamStep, streamMap, streamSearch, streamEnd, numberStreamEnd, streamMore} {
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
		if n := toLong(c.arguments[0]); n < 0 {
			throwArgument(c.print(n), c.offset)
		}
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
				c.givenComparator(c.arguments[0])
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
