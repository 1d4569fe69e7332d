package search

import (
	"slices"

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
		next := shardHits{shard: set.shard, query: set.query}
		for _, d := range set.docs {
			if keep(set.shard, d) {
				next.docs = append(next.docs, d)
			}
		}
		out = append(out, next)
	}
	return out
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
		next := shardHits{shard: set.shard, query: set.query}
		for _, d := range set.docs {
			if list, _ := keys(d); len(list) == 0 {
				next.docs = append(next.docs, d)
			}
		}
		out = append(out, next)
	}
	return a.bucket(nil, out)
}
