package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func checkNested(a *aggregation, s *shard) error {
	return notNested(s, a.kind, a.body.Text("path"))
}

// notNested refuses the path of an object that is not nested.
func notNested(s *shard, kind, path string) error {
	if o := s.Mapping.Object(path); path != "" && o != nil && !o.Nested {
		return fault.New(500, "aggregation_execution_exception", "[%s] nested path [%s] is not nested", kind, path)
	}
	return nil
}

// checkUnmappedNested refuses what the server answers otherwise below nested objects that
// so many of its shards do not map.
func (a *aggregation) checkUnmappedNested(path string, unmapped, shards int) error {
	if unmapped == 0 {
		return nil
	}
	if hasKind(a.subs, "scripted_metric") {
		return fault.Unsupported("aggregation [scripted_metric] below [nested] on [%s], which is not mapped", path)
	}
	if unmapped == shards {
		return nil
	}
	if mixed := firstUnbuilt(a.subs); mixed != nil {
		return fault.Unsupported("aggregation [%s] below [nested] on [%s], which some shards do not map", mixed.kind, path)
	}
	if filled := firstFilled(a.subs); filled != nil {
		return fault.Unsupported("aggregation [%s] with [missing] below [nested] on [%s], which some shards do not map", filled.kind, path)
	}
	return nil
}

// checkUnaskedTypes refuses terms below whose fields are of several types, one of them on
// the shard that answers first, with nothing: they can't be merged all the same.
func (a *aggregation) checkUnaskedTypes(set shardHits) error {
	if set.unasked == nil {
		return nil
	}
	for _, sub := range a.subs {
		one, other := sub.field(set.unasked), sub.field(set.shard)
		several := one != nil && other != nil && one.Type != other.Type
		filled := (one == nil) != (other == nil) && sub.body.Has("missing") // which has a type of its own
		if sub.kind == "terms" && (several || filled) {
			return fault.Unsupported("aggregation [terms] on [%s] below [%s], which some shards do not map: its types can't be merged", sub.body.Text("field"), a.kind)
		}
		if err := sub.checkUnaskedTypes(set); err != nil {
			return err
		}
	}
	return nil
}

// firstFilled finds terms with a value for what lacks one: where its field is not mapped,
// they are of that value's type, and can't be merged with others.
func firstFilled(list []*aggregation) *aggregation {
	for _, a := range list {
		if a.kind == "terms" && a.body.Has("missing") {
			return a
		}
		if found := firstFilled(a.subs); found != nil {
			return found
		}
	}
	return nil
}

func evaluateNested(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("path"); err != nil {
		return nil, err
	}
	path := a.body.Text("path")
	mapped := func(set shardHits) bool {
		o := set.shard.Mapping.Object(path)
		return o != nil && o.Nested
	}
	unmapped := len(slices.DeleteFunc(slices.Clone(in), mapped))
	if unmapped == len(in) {
		a.run.gaps++
		defer func() { a.run.gaps-- }()
	}
	if err := a.checkUnmappedNested(path, unmapped, len(in)); err != nil {
		return nil, err
	}
	out := make(sets, 0, len(in))
	var unasked *shard
	for _, set := range in {
		if a.run.gaps == 0 && !mapped(set) {
			unasked = cmp.Or(unasked, set.unasked, set.shard)
			continue // the shard has nothing to do with it
		}
		set.unasked, unasked = cmp.Or(unasked, set.unasked), nil
		if err := a.checkUnaskedTypes(set); err != nil {
			return nil, err
		}
		next := shardHits{shard: set.shard, query: set.query, unasked: set.unasked}
		if mapped(set) {
			docs, err := a.descend(set, path)
			if err != nil {
				return nil, err
			}
			next.docs = docs
		}
		out = append(out, next)
	}
	return a.bucket(nil, out)
}

// descend finds the nested documents at a path. Below others that are no way to it, or those
// of the path itself, a server finds some that belong to other documents (asked of 1.3.14,
// 2.19.4 and 3.5.0).
func (a *aggregation) descend(set shardHits, path string) ([]*doc, error) {
	from := a.nestedPath()
	empty := from == path && set.shard.dialect.SamePathEmpty
	if from != "" && !empty && !strings.HasPrefix(path, from+".") {
		return nil, fault.Unsupported("aggregation [nested] on [%s] below one on [%s], which does not hold it", path, from)
	}
	var out []*doc
	for _, d := range set.docs {
		for _, n := range below(d.Document, path) {
			out = append(out, d.relative(n))
		}
	}
	return out, nil
}

// nestedPath is the path of the documents that come to an aggregation; "" for whole ones.
func (a *aggregation) nestedPath() string {
	for at := a.parent; at != nil; at = at.parent {
		if at.kind == "nested" || at.kind == "reverse_nested" {
			return at.body.Text("path")
		}
	}
	return ""
}

func checkReverse(a *aggregation, s *shard) error {
	if !a.below("nested") {
		return fault.Illegal("Reverse nested aggregation [%s] can only be used inside a [nested] aggregation", a.name)
	}
	return notNested(s, a.kind, a.body.Text("path"))
}

// evaluateReverse goes back to the documents that hold the nested ones.
func evaluateReverse(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("path"); err != nil {
		return nil, err
	}
	path := a.body.Text("path")
	out := make(sets, 0, len(in))
	for _, set := range in {
		next := shardHits{shard: set.shard, query: set.query, unasked: set.unasked}
		seen := map[*mapping.Document]bool{}
		for _, d := range set.docs {
			if holder := holderOf(d.top.Fields, d.Document, path); holder != nil && !seen[holder] {
				seen[holder] = true
				next.docs = append(next.docs, d.relative(holder))
			}
		}
		out = append(out, next)
	}
	return a.bucket(nil, out)
}

// holderOf is the document at a path that holds a nested one, or that is it; "" is
// the whole.
func holderOf(from, nested *mapping.Document, path string) *mapping.Document {
	for _, d := range holders(from, nested) {
		if d.Path == path {
			return d
		}
	}
	return nil
}

// holders are the documents from the whole one down to a nested one.
func holders(from, nested *mapping.Document) []*mapping.Document {
	if from == nested {
		return []*mapping.Document{from}
	}
	for _, n := range from.Nested {
		if list := holders(n, nested); list != nil {
			return append([]*mapping.Document{from}, list...)
		}
	}
	return nil
}

// checkParent refuses a global aggregation below another, once what is below it is
// read.
func (a *aggregation) checkParent() error {
	if a.kind == "global" && a.parent != nil {
		return fault.New(500, "aggregation_execution_exception", "Aggregation [%s] cannot have a global sub-aggregation [%s]. "+
			"Global aggregations can only be defined as top level aggregations", a.parent.name, a.name)
	}
	return nil
}

func evaluateGlobal(a *aggregation, in sets) (*orderedjson.Object, error) {
	every := make(sets, 0, len(in))
	for _, set := range in {
		next := shardHits{shard: set.shard, query: all{}, docs: set.shard.docs}
		if a.terminated(set.shard) {
			next.docs = nil
		}
		every = append(every, next)
	}
	return a.bucket(nil, every)
}
