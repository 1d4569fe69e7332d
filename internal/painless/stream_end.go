package painless

import "slices"

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
		if !found {
			return s.none(), true
		}
		return s.some(first), true
	}
	return nil, false
}

// none is the empty Optional of a stream's kind.
func (s *stream) none() Value { return &optional{kind: s.optionalKind()} }

// some is the Optional of a stream's kind that holds v.
func (s *stream) some(v Value) Value {
	return &optional{kind: s.optionalKind(), value: v, present: true}
}

func (s *stream) optionalKind() typ {
	kind := map[typ]typ{"IntStream": "OptionalInt", "LongStream": "OptionalLong", "DoubleStream": "OptionalDouble"}[s.kind]
	if kind == "" {
		kind = "Optional"
	}
	return kind
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
		if !present {
			return s.none(), true
		}
		return s.some(v), true
	case "max/1", "min/1":
		return s.extreme(c, c.givenComparator(c.arguments[0])), true
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
		return s.none()
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
	return s.some(best)
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
			return s.none(), true
		}
		sorted := slices.Clone(items)
		slices.SortStableFunc(sorted, func(a, b Value) int { return int(compareValues(a, b, c.offset)) })
		if c.name == "max" {
			return s.some(sorted[len(sorted)-1]), true
		}
		return s.some(sorted[0]), true
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
