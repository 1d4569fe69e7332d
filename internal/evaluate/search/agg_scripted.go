package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
)

// scriptedMetric are the scripts of a scripted_metric on one shard.
type scriptedMetric struct {
	init, each, combine *script
	params              *javavalue.Map // of the aggregation
}

func checkScripted(a *aggregation, s *shard) error {
	_, err := a.scriptedOn(s)
	return err
}

// scriptedOn compiles what runs on a shard, in the server's order.
func (a *aggregation) scriptedOn(s *shard) (*scriptedMetric, error) {
	if err := a.known("init_script", "map_script", "combine_script", "reduce_script", "params"); err != nil {
		return nil, err
	}
	if !a.body.Has("map_script") {
		return nil, fault.Unsupported("aggregation [scripted_metric] without a map_script")
	}
	for _, required := range [][2]string{{"combine_script", "combineScript"}, {"reduce_script", "reduceScript"}} {
		if !a.body.Has(required[0]) {
			return nil, fault.Illegal("[%s] must not be null: [%s]", required[1], a.name)
		}
	}
	m := &scriptedMetric{params: javavalue.NewHashMap()}
	var err error
	if a.body.Has("init_script") {
		if m.init, err = s.script(a.scriptBody("init_script"), painless.AggsInit); err != nil {
			return nil, err
		}
	}
	if m.each, err = s.script(a.scriptBody("map_script"), painless.AggsMap); err != nil {
		return nil, err
	}
	if m.combine, err = s.script(a.scriptBody("combine_script"), painless.AggsCombine); err != nil {
		return nil, err
	}
	for _, x := range []*script{m.init, m.each, m.combine} {
		if err := a.checkParams(x); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// scriptBody is a script, written as an object or as its source alone.
func (a *aggregation) scriptBody(key string) *orderedjson.Object {
	if source := a.body.Text(key); source != "" {
		return orderedjson.NewObject(orderedjson.Member{Key: "source", Value: source})
	}
	return a.body.Object(key)
}

// checkParams stops a name that both the aggregation and a script give.
func (a *aggregation) checkParams(x *script) error {
	for _, m := range a.body.Object("params").Members() {
		if x == nil {
			return nil
		}
		if _, both := x.params.Get(m.Key); both {
			return fault.Illegal("Parameter name \"%s\" used in both aggregation and script parameters", m.Key)
		}
	}
	return nil
}

// merged are the params of a script of a scripted metric: its own and the
// aggregation's, which given holds.
func (x *script) merged(given *javavalue.Map) *javavalue.Map {
	params := x.withParams()
	for _, e := range given.Entries() {
		params.Put(e.Key, e.Value)
	}
	return params
}

func (a *aggregation) givenParams() *javavalue.Map {
	params := javavalue.NewHashMap()
	for _, m := range a.body.Object("params").Members() {
		params.Put(m.Key, javavalue.FromJSON(m.Value))
	}
	return params
}

// evaluateScripted runs init, map and combine on every shard, and reduce over
// what they give.
func evaluateScripted(a *aggregation, in sets) (*orderedjson.Object, error) {
	states := javavalue.NewList()
	filled, err := a.inFilledBucket(in)
	if err != nil {
		return nil, err
	}
	if filled || len(in) == 0 {
		states.Items, in = append(states.Items, nil), nil
	}
	for _, set := range in {
		state, err := a.scriptedState(set)
		if err != nil {
			return nil, a.shardFailure(set.shard, err)
		}
		states.Items = append(states.Items, state)
	}
	s := &shard{now: a.run.now, dialect: a.run.dialect}
	x, err := s.script(a.scriptBody("reduce_script"), painless.AggsReduce)
	if err != nil {
		return nil, reduceFailure(err)
	}
	v, err := x.on(scriptInput{state: states, params: x.merged(a.givenParams())})
	if err != nil {
		return nil, reduceFailure(err)
	}
	w, err := jsonOf(v, a.run.dialect.JDK)
	if err != nil {
		return nil, fault.Unsupported("aggregation [scripted_metric] whose result can't be written")
	}
	return a.withMeta(orderedjson.NewObject(orderedjson.Member{Key: "value", Value: w})), nil
}

// scripts tells whether there is a scripted metric, at any depth.
func (a *aggregation) scripts() bool {
	return a.kind == "scripted_metric" || slices.ContainsFunc(a.subs, (*aggregation).scripts)
}

// inFilledBucket tells whether the aggregation stands in a bucket that no shard
// has, with which a histogram fills a gap: there is one state then, null. Deep in a
// bucket that is shown without documents it can't be told here.
func (a *aggregation) inFilledBucket(in sets) (bool, error) {
	if in.count() > 0 || a.run.filling {
		return a.run.filling, nil
	}
	for p := a.parent; p != nil; p = p.parent {
		switch p.kind {
		case "histogram", "date_histogram", "auto_date_histogram":
			if p != a.parent {
				return false, fault.Unsupported("aggregation [scripted_metric] without documents, deep in a [%s]", p.kind)
			}
			return true, nil
		}
	}
	return false, nil
}

// scriptedState is what a shard's documents come to. The init and the combine
// script share the aggregation's params, the map script has a copy.
func (a *aggregation) scriptedState(set shardHits) (javavalue.Value, error) {
	m, err := a.scriptedOn(set.shard)
	if err != nil {
		return nil, err
	}
	state, given := javavalue.NewHashMap(), a.givenParams()
	if m.init != nil {
		if _, err := m.init.on(scriptInput{state: state, params: m.init.merged(given)}); err != nil {
			return nil, err
		}
	}
	params := m.each.merged(a.givenParams())
	for _, d := range set.docs {
		in := scriptInput{doc: d, state: state, params: params}
		if set.query != nil {
			in.score = func() float64 { return float64(set.score(d)) }
		}
		if _, err := m.each.on(in); err != nil {
			return nil, err
		}
	}
	v, err := m.combine.on(scriptInput{state: state, params: m.combine.merged(given)})
	if err != nil {
		return nil, err
	}
	if _, err := jsonOf(v, javavalue.JDK21); err != nil {
		return nil, fault.Unsupported("aggregation [scripted_metric] whose combine_script returns what shards can't send")
	}
	return v, nil
}

// shardFailure is the answer where an aggregation's script throws on a shard: all
// shards have failed where there is one, else it is refused.
func (a *aggregation) shardFailure(s *shard, err error) error {
	e, ok := err.(*fault.Error)
	if !ok {
		return err
	}
	if len(a.run.shards) != 1 {
		return fault.Unsupported("aggregation whose script throws on one of several shards (%s)", e.Reason)
	}
	return allFailed([]failure{{s, e}})
}

// reduceFailure is the answer where a script throws after the shards have
// answered (asked of 2.19.4).
func reduceFailure(err error) error {
	e, ok := err.(*fault.Error)
	if !ok {
		return err
	}
	out := fault.New(e.Status, "search_phase_execution_exception", "").
		With("phase", "fetch").With("grouped", true).With("failed_shards", []any{}).CausedBy(e)
	out.Roots = []*fault.Error{}
	return out
}
