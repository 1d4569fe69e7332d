package search

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// multiSources are the fields of multi_terms, each as an aggregation of its own.
func (a *aggregation) multiSources() ([]*aggregation, error) {
	if a.sources != nil {
		return a.sources, nil
	}
	for _, x := range a.body.Array("terms") {
		body, _ := x.(*orderedjson.Object)
		source := &aggregation{name: a.name, kind: "multi_terms", body: body, run: a.run}
		if err := source.known("field", "missing", "value_type", "format", "time_zone"); err != nil {
			return nil, err
		}
		a.sources = append(a.sources, source)
	}
	return a.sources, nil
}

func checkMultiTerms(a *aggregation, s *shard) error {
	if !a.body.Has("terms") {
		return fault.New(500, "null_pointer_exception", `Cannot invoke "java.util.List.stream()" because "multiTermConfigs" is null`)
	}
	sources, err := a.multiSources()
	if err != nil {
		return err
	}
	for _, source := range sources {
		if err := checkValues(source, s); err != nil {
			return err
		}
	}
	return nil
}

func evaluateMultiTerms(a *aggregation, in sets) (*orderedjson.Object, error) {
	err := a.known("terms", "size", "shard_size", "min_doc_count", "shard_min_doc_count", "show_term_doc_count_error", "order", "collect_mode")
	if err != nil {
		return nil, err
	}
	sources, err := a.multiSources()
	if err != nil {
		return nil, err
	}
	t, err := a.termsRun()
	if err != nil {
		return nil, err
	}
	if t.least == 0 {
		return nil, fault.Unsupported("aggregation [multi_terms] with min_doc_count 0")
	}
	t.collect = t.multiTerms
	t.setKey = func(head *orderedjson.Object, _ *shardTerms, b *termBucket) {
		var show []any
		var texts []string
		for i, k := range b.keys {
			v := sources[i].formatIn(b.docs).key(k)
			show, texts = append(show, v), append(texts, textFor(v, a.run.dialect.JDK))
		}
		head.Set("key", show)
		head.Set("key_as_string", strings.Join(texts, "|"))
	}
	if err := alikeSources(sources, in); err != nil {
		return nil, err
	}
	return t.evaluate(in)
}

// formatIn is how the first shard prints that has a bucket.
func (a *aggregation) formatIn(in sets) valueFormat {
	format, err := a.firstFormat(in)
	if err != nil {
		return valueFormat{}
	}
	return format
}

// alikeSources refuses fields of different kinds on different shards: how the
// server then compares their values depends on which come first.
func alikeSources(sources []*aggregation, in sets) error {
	for _, source := range sources {
		var first *values
		for _, set := range in {
			v, err := source.values(set.shard)
			if err != nil {
				return err
			}
			switch {
			case v.empty():
			case first == nil:
				first = v
			case first.source != v.source || first.class() != v.class():
				return fault.Unsupported("aggregation [multi_terms] over fields of different types")
			}
		}
	}
	return nil
}

// multiTerms makes a bucket of each combination of the values that a document has.
func (t *termsRun) multiTerms(set shardHits, _ *shardTerms) (map[string]*termBucket, error) {
	var sources []*values
	for _, source := range t.a.sources {
		v, err := source.values(set.shard)
		if err != nil {
			return nil, err
		}
		sources = append(sources, v)
	}
	found, err := t.grouped(set, func(d *doc) ([]*termBucket, error) {
		combinations := [][]bucketKey{{}}
		for _, v := range sources {
			var next [][]bucketKey
			for _, c := range combinations {
				for _, k := range v.keys(d) {
					next = append(next, append(slices.Clone(c), k))
				}
			}
			combinations = next
		}
		var out []*termBucket
		for _, c := range combinations {
			out = append(out, &termBucket{keys: c})
		}
		return out, nil
	})
	if err == nil && len(found) > 0 {
		err = t.a.checkScorers(set, len(found) > t.size || t.least > 1 || t.shardLeast > 1)
	}
	return found, err
}
