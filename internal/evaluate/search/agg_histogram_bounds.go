package search

import (
	"math"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// ends are bounds; infinities stand for those that are not given.
type ends struct{ low, high float64 }

var openEnds = ends{math.Inf(1), math.Inf(-1)}

func (e ends) hasLow() bool  { return !math.IsInf(e.low, 1) }
func (e ends) hasHigh() bool { return !math.IsInf(e.high, -1) }

// readEnds reads bounds. parse reads one of them.
func (a *aggregation) readEnds(key string, parse func(any) (float64, error)) (ends, error) {
	out := openEnds
	var err error
	o := a.body.Object(key)
	if v, ok := o.Get("min"); ok && v != nil {
		if out.low, err = parse(v); err != nil {
			return out, err
		}
	}
	if v, ok := o.Get("max"); ok && v != nil {
		out.high, err = parse(v)
	}
	return out, err
}

func (e ends) text() (low, high string) {
	low, high = "null", "null"
	if e.hasLow() {
		low = javaDouble(e.low)
	}
	if e.hasHigh() {
		high = javaDouble(e.high)
	}
	return low, high
}

func checkHistogram(a *aggregation, s *shard) error {
	if err := checkValues(a, s); err != nil {
		return err
	}
	extended, err := a.readEnds("extended_bounds", toFloat)
	if err != nil {
		return err
	}
	hard, err := a.readEnds("hard_bounds", toFloat)
	if err != nil {
		return err
	}
	if hard.hasHigh() && extended.hasHigh() && hard.high < extended.high || hard.hasLow() && extended.hasLow() && hard.low > extended.low {
		low, high := extended.text()
		from, to := "", ""
		if hard.hasLow() {
			from = javaDouble(hard.low)
		}
		if hard.hasHigh() {
			to = javaDouble(hard.high)
		}
		return fault.Illegal("Extended bounds have to be inside hard bounds, hard bounds: [%s--%s], extended bounds: [%s--%s]", from, to, low, high)
	}
	return nil
}

// fill adds the empty buckets: before the first one, between them, and after the
// last one, each counted from the one before it.
func (h *histogram) fill(keys []float64) ([]float64, error) {
	if err := h.checkSpan(keys); err != nil {
		return nil, err
	}
	f := filling{h: h}
	if len(keys) == 0 {
		if h.extended.hasLow() && h.extended.hasHigh() {
			f.add(h.begin(), func(k float64) bool { return k <= h.extended.high })
		}
		return f.done()
	}
	if h.extended.hasLow() {
		f.add(h.begin(), func(k float64) bool { return k < keys[0] })
	}
	for i, key := range keys {
		if i > 0 {
			f.add(h.rounding.next(keys[i-1]), func(k float64) bool { return k < key })
		}
		f.put(key)
	}
	if h.extended.hasHigh() {
		f.add(h.rounding.next(keys[len(keys)-1]), func(k float64) bool { return k <= h.extended.high })
	}
	return f.done()
}

// filling is a histogram whose empty buckets are being made.
type filling struct {
	h      *histogram
	keys   []float64
	beyond int  // buckets past those that are allowed: they are told, not kept
	stuck  bool // the next bucket begins where the one before it does
}

func (f *filling) put(key float64) {
	if len(f.keys) > f.h.a.run.maxBuckets() {
		f.beyond++
		return
	}
	f.keys = append(f.keys, key)
}

func (f *filling) add(from float64, more func(float64) bool) {
	for k := from; more(k) && !f.stuck; k = f.h.rounding.next(k) {
		f.put(k)
		f.stuck = f.h.rounding.next(k) <= k
	}
}

func (f *filling) done() ([]float64, error) {
	if f.stuck {
		return nil, fault.Unsupported("aggregation [%s] with empty buckets between numbers so large that they can't be told apart: a server makes them without end", f.h.a.kind)
	}
	if f.beyond == 0 {
		return f.keys, nil
	}
	return f.keys, f.h.a.run.consumeAll(len(f.keys) + f.beyond)
}

// endless is how many buckets a server makes before it counts them, as long as it has
// memory for them; then it is lost in garbage.
const endless = 10_000_000

func (h *histogram) checkSpan(keys []float64) error {
	low, high := math.Inf(1), math.Inf(-1)
	if len(keys) > 0 {
		low, high = keys[0], keys[len(keys)-1]
	}
	if h.extended.hasLow() && (len(keys) > 0 || h.extended.hasHigh()) {
		low = min(low, h.begin())
	}
	if h.extended.hasHigh() {
		high = max(high, h.extended.high)
	}
	if n := (high - low) / (h.rounding.next(low) - low); n > endless {
		return fault.Unsupported("aggregation [%s] with more empty buckets than a server has memory for", h.a.kind)
	}
	return nil
}

// begin is the first bucket of extended_bounds; those of dates are rounded already.
func (h *histogram) begin() float64 {
	if h.dates {
		return h.extended.low
	}
	return h.rounding.down(h.extended.low)
}
