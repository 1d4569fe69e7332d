package search

import (
	"errors"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
)

// script is a compiled script over a shard's documents, or, on a shard without
// an index, of a pipeline.
type script struct {
	shard    *shard
	source   string
	params   *javavalue.Map
	compiled *painless.Script
}

// script compiles {"source": …, "lang": …, "params": …}. A script that the server
// would not compile is a script_exception.
func (s *shard) script(body *orderedjson.Object, context painless.Context) (*script, error) {
	if body == nil || body.Has("id") {
		return nil, fault.Unsupported("stored script")
	}
	if lang := body.Text("lang"); lang != "" && lang != "painless" {
		return nil, fault.Unsupported("script in [%s]", lang)
	}
	out := &script{shard: s, source: body.Text("source"), params: javavalue.NewHashMap()}
	for _, m := range body.Object("params").Members() {
		out.params.Put(m.Key, javavalue.FromJSON(m.Value))
	}
	var err error
	if out.compiled, err = s.dialect.Scripts.Compile(out.source, context); err != nil {
		return nil, out.fault(err)
	}
	return out, nil
}

// scriptInput is what a script sees beside its params: a document, its score, a
// value of the field of an aggregation, the state of a scripted metric.
type scriptInput struct {
	doc   *doc
	score func() float64
	value javavalue.Value
	state javavalue.Value
	// params take the place of the script's own where a search adds to them.
	params *javavalue.Map
}

// run runs the script for a document; nil stands for none.
func (x *script) run(d *doc) (javavalue.Value, error) { return x.on(scriptInput{doc: d}) }

func (x *script) on(in scriptInput) (javavalue.Value, error) {
	b := painless.Bindings{
		Params: x.params, Score: in.score, AggregationValue: in.value, State: in.state, Now: x.shard.now.UnixMilli,
		JDK: x.shard.dialect.JDK,
	}
	if in.params != nil {
		b.Params = in.params
	}
	if in.doc != nil && x.shard.Index != nil {
		d := in.doc
		b.Doc = &docFields{x.shard, d}
		b.Source = func() painless.Value { return javavalue.FromJSON(Shown(x.shard.Mapping, d.top.Source)) }
	}
	v, err := x.compiled.Run(b)
	if err != nil {
		return nil, x.fault(err)
	}
	return v, nil
}

// withParams is a copy of the script's params, for a search to add to.
func (x *script) withParams() *javavalue.Map {
	params := javavalue.NewHashMap()
	for _, e := range x.params.Entries() {
		params.Put(e.Key, e.Value)
	}
	return params
}

// fault is a script's error in the server's form.
func (x *script) fault(err error) error {
	var compile *painless.CompileError
	if errors.As(err, &compile) {
		return x.exception("compile error", compile.Excerpt(x.source)).CausedBy(scriptCause(compile.Type, compile.Reason))
	}
	var thrown *painless.RuntimeError
	if errors.As(err, &thrown) {
		return x.exception("runtime error", thrown.Excerpt(x.source), thrown.Calls...).CausedBy(scriptCause(thrown.Type, thrown.Reason))
	}
	var cannot *painless.UnsupportedError
	if errors.As(err, &cannot) {
		return fault.Unsupported("script: %s", cannot.Construct)
	}
	return err
}

// exception is a script_exception with the excerpt that shows where.
func (x *script) exception(reason string, at painless.Excerpt, calls ...string) *fault.Error {
	stack := []any{}
	for _, line := range append(calls[:len(calls):len(calls)], at.Lines[:]...) {
		stack = append(stack, line)
	}
	position := orderedjson.NewObject()
	position.Set("offset", whole(int64(at.Offset)))
	position.Set("start", whole(int64(at.Start)))
	position.Set("end", whole(int64(at.End)))
	return fault.New(400, "script_exception", "%s", reason).
		With("script_stack", stack).
		With("script", x.source).With("lang", "painless").With("position", position)
}

func scriptCause(kind, reason string) *fault.Error {
	e := &fault.Error{Type: kind, Reason: reason}
	if reason == "" {
		e.With("reason", nil) // Java has none, which prints as null
	}
	if reason == "unexpected end of script." {
		e.Cause = scriptCause("no_viable_alt_exception", "")
	}
	return e
}
