package search

import (
	"cmp"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// childless tells whether an aggregation is a sampler with nothing below it, which fails
// as soon as documents come to it.
func (a *aggregation) childless() bool { return a.kind == "sampler" && len(a.subs) == 0 }

func errChildless() *fault.Error {
	return fault.New(500, "aggregation_execution_exception", "Sampler aggregation must be used with child aggregations.")
}

// checkChildless lets a shard fail that has documents for such a sampler.
func (a *aggregation) checkChildless(s *shard) error {
	if !a.childless() || len(s.docs) == 0 {
		return nil
	}
	if a.below("rare_terms") {
		return fault.Unsupported("aggregation [sampler] with nothing below it, below [rare_terms]: it fails on documents of terms that turn out not to be rare")
	}
	return a.unlessLater(s, errChildless())
}

// evaluateSampler takes each shard's best documents, 100 by default, and no more than the
// shard has: that shows where a document comes to it more than once.
func evaluateSampler(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("shard_size"); err != nil {
		return nil, err
	}
	size := integer(a.body, "shard_size", 100)
	out := make(sets, 0, len(in))
	for _, set := range in {
		if a.childless() && len(set.docs) > 0 {
			return nil, &shardFault{shard: set.shard, err: errChildless()}
		}
		if err := a.checkScorer(set); err != nil {
			return nil, err
		}
		best := slices.Clone(set.docs)
		scores := map[*doc]float32{}
		for _, d := range best {
			scores[d] = set.score(d)
		}
		slices.SortStableFunc(best, func(x, y *doc) int { return cmp.Compare(scores[y], scores[x]) })
		best = best[:min(size, len(best), set.shard.documents())]
		slices.SortStableFunc(best, func(x, y *doc) int { return cmp.Compare(x.ord, y.ord) })
		out = append(out, shardHits{shard: set.shard, query: set.query, docs: best, unasked: set.unasked})
	}
	return a.bucket(nil, out)
}

func checkAdjacency(a *aggregation, s *shard) error {
	if at := a.shuffledBelow(); at == "multi_terms" && len(s.docs) > 0 {
		return a.errShuffled(at)
	}
	list, _ := a.filters()
	for _, f := range list {
		if s.everything(f.body) && a.run.walkedBy(s) != nil { // the filter walks, too
			return fault.Unsupported("aggregation [adjacency_matrix] of everything beside a sort by [%s], on %s", a.run.sorts[0].field, s.dialect.Name())
		}
		if err := a.checkQuery(s, f.body); err != nil {
			return err
		}
	}
	return nil
}

// evaluateAdjacency counts what each filter, and each two of them, match; what
// matches nothing is left out.
func evaluateAdjacency(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("filters", "separator", "show_only_intersecting"); err != nil {
		return nil, err
	}
	if at := a.shuffledBelow(); at != "" {
		return nil, a.errShuffled(at)
	}
	separator := a.body.Text("separator")
	if separator == "" {
		separator = "&"
	}
	found := map[string]sets{}
	var names []string
	for _, m := range a.body.Object("filters").Members() {
		body, _ := m.Value.(*orderedjson.Object)
		docs, err := keepQuery(in, body)
		if err != nil {
			return nil, err
		}
		found[m.Key] = docs
		names = append(names, m.Key)
	}
	slices.Sort(names)
	keys := slices.Clone(names)
	if flag(a.body, "show_only_intersecting") {
		keys = nil
	}
	for i, x := range names {
		for _, y := range names[i+1:] {
			key := x + separator + y
			found[key] = both(found[x], found[y])
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	buckets := []any{}
	for _, key := range keys {
		if found[key].count() == 0 {
			continue
		}
		b, err := a.bucket(orderedjson.NewObject(orderedjson.Member{Key: "key", Value: key}), withDocs(found[key]))
		if err != nil {
			return nil, err
		}
		buckets = append(buckets, b)
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "buckets", Value: buckets}), nil
}

// withDocs leaves out shards that have nothing: they send no such bucket.
func withDocs(in sets) sets {
	return slices.DeleteFunc(slices.Clone(in), func(set shardHits) bool { return len(set.docs) == 0 })
}

func (a *aggregation) errShuffled(at string) error {
	return fault.Unsupported("aggregation [adjacency_matrix] below [%s]: what the server finds for one bucket it shows in another", at)
}

// shuffledBelow is the kind of an aggregation above that makes a server mistake the
// buckets of an adjacency_matrix for each other: it takes those above to be numbered
// from 0 on, in their order. "" where they are, or where it doesn't show.
func (a *aggregation) shuffledBelow() string {
	shows := slices.ContainsFunc(a.subs, func(sub *aggregation) bool { return !sub.pipeline() })
	for at := a.parent; at != nil; at = at.parent {
		switch at.kind {
		case "adjacency_matrix":
			return at.kind
		case "terms", "multi_terms", "rare_terms", "composite":
			if shows {
				return at.kind
			}
		case "histogram", "date_histogram":
			if shows && at.parent != nil {
				return at.kind
			}
		}
	}
	return ""
}

func both(x, y sets) sets {
	in := map[*doc]bool{}
	for _, set := range y {
		for _, d := range set.docs {
			in[d] = true
		}
	}
	return x.narrow(func(_ *shard, d *doc) bool { return in[d] })
}
