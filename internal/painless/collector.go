package painless

import (
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
	case "partitioningBy/1":
		return newCollector(func(call *invocation, items []Value) Value {
			no, yes := javavalue.NewList(), javavalue.NewList()
			for _, v := range items {
				if call.test(c.arguments[0], v) {
					yes.Items = append(yes.Items, v)
				} else {
					no.Items = append(no.Items, v)
				}
			}
			m := javavalue.NewLinkedMap()
			m.Put(false, no)
			m.Put(true, yes)
			m.ReadOnly, m.Class = true, "java.util.stream.Collectors$Partition"
			return m
		}), true
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
	return moreCollectors(c)
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
				throwJVMCast(className(v), "java.lang.CharSequence", call.offset)
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
		return groupInto(javavalue.NewHashMap(), items, grouper{call, c.arguments[0], inner})
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
