package search

import (
	"math"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// functionScore changes the scores of a query by functions of its documents, and
// with least (min_score) leaves out those that score too low.
type functionScore struct {
	inner     query
	functions []scoreFunction
	alone     bool   // one function, of all documents: it is taken as it is, whatever the mode
	mode      string // how the functions' scores become one: multiply …
	combine   string // and how that one meets the query's
	most      float64
	least     *float32
}

// scoreFunction is what a function says of the documents that its filter matches.
type scoreFunction struct {
	filter query
	weight *float32
	value  func(*doc) float64 // nil: 1
	// script is script_score, which sees the query's own score; nil: none.
	script func(d *doc, score func() float64) float64
}

func (s *shard) functionScore(body *orderedjson.Object) (query, error) {
	p := params{Object: body}
	if err := p.only("function_score", "query", "functions", "score_mode", "boost_mode", "max_boost", "min_score"); err != nil {
		return nil, err
	}
	if gone, err := s.rewrite(body.Object("query")); gone || err != nil {
		return none{}, err // the functions are never read
	}
	q := functionScore{mode: strings.ToLower(body.Text("score_mode")), combine: strings.ToLower(body.Text("boost_mode")), most: math.MaxFloat32}
	if v, ok := body.Get("max_boost"); ok {
		n, _ := toFloat(v)
		q.most = float64(float32(n))
	}
	if v, ok := body.Get("min_score"); ok && v != nil {
		n, _ := toFloat(v)
		least := float32(n)
		q.least = &least
	}
	for _, x := range body.Array("functions") { // what is wrong with them is told first
		o, _ := x.(*orderedjson.Object)
		f, err := s.scoreFunction(o)
		if err != nil {
			return nil, err
		}
		q.functions = append(q.functions, f)
		q.alone = len(body.Array("functions")) == 1 && (!o.Has("filter") || s.isMatchAll(o.Object("filter")))
	}
	var err error
	if q.inner, err = s.compile(body.Object("query")); err != nil {
		return nil, err
	}
	if len(q.functions) == 0 && q.least == nil {
		// All generations keep it around its query, so the index can't count that.
		return apart{query: withBoost(q.inner, boost(body))}, nil
	}
	if q.least != nil && s.weighed && body != s.scoredTop { // the server drops a boost where no score is told, if it is at the right place
		return nil, fault.Unsupported("query [function_score] with [min_score] and [boost], unscored or within another query")
	}
	return withBoost(q, boost(body)), nil
}

func (s *shard) scoreFunction(o *orderedjson.Object) (scoreFunction, error) {
	f := scoreFunction{filter: all{}}
	for _, m := range o.Members() {
		var err error
		switch m.Key {
		case "filter": // below
		case "weight":
			n, _ := toFloat(m.Value)
			weight := float32(n)
			f.weight = &weight
		case "field_value_factor":
			f.value, err = s.fieldFactor(o.Object(m.Key))
		case "script_score":
			f.script, err = s.scriptScore(o.Object(m.Key))
		case "_name":
		default:
			err = fault.Unsupported("query [function_score] with [%s]", m.Key)
		}
		if err != nil {
			return f, err
		}
	}
	var err error
	if o.Has("filter") {
		f.filter, err = s.compile(o.Object("filter"))
	}
	return f, err
}

// fieldFactor is a field's first value, times a factor, changed by a function.
func (s *shard) fieldFactor(o *orderedjson.Object) (func(*doc) float64, error) {
	f := s.field(o.Text("field"))
	missing, hasMissing := o.Get("missing")
	if f == nil && !hasMissing {
		return nil, s.created(fault.New(0, "exception", "Unable to find a field mapper for field [%s]. No 'missing' value defined.", o.Text("field")))
	}
	if f != nil {
		if err := aggregatable(f); err != nil {
			return nil, s.throwing(err)
		}
		if f.IsWord() || f.Type == "ip" {
			return nil, fault.Unsupported("query [function_score] with [field_value_factor] on a %s", f.Type)
		}
	}
	factor := 1.0
	if v, ok := o.Get("factor"); ok {
		n, _ := toFloat(v)
		factor = float64(float32(n))
	}
	change := modifiers[strings.ToLower(o.Text("modifier"))]
	return func(d *doc) float64 {
		var value float64
		if first, ok := firstNumber(f, d); ok {
			value = first
		} else if value, _ = toFloat(missing); !hasMissing {
			s.refuse("query [function_score] with [field_value_factor] on documents without the field")
		}
		if value *= factor; change != nil {
			value = change(value)
		}
		if value < 0 || math.IsNaN(value) {
			s.refuse("query [function_score] with a negative score")
		}
		return value
	}, nil
}

// throwing makes what an aggregation would say of a field what a query's creation says.
func (s *shard) throwing(err error) error {
	if cause, ok := err.(*fault.Error); ok && cause.Status != 0 {
		inner := *cause
		inner.Status = 0
		return s.failedToCreate(&inner)
	}
	return err
}

// refuse makes the whole search fail.
func (s *shard) refuse(what string) {
	if s.thrown == nil {
		s.thrown = fault.Unsupported("%s", what)
	}
}

func firstNumber(f *mapping.Field, d *doc) (float64, bool) {
	if f == nil || d.Values.Get(f.Path) == nil {
		return 0, false
	}
	v := d.Values.Get(f.Path)
	switch {
	case len(v.Floats) > 0:
		return v.Floats[0], true
	case len(v.Ints) > 0 && f.Type == "scaled_float":
		return float64(v.Ints[0]) * (1 / f.Scaling), true
	case len(v.Ints) > 0:
		return float64(v.Ints[0]), true
	}
	return 0, false
}

var modifiers = map[string]func(float64) float64{
	"log": math.Log10, "log1p": func(n float64) float64 { return math.Log10(n + 1) }, "log2p": func(n float64) float64 { return math.Log10(n + 2) },
	"ln": math.Log, "ln1p": math.Log1p, "ln2p": func(n float64) float64 { return math.Log1p(n + 1) },
	"square": func(n float64) float64 { return n * n }, "sqrt": math.Sqrt, "reciprocal": func(n float64) float64 { return 1 / n },
}

func (q functionScore) matches(d *doc) bool {
	return q.inner.matches(d) && (q.least == nil || q.score(d) >= *q.least)
}

func (q functionScore) boosted(factor float32) query {
	q.inner = withBoost(q.inner, factor)
	return q
}

func (q functionScore) score(d *doc) float32 {
	score := q.inner.score(d)
	if len(q.functions) == 0 {
		return score
	}
	n := math.Min(q.factor(d), q.most)
	switch q.combine {
	case "replace":
		return float32(n)
	case "sum":
		return float32(float64(score) + n)
	case "avg":
		return float32((n + float64(score)) / 2)
	case "min":
		return float32(math.Min(float64(score), n))
	case "max":
		return float32(math.Max(float64(score), n))
	}
	return float32(float64(score) * n)
}

// of is a function's own score.
func (f scoreFunction) of(d *doc, inner query) float64 {
	n := 1.0
	if f.script != nil {
		n = f.script(d, func() float64 { return float64(inner.score(d)) })
	}
	if f.value != nil {
		n = f.value(d)
	}
	if f.weight != nil {
		n *= float64(*f.weight)
	}
	return n
}

// factor is what the functions say together, 1 where none is asked.
func (q functionScore) factor(d *doc) float64 {
	if q.alone {
		return q.functions[0].of(d, q.inner)
	}
	var scores []float64
	weights := 0.0
	for _, f := range q.functions {
		if !f.filter.matches(d) {
			continue
		}
		scores = append(scores, f.of(d, q.inner))
		if f.weight != nil {
			weights += float64(*f.weight)
		} else {
			weights++
		}
	}
	if len(scores) == 0 {
		return 1
	}
	out := scores[0]
	for _, n := range scores[1:] {
		switch q.mode {
		case "max":
			out = math.Max(out, n)
		case "min":
			out = math.Min(out, n)
		case "sum", "avg":
			out += n
		case "multiply", "":
			out *= n
		}
	}
	switch {
	case q.mode == "sum" && weights == 0, q.mode == "avg" && weights == 0:
		return 1
	case q.mode == "avg":
		return out / weights
	}
	return out
}
