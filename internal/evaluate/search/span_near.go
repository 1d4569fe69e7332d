package search

import (
	"cmp"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
)

func tokenOf(term string) []analysis.Token { return []analysis.Token{{Term: term}} }

// spanNear is stretches near one another, with at most slop positions between them.
type spanNear struct {
	parts   []spanning
	slop    int
	ordered bool
}

func (q spanNear) find(d *doc) []spanAt {
	lists := make([][]spanAt, len(q.parts))
	for i, part := range q.parts {
		if lists[i] = part.find(d); len(lists[i]) == 0 {
			return nil
		}
	}
	if q.ordered {
		return q.inTheirOrder(lists)
	}
	return q.inAnyOrder(lists)
}

// inTheirOrder goes as Lucene's NearSpansOrdered: after each first stretch it takes
// the next one of every other part, and never goes back.
func (q spanNear) inTheirOrder(lists [][]spanAt) []spanAt {
	var out []spanAt
	for _, first := range lists[0] {
		last, width := first, 0
		for i := 1; i < len(lists); i++ {
			for len(lists[i]) > 0 && lists[i][0].start < last.end {
				lists[i] = lists[i][1:]
			}
			if len(lists[i]) == 0 {
				return out
			}
			width += lists[i][0].start - last.end
			last = lists[i][0]
		}
		if width <= q.slop {
			out = append(out, spanAt{first.start, last.end})
		}
	}
	return out
}

// inAnyOrder goes as Lucene's NearSpansUnordered: the part that is furthest back
// moves on.
func (q spanNear) inAnyOrder(lists [][]spanAt) []spanAt {
	var out []spanAt
	for {
		slices.SortStableFunc(lists, func(a, b []spanAt) int {
			return cmp.Or(cmp.Compare(a[0].start, b[0].start), cmp.Compare(a[0].end, b[0].end))
		})
		end, length := 0, 0
		for _, list := range lists {
			end = max(end, list[0].end)
			length += list[0].end - list[0].start
		}
		if end-lists[0][0].start-length <= q.slop {
			out = append(out, spanAt{lists[0][0].start, end})
		}
		if lists[0] = lists[0][1:]; len(lists[0]) == 0 {
			return out
		}
	}
}
