package conformance

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// gen makes things up, always the same ones for one seed.
type gen struct {
	*rand.Rand
	world  *World
	fields []*known
	wild   bool // things may go in that a server refuses
}

// known is a field of a world, with values that its documents have.
type known struct {
	path   string
	kind   string // its type
	nested string // the nested object that holds it
	multi  bool   // types differ from index to index
	values []any
}

func newGen(seed, stream uint64) *gen { return &gen{Rand: rand.New(rand.NewPCG(seed, stream))} }

// one in n.
func (g *gen) one(n int) bool { return g.IntN(n) == 0 }

// odd is one in n where things may go in that a server refuses, else never.
func (g *gen) odd(n int) bool { return g.wild && g.one(n) }

// oddly adds an option that a server refuses, or that hides others.
func (g *gen) oddly(n int, o *orderedjson.Object, key string, value any) {
	if g.odd(n) {
		o.Set(key, value)
	}
}

func pick[T any](g *gen, list ...T) T { return list[g.IntN(len(list))] }

// weighted is a choice with a weight.
type weighted[T any] struct {
	weight int
	value  T
}

func choose[T any](g *gen, list []weighted[T]) T {
	sum := 0
	for _, w := range list {
		sum += w.weight
	}
	n := g.IntN(sum)
	for _, w := range list {
		if n -= w.weight; n < 0 {
			return w.value
		}
	}
	panic("weights") // n is less than their sum
}

// maybe adds an option to an object, one time in n.
func (g *gen) maybe(n int, o *orderedjson.Object, key string, value any) {
	if g.one(n) {
		o.Set(key, value)
	}
}

// learn notes the fields of the world: their types, and what values they have.
func (g *gen) learn(w *World) {
	if w.known == nil {
		w.known = w.fields()
	}
	g.world, g.fields = w, w.known
}

// enough values of a field.
const enough = 200

func (w *World) fields() []*known {
	byPath := map[string]*known{}
	var out []*known
	for _, x := range w.Indices {
		kept := w.store.Get(x.Name)
		if kept == nil {
			continue // it was refused
		}
		m := kept.Mapping
		for _, f := range m.Fields() {
			k := byPath[f.Path]
			if k == nil {
				k = &known{path: f.Path, kind: f.Type, nested: m.NestedPath(f.Path)}
				byPath[f.Path] = k
				out = append(out, k)
			}
			k.multi = k.multi || k.kind != f.Type
			path := f.SourcePath(m)
			for _, d := range w.Docs {
				if d.Index == x.Name && len(k.values) < enough {
					k.values = append(k.values, valuesAt(d.Source, path)...)
				}
			}
		}
	}
	return out
}

// valuesAt are the values at a dotted path of a document.
func valuesAt(v any, path string) []any {
	switch v := v.(type) {
	case []any:
		var out []any
		for _, x := range v {
			out = append(out, valuesAt(x, path)...)
		}
		return out
	case *orderedjson.Object:
		if path == "" {
			return nil
		}
		var out []any
		for _, m := range v.Members() {
			if m.Key == path {
				out = append(out, valuesAt(m.Value, "")...)
			} else if rest, ok := strings.CutPrefix(path, m.Key+"."); ok {
				out = append(out, valuesAt(m.Value, rest)...)
			}
		}
		return out
	case nil:
		return nil
	}
	if path == "" {
		return []any{v}
	}
	return nil
}

// field picks a field of one of the types, nil where there is none. A field in a
// nested object only inside of that.
func (g *gen) field(nested string, kinds ...string) *known {
	var list []*known
	for _, f := range g.fields {
		ok := len(kinds) == 0
		for _, k := range kinds {
			ok = ok || f.kind == k
		}
		if ok && f.nested == nested {
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return pick(g, list...)
}

// value is one that a document has, now and then another one.
func (g *gen) value(f *known) any {
	if len(f.values) > 0 && (!g.wild || !g.one(12)) {
		return pick(g, f.values...)
	}
	return g.valueOf(f.kind)
}

func number(n int) json.Number { return json.Number(strconv.Itoa(n)) }

// word is a text that stands in a value: a term of it, or the whole of it.
func (g *gen) word(f *known) string {
	v, ok := g.value(f).(string)
	if !ok {
		v = text(g.value(f))
	}
	if parts := strings.Fields(v); len(parts) > 0 && !g.one(4) {
		v = pick(g, parts...)
	}
	return v
}
