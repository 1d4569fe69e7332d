package accept

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// A search body is written in one form and stored in another: defaults are filled in,
// short forms written out. carry takes a difference between two stored forms back into
// what was written. It has no table of these forms: it proposes small changes of what
// was written, each where the names on the way to the difference stand there too, and
// keeps one where the stored form of it comes nearer to what is wanted.

// canonical is the stored form of what is written; false for what can't be stored.
type canonical func(any) (any, bool)

// carry is what is written, changed so that its stored form is wanted; false where no
// small change does it.
func carry(written, wanted any, stored canonical) (any, bool) {
	const most = 100 // changes
	for range most {
		have, ok := stored(written)
		if !ok {
			return nil, false
		}
		all := differences(have, wanted)
		if len(all) == 0 {
			return written, true
		}
		c := carrier{written: written, wanted: wanted, stored: stored, far: weigh(all)}
		if written, ok = c.nearer(all); !ok {
			return nil, false
		}
	}
	return nil, false
}

// difference is a place at which two values differ; nil is what is not there.
type difference struct {
	path     []string
	old, new any
	inList   bool // an element comes or goes
}

func differences(have, want any) []difference { return compare(nil, have, want, nil) }

func compare(path []string, have, want any, found []difference) []difference {
	if orderedjson.Equal(have, want) {
		return found
	}
	at := func(step string) []string { return append(slices.Clone(path), step) }
	switch h := have.(type) {
	case *orderedjson.Object:
		w, ok := want.(*orderedjson.Object)
		if !ok {
			break
		}
		for _, m := range h.Members() {
			if v, there := w.Get(m.Key); there {
				found = compare(at(m.Key), m.Value, v, found)
			} else {
				found = append(found, difference{path: at(m.Key), old: present{m.Value}})
			}
		}
		for _, m := range w.Members() {
			if !h.Has(m.Key) {
				found = append(found, difference{path: at(m.Key), new: present{m.Value}})
			}
		}
		return found
	case []any:
		if w, ok := want.([]any); ok {
			return compareLists(path, h, w, found)
		}
	}
	return append(found, difference{path: path, old: present{have}, new: present{want}})
}

// present is a value that is there: null is one.
type present struct{ value any }

// compareLists pairs what is at the beginning and at the end; what is left between
// comes, goes, or is paired in order.
func compareLists(path []string, have, want []any, found []difference) []difference {
	first := 0
	for first < min(len(have), len(want)) && orderedjson.Equal(have[first], want[first]) {
		first++
	}
	last := 0
	for last < min(len(have), len(want))-first && orderedjson.Equal(have[len(have)-1-last], want[len(want)-1-last]) {
		last++
	}
	for i := first; i < max(len(have), len(want))-last; i++ {
		at := append(slices.Clone(path), strconv.Itoa(i))
		switch {
		case i < len(have)-last && i < len(want)-last:
			found = compare(at, have[i], want[i], found)
		case i < len(want)-last:
			found = append(found, difference{path: at, new: present{want[i]}, inList: true})
		default:
			found = append(found, difference{path: at, old: present{have[i]}, inList: true})
		}
	}
	return found
}

// weigh is how far two values are from each other.
func weigh(all []difference) int {
	n := 0
	for _, d := range all {
		n += leaves(d.old) + leaves(d.new)
	}
	return n
}

func leaves(v any) int {
	n := 0
	switch v := v.(type) {
	case nil:
		return 0
	case present:
		return max(1, leaves(v.value))
	case *orderedjson.Object:
		for _, m := range v.Members() {
			n += 1 + leaves(m.Value)
		}
	case []any:
		for _, x := range v {
			n += 1 + leaves(x)
		}
	default:
		return 1
	}
	return n
}

// carrier looks for one change.
type carrier struct {
	written, wanted any
	stored          canonical
	far             int
}

// nearer is what is written with one change that brings it nearer.
func (c carrier) nearer(all []difference) (any, bool) {
	for _, d := range all {
		for n := len(d.path); n >= 0; n-- {
			for _, candidate := range c.candidates(d, n) {
				if candidate = c.tidied(candidate); candidate.value != nil {
					return candidate.value, true
				}
			}
		}
	}
	return nil, false
}

// candidate is what is written with a change at a place of it; put sets what stands
// there, where that can be said in fewer words.
type candidate struct {
	value any
	part  any
	put   func(any) any
}

// tidied is the candidate in fewer words, zero where it comes no nearer.
func (c carrier) tidied(x candidate) candidate {
	have, ok := c.stored(x.value)
	if !ok || weigh(differences(have, c.wanted)) >= c.far {
		return candidate{}
	}
	if x.put != nil {
		short := generate.Shorten(x.part, func(part any) bool {
			again, ok := c.stored(x.put(part))
			return ok && orderedjson.Equal(again, have)
		})
		x.value = x.put(short)
	}
	return x
}

// candidates are the changes for a difference by the first n names of its path.
func (c carrier) candidates(d difference, n int) []candidate {
	at, whole := match(c.written, d.path[:n])
	var found []candidate
	if n == len(d.path) && whole && d.new == nil {
		found = append(found, candidate{value: remove(c.written, at)})
	}
	node, _ := get(c.written, at)
	if n == len(d.path)-1 && d.old == nil {
		added := d.new.(present).value
		put := func(part any) any { return add(c.written, at, node, d.path[n], part) }
		if v := put(added); v != nil {
			found = append(found, candidate{v, added, put})
		}
	}
	if d.old != nil && d.new != nil {
		for _, leaf := range leavesOf(node, at, d.old.(present).value) {
			put := func(part any) any { return set(c.written, leaf, part) }
			before, _ := get(c.written, leaf)
			found = append(found, candidate{value: put(like(d.new.(present).value, before))})
		}
	}
	if part, ok := get(c.wanted, d.path[:n]); ok {
		put := func(part any) any { return set(c.written, at, part) }
		found = append(found, candidate{put(part), part, put})
	}
	return found
}

// like is a number as a text, or the reverse, where that is how it was written.
func like(v, before any) any {
	number, isNumber := v.(json.Number)
	if _, wasText := before.(string); isNumber && wasText {
		return string(number)
	}
	return v
}

// match follows a path as far as its names stand in what is written; whole tells
// whether all of the last ones do.
func match(v any, path []string) (at []string, whole bool) {
	whole = true
	for _, step := range path {
		next, name, ok := step1(v, step)
		if whole = ok; ok {
			v, at = next, append(at, name)
		}
	}
	return at, whole
}

// step1 goes one step down; aggs is another word for aggregations.
func step1(v any, step string) (next any, name string, ok bool) {
	if o, isObject := v.(*orderedjson.Object); isObject && step == "aggregations" && !o.Has(step) && o.Has("aggs") {
		step = "aggs"
	}
	next, ok = get(v, []string{step})
	return next, step, ok
}
