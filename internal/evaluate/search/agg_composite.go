package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func checkComposite(a *aggregation, s *shard) error {
	sources, err := a.compositeSources()
	if err != nil {
		return err
	}
	for _, x := range sources {
		name := x.body.Text("field")
		if name == "" || name[0] == '_' && s.known(name) {
			return fault.Unsupported("composite source on [%s]", name)
		}
		if f := s.field(name); f != nil {
			if err := aggregatable(f); err != nil {
				return err
			}
			if x.kind != "terms" && (f.Type == "keyword" || f.Type == "ip") {
				return fault.Unsupported("composite source [%s] on a %s", x.kind, f.Type)
			}
		}
	}
	return nil
}

func compareParts(sources []source, a, b []part) int {
	for i, s := range sources {
		c := 0
		switch {
		case a[i].none && b[i].none:
		case a[i].none:
			c = -1
		case b[i].none:
			c = 1
		default:
			c = a[i].key.compare(b[i].key)
		}
		if s.desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// compositeBucket is a combination of parts with its documents.
type compositeBucket struct {
	parts []part
	docs  sets
}

func evaluateComposite(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("sources", "size", "after"); err != nil {
		return nil, err
	}
	sources, err := a.compositeSources()
	if err != nil {
		return nil, err
	}
	fields := make([]*mapping.Field, len(sources))
	for i, s := range sources {
		for _, set := range in {
			if f := set.shard.field(s.body.Text("field")); f != nil {
				fields[i] = f
				break
			}
		}
	}
	list := combine(sources, in)
	if after := a.body.Object("after"); after != nil {
		from := make([]part, len(sources))
		for i, s := range sources {
			v, _ := after.Get(s.name)
			if from[i], err = s.parse(fields[i], v); err != nil {
				return nil, err
			}
		}
		list = slices.DeleteFunc(list, func(b *compositeBucket) bool { return compareParts(sources, b.parts, from) <= 0 })
	}
	list = list[:min(len(list), integer(a.body, "size", 10))]
	return a.printComposite(list, sources, fields)
}

func (a *aggregation) printComposite(list []*compositeBucket, sources []source, fields []*mapping.Field) (*orderedjson.Object, error) {
	out := orderedjson.NewObject()
	buckets := []any{}
	for i, b := range list {
		key := orderedjson.NewObject()
		for i, s := range sources {
			key.Set(s.name, s.print(fields[i], b.parts[i]))
		}
		if i == len(list)-1 {
			out.Set("after_key", orderedjson.Clone(key))
		}
		o, err := a.bucket(orderedjson.NewObject(orderedjson.Member{Key: "key", Value: key}), b.docs)
		if err != nil {
			return nil, err
		}
		buckets = append(buckets, o)
	}
	out.Set("buckets", buckets)
	return out, nil
}

// combine makes the buckets of all documents, in order.
func combine(sources []source, in sets) []*compositeBucket {
	var list []*compositeBucket
	for _, set := range in {
		var mine []*compositeBucket
		for _, d := range set.docs {
			for _, parts := range product(sources, set.shard, d) {
				mine = append(mine, &compositeBucket{parts: parts, docs: sets{{shard: set.shard, query: set.query, docs: []*doc{d}}}})
			}
		}
		list = append(list, mine...)
	}
	slices.SortStableFunc(list, func(a, b *compositeBucket) int { return compareParts(sources, a.parts, b.parts) })
	var out []*compositeBucket
	for _, b := range list {
		if len(out) == 0 || compareParts(sources, out[len(out)-1].parts, b.parts) != 0 {
			out = append(out, b)
			continue
		}
		last := out[len(out)-1]
		if end := &last.docs[len(last.docs)-1]; end.shard == b.docs[0].shard {
			end.docs = append(end.docs, b.docs[0].docs...)
		} else {
			last.docs = append(last.docs, b.docs...)
		}
	}
	return out
}

// product are all combinations of a document's values.
func product(sources []source, s *shard, d *doc) [][]part {
	rows := [][]part{nil}
	for _, src := range sources {
		var next [][]part
		for _, p := range src.parts(s, d) {
			for _, row := range rows {
				next = append(next, append(slices.Clone(row), p))
			}
		}
		rows = next
	}
	return rows
}
