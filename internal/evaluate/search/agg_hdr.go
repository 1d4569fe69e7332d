package search

import (
	"maps"
	"math"
	"math/bits"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// hdr is a DoubleHistogram of HdrHistogram. It counts values by the first bits of their
// numbers: as many as the significant digits need. The unit in which it does so is a power of
// two, and comes from the least value above zero: that has just as many bits (asked of
// 1.3.14, 2.19.4 and 3.5.0).
type hdr struct {
	bits    int // of a whole number that is told from the next
	unit    float64
	counts  map[int64]int64 // by the least number that counts as the same
	slots   []int64         // these numbers, upwards
	total   int64
	nearest bool // a percentile is of the document nearest to it, not of the next
}

// widest is by how many bits the numbers of a histogram may differ: a server grows one up to
// 62 bits, and fails when the next value needs more.
const widest = 60

// hdrOf counts an aggregation's values.
func (a *aggregation) hdrOf(in sets) (quantiles, error) {
	shards, err := a.numbersOf(in)
	if err != nil {
		return nil, err
	}
	values := slices.Concat(shards...)
	digits := integer(a.body.Object("hdr"), "number_of_significant_value_digits", 3)
	h := &hdr{bits: bits.Len64(uint64(2*math.Pow10(digits)) - 1), counts: map[int64]int64{}, nearest: a.run.dialect.NearestRank}
	if err := h.cover(a.kind, values); err != nil {
		return nil, err
	}
	for _, x := range values {
		h.counts[h.slot(x)]++
		h.total++
	}
	h.slots = slices.Sorted(maps.Keys(h.counts))
	keys, err := a.percentileKeys()
	if err != nil {
		return nil, err
	}
	if !h.none() && len(keys) > 0 && keys[0] < 0 {
		return nil, fault.Unsupported("aggregation [%s] with [hdr] of a number below zero: a server fails", a.kind)
	}
	return h, nil
}

// cover finds the unit in which the values are counted.
func (h *hdr) cover(kind string, values []float64) error {
	least, most := math.Inf(1), 0.0
	for _, x := range values {
		if x < 0 {
			return fault.Unsupported("aggregation [%s] with [hdr] over a number below zero: a server fails", kind)
		}
		if most = max(most, x); x > 0 {
			least = min(least, x)
		}
	}
	if most == 0 {
		h.unit = 1
		return nil
	}
	_, low := math.Frexp(least)
	_, high := math.Frexp(most)
	if high-low+h.bits > widest {
		return fault.Unsupported("aggregation [%s] with [hdr] over numbers that are so far apart", kind)
	}
	h.unit = math.Ldexp(1, low-h.bits)
	return nil
}

// slot is the least number that counts as the same as x.
func (h *hdr) slot(x float64) int64 {
	n := int64(min(x/h.unit, 1<<62))
	return n &^ (h.width(n) - 1)
}

// width is how many numbers count as the same as n.
func (h *hdr) width(n int64) int64 { return 1 << max(0, bits.Len64(uint64(n))-h.bits) }

func (h *hdr) none() bool { return h.total == 0 }

// percentile is the greatest number that counts as the same as the value at its rank, or at 0
// the least.
func (h *hdr) percentile(p float64) float64 {
	upTo := int64(math.Ceil(min(max(math.Nextafter(p, math.Inf(-1)), 0), 100) * float64(h.total) / 100))
	if h.nearest {
		upTo = int64(min(p, 100)/100*float64(h.total) + 0.5)
	}
	sum := int64(0)
	for _, n := range h.slots {
		if sum += h.counts[n]; sum < max(upTo, 1) {
			continue
		}
		if p != 0 {
			n += h.width(n) - 1
		}
		return float64(n) * h.unit
	}
	return nan
}

func (h *hdr) percentileRank(x float64) float64 {
	most, sum := h.slot(x), int64(0)
	for _, n := range h.slots {
		if n <= most {
			sum += h.counts[n]
		}
	}
	return 100 * float64(sum) / float64(h.total)
}
