package search

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// node is what stands where the server names its node; it means nothing.
const node = "offline"

// allFailed is the error of a search that no shard answered. Equal failures of
// several indices are grouped, as the server does it: by type and index.
func allFailed(failures []failure) error { return allFailedIn("query", failures) }

func allFailedIn(phase string, failures []failure) error {
	e := fault.New(statusOf(failures), "search_phase_execution_exception", "all shards failed")
	e.With("phase", phase).With("grouped", true)
	var shards []any
	seen := map[string]bool{}
	for _, f := range failures {
		key := f.err.Type + f.shard.Name
		if seen[key] {
			continue
		}
		seen[key] = true
		root := scriptRoot(f.err)
		e.Roots = append(e.Roots, &fault.Error{Type: root.Type, Reason: root.Reason, Extra: root.Extra})
		shards = append(shards, printFailure(f))
	}
	e.With("failed_shards", shards)
	e.Cause = shardCause(failures[0])
	return e
}

// statusOf is the status of a search that shards failed: of the last that is the server's
// own fault, else of the first.
func statusOf(failures []failure) int {
	status := failures[0].err.Status
	for _, f := range failures[1:] {
		if f.err.Status >= 500 {
			status = f.err.Status
		}
	}
	return status
}

// nothingReduced is the error of a search with aggregations where the only shards that
// could match failed: the server has none to bring together (observed on 1.3.14, 2.19.4
// and 3.5.0).
func (r *run) nothingReduced() error {
	e := allFailedIn("fetch", r.failures).(*fault.Error) // it makes no others
	e.Reason, e.Cause = "", (&fault.Error{Type: "null_pointer_exception"}).With("reason", nil)
	return e
}

// partlyFailed is the error of a search that some shards did not answer, where that is
// not enough (allow_partial_search_results=false).
func (r *run) partlyFailed() error {
	phase := "query"
	if len(r.lost) > 0 {
		phase = "fetch"
	}
	e := allFailedIn(phase, r.failures).(*fault.Error) // it makes no others
	e.Reason, e.Cause = "Partial shards failure", nil
	return e
}

// javaErrors are exceptions that are not the server's own. Where one is the cause,
// it is told twice.
var javaErrors = []string{"illegal_argument_exception", "illegal_state_exception", "unsupported_operation_exception",
	"null_pointer_exception", "number_format_exception"}

// shardCause is what a search that no shard answered tells of the first failure: of
// the server's own a script's alone, but where the generation tells all.
func shardCause(f failure) *fault.Error {
	switch root := scriptRoot(f.err); {
	case slices.Contains(javaErrors, f.err.Type):
		return &fault.Error{Type: f.err.Type, Reason: f.err.Reason, Cause: &fault.Error{Type: f.err.Type, Reason: f.err.Reason, Cause: f.err.Cause}}
	case f.err.Type == "query_shard_exception" && root != f.err:
		return root
	case f.shard.dialect.TellsCause:
		return f.err
	}
	return nil
}

// scriptRoot is the script_exception beneath an error, or the error itself: the
// server takes the innermost of its own exceptions as the root.
func scriptRoot(e *fault.Error) *fault.Error {
	for cause := e.Cause; cause != nil; cause = cause.Cause {
		if strings.HasPrefix(cause.Reason, "Cannot parse '") {
			return e // of Lucene's, which has the same name
		}
		if cause.Type == "script_exception" || cause.Type == "parse_exception" || cause.Type == "exception" {
			return cause
		}
	}
	return e
}

func printFailure(f failure) *orderedjson.Object {
	o := orderedjson.NewObject()
	o.Set("shard", whole(int64(f.shard.number)))
	o.Set("index", f.shard.Name)
	o.Set("node", node)
	o.Set("reason", f.err.Object())
	return o
}

func (r *run) printShards() *orderedjson.Object {
	o := orderedjson.NewObject()
	o.Set("total", whole(int64(len(r.shards))))
	o.Set("successful", whole(int64(len(r.shards)-len(r.failures))))
	o.Set("skipped", whole(int64(r.skipped)))
	o.Set("failed", whole(int64(len(r.failures))))
	if len(r.failures) > 0 {
		var list []any
		seen := map[string]bool{}
		for _, f := range r.failures { // equal ones of an index once, as in allFailed
			if key := f.err.Type + f.err.Reason + f.shard.Name; !seen[key] {
				seen[key] = true
				list = append(list, printFailure(f))
			}
		}
		o.Set("failures", list)
	}
	return o
}

// single prints a float as the server does: the shortest text that reads back.
func single(f float32) any { return singleOf(f, javavalue.JDK21) }

// singleOf prints a float as a JDK does: older ones not always in the shortest way.
func singleOf(f float32, jdk javavalue.JDK) any {
	if d := float64(f); math.IsInf(d, 0) || math.IsNaN(d) {
		return mapping.JavaDouble(d)
	}
	return json.Number(javavalue.FloatText(f, jdk))
}

func (r *run) printHit(h hit) (*orderedjson.Object, error) {
	o := orderedjson.NewObject()
	o.Set("_index", h.shard.Name)
	if r.dialect.MappingTypes {
		o.Set("_type", "_doc")
	}
	nested := h.doc.Path != ""
	read := !r.storedNone || nested // whose document is read for it
	if read && !r.idless {
		o.Set("_id", h.doc.top.ID)
	}
	if r.version {
		o.Set("_version", whole(h.doc.top.Version))
	}
	if r.seqNo && h.doc.Path == "" { // nested ones are not assigned any
		o.Set("_seq_no", whole(h.doc.top.SeqNo))
		o.Set("_primary_term", whole(h.doc.top.PrimaryTerm))
	}
	o.Set("_score", r.printScore(h))
	if routing := h.doc.top.Routing; routing != "" && !r.storedNone {
		o.Set("_routing", routing)
	}
	if ignored := h.doc.top.Fields.Ignored(); len(ignored) > 0 && !r.storedNone && !nested {
		list := make([]any, len(ignored))
		for i, path := range ignored {
			list[i] = path
		}
		o.Set("_ignored", list)
	}
	if err := r.checkSource(h.shard); err != nil {
		return nil, err
	}
	if source := Shown(h.shard.Mapping, h.doc.top.Source); source != nil && r.source.fetch && read {
		o.Set("_source", r.source.apply(source))
	}
	fields, err := r.printFields(h)
	if err != nil {
		return nil, err
	}
	if fields.Len() > 0 {
		o.Set("fields", fields)
	}
	if r.highlight != nil {
		lit, err := r.highlights(h)
		if err != nil {
			return nil, err
		}
		if lit.Len() > 0 {
			o.Set("highlight", lit)
		}
	}
	if labels := r.printLabels(h); labels != nil {
		o.Set("matched_queries", labels)
	}
	if collapsedByScore := r.collapse != "" && len(r.sorts) == 1 && r.sorts[0].field == "_score"; len(r.sorts) > 0 && !collapsedByScore {
		values := make([]any, len(h.sort))
		for i, v := range h.sort {
			values[i] = v.print(r.dialect.JDK)
		}
		o.Set("sort", values)
	}
	if err := r.addInner(o, h); err != nil {
		return nil, err
	}
	if h.doc.Path != "" {
		return r.nestedHit(h, o)
	}
	return o, nil
}

func (r *run) printScore(h hit) any {
	if len(r.sorts) > 0 && !r.trackScores {
		if r.inner {
			return nil
		}
		for _, k := range r.sorts {
			if k.field == "_score" {
				return singleOf(h.score, r.dialect.JDK)
			}
		}
		return nil
	}
	return singleOf(h.score, r.dialect.JDK)
}

// nothing is the answer where all shards that were asked failed, and others were
// left out: these count as answered, with nothing to bring together (2.19.4).
func (r *run) nothing() *orderedjson.Object {
	hits := orderedjson.NewObject()
	total := orderedjson.NewObject()
	total.Set("value", whole(0))
	total.Set("relation", "eq")
	hits.Set("total", total)
	hits.Set("max_score", single(0))
	hits.Set("hits", []any{})
	out := orderedjson.NewObject()
	out.Set("took", whole(0))
	out.Set("timed_out", false)
	out.Set("_shards", r.printShards())
	out.Set("hits", hits)
	return out
}
