package schema

import (
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// bucketFilters reads filter and composite_agg_filter, and holds them against the
// aggregation.
func (b *monitorBlock) bucketFilters(query *queryFacts, parent bucketParent) (plain, bySource *orderedjson.Object) {
	if b.has("filter") && b.has("composite_agg_filter") {
		b.report("conflicting-attributes", b.at("composite_agg_filter"), "filter is for aggregations with one key, composite_agg_filter for composite ones: a trigger has one of them. Keep the one that fits.")
		return nil, nil
	}
	if v, ok := b.json("filter"); ok {
		plain = b.includeExclude("filter", "", v)
		if parent.known && parent.kind == "composite" {
			b.report("bucket-filter", b.at("filter"), filterOfComposite)
		}
	}
	v, ok := b.json("composite_agg_filter")
	if !ok {
		return plain, nil
	}
	given, ok := v.(*orderedjson.Object)
	if !ok {
		b.report("wrong-type", b.at("composite_agg_filter"), "composite_agg_filter must be an object: for each source of the aggregation include, exclude or both.")
		return plain, nil
	}
	bySource = orderedjson.NewObject()
	for _, m := range given.Members() {
		if filter := b.includeExclude("composite_agg_filter", m.Key, m.Value); filter != nil {
			bySource.Set(m.Key, filter)
		}
	}
	b.checkSources(given, parent, b.at("composite_agg_filter"))
	b.checkCached(query)
	return plain, bySource
}

// checkCached: a search of size 0 may be answered from the cache of its shards, and
// what composite_agg_filter has put into that can't be read back (observed on 2.19.4
// and 3.5.0: bucket/filter-*).
func (b *monitorBlock) checkCached(query *queryFacts) {
	if size, ok := wholeNumber(query.bodyOrNone(), "size"); ok && size == 0 {
		b.report("cached-filter", query.at("/size"), "A search of size 0 is answered from the cache when it is repeated over an unchanged index, and with composite_agg_filter the server can't read that answer: nothing alerts in such a run. Write size = 1, or leave it out.")
	}
}

func (q *queryFacts) bodyOrNone() *orderedjson.Object {
	if q == nil {
		return nil
	}
	return q.body
}

const filterOfComposite = "The buckets of a composite aggregation have several keys, and filter knows one: the search would fail, and nothing ever alert. Write composite_agg_filter = { SOURCE = { … } }."

// includeExclude reads which keys pass.
func (b *monitorBlock) includeExclude(name, source string, v any) *orderedjson.Object {
	at := func(key string) place {
		pointer := ""
		for _, step := range []string{source, key} {
			if step != "" {
				pointer += "/" + pointerKey(step)
			}
		}
		return place{locate(b.attributes[name].Expr, pointer), b.block}
	}
	o, ok := v.(*orderedjson.Object)
	if !ok || o.Len() == 0 {
		b.report("bucket-filter", at(""), "A filter says which keys pass: include, exclude or both, such as { exclude = [\"ci\"] }.")
		return nil
	}
	for _, m := range o.Members() {
		list, isList := m.Value.([]any)
		text, isText := m.Value.(string)
		switch {
		case !slices.Contains([]string{"include", "exclude"}, m.Key):
			b.report("bucket-filter", at(m.Key), "A filter has no %q, and the server would refuse it: it has include and exclude.%s", m.Key, didYouMean(m.Key, []string{"include", "exclude"}))
		case isList && !slices.ContainsFunc(list, func(x any) bool { _, ok := x.(string); return !ok }):
		case isText && !isUnknown(text) && regexpProblem(text) != "":
			b.report("broken-regexp", at(m.Key), "The regular expression %s. The server takes it, and the search fails when it runs.", regexpProblem(text))
		case isText:
		default:
			b.report("bucket-filter", at(m.Key), "%s must be a list of texts, or a regular expression over the whole key.", m.Key)
		}
	}
	return o
}

// checkSources looks whether composite_agg_filter says something of each source,
// and of no other.
func (b *monitorBlock) checkSources(given *orderedjson.Object, parent bucketParent, at place) {
	switch {
	case !parent.known:
		return
	case parent.kind != "composite":
		b.report("bucket-filter", at, "%q is a %s aggregation, and composite_agg_filter is for composite ones: the search would fail, and nothing ever alert. Write filter = { … }.", parent.path, parent.kind)
		return
	}
	var names []string
	for _, s := range compositeSources(parent.def) {
		names = append(names, s.name)
		if !given.Has(s.name) {
			b.report("bucket-filter", at, "%q has the source %q, of which this filter says nothing: no bucket would pass, and nothing ever alert. Name every source: %s.", parent.path, s.name, fmt.Sprintf("%q = { include = \".*\" }", s.name))
		}
	}
	for _, name := range given.Keys() {
		if !slices.Contains(names, name) {
			here := at
			if a, ok := b.attributes["composite_agg_filter"]; ok {
				here = at.at(elementOf(a.Expr, name))
			}
			b.report("bucket-filter", here, "%q has no source %q.%s", parent.path, name, hasOnly(name, names))
		}
	}
}
