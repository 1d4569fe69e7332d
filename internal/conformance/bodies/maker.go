package bodies

import (
	"encoding/json"
	"math/rand/v2"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// maker makes one body.
type maker struct {
	r       *rand.Rand
	depth   int     // how many clauses or aggregations stand around this one
	wild    float64 // how often a value is replaced by one of any JSON type
	version int     // the generation that it is made for: 1, 2, 3
	modules bool    // that all modules of a release are there, not only a core's
	made    map[string]bool
}

// gen makes a value.
type gen func(m *maker) any

// option is one key of an object.
type option struct {
	name  string
	value gen
	must  bool
	since int // the generation that it came with; 0: it was always there
}

func may(name string, value gen) option { return option{name: name, value: value} }

func must(name string, value gen) option { return option{name: name, value: value, must: true} }

func (o option) from(generation int) option { o.since = generation; return o }

// chance is true in one case of n.
func (m *maker) chance(n int) bool { return m.r.IntN(n) == 0 }

func (m *maker) isWild() bool { return m.wild > 0 && m.r.Float64() < m.wild }

func pick[T any](m *maker, from []T) T { return from[m.r.IntN(len(from))] }

// fill makes an object of options: none of them, some, or all, now and then in
// another order.
func (m *maker) fill(options []option) *orderedjson.Object {
	share := pick(m, []float64{0, 0.2, 0.5, 1})
	var members []orderedjson.Member
	for _, o := range options {
		if o.since > m.version && !m.isWild() {
			continue
		}
		if !o.must && m.r.Float64() >= share || o.must && m.isWild() && m.chance(3) {
			continue
		}
		members = append(members, orderedjson.Member{Key: o.name, Value: m.value(o.value)})
	}
	if m.chance(4) {
		m.r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	}
	o := orderedjson.NewObject(members...)
	if m.isWild() {
		o.Set(pick(m, []string{"unknown", "boost", "_name", "field", "script", "format", "", "boots"}), m.value(scalar))
	}
	return o
}

// value makes a value, or where the maker is wild something else in its place.
func (m *maker) value(g gen) any {
	v := g(m)
	if !m.isWild() {
		return v
	}
	switch m.r.IntN(8) {
	case 0:
		return []any{v}
	case 1:
		if list, ok := v.([]any); ok && len(list) > 0 {
			return list[0]
		}
		return nil
	case 2:
		return orderedjson.NewObject(orderedjson.Member{Key: pick(m, []string{"a", "value", "field", "match_all"}), Value: v})
	case 3:
		if list, ok := v.([]any); ok {
			return append(slices.Clone(list), scalar(m))
		}
		return []any{v, scalar(m)}
	default:
		return anything(m)
	}
}

func object(options ...option) gen { return func(m *maker) any { return m.fill(options) } }

func list(g gen, most int) gen {
	return func(m *maker) any {
		out := make([]any, m.r.IntN(most)+1)
		for i := range out {
			out[i] = m.value(g)
		}
		return out
	}
}

// emptyOr is a list or an object that now and then has nothing in it.
func emptyOr(g gen) gen {
	return func(m *maker) any {
		v := g(m)
		if !m.chance(8) {
			return v
		}
		if _, isList := v.([]any); isList {
			return []any{}
		}
		return orderedjson.NewObject()
	}
}

// oneOrList is one value, or a list of some.
func oneOrList(g gen) gen { return either(g, list(g, 3)) }

func either(gens ...gen) gen { return func(m *maker) any { return pick(m, gens)(m) } }

// mostly is the first in nine of ten cases.
func mostly(usual, seldom gen) gen {
	return func(m *maker) any {
		if m.chance(10) {
			return seldom(m)
		}
		return usual(m)
	}
}

func word(words ...string) gen { return func(m *maker) any { return pick(m, words) } }

func number(digits ...string) gen {
	return func(m *maker) any { return json.Number(pick(m, digits)) }
}

func constant(v any) gen { return func(*maker) any { return orderedjson.Clone(v) } }

// keyed is an object with one key, or with some.
func keyed(key, value gen, most int) gen {
	return func(m *maker) any {
		o := orderedjson.NewObject()
		for range m.r.IntN(most) + 1 {
			k, _ := key(m).(string)
			o.Set(k, m.value(value))
		}
		return o
	}
}
