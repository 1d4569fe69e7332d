package painless

import "github.com/alertplan/alertplan/internal/javavalue"

// Context is what a script is compiled for: it decides the names that the
// script sees and the type that it must return.
type Context int

const (
	// PainlessTest is the context of POST _scripts/painless/_execute: params,
	// any result.
	PainlessTest Context = iota
	// QueryLevelTrigger is the condition of a query-level (or cluster metrics)
	// trigger: params, and ctx, an object with fixed fields; boolean.
	QueryLevelTrigger
	// BucketSelector is the condition of a bucket-level trigger and the script
	// of bucket_selector, the core's aggregation_selector: params; boolean.
	BucketSelector
	// Filter is the script query's: params, doc; boolean.
	Filter
	// NumberSort and StringSort are those of a sort by script: params, doc,
	// _score; a double or a String.
	NumberSort
	StringSort
	// Aggs is the script of an aggregation, alone or over each _value of a
	// field: params, doc, _score, _value; any result.
	Aggs
	// Field is that of script_fields: params, doc; any result.
	Field
	// Score is script_score's: params, doc, _score; a double.
	Score
	// TermsSet is that of terms_set's minimum_should_match_script: params with
	// num_terms, doc; a Number.
	TermsSet
	// BucketAggregation is bucket_script's: params; a Number.
	BucketAggregation
	// AggsInit, AggsMap, AggsCombine and AggsReduce are those of
	// scripted_metric: params and state (states for the last); the map script
	// sees doc and _score too. The first two return nothing.
	AggsInit
	AggsMap
	AggsCombine
	AggsReduce
	// Update is that of _update and _update_by_query: params and ctx, a Map.
	Update
	// OlderQueryLevelTrigger is QueryLevelTrigger where ctx.alert is the alert itself,
	// not what holds it (1.3).
	OlderQueryLevelTrigger
)

// contextVariable is a name that a context's scripts see.
type contextVariable struct {
	name  string
	typ   typ
	value func(s *Script, b *Bindings) Value
}

// contextRules is what a context means for the compiler. arguments is how many
// the server's own execute method takes; the other names are got as they are
// used.
type contextRules struct {
	result    typ
	arguments int
	variables []contextVariable
}

var (
	paramsVariable = contextVariable{"params", "Map", func(s *Script, b *Bindings) Value { return s.params(b) }}
	docVariable    = contextVariable{"doc", "Map", func(_ *Script, b *Bindings) Value { return docOf(b) }}
	scoreVariable  = contextVariable{"_score", "double", func(_ *Script, b *Bindings) Value { return b.score() }}
	boxedScore     = contextVariable{"_score", "Number", func(_ *Script, b *Bindings) Value { return b.score() }}
	wideScore      = contextVariable{"_score", "double", func(_ *Script, b *Bindings) Value { return b.score() }}
	aggregated     = contextVariable{"_value", "def", func(_ *Script, b *Bindings) Value { return b.AggregationValue }}
	triggerCtx     = contextVariable{"ctx", "QueryLevelTriggerExecutionContext", func(_ *Script, b *Bindings) Value { return b.Ctx }}
	olderCtx       = contextVariable{"ctx", "OlderTriggerContext", func(_ *Script, b *Bindings) Value { return olderContext{b.Ctx} }}
	stateVariable  = contextVariable{"state", "Map", func(_ *Script, b *Bindings) Value { return b.State }}
	anyState       = contextVariable{"state", "def", func(_ *Script, b *Bindings) Value { return b.State }}
	documentCtx    = contextVariable{"ctx", "Map", func(_ *Script, b *Bindings) Value { return b.Document }}
	statesVariable = contextVariable{"states", "List", func(_ *Script, b *Bindings) Value { return b.State }}
)

var rulesOf = map[Context]contextRules{
	PainlessTest:           {"def", 0, []contextVariable{paramsVariable}},
	QueryLevelTrigger:      {"boolean", 1, []contextVariable{paramsVariable, triggerCtx}},
	OlderQueryLevelTrigger: {"boolean", 1, []contextVariable{paramsVariable, olderCtx}},
	BucketSelector:         {"boolean", 0, []contextVariable{paramsVariable}},
	Filter:                 {"boolean", 0, []contextVariable{paramsVariable, docVariable}},
	NumberSort:             {"double", 0, []contextVariable{paramsVariable, docVariable, wideScore}},
	StringSort:             {"String", 0, []contextVariable{paramsVariable, docVariable, wideScore}},
	Aggs:                   {"def", 0, []contextVariable{paramsVariable, docVariable, boxedScore, aggregated}},
	Field:                  {"def", 0, []contextVariable{paramsVariable, docVariable}},
	Score:                  {"double", 1, []contextVariable{paramsVariable, docVariable, scoreVariable}},
	TermsSet:               {"Number", 0, []contextVariable{paramsVariable, docVariable}},
	BucketAggregation:      {"Number", 0, []contextVariable{paramsVariable}},
	AggsInit:               {"void", 0, []contextVariable{paramsVariable, anyState}},
	AggsMap:                {"void", 0, []contextVariable{paramsVariable, stateVariable, docVariable, wideScore}},
	AggsCombine:            {"def", 0, []contextVariable{paramsVariable, stateVariable}},
	AggsReduce:             {"def", 0, []contextVariable{paramsVariable, statesVariable}},
	Update:                 {"void", 0, []contextVariable{paramsVariable, documentCtx}},
}

// wide tells whether the server puts doc, _source and the like among the params.
func (c Context) wide() bool {
	switch c {
	case NumberSort, StringSort, Aggs, Field, Score, TermsSet, AggsMap:
		return true
	}
	return false
}

// changesParams tells whether a script may change its params.
func (c Context) changesParams() bool { return c == BucketSelector || c == BucketAggregation }

// params is what the script sees as params.
func (s *Script) params(b *Bindings) Value {
	params := b.Params
	if params == nil {
		params = javavalue.NewHashMap()
	}
	switch {
	case s.context.changesParams():
		return params
	case s.context.wide():
		return &wideParams{given: params, b: b}
	}
	unmodifiable := *params
	unmodifiable.ReadOnly = true
	return &unmodifiable
}

func (b *Bindings) score() Value {
	if b.Score == nil {
		refuse(0, "_score")
	}
	return b.Score()
}

func docOf(b *Bindings) Value {
	if b.Doc == nil {
		refuse(0, "doc")
	}
	return &fieldMap{fields: b.Doc}
}
