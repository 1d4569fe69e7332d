package schema

import (
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

var expectationChecks = []Check{
	{"conflicting-expectations", "Conflicting expectations", hcl.DiagError, "A test expects two things that can't both be, and so fails whatever the monitor does."},
	{"unfit-expectation", "Expectation that does not fit the monitor", hcl.DiagError, "A test expects what a monitor of this type does not have, such as hits where nothing is searched."},
	{"invalid-count", "Invalid comparison", hcl.DiagError, "A number that is expected is none, or a comparison that says nothing."},
	{"invalid-pattern", "Invalid regular expression", hcl.DiagError, "A regular expression of a test does not compile."},
	{"invalid-state", "Invalid state", hcl.DiagError, "A test expects a state that no alert has."},
}

// checkAgainstMonitor looks for what this monitor or trigger does not have.
func (e *expectBlock) checkAgainstMonitor(x testcase.Expectation) {
	if e.monitor == nil || e.trigger == nil {
		return
	}
	unfit := func(name, detail string, args ...any) { e.report("unfit-expectation", e.at(name), detail, args...) }
	search, searches := e.monitor.Input.(*monitors.Search)
	_, documents := e.monitor.Input.(*monitors.DocumentQueries)
	for _, name := range []string{"hits", "aggregations"} {
		if e.has(name) && !searches {
			unfit(name, "%s are those of a search, and this monitor has none. Take the line out.", name)
		}
	}
	if e.has("documents") && !searches && !documents {
		unfit("documents", "This monitor looks at no documents. Take the line out.")
	}
	if _, buckets := e.trigger.Condition.(*monitors.BucketCondition); e.has("buckets") && !buckets {
		unfit("buckets", "The trigger %q is of no bucket-level monitor, so it has no buckets. Look at aggregations, or take the line out.", x.Trigger)
	}
	_, other := e.trigger.Condition.(*monitors.OtherCondition)
	for name, text := range map[string]testcase.Text{"message": x.Message, "subject": x.Subject} {
		if !text.IsZero() && len(e.trigger.Actions) == 0 && !other {
			unfit(e.anyOf(name), "The trigger %q has no action, so it has no %s. Add an action, or take the line out.", x.Trigger, name)
		}
	}
	if searches && search.Body != nil {
		e.checkAggregations(x, search)
		if most, ok := pageOf(search.Body); ok && int64(len(x.Documents)) > most {
			unfit("documents", "The search brings back %d documents at most (size), and these are %d. Count hits, or make size larger.", most, len(x.Documents))
		}
	}
}

// pageOf is how many documents a search brings back at most; false where that is
// not known in this run.
func pageOf(body *orderedjson.Object) (int64, bool) {
	if !body.Has("size") {
		return defaultSize, true
	}
	return wholeNumber(body, "size")
}

// anyOf is the argument by which something is expected of a text.
func (r reading) anyOf(name string) string {
	for _, argument := range []string{name, name + "_contains", name + "_matches"} {
		if r.has(argument) {
			return argument
		}
	}
	return name
}

// checkAggregations looks for paths that begin with no aggregation of the search.
func (e *expectBlock) checkAggregations(x testcase.Expectation, search *monitors.Search) {
	var names []string
	for _, key := range []string{"aggregations", "aggs"} {
		if o := search.Body.Object(key); o != nil {
			names = append(names, o.Keys()...)
		} else if search.Body.Has(key) {
			return // not known in this run
		}
	}
	for _, value := range x.Aggregations {
		if beginsWith(value.Path, names) {
			continue
		}
		first, _, _ := strings.Cut(value.Path, ".")
		at := e.at("aggregations").at(locate(e.attributes["aggregations"].Expr, "/"+pointerKey(value.Path)))
		e.report("unfit-expectation", at, "The search has no aggregation %q.%s", first, thereIsLabelled(first, names, "aggregation"))
	}
}

func beginsWith(path string, names []string) bool {
	for _, name := range names {
		if path == name || strings.HasPrefix(path, name+".") {
			return true
		}
	}
	return false
}
