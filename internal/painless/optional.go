package painless

import (
	"math"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

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
	case "orElseThrow/1":
		if o.present {
			return o.value, true
		}
		given := c.apply(c.arguments[0])
		e, ok := given.(*exception)
		if !ok {
			c.notA(given, "java.lang.Throwable")
		}
		panic(e)
	case "flatMap/1":
		if !o.present {
			return o, true
		}
		v := c.apply(c.arguments[0], o.value)
		if _, ok := v.(*optional); !ok {
			c.notA(v, "java.util.Optional")
		}
		return v, true
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

// JavaString prints decimals with %f.
func (s *statistics) JavaString(jdk javavalue.JDK) string {
	decimal := func(v Value) string { return fixedText(javavalue.Print(v, jdk), 6) }
	plain := func(v Value) string { return javavalue.Print(v, jdk) }
	if s.kind == "DoubleStream" {
		plain = decimal
	}
	name := strings.TrimSuffix(s.kind, "Stream") + "SummaryStatistics"
	return name + "{count=" + javavalue.Print(int64(len(s.items)), jdk) + ", sum=" + plain(s.sum(s.items)) + ", min=" + plain(s.extreme("getMin")) +
		", average=" + decimal(s.average()) + ", max=" + plain(s.extreme("getMax")) + "}"
}

func (s *statistics) average() Value {
	if len(s.items) == 0 {
		return 0.0
	}
	return toDouble(s.sum(s.items)) / float64(len(s.items))
}

// extreme is the least or greatest item; of none, what Java begins with.
func (s *statistics) extreme(name string) Value {
	if len(s.items) == 0 {
		none := map[string][2]Value{
			"IntStream": {int32(math.MaxInt32), int32(math.MinInt32)}, "LongStream": {int64(math.MaxInt64), int64(math.MinInt64)},
			"DoubleStream": {math.Inf(1), math.Inf(-1)},
		}[s.kind]
		return none[boolRank(name == "getMax")]
	}
	best := s.items[0]
	for _, v := range s.items[1:] {
		if order := compareValues(v, best, 0); name == "getMax" && order > 0 || name == "getMin" && order < 0 {
			best = v
		}
	}
	return best
}

// JavaHash is by identity.
func (s *statistics) JavaHash() int32 { return 1 }

// JavaEquals is by identity.
func (s *statistics) JavaEquals(other Value) bool { return other == Value(s) }

func (s *statistics) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "getCount/0":
		return int64(len(s.items)), true
	case "getSum/0":
		return s.sum(s.items), true
	case "getAverage/0":
		return s.average(), true
	case "getMax/0", "getMin/0":
		return s.extreme(c.name), true
	case "accept/1":
		s.items = append(s.items, c.arguments[0])
		return nil, true
	case "combine/1":
		other, ok := c.arguments[0].(*statistics)
		if !ok {
			throwNull(c.offset)
		}
		if s.kind == "DoubleStream" {
			return nil, false // the order of the sum is Java's own
		}
		s.items = append(s.items, other.items...)
		return nil, true
	}
	return nil, false
}
