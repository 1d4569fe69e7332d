package painless

import (
	"cmp"
	"math"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// compensatedSum is DoubleStream.sum of JDK 17: Kahan's sum, its compensation
// subtracted at the end; the plain sum where that is no number.
func compensatedSum(items []Value) float64 {
	sum, compensation, plain := 0.0, 0.0, 0.0
	for _, v := range items {
		d := toDouble(v)
		plain += d
		t := d - compensation
		next := sum + t
		compensation = (next - sum) - t
		sum = next
	}
	total := sum - compensation
	if math.IsNaN(total) && math.IsInf(plain, 0) {
		return plain
	}
	return total
}

// opaque is what objects without a useful text share.
type opaque struct{ class string }

// JavaClass is the binary name.
func (o opaque) JavaClass() string { return o.class }

// JavaString has an address in Java.
func (o opaque) JavaString(javavalue.JDK) string {
	refuse(0, "%s as text", o.class)
	return ""
}

// JavaHash is by identity.
func (o opaque) JavaHash() int32 {
	refuse(0, "the hash of %s", o.class)
	return 0
}

// JavaEquals is by identity.
func (o opaque) JavaEquals(Value) bool {
	refuse(0, "equals of %s", o.class)
	return false
}

// collector is a java.util.stream.Collector.
type collector struct {
	opaque
	collect func(c *invocation, items []Value) Value
}

func newCollector(collect func(c *invocation, items []Value) Value) *collector {
	return &collector{opaque{"java.util.stream.Collector"}, collect}
}

func collectorsStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "toList/0":
		return newCollector(func(_ *invocation, items []Value) Value { return javavalue.NewList(items...) }), true
	case "toSet/0":
		return newCollector(func(_ *invocation, items []Value) Value { return javavalue.NewHashSet(items...) }), true
	case "joining/0", "joining/1", "joining/3":
		return joining(c), true
	case "counting/0":
		return newCollector(func(_ *invocation, items []Value) Value { return int64(len(items)) }), true
	case "groupingBy/1", "groupingBy/2":
		return grouping(c), true
	case "toMap/2":
		return toMap(c), true
	case "summingInt/1", "summingLong/1", "summingDouble/1", "averagingInt/1", "averagingLong/1", "averagingDouble/1":
		return summing(c), true
	case "mapping/2":
		inner := c.arguments[1].(*collector)
		return newCollector(func(call *invocation, items []Value) Value {
			made := make([]Value, len(items))
			for i, v := range items {
				made[i] = call.apply(c.arguments[0], v)
			}
			return inner.collect(call, made)
		}), true
	}
	return nil, false
}

func joining(c *invocation) Value {
	separator, before, after := "", "", ""
	if len(c.arguments) > 0 {
		separator = c.text(0)
	}
	if len(c.arguments) == 3 {
		before, after = c.text(1), c.text(2)
	}
	return newCollector(func(call *invocation, items []Value) Value {
		texts := make([]string, len(items))
		for i, v := range items {
			text, ok := v.(string)
			if v != nil && !ok {
				throwCast("class "+className(v)+" cannot be cast to class java.lang.CharSequence", call.offset)
			}
			texts[i] = call.print(v)
			if ok {
				texts[i] = text
			}
		}
		return before + strings.Join(texts, separator) + after
	})
}

func grouping(c *invocation) Value {
	inner := newCollector(func(_ *invocation, items []Value) Value { return javavalue.NewList(items...) })
	if len(c.arguments) == 2 {
		inner = c.arguments[1].(*collector)
	}
	return newCollector(func(call *invocation, items []Value) Value {
		groups := javavalue.NewHashMap()
		for _, v := range items {
			key := call.apply(c.arguments[0], v)
			if key == nil {
				throw("java.lang.NullPointerException", "element cannot be mapped to a null key", call.offset)
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
			e.Value = inner.collect(call, e.Value.(*javavalue.List).Items)
		}
		return groups
	})
}

func toMap(c *invocation) Value {
	return newCollector(func(call *invocation, items []Value) Value {
		m := javavalue.NewHashMap()
		for _, item := range items {
			key := call.apply(c.arguments[0], item)
			v := call.apply(c.arguments[1], item)
			if v == nil {
				throwNull(call.offset)
			}
			if old, ok := m.Get(key); ok {
				throw("java.lang.IllegalStateException", "Duplicate key "+call.print(key)+" (attempted merging values "+
					call.print(old)+" and "+call.print(v)+")", call.offset)
			}
			m.Put(key, v)
		}
		return m
	})
}

func summing(c *invocation) Value {
	kind := map[bool]typ{true: "DoubleStream", false: "LongStream"}[strings.HasSuffix(c.name, "Double")]
	return newCollector(func(call *invocation, items []Value) Value {
		numbers := make([]Value, len(items))
		for i, v := range items {
			numbers[i] = call.apply(c.arguments[0], v)
		}
		sum := (&stream{kind: kind}).sumWide(numbers)
		switch {
		case c.name == "summingInt":
			return toInt(sum)
		case strings.HasPrefix(c.name, "summing"):
			return sum
		case len(items) == 0:
			return 0.0
		}
		return toDouble(sum) / float64(len(items))
	})
}

// comparator is a java.util.Comparator that is no lambda.
type comparator struct {
	opaque
	compare func(c *invocation, a, b Value) int
}

func newComparator(compare func(c *invocation, a, b Value) int) *comparator {
	return &comparator{opaque{"java.util.Comparator"}, compare}
}

// comparator makes of a comparator object or lambda a function; null is the
// natural order.
func (c *invocation) comparator(v Value) func(a, b Value) int {
	switch by := v.(type) {
	case nil:
		return func(a, b Value) int { return int(compareValues(a, b, c.offset)) }
	case *comparator:
		return func(a, b Value) int { return by.compare(c, a, b) }
	}
	return func(a, b Value) int { return int(c.apply(v, a, b).(int32)) }
}

func comparatorStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "naturalOrder/0":
		return newComparator(func(call *invocation, a, b Value) int { return int(compareValues(a, b, call.offset)) }), true
	case "reverseOrder/0":
		return newComparator(func(call *invocation, a, b Value) int { return int(compareValues(b, a, call.offset)) }), true
	case "comparing/1", "comparingInt/1", "comparingLong/1", "comparingDouble/1":
		key := c.arguments[0]
		return newComparator(func(call *invocation, a, b Value) int {
			x := call.apply(key, a)
			return int(compareValues(x, call.apply(key, b), call.offset))
		}), true
	}
	return nil, false
}

func (by *comparator) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "reversed/0":
		return newComparator(func(call *invocation, a, b Value) int { return by.compare(call, b, a) }), true
	case "compare/2":
		return int32(by.compare(c, c.arguments[0], c.arguments[1])), true
	case "thenComparing/1":
		next := c.comparator(c.arguments[0])
		return newComparator(func(call *invocation, a, b Value) int { return cmp.Or(by.compare(call, a, b), next(a, b)) }), true
	}
	return nil, false
}

// optional is a java.util.Optional or one of its primitive kin.
type optional struct {
	kind    typ
	value   Value
	present bool
}

// JavaClass is the binary name.
func (o *optional) JavaClass() string { return "java.util." + o.kind }

// JavaString is Optional[x] or Optional.empty.
func (o *optional) JavaString(jdk javavalue.JDK) string {
	if !o.present {
		return o.kind + ".empty"
	}
	return o.kind + "[" + javavalue.Print(o.value, jdk) + "]"
}

// JavaHash is that of the value.
func (o *optional) JavaHash() int32 { return javavalue.Hash(o.value) }

// JavaEquals compares the values.
func (o *optional) JavaEquals(other Value) bool {
	p, ok := other.(*optional)
	return ok && o.kind == p.kind && o.present == p.present && javavalue.Equal(o.value, p.value)
}

func (o *optional) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "isPresent/0":
		return o.present, true
	case "get/0", "getAsInt/0", "getAsLong/0", "getAsDouble/0":
		if !o.present {
			throw("java.util.NoSuchElementException", "No value present", c.offset)
		}
		return o.value, true
	case "orElse/1":
		if o.present {
			return o.value, true
		}
		return c.arguments[0], true
	case "orElseGet/1":
		if o.present {
			return o.value, true
		}
		return c.apply(c.arguments[0]), true
	case "ifPresent/1":
		if o.present {
			c.apply(c.arguments[0], o.value)
		}
		return nil, true
	case "filter/1":
		if o.present && !c.test(c.arguments[0], o.value) {
			return &optional{kind: o.kind}, true
		}
		return o, true
	case "map/1":
		if !o.present {
			return o, true
		}
		v := c.apply(c.arguments[0], o.value)
		return &optional{o.kind, v, v != nil}, true
	}
	return nil, false
}

func optionalStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "empty/0":
		return &optional{kind: "Optional"}, true
	case "of/1":
		if c.arguments[0] == nil {
			throwNull(c.offset)
		}
		return &optional{"Optional", c.arguments[0], true}, true
	case "ofNullable/1":
		return &optional{"Optional", c.arguments[0], c.arguments[0] != nil}, true
	}
	return nil, false
}

// statistics is an IntSummaryStatistics or one of its kin.
type statistics struct {
	kind  typ
	items []Value
	sum   func([]Value) Value
}

// JavaClass is the binary name.
func (s *statistics) JavaClass() string {
	return "java.util." + strings.TrimSuffix(s.kind, "Stream") + "SummaryStatistics"
}

// JavaString prints numbers with %f.
func (s *statistics) JavaString(javavalue.JDK) string {
	refuse(0, "summary statistics as text")
	return ""
}

// JavaHash is by identity.
func (s *statistics) JavaHash() int32 { return 1 }

// JavaEquals is by identity.
func (s *statistics) JavaEquals(other Value) bool { return other == Value(s) }

func (s *statistics) method(c *invocation) (Value, bool) {
	if len(s.items) == 0 && (c.name == "getMax" || c.name == "getMin") {
		return nil, false
	}
	switch c.key() {
	case "getCount/0":
		return int64(len(s.items)), true
	case "getSum/0":
		return s.sum(s.items), true
	case "getAverage/0":
		if len(s.items) == 0 {
			return 0.0, true
		}
		return toDouble(s.sum(s.items)) / float64(len(s.items)), true
	case "getMax/0", "getMin/0":
		best := s.items[0]
		for _, v := range s.items[1:] {
			order := compareValues(v, best, c.offset)
			if c.name == "getMax" && order > 0 || c.name == "getMin" && order < 0 {
				best = v
			}
		}
		return best, true
	}
	return nil, false
}

func intStreamStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "range/2", "rangeClosed/2":
		from, to := toInt(c.arguments[0]), toInt(c.arguments[1])
		if c.name == "rangeClosed" {
			to++
		}
		return &stream{kind: "IntStream", size: max(0, int(to-from)), each: func(yield func(Value) bool) {
			for i := from; i < to; i++ {
				if !yield(i) {
					return
				}
			}
		}}, true
	}
	return nil, false
}

func streamStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "of/1":
		return streamOf("Stream", []Value{c.arguments[0]}), true
	case "empty/0":
		return streamOf("Stream", nil), true
	}
	return nil, false
}
