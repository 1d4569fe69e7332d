package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func valueOnly(n int64) *orderedjson.Object {
	return orderedjson.NewObject(orderedjson.Member{Key: "value", Value: whole(n)})
}

// checkValues refuses fields without doc values, those of other types than the
// aggregation takes, and formats that the type does not take.
func checkValues(a *aggregation, s *shard) error {
	if a.scripted() {
		return a.checkScript(s)
	}
	if metadataField(a.body.Text("field")) {
		return nil
	}
	v, err := a.values(s)
	if err == nil && a.revalued() {
		err = a.checkScript(s)
	}
	if err == nil && a.allowed() != nil && !slices.Contains(a.allowed(), v.source) {
		return a.unsupportedSource(v)
	}
	return err
}

// metadataField tells whether a field's values are not a document's own.
func metadataField(name string) bool { return name == "_index" || name == "_id" }

// documentKeys reads a document's values as keys, those of _index and _id too.
func (a *aggregation) documentKeys(s *shard) (func(d *doc) ([]bucketKey, error), error) {
	if a.takesScript() {
		return a.scriptKeys(s)
	}
	switch name := a.body.Text("field"); {
	case name == "_index" && !s.Unmapped():
		return func(*doc) ([]bucketKey, error) { return []bucketKey{{kind: textValue, text: s.Name}}, nil }, nil
	case name == "_id" && !s.Unmapped():
		return func(d *doc) ([]bucketKey, error) {
			if d.Path != "" {
				return nil, nil
			}
			return []bucketKey{{kind: textValue, text: d.top.ID}}, nil
		}, nil
	}
	v, err := a.values(s)
	if err != nil {
		return nil, err
	}
	return func(d *doc) ([]bucketKey, error) { return v.keys(d), nil }, nil
}

func evaluateCount(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "missing", "value_type", "format", "script"); err != nil {
		return nil, err
	}
	n := int64(0)
	for _, set := range in {
		keys, err := a.documentKeys(set.shard)
		if err != nil {
			return nil, err
		}
		for _, d := range set.docs {
			list, err := keys(d)
			if err != nil {
				return nil, err
			}
			n += int64(len(list))
		}
	}
	return valueOnly(n), nil
}

// narrow keeps the documents that keep accepts.
func (s sets) narrow(keep func(shard *shard, d *doc) bool) sets {
	out := make(sets, 0, len(s))
	for _, set := range s {
		next := shardHits{shard: set.shard, query: set.query, unasked: set.unasked}
		for _, d := range set.docs {
			if keep(set.shard, d) {
				next.docs = append(next.docs, d)
			}
		}
		out = append(out, next)
	}
	return out
}

// checkMissing refuses what the server mixes up: below a field that a shard does
// not map, it collects the buckets of all parents into one (observed on 2.19.4).
func checkMissing(a *aggregation, s *shard) error {
	if err := checkValues(a, s); err != nil || metadataField(a.body.Text("field")) {
		return err
	}
	v, err := a.values(s)
	if err != nil || !v.empty() {
		return err
	}
	mixed := firstMixedBelow(a.subs)
	if a.underMany() {
		mixed = firstMixed(a.subs)
	}
	if mixed != nil {
		return fault.Unsupported("aggregation [%s] below [missing] on the unmapped [%s] in several buckets", mixed.kind, a.body.Text("field"))
	}
	return nil
}

// firstMixedBelow finds such an aggregation below one of as many buckets as it names,
// which doesn't say that there are several where it is itself below such a field (asked
// of 1.3.14, 2.19.4 and 3.5.0).
func firstMixedBelow(list []*aggregation) *aggregation {
	for _, a := range list {
		if found := firstMixedBelow(a.subs); found != nil {
			return found
		}
		switch a.kind {
		case "range", "date_range", "ip_range", "filters", "adjacency_matrix":
			if found := firstMixed(a.subs); found != nil {
				return found
			}
		}
	}
	return nil
}

// checkStates refuses what the server answers otherwise below a field that a shard
// does not map: scripts whose states are null there, and ranges without buckets.
func (a *aggregation) checkStates(s *shard) error {
	v, err := a.values(s)
	if err != nil || !v.empty() {
		return err
	}
	if hasKind(a.subs, "scripted_metric") {
		return fault.Unsupported("aggregation [scripted_metric] below [%s] on the unmapped [%s]", a.kind, a.body.Text("field"))
	}
	if mixed := firstUnbuilt(a.subs); mixed != nil && a.kind != "ip_range" && !a.unmappedOn(a.run.shards) {
		return fault.Unsupported("aggregation [%s] below [%s] on [%s], which some shards do not map", mixed.kind, a.kind, a.body.Text("field"))
	}
	return nil
}

// unmappedOn tells whether none of the shards maps the aggregation's field.
func (a *aggregation) unmappedOn(shards []*shard) bool {
	return !slices.ContainsFunc(shards, func(s *shard) bool {
		v, err := a.values(s)
		return err != nil || !v.empty()
	})
}

// hasKind tells whether there is an aggregation of a kind, at any depth.
func hasKind(list []*aggregation, kind string) bool {
	return slices.ContainsFunc(list, func(a *aggregation) bool { return a.kind == kind || hasKind(a.subs, kind) })
}

// firstUnbuilt finds an aggregation of fixed buckets that has none where a shard makes it
// up without collecting: below what it does not map. Others then have none of their own.
func firstUnbuilt(list []*aggregation) *aggregation {
	for _, a := range list {
		if a.kind == "ip_range" {
			return a
		}
		if found := firstUnbuilt(a.subs); found != nil {
			return found
		}
	}
	return nil
}

// underMany tells whether an aggregation of many buckets stands above.
func (a *aggregation) underMany() bool {
	for at := a.parent; at != nil; at = at.parent {
		if !slices.Contains([]string{"filter", "global", "missing", "nested", "reverse_nested", "sampler"}, at.kind) {
			return true
		}
	}
	return false
}

// firstMixed finds an aggregation that tells its own buckets apart by what stands
// above.
func firstMixed(list []*aggregation) *aggregation {
	for _, a := range list {
		switch a.kind {
		case "terms", "rare_terms", "multi_terms", "histogram", "date_histogram", "nested", "reverse_nested", "sampler":
			return a
		}
		if mixed := firstMixed(a.subs); mixed != nil {
			return mixed
		}
	}
	return nil
}

func evaluateMissing(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "missing", "value_type", "format"); err != nil {
		return nil, err
	}
	out := make(sets, 0, len(in))
	for _, set := range in {
		keys, err := a.documentKeys(set.shard)
		if err != nil {
			return nil, err
		}
		next := shardHits{shard: set.shard, query: set.query, unasked: set.unasked}
		for _, d := range set.docs {
			if list, _ := keys(d); len(list) == 0 {
				next.docs = append(next.docs, d)
			}
		}
		out = append(out, next)
	}
	return a.bucket(nil, out)
}
