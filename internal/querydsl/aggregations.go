package querydsl

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// pluginAggregations are types that plugins add; they go through as they are.
var pluginAggregations = []string{"bucket_selector_ext", "geohex_grid", "xy_shape"}

// aggregations are the types that the server knows, by name.
var aggregations = sync.OnceValue(func() map[string]aggregation {
	all := map[string]aggregation{}
	for _, family := range []map[string]aggregation{
		metricAggregations, bucketAggregations, histogramAggregations, rangeAggregations,
		samplingAggregations, geoAggregations, pipelineAggregations,
	} {
		maps.Copy(all, family)
	}
	for _, name := range pluginAggregations {
		all[name] = aggregation{read: func(c *context, v any) (any, *Error) {
			c.note(ForeignAggregation, name)
			return v, nil
		}}
	}
	return all
})

// aggregation is one type: its options, and where it is printed.
type aggregation struct {
	read     reader
	pipeline bool // printed after those that are none, and without children
	leaf     bool // refuses children
}

func aggregationOf(s *shape) aggregation { return aggregation{read: s.canonical} }

func leaf(s *shape) aggregation { return aggregation{read: s.canonical, leaf: true} }

// readAggregations reads {"name": {"type": {...}, "aggs": {...}, "meta": {...}}}.
func readAggregations(c *context, v any) (any, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, parsing("Unexpected token %s in [aggs]: aggregations definitions must start with the name of the aggregation.", tokenName(v))
	}
	printed, pipelines := &orderedjson.Object{}, &orderedjson.Object{}
	for _, m := range o.Members() {
		one, pipeline, err := readAggregation(c, m)
		if err != nil {
			return nil, under(err, m.Key)
		}
		if pipeline {
			pipelines.Set(m.Key, one)
		} else {
			printed.Set(m.Key, one)
		}
	}
	for _, m := range pipelines.Members() {
		printed.Set(m.Key, m.Value)
	}
	if printed.Len() == 0 && c.dialect != OpenSearch1 {
		return omitted, nil
	}
	return printed, nil
}

// definition is what was read of one aggregation.
type definition struct {
	kind     string
	body     any
	meta     any
	children any
}

func readAggregation(c *context, m orderedjson.Member) (*orderedjson.Object, bool, *Error) {
	if m.Key == "" || strings.ContainsAny(m.Key, "[]>") {
		return nil, false, parsing("Invalid aggregation name [%s]. Aggregation names can contain any character except '[', ']', and '>'", m.Key)
	}
	o, ok := m.Value.(*orderedjson.Object)
	if !ok {
		return nil, false, parsing("Aggregation definition for [%s starts with a [%s], expected a [START_OBJECT].", m.Key, tokenName(m.Value))
	}
	named := *c
	named.aggregation = m.Key
	d := &definition{}
	for _, part := range o.Members() {
		if err := d.read(&named, part); err != nil {
			return nil, false, under(err, part.Key)
		}
	}
	if d.kind == "" {
		return nil, false, parsing("Missing definition for aggregation [%s]", m.Key)
	}
	if d.children != nil {
		if err := d.mayHaveChildren(m.Key); err != nil {
			return nil, false, err
		}
	}
	return d.print(), aggregations()[d.kind].pipeline, nil
}

func (d *definition) read(c *context, part orderedjson.Member) *Error {
	if tokenOf(part.Value) != tObject {
		return parsing("Expected [START_OBJECT] under [%s], but got a [%s] in [%s]", part.Key, tokenName(part.Value), c.aggregation)
	}
	var err *Error
	switch part.Key {
	case "meta":
		d.meta = asRead(part.Value)
	case "aggregations", "aggs":
		if d.children != nil && d.children != omitted {
			return parsing("Found two sub aggregation definitions under [%s]", c.aggregation)
		}
		d.children, err = readAggregations(c, part.Value)
	default:
		if d.kind != "" {
			return parsing("Found two aggregation type definitions in [%s]: [%s] and [%s]", c.aggregation, d.kind, part.Key)
		}
		known, ok := aggregations()[part.Key]
		if !ok || !aggregationsSince[part.Key].holds(c.dialect) {
			refusal := unknownAggregation(c, part.Key)
			if ok || !c.letsThrough(ForeignAggregation, part.Key, refusal) {
				return refusal
			}
			known.read = func(_ *context, v any) (any, *Error) { return v, nil }
		}
		d.kind = part.Key
		d.body, err = known.read(c, part.Value)
	}
	return err
}

func (d *definition) mayHaveChildren(name string) *Error {
	a := aggregations()[d.kind]
	if d.children == omitted || !(a.leaf || a.pipeline) {
		return nil
	}
	if a.pipeline {
		return illegal("Aggregation [%s] cannot define sub-aggregations", name)
	}
	return refuse(KindAggregationInit, "Aggregator [%s] of type [%s] cannot accept sub-aggregations", name, d.kind)
}

func (d *definition) print() *orderedjson.Object {
	o := &orderedjson.Object{}
	if d.meta != nil {
		o.Set("meta", d.meta)
	}
	o.Set(d.kind, d.body)
	if children, ok := d.children.(*orderedjson.Object); ok && children.Len() > 0 {
		o.Set("aggregations", children)
	}
	return o
}

func unknownAggregation(c *context, name string) *Error {
	names := aggregationNames(c.dialect)
	nearest, words := didYouMean(name, names)
	err := parsing("Unknown aggregation type [%s]%s", name, words)
	err.UnknownName, err.Suggestion, err.candidates = name, nearest, names
	err.Cause = &Error{Kind: KindNotFound, Reason: "unknown field [" + name + "]", UnknownName: name, Suggestion: nearest}
	return err
}

// aggregationNames are the types that a plain server would suggest.
func aggregationNames(d Dialect) []string {
	var names []string
	for known := range aggregations() {
		if !slices.Contains(pluginAggregations, known) && aggregationsSince[known].holds(d) {
			names = append(names, known)
		}
	}
	slices.Sort(names)
	return names
}
