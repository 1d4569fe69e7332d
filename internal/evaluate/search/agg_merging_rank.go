package search

// rank is the share of values below x, where half of those that are equal count.
func (g *mergingDigest) rank(x float64) float64 {
	g.flush()
	switch {
	case len(g.list) == 0:
		return nan
	case x < g.low:
		return 0
	case x > g.high:
		return 1
	case len(g.list) == 1:
		return 0.5
	}
	total := float64(g.count)
	first, last := g.list[0], g.list[len(g.list)-1]
	switch {
	case x < first.mean && x == g.low:
		return 0.5 / total
	case x < first.mean:
		return (1 + float64((x-g.low)/(first.mean-g.low)*(float64(first.count)/2-1))) / total
	case x > last.mean && x == g.high:
		return 1 - 0.5/total
	case x > last.mean:
		return 1 - (1+float64((g.high-x)/(g.high-last.mean)*(float64(last.count)/2-1)))/total
	}
	return g.rankWithin(x)
}

// rankWithin is rank between the first and the last centroid.
func (g *mergingDigest) rankWithin(x float64) float64 {
	total := float64(g.count)
	below := 0.0
	for i := 0; i+1 < len(g.list); i++ {
		c, next := g.list[i], g.list[i+1]
		switch {
		case c.mean == x:
			same := 0.0
			for ; i < len(g.list) && g.list[i].mean == x; i++ {
				same += float64(g.list[i].count)
			}
			return (below + same/2) / total
		case c.mean < x && x < next.mean:
			return weightTo(below, [2]centroid{c, next}, x) / total
		}
		below += float64(c.count)
	}
	return 1 - 0.5/total
}

// weightTo adds to what is below two centroids how much of the first, and of what
// lies between them, is below x. A value that stands alone is not spread.
func weightTo(below float64, two [2]centroid, x float64) float64 {
	c, next := two[0], two[1]
	if c.count == 1 && next.count == 1 {
		return below + 1
	}
	left, right := 0.0, 0.0
	if c.count == 1 {
		left = 0.5
	} else if next.count == 1 {
		right = 0.5
	}
	spread := float64(c.count+next.count)/2 - left - right
	return below + float64(c.count)/2 + left + float64(spread*(x-c.mean))/(next.mean-c.mean)
}
