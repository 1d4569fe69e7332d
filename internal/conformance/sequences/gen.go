package sequences

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// gen makes a sequence up, always the same one for one seed.
type gen struct {
	*rand.Rand
	steps Sequence
	// dirty: documents were written that searches may see, or not yet.
	dirty bool
}

// Make makes up the n-th sequence of a seed.
func Make(seed, n uint64) Sequence {
	g := &gen{Rand: rand.New(rand.NewPCG(seed, n))}
	g.begin()
	for range 4 + g.IntN(14) {
		g.step()
	}
	return g.steps
}

// begin mostly makes something to work on.
func (g *gen) begin() {
	for range g.IntN(3) {
		g.template()
	}
	for range g.IntN(3) {
		g.createIndex()
	}
	if !g.one(4) {
		g.bulk()
	}
}

// step adds one request, or a few that belong together.
func (g *gen) step() {
	choose(g, []weighted{
		{12, g.putDocument}, {10, g.bulk}, {5, g.getDocument}, {5, g.update}, {3, g.deleteDocument}, {3, g.mget},
		{14, g.search}, {3, g.count}, {3, g.msearch}, {3, g.deleteByQuery}, {3, g.updateByQuery},
		{4, g.createIndex}, {3, g.putMapping}, {4, g.getMapping}, {2, g.getIndex}, {2, g.deleteIndex}, {3, g.settings},
		{4, g.aliases}, {2, g.getAliases}, {5, g.template}, {3, g.getTemplate}, {1, g.deleteTemplate},
		{3, g.cat}, {2, g.resolve}, {2, g.fieldCaps}, {2, g.openOrClose}, {2, g.refresh}, {1, g.stats}, {2, g.stream}, {1, g.health},
		{1, g.nowhere}, {3, g.scroll}, {2, g.validate},
	})()
}

func (g *gen) add(method, path string, body any) {
	s := Step{Method: method, Path: path}
	switch body := body.(type) {
	case nil:
	case string:
		s.Body = body
	default:
		s.Body = text(body)
	}
	g.steps = append(g.steps, s)
}

// look adds a request that sees what a refresh shows: after one, for a node refreshes
// when it has time.
func (g *gen) look(method, path string, body any) {
	if g.dirty {
		g.add("POST", "/"+Prefix+"*/_refresh?expand_wildcards=open,hidden", nil)
		g.dirty = false
	}
	g.add(method, path, body)
}

type weighted struct {
	weight int
	do     func()
}

func choose(g *gen, list []weighted) func() {
	sum := 0
	for _, w := range list {
		sum += w.weight
	}
	n := g.IntN(sum)
	for _, w := range list {
		if n -= w.weight; n < 0 {
			return w.do
		}
	}
	panic("weights") // n is less than their sum
}

func (g *gen) one(n int) bool { return g.IntN(n) == 0 }

func pick[T any](g *gen, list ...T) T { return list[g.IntN(len(list))] }

// index is a name of an index, of few.
func (g *gen) index() string { return Prefix + pick(g, "a", "a", "a", "b", "b", "c") }

// target is what an index is written by: its name, an alias, a stream.
func (g *gen) target() string {
	if g.one(12) {
		return Prefix + pick(g, "al", "al2", "ds-x", "none", "UPPER")
	}
	return g.index()
}

// targets are what indices are looked for by.
func (g *gen) targets() string {
	switch g.IntN(12) {
	case 0:
		return Prefix + "*"
	case 1:
		return Prefix + "a*," + Prefix + "b"
	case 2:
		return Prefix + "a," + Prefix + "none"
	case 3:
		return Prefix + "al"
	case 4:
		return Prefix + "none*"
	case 5:
		return Prefix + "*,-" + Prefix + "a"
	case 6:
		return Prefix + "al," + Prefix + "a"
	case 7:
		return Prefix + "ds-x"
	}
	return g.index()
}

// query writes parameters, each one with its chance of one in n.
type param struct {
	n     int
	value string // "name=value"
}

func (g *gen) params(path string, list ...param) string {
	var out []string
	for _, p := range list {
		if g.one(p.n) {
			out = append(out, p.value)
		}
	}
	if g.one(60) {
		out = append(out, pick(g, "unknown=1", "refres=true", "human", "pretty=true", "error_trace=false", "filter_path=**.x", "rest_total_hits_as_int=true"))
	}
	if len(out) == 0 {
		return path
	}
	return path + "?" + strings.Join(out, "&")
}

// expansion are the parameters that say how names of indices are taken.
func (g *gen) expansion() []param {
	return []param{{8, "ignore_unavailable=" + pick(g, "true", "true", "false")}, {10, "allow_no_indices=" + pick(g, "true", "false")},
		{12, "expand_wildcards=" + pick(g, "open", "closed", "all", "none", "open,closed", "hidden", "open,hidden", "wrong")}}
}

func (g *gen) writing() []param {
	return []param{{3, "refresh=" + pick(g, "true", "true", "false", "wait_for", "", "maybe")}, {12, "routing=" + pick(g, "r1", "r2")},
		{30, "wait_for_active_shards=" + pick(g, "1", "0", "wrong")}, {30, "timeout=" + pick(g, "5s", "1m", "5")}, {30, "pipeline=" + pick(g, "_none", "none")}}
}

func obj(pairs ...any) *orderedjson.Object {
	o := orderedjson.NewObject()
	for i := 0; i+1 < len(pairs); i += 2 {
		o.Set(pairs[i].(string), pairs[i+1])
	}
	return o
}

func (g *gen) id() string {
	if g.one(25) {
		return pick(g, "ä", "a%20b", "x:y", "%2F", strings.Repeat("i", 513))
	}
	return strconv.Itoa(1 + g.IntN(8))
}

func list(items ...any) []any { return items }

func number(n int) any { return rawNumber(strconv.Itoa(n)) }

func path(parts ...string) string { return "/" + strings.Join(parts, "/") }

func sprint(format string, args ...any) string { return fmt.Sprintf(format, args...) }
