package search

import (
	"cmp"
	"math"
	"slices"
)

// mergingDigest is a t-digest as 3.5 has it (MergingDigest of t-digest 3.3, scale
// function K_2): values are buffered, and a full buffer is merged into the sorted
// centroids. Nothing is left to chance but the order in which shards are merged.
type mergingDigest struct {
	compression float64 // as asked for
	size        int     // of the buffer, the centroids included
	list        []centroid
	buffer      []centroid
	count       int64 // of the values in list
	low, high   float64
	merges      int
}

// twoLevels is how many times finer centroids are kept than asked for: the root of
// the buffer's size over theirs, less one.
const twoLevels = 2

// newMergingDigest is one of a compression of ten or more.
func newMergingDigest(compression float64) *mergingDigest {
	fudge := 10.0
	if compression < 30 {
		fudge = 30
	}
	return &mergingDigest{compression: compression, size: 5 * int(twoLevels*compression+fudge), low: math.Inf(1), high: math.Inf(-1)}
}

func (g *mergingDigest) empty() bool { return len(g.list)+len(g.buffer) == 0 }

func (g *mergingDigest) add(x float64, w int64) {
	if len(g.buffer) >= g.size-len(g.list)-1 {
		g.flush()
	}
	g.buffer = append(g.buffer, centroid{x, w})
	g.low, g.high = min(g.low, x), max(g.high, x)
}

// merge adds another digest.
func (g *mergingDigest) merge(o *mergingDigest) {
	o.compress()
	for _, c := range o.list {
		g.add(c.mean, c.count)
	}
}

// flush merges the buffer into the centroids.
func (g *mergingDigest) flush() {
	if len(g.buffer) > 0 {
		g.mergeWith(twoLevels * g.compression)
	}
}

// compress merges all centroids as far as was asked for: whoever reads them, does.
func (g *mergingDigest) compress() {
	if !g.empty() {
		g.mergeWith(g.compression)
	}
}

// mergeWith merges from below, and every other time from above.
func (g *mergingDigest) mergeWith(compression float64) {
	for _, c := range g.buffer {
		g.count += c.count
	}
	incoming := slices.Concat(g.buffer, g.list)
	slices.SortStableFunc(incoming, func(a, b centroid) int { return cmp.Compare(a.mean, b.mean) })
	backwards := g.merges%2 == 1
	if backwards {
		slices.Reverse(incoming)
	}
	g.list = g.merged(incoming, compression)
	if backwards {
		slices.Reverse(g.list)
	}
	g.buffer = nil
	g.merges++
	g.low, g.high = min(g.low, g.list[0].mean), max(g.high, g.list[len(g.list)-1].mean)
}

// merged joins neighbours as long as a centroid may grow; the first and the last
// stay alone.
func (g *mergingDigest) merged(incoming []centroid, compression float64) []centroid {
	total := float64(g.count)
	scale := compression / (4*math.Log(total/compression) + 24)
	most := func(q float64) float64 { return float64(q*(1-q)) / scale }
	out := []centroid{incoming[0]}
	below := 0.0
	for i, c := range incoming[1:] {
		last := &out[len(out)-1]
		together := float64(last.count + c.count)
		fits := together <= total*min(most(below/total), most((below+together)/total))
		if i == 0 || i == len(incoming)-2 || !fits {
			below += float64(last.count)
			out = append(out, c)
			continue
		}
		last.count += c.count
		last.mean += float64(float64(c.mean-last.mean)*float64(c.count)) / float64(last.count)
	}
	return out
}

// quantile interpolates between centroids; a value that stands alone is exact.
func (g *mergingDigest) quantile(q float64) float64 {
	g.flush()
	switch len(g.list) {
	case 0:
		return nan
	case 1:
		return g.list[0].mean
	}
	total := float64(g.count)
	index := q * total
	first, last := g.list[0], g.list[len(g.list)-1]
	switch {
	case index < 1:
		return g.low
	case first.count > 1 && index < float64(first.count)/2:
		return g.low + float64((index-1)/(float64(first.count)/2-1)*(first.mean-g.low))
	case index > total-1:
		return g.high
	case last.count > 1 && total-index <= float64(last.count)/2:
		return g.high - float64((total-index-1)/(float64(last.count)/2-1)*(g.high-last.mean))
	}
	at := float64(first.count) / 2
	for i := 0; i+1 < len(g.list); i++ {
		step := float64(g.list[i].count+g.list[i+1].count) / 2
		if at+step > index {
			return around(g.list[i], g.list[i+1], [2]float64{index - at, at + step - index})
		}
		at += step
	}
	beyond := index - total - float64(last.count)/2
	return between(last.mean, beyond, g.high, float64(last.count)/2-beyond)
}

// around is the value between the middles of two centroids, by how far it is from
// each.
func around(c, next centroid, far [2]float64) float64 {
	if c.count == 1 {
		if far[0] < 0.5 {
			return c.mean
		}
		far[0] -= 0.5
	}
	if next.count == 1 {
		if far[1] <= 0.5 {
			return next.mean
		}
		far[1] -= 0.5
	}
	return between(c.mean, far[1], next.mean, far[0])
}

// deviation is the median of the distances from the median. Where values were
// merged, it depends on how often the server read its own digest: undecided.
func (g *mergingDigest) deviation() float64 {
	median := g.quantile(0.5)
	g.compress()
	away := newMergingDigest(g.compression)
	for _, c := range g.list {
		away.add(math.Abs(median-c.mean), c.count)
	}
	deviation := away.quantile(0.5)
	away.compress()
	if len(g.list) < int(g.count) || len(away.list) < int(away.count) {
		return undecided
	}
	return deviation
}
