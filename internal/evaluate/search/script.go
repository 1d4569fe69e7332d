package search

import (
	"errors"
	"math"
	"strings"
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
)

// script is a script over a shard's documents. It sees params and, where it
// stands for a document, doc.
type script struct {
	shard    *shard
	written  docSource
	params   *javavalue.Map
	compiled *painless.Script
}

// scriptUse is where a script stands: it decides what a script must return and
// whether it finds a document's source in params.
type scriptUse struct {
	context painless.Context
	source  bool
}

var (
	fieldScript  = scriptUse{painless.PainlessTest, true}
	valueScript  = scriptUse{painless.PainlessTest, false}
	filterScript = scriptUse{painless.BucketSelector, false}
)

// script compiles {"source": …, "lang": …, "params": …}. A script that the server
// would not compile is a script_exception.
func (s *shard) script(body *orderedjson.Object, use scriptUse) (*script, error) {
	if body == nil || body.Has("id") {
		return nil, fault.Unsupported("stored script")
	}
	if lang := body.Text("lang"); lang != "" && lang != "painless" {
		return nil, fault.Unsupported("script in [%s]", lang)
	}
	out := &script{shard: s, params: javavalue.NewHashMap()}
	var err error
	if out.written, err = s.readDocSource(body.Text("source"), use); err != nil {
		return nil, err
	}
	for _, m := range body.Object("params").Members() {
		out.params.Put(m.Key, javavalue.FromJSON(m.Value))
	}
	if out.compiled, err = painless.Compile(out.written.text, use.context); err != nil {
		return nil, out.fault(err)
	}
	return out, nil
}

// run runs the script for a document; nil stands for none.
func (x *script) run(d *doc) (javavalue.Value, error) {
	params := javavalue.NewHashMap()
	for _, e := range x.params.Entries() {
		params.Put(e.Key, e.Value)
	}
	if d != nil {
		if err := x.written.bind(params, x.shard, d); err != nil {
			return nil, err
		}
	}
	v, err := x.compiled.Run(painless.Bindings{Params: params, Now: x.shard.now.UnixMilli})
	if err != nil {
		return nil, x.fault(err)
	}
	return v, nil
}

// number is what the script returns as a double; nil is none.
func (x *script) number(d *doc) ([]float64, error) {
	v, err := x.run(d)
	if err != nil {
		return nil, err
	}
	if list, ok := v.(*javavalue.List); ok {
		var out []float64
		for _, item := range list.Items {
			n, ok := javaNumber(item)
			if !ok {
				return nil, fault.Unsupported("script that returns a list of other than numbers")
			}
			out = append(out, n)
		}
		return out, nil
	}
	n, ok := javaNumber(v)
	if !ok {
		return nil, fault.Unsupported("script of an aggregation that returns no number")
	}
	return []float64{n}, nil
}

func javaNumber(v javavalue.Value) (float64, bool) {
	switch v := v.(type) {
	case int8:
		return float64(v), true
	case int16:
		return float64(v), true
	case int32:
		return float64(v), true
	case int64:
		return float64(v), true
	case float32:
		return float64(v), true
	case float64:
		return v, !math.IsNaN(v)
	}
	return 0, false
}

// fault is a script's error in the server's form.
func (x *script) fault(err error) error {
	var compile *painless.CompileError
	if errors.As(err, &compile) {
		at := x.written.place(compile.Offset)
		return x.exception("compile error", at, [2]int{at - 25, at + 25}).CausedBy(scriptCause(compile.Type, compile.Reason))
	}
	var thrown *painless.RuntimeError
	if errors.As(err, &thrown) && thrown.Type == "illegal_argument_exception" && x.written.reads("date") {
		return fault.Unsupported("script with a date's value: %s", thrown.Reason) // it has Joda's methods there
	} else if errors.As(err, &thrown) {
		bounds := [2]int{x.written.place(thrown.Start), x.written.place(thrown.End)}
		if bounds[0] >= bounds[1] { // in what stands before the script, for its documents
			bounds = [2]int{0, len(x.written.original)}
		}
		return x.exception("runtime error", x.written.place(thrown.Offset), bounds).CausedBy(scriptCause(thrown.Type, thrown.Reason))
	}
	var cannot *painless.UnsupportedError
	if errors.As(err, &cannot) {
		return fault.Unsupported("script: %s", cannot.Construct)
	}
	return err
}

// exception is a script_exception with the excerpt between two bounds. The
// compiler's shows 25 letters on either side (transcripts documents/search_errors).
func (x *script) exception(reason string, at int, bounds [2]int) *fault.Error {
	text := utf16.Encode([]rune(x.written.original))
	start, end := max(0, bounds[0]), min(len(text), bounds[1])
	line, pointer := string(utf16.Decode(text[start:max(start, end)])), strings.Repeat(" ", max(0, at-start))
	if reason == "compile error" {
		if start > 0 {
			line, pointer = "... "+line, "    "+pointer
		}
		if end < len(text) {
			line += " ..."
		}
	}
	position := orderedjson.NewObject()
	position.Set("offset", whole(int64(at)))
	position.Set("start", whole(int64(start)))
	position.Set("end", whole(int64(end)))
	return fault.New(400, "script_exception", "%s", reason).
		With("script_stack", []any{line, pointer + "^---- HERE"}).
		With("script", x.written.original).With("lang", "painless").With("position", position)
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
