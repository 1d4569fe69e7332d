package search

import (
	"math"
	"math/rand/v2"
	"slices"
)

// centroid is some values of a digest, by their mean.
type centroid struct {
	mean  float64
	count int64
}

// digest is a t-digest as 2.19 has it (AVLTreeDigest of t-digest 3.2): sorted
// centroids. Where several are equally near, the server takes one by chance: draw
// does so here, and chance tells that it mattered.
type digest struct {
	compression float64
	list        []centroid
	count       int64
	low, high   float64
	draw        *rand.Rand
	chance      bool
}

func newDigest(compression float64, draw *rand.Rand) *digest {
	return &digest{compression: compression, low: math.Inf(1), high: math.Inf(-1), draw: draw}
}

func (g *digest) empty() bool { return len(g.list) == 0 }

// add adds a value that counts for w.
func (g *digest) add(x float64, w int64) {
	g.low, g.high = min(g.low, x), max(g.high, x)
	if len(g.list) == 0 {
		g.insert(centroid{x, w})
		g.count = w
		return
	}
	start, end := g.nearest(x)
	chosen, n := -1, 0.0
	sum := int64(0)
	for _, c := range g.list[:start] {
		sum += c.count
	}
	for i := start; i < end; i++ {
		q := 0.5
		if g.count != 1 {
			q = (float64(sum) + float64(g.list[i].count-1)/2) / float64(g.count-1)
		}
		room := float64(float64(4*g.count)*q) * (1 - q) / g.compression
		if float64(g.list[i].count+w) <= room {
			n++
			g.chance = g.chance || n > 1
			if n == 1 || g.draw.Float64() < 1/n {
				chosen = i
			}
		}
		sum += g.list[i].count
	}
	if chosen < 0 {
		g.insert(centroid{x, w})
	} else {
		c := g.list[chosen]
		g.update(chosen, centroid{between(c.mean, float64(c.count), x, float64(w)), c.count + w})
	}
	g.count += w
	if float64(len(g.list)) > 20*g.compression {
		g.compress()
	}
}

// nearest are the centroids that are nearest to x: from start up to end.
func (g *digest) nearest(x float64) (start, end int) {
	start, _ = slices.BinarySearchFunc(g.list, x, func(c centroid, x float64) int {
		if c.mean < x {
			return -1
		}
		return 1
	})
	start = max(start-1, 0) // the last one below x
	least := math.MaxFloat64
	for i := start; i < len(g.list); i++ {
		z := math.Abs(g.list[i].mean - x)
		if z < least {
			start, least = i, z
		} else if z > least {
			return start, i
		}
	}
	return start, len(g.list)
}

// insert puts a centroid behind those of the same mean.
func (g *digest) insert(c centroid) {
	at, _ := slices.BinarySearchFunc(g.list, c.mean, func(o centroid, x float64) int {
		if o.mean <= x {
			return -1
		}
		return 1
	})
	g.list = slices.Insert(g.list, at, c)
}

// update changes a centroid, which may have to move.
func (g *digest) update(at int, c centroid) {
	before := at == 0 || g.list[at-1].mean <= c.mean
	behind := at == len(g.list)-1 || c.mean < g.list[at+1].mean
	if before && behind {
		g.list[at] = c
		return
	}
	g.list = slices.Delete(g.list, at, at+1)
	g.insert(c)
}

// compress adds all centroids to a new digest, in an order by chance.
func (g *digest) compress() {
	list := g.list
	g.list, g.count = nil, 0
	g.addShuffled(list)
}

// merge adds another digest, in an order by chance. The order means nothing as
// long as no two values fall together.
func (g *digest) merge(o *digest) {
	g.chance = g.chance || o.chance
	g.addShuffled(slices.Clone(o.list))
}

func (g *digest) addShuffled(list []centroid) {
	total := g.count
	for _, c := range list {
		total += c.count
	}
	if float64(total) >= 2*g.compression {
		g.chance = true
		g.draw.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	for _, c := range list {
		g.add(c.mean, c.count)
	}
}

// between is the mean of two values with weights, never outside of them.
func between(x1, w1, x2, w2 float64) float64 {
	if x1 > x2 {
		x1, w1, x2, w2 = x2, w2, x1, w1
	}
	x := (float64(x1*w1) + float64(x2*w2)) / (w1 + w2)
	return max(x1, min(x, x2))
}

// quantile interpolates between the middles of centroids.
func (g *digest) quantile(q float64) float64 {
	switch len(g.list) {
	case 0:
		return nan
	case 1:
		return g.list[0].mean
	}
	index := q * float64(g.count)
	at := float64(g.list[0].count) / 2
	if index < at {
		return (float64(g.low*index) + float64(g.list[0].mean*(at-index))) / at
	}
	for i := 0; i+1 < len(g.list); i++ {
		c, next := g.list[i], g.list[i+1]
		step := float64(c.count+next.count) / 2
		if at+step > index {
			return between(c.mean, at+step-index, next.mean, index-at)
		}
		at += step
	}
	last := g.list[len(g.list)-1]
	beyond := index - at
	return between(last.mean, float64(last.count)/2-beyond, g.high, beyond)
}

// rank is the share of values below x.
func (g *digest) rank(x float64) float64 {
	switch {
	case len(g.list) == 0:
		return nan
	case len(g.list) == 1 && x < g.list[0].mean:
		return 0
	case len(g.list) == 1:
		return 1
	}
	sum := 0.0
	a, b := g.list[0], g.list[1]
	left := (b.mean - a.mean) / 2
	right := left
	for _, next := range g.list[2:] {
		if x < a.mean+right {
			return max(0, share(sum, a, [3]float64{x, left, right})/float64(g.count))
		}
		sum += float64(a.count)
		a, b = b, next
		left, right = right, (b.mean-a.mean)/2
	}
	if x < a.mean+right {
		return share(sum, a, [3]float64{x, left, right}) / float64(g.count)
	}
	return 1
}

// share is how much of a centroid, with what was before it, lies below x; at is x
// and how far the centroid reaches to both sides.
func share(sum float64, c centroid, at [3]float64) float64 {
	low, high := c.mean-at[1], c.mean+at[2]
	return sum + float64(float64(c.count)*((at[0]-low)/(high-low)))
}

// deviation is the median of the distances from the median.
func (g *digest) deviation() float64 {
	median := g.quantile(0.5)
	away := newDigest(g.compression, g.draw)
	for _, c := range g.list {
		away.add(math.Abs(median-c.mean), c.count)
	}
	g.chance = g.chance || away.chance
	return away.quantile(0.5)
}
