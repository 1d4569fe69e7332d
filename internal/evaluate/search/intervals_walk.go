package search

import (
	"cmp"
	"math"
	"slices"
)

// cursor goes over the stretches that a part of a rule has found. Before the first it
// stands at -1, after the last at never.
type cursor struct {
	list []interval
	at   int // of the next
}

const never = math.MaxInt

func (c *cursor) next() bool {
	c.at = min(c.at+1, len(c.list)+1)
	return c.at <= len(c.list)
}

func (c *cursor) now() interval {
	switch {
	case c.at == 0:
		return interval{-1, -1, 0, 1}
	case c.at > len(c.list):
		return interval{never, never, 0, 1}
	}
	return c.list[c.at-1]
}

// walkPhrase finds stretches of which each begins where the one before it ends.
func walkPhrase(parts []*cursor) []interval {
	var out []interval
	for parts[0].next() {
		i := 1
		for ; i < len(parts); i++ {
			for parts[i].now().start <= parts[i-1].now().end {
				if !parts[i].next() {
					return out
				}
			}
			if parts[i].now().start != parts[i-1].now().end+1 {
				break
			}
		}
		if i == len(parts) {
			out = append(out, stretch(parts[0].now().start, parts[i-1].now().end, 0))
		}
	}
	return out
}

// walkOrdered finds the smallest stretches with one of each part, each after the one
// before it. Its gaps are those of the last way to fill it.
func walkOrdered(parts []*cursor) []interval {
	parts[0].next()
	var out []interval
	for {
		x, ok := nextOrdered(parts)
		if !ok {
			return out
		}
		out = append(out, x)
	}
}

func nextOrdered(parts []*cursor) (found interval, ok bool) {
	lastStart, minimizing := never, false
	for {
		i := 1
		for ; ; i++ {
			before := parts[i-1].now()
			if before.end >= lastStart {
				return found, ok
			}
			if i == len(parts) || minimizing && parts[i].now().start > before.end {
				break
			}
			for moved := false; !moved || parts[i].now().start <= before.end; moved = true {
				if parts[i].now().end >= lastStart || !parts[i].next() {
					return found, ok
				}
			}
		}
		if parts[0].now().start == never {
			return found, ok
		}
		found, ok = allOfThem(parts), true
		lastStart, minimizing = parts[len(parts)-1].now().start, true
		if !parts[0].next() {
			return found, ok
		}
	}
}

// allOfThem is the stretch from the first part to the last.
func allOfThem(parts []*cursor) interval {
	x := stretch(parts[0].now().start, parts[len(parts)-1].now().end, 0)
	x.gaps = x.width - widths(parts)
	return x
}

func widths(parts []*cursor) int {
	sum := 0
	for _, p := range parts {
		sum += p.now().width
	}
	return sum
}

// walkUnordered finds the smallest stretches with one of each part, wherever they stand.
func walkUnordered(parts []*cursor) []interval {
	queue := slices.Clone(parts)
	right := -1
	for _, p := range parts {
		p.next()
		right = max(right, p.now().end)
	}
	var out []interval
	start := -1
	advance := func() {
		first := pop(&queue)
		if first.next() {
			queue = append(queue, first)
			right = max(right, first.now().end)
		}
	}
	for {
		for len(queue) == len(parts) && leftmost(queue).now().start == start {
			advance()
		}
		if len(queue) < len(parts) {
			return out
		}
		var x interval
		for {
			top := leftmost(queue).now()
			start = top.start
			x = stretch(start, right, 0)
			x.gaps = x.width - widths(parts)
			if top.end == x.end {
				break
			}
			advance()
			if len(queue) < len(parts) || right != x.end {
				break
			}
		}
		out = append(out, x)
	}
}

// leftmost is the cursor that stands first, and reaches farthest.
func leftmost(queue []*cursor) *cursor {
	return slices.MinFunc(queue, func(a, b *cursor) int {
		return cmp.Or(cmp.Compare(a.now().start, b.now().start), cmp.Compare(b.now().end, a.now().end))
	})
}

func pop(queue *[]*cursor) *cursor {
	c := leftmost(*queue)
	i := slices.Index(*queue, c)
	*queue = slices.Delete(*queue, i, i+1)
	return c
}

// smallest drops what holds another stretch, and sorts.
func smallest(list []interval) []interval {
	slices.SortFunc(list, func(a, b interval) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.gaps, b.gaps))
	})
	var out []interval
	for i, x := range list {
		holds := false
		for j, y := range list {
			same := x.start == y.start && x.end == y.end
			holds = holds || i != j && x.start <= y.start && y.end <= x.end && (!same || j < i)
		}
		if !holds {
			out = append(out, x)
		}
	}
	return out
}
