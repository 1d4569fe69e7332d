package search

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// quantiles are what percentiles are read from: a digest, or an HDR histogram.
type quantiles interface {
	percentile(p float64) float64
	percentileRank(x float64) float64
	none() bool
}

// draws is how often an answer that the server leaves to chance is computed: it is
// given only where chance makes no difference.
const draws = 40

// tdigest is a digest of either kind.
type tdigest interface {
	empty() bool
	quantile(q float64) float64
	rank(x float64) float64
	deviation() float64
}

// digests are equal digests but for their chances.
type digests []tdigest

func (l digests) none() bool { return l[0].empty() }

func (l digests) percentile(p float64) float64 {
	return l.agreed(func(g tdigest) float64 { return g.quantile(p / 100) })
}

func (l digests) percentileRank(x float64) float64 {
	return l.agreed(func(g tdigest) float64 {
		rank := g.rank(x)
		if rank > 1 {
			rank = 1
		}
		return notBelow(rank) * 100
	})
}

func (l digests) deviation() float64 {
	return l.agreed(func(g tdigest) float64 { return g.deviation() })
}

// undecided stands for a number that depends on chance.
var undecided = math.Float64frombits(0x7ff8000000000a1e)

func isUndecided(x float64) bool { return math.Float64bits(x) == math.Float64bits(undecided) }

func (l digests) agreed(of func(tdigest) float64) float64 {
	x := of(l[0])
	for _, g := range l[1:] {
		if y := of(g); y != x && !(math.IsNaN(x) && math.IsNaN(y)) {
			return undecided
		}
	}
	return x
}

// numbersOf are an aggregation's values, those of each shard.
func (a *aggregation) numbersOf(in sets) ([][]float64, error) {
	values := make([][]float64, 0, len(in))
	for _, set := range in {
		read, err := a.numberReader(set.shard)
		if err != nil {
			return nil, err
		}
		var mine []float64
		for _, d := range set.docs {
			list, err := read(d)
			if err != nil {
				return nil, err
			}
			mine = append(mine, list...)
		}
		values = append(values, mine)
	}
	return values, nil
}

// digestsOf collects an aggregation's values: one digest a shard, then merged.
func (a *aggregation) digestsOf(in sets, compression float64) (digests, error) {
	values, err := a.numbersOf(in)
	if err != nil {
		return nil, err
	}
	if a.run.dialect.MergingDigest {
		if compression < 10 {
			return nil, fault.Unsupported("aggregation [%s] with [compression] below 10, on %s", a.kind, a.run.dialect.Name())
		}
		return mergedInOrders(values, compression), nil
	}
	first := digestOnce(values, compression, 1)
	out := digests{first}
	if first.chance || a.kind == "median_absolute_deviation" && first.count >= int64(2*compression) {
		for seed := range uint64(draws) {
			out = append(out, digestOnce(values, compression, seed+2))
		}
	}
	return out, nil
}

func digestOnce(shards [][]float64, compression float64, seed uint64) *digest {
	draw := rand.New(rand.NewPCG(seed, 0))
	all := newDigest(compression, draw)
	for _, values := range shards {
		mine := newDigest(compression, draw)
		for _, x := range values {
			mine.add(x, 1)
		}
		if len(shards) == 1 {
			return mine // one shard's answer is not merged
		}
		all.merge(mine)
	}
	return all
}

// mergedInOrders merges shards in several orders: which answers first is a matter of time.
func mergedInOrders(shards [][]float64, compression float64) digests {
	out := digests{mergingDigestOf(shards, compression)}
	for i := range min(len(shards), draws/2) {
		turned := slices.Concat(shards[i:], shards[:i])
		if i > 0 {
			out = append(out, mergingDigestOf(turned, compression))
		}
		if len(shards) > 1 {
			slices.Reverse(turned)
			out = append(out, mergingDigestOf(turned, compression))
		}
	}
	return out
}

// mergingDigestOf merges shards. What several were merged into is read once more as
// finely as was asked for (3.5.0).
func mergingDigestOf(shards [][]float64, compression float64) *mergingDigest {
	all := newMergingDigest(compression)
	for _, values := range shards {
		mine := newMergingDigest(compression)
		for _, x := range values {
			mine.add(x, 1)
		}
		all.merge(mine)
	}
	if len(shards) > 1 {
		all.compress()
	}
	return all
}

func (a *aggregation) compression() (float64, error) {
	v, ok := a.body.Object("tdigest").Get("compression")
	if !ok {
		v, ok = a.body.Get("compression")
	}
	if !ok {
		return map[bool]float64{true: 1000, false: 100}[a.kind == "median_absolute_deviation"], nil
	}
	return toFloat(v)
}

// quantilesOf collects by the method that the aggregation names.
func (a *aggregation) quantilesOf(in sets) (quantiles, error) {
	if a.body.Object("hdr") != nil {
		return a.hdrOf(in)
	}
	compression, err := a.compression()
	if err != nil {
		return nil, err
	}
	return a.digestsOf(in, compression)
}

func evaluateDeviation(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "missing", "format", "compression", "value_type", "script"); err != nil {
		return nil, err
	}
	compression, err := a.compression()
	if err != nil {
		return nil, err
	}
	g, err := a.digestsOf(in, compression)
	if err != nil {
		return nil, err
	}
	show, err := a.firstFormat(in)
	if err != nil || g.none() {
		return singleNumber(nan, show, false), err
	}
	x := g.deviation()
	if isUndecided(x) {
		return nil, a.leftToChance()
	}
	return singleNumber(x, show, true), nil
}

func (a *aggregation) leftToChance() error {
	return fault.Unsupported("aggregation [%s] of so many values that the server's answer depends on chance", a.kind)
}

func evaluatePercentiles(a *aggregation, in sets) (*orderedjson.Object, error) {
	err := a.known("field", "missing", "format", "percents", "values", "keyed", "tdigest", "compression", "hdr", "value_type", "script")
	if err != nil {
		return nil, err
	}
	from, err := a.quantilesOf(in)
	if err != nil {
		return nil, err
	}
	show, err := a.firstFormat(in)
	if err != nil {
		return nil, err
	}
	keys, err := a.percentileKeys()
	if err != nil {
		return nil, err
	}
	values := make([]float64, len(keys))
	for i, k := range keys {
		if values[i] = a.percentileOf(from, k); isUndecided(values[i]) {
			return nil, a.leftToChance()
		}
	}
	keyed, said := a.body.Get("keyed")
	o := printPercentiles(keys, values, percentileForm{list: said && keyed != true, none: from.none(), show: show})
	a.remember(o, func(k float64) float64 { return a.percentileOf(from, k) })
	return o, nil
}

func (a *aggregation) percentileOf(from quantiles, key float64) float64 {
	if a.kind == "percentiles" {
		return from.percentile(key)
	}
	return from.percentileRank(key)
}

// percentileKeys are the percents, or the values to rank.
func (a *aggregation) percentileKeys() ([]float64, error) {
	name := map[bool]string{true: "percents", false: "values"}[a.kind == "percentiles"]
	var out []float64
	for _, v := range a.body.Array(name) {
		x, err := toFloat(v)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	slices.Sort(out)
	return out, nil
}

// percentileForm is how percentiles are printed: as a list, or by key.
type percentileForm struct {
	list, none bool
	show       valueFormat
}

func printPercentiles(keys, values []float64, form percentileForm) *orderedjson.Object {
	named := orderedjson.NewObject()
	list := []any{}
	for i, k := range keys {
		item := orderedjson.NewObject(orderedjson.Member{Key: "key", Value: double(k)})
		var v any
		if !form.none {
			v = double(values[i])
		}
		item.Set("value", v)
		named.Set(javaDouble(k), v)
		if !form.none && !form.show.raw() {
			text := form.show.floatText(values[i])
			item.Set("value_as_string", text)
			named.Set(javaDouble(k)+"_as_string", text)
		}
		list = append(list, item)
	}
	if form.list {
		return orderedjson.NewObject(orderedjson.Member{Key: "values", Value: list})
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "values", Value: named})
}
