package preflight

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/mustache"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// cause is what became of a search that was asked by itself.
type cause struct {
	works   bool   // it answered
	nothing bool   // no index was searched
	away    bool   // shards did not answer, for no fault of the search
	reason  string // in the server's words; "" where it told none
}

// cause asks for the reason of a search that failed in a run: an answer of _execute
// says that all shards failed, and not why.
func (r *runs) cause(ctx context.Context, m monitors.Monitor, run wire.Run) cause {
	answer, err := r.search(ctx, m, period{run.PeriodStart, run.PeriodEnd})
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal) && refusal.Kind == Rejected:
		return cause{reason: strings.TrimPrefix(oneLine(refusal.Reason), "all shards failed: ")}
	case errors.As(err, &refusal):
		return cause{away: refusal.Kind == Unavailable, reason: oneLine(run.InputError)}
	case err != nil:
		return cause{reason: oneLine(run.InputError)}
	}
	shards := answer.Object("_shards")
	if wholeNumber(shards, "failed") > 0 {
		return causeIn(shards.Array("failures"))
	}
	return cause{works: true, nothing: wholeNumber(shards, "total") == 0}
}

// away are the types of failures that are no fault of a search.
var away = []string{
	"no_shard_available_action_exception", "unavailable_shards_exception", "node_not_connected_exception", "node_disconnected_exception",
	"node_closed_exception", "connect_transport_exception", "receive_timeout_transport_exception", "circuit_breaking_exception",
	"open_search_rejected_execution_exception", "rejected_execution_exception", "shard_not_found_exception", "illegal_index_shard_state_exception",
	"task_cancelled_exception", "index_not_found_exception", "search_context_missing_exception",
}

// causeIn is the first reason among failures of shards that is the search's own.
func causeIn(failures []any) cause {
	all := cause{away: len(failures) > 0}
	for _, f := range failures {
		failure, _ := f.(*orderedjson.Object)
		reason := failure.Object("reason")
		text := oneLine(innermost(reason))
		if !slices.Contains(away, reason.Text("type")) {
			return cause{reason: text}
		}
		if all.reason == "" {
			all.reason = text
		}
	}
	return all
}

func innermost(reason *orderedjson.Object) string {
	text := reason.Text("reason")
	for below := reason.Object("caused_by"); below != nil; below = below.Object("caused_by") {
		if inner := below.Text("reason"); inner != "" && !strings.Contains(text, inner) {
			text += ": " + inner
		}
	}
	return text
}

type period struct{ start, end time.Time }

// errNoSearch is that a monitor's search can't be asked by itself.
var errNoSearch = errors.New("it can't be asked by itself")

// search asks a monitor's search as a run would, without a template: nothing is
// compiled but the scripts in it.
func (r *runs) search(ctx context.Context, m monitors.Monitor, p period) (*orderedjson.Object, error) {
	in, ok := m.Input.(*monitors.Search)
	if !ok {
		return nil, errNoSearch
	}
	body, err := rendered(in.Body, p)
	if err != nil {
		return nil, err
	}
	return r.cluster.Search(ctx, in.Indices, body)
}

// rendered puts the period into a body, as a run does.
func rendered(body *orderedjson.Object, p period) (*orderedjson.Object, error) {
	text, err := orderedjson.Marshal(body)
	if err != nil {
		return nil, err
	}
	template, err := mustache.Parse(string(text))
	if err != nil {
		return nil, err
	}
	root := javavalue.NewHashMap()
	root.Put("period_start", p.start.UnixMilli())
	root.Put("period_end", p.end.UnixMilli())
	out, err := template.Render(root, mustache.Options{})
	if err != nil {
		return nil, err
	}
	v, err := orderedjson.Parse([]byte(out))
	if err != nil {
		return nil, err
	}
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, errNoSearch
	}
	return o, nil
}

// composite is the first composite aggregation that a bucket-level monitor's triggers
// look at; nil where there is none.
func composite(m monitors.Monitor) *paged {
	in, ok := m.Input.(*monitors.Search)
	if !ok || m.Type != monitors.BucketLevel {
		return nil
	}
	for _, t := range m.Triggers {
		c, ok := t.Condition.(*monitors.BucketCondition)
		if !ok {
			continue
		}
		at := in.Body
		for _, name := range strings.Split(c.ParentBucketPath, ">") {
			aggregations := at.Object("aggregations")
			if aggregations == nil {
				aggregations = at.Object("aggs")
			}
			at = aggregations.Object(strings.TrimSpace(name))
		}
		if at.Object("composite") != nil {
			return &paged{name: c.ParentBucketPath, size: wholeNumber(at.Object("composite"), "size")}
		}
	}
	return nil
}

// paged is a composite aggregation.
type paged struct {
	name string
	size int // of a page; 0: ten
}

// onePage looks whether a run over a composite aggregation would read one page and the
// empty one after it: each page is a search of its own, and compiled anew, as the plugin
// writes the place where it goes on into it.
func (r *runs) onePage(ctx context.Context, c *candidate) bool {
	const defaultPage = 10
	by := composite(c.monitor)
	if by.size == 0 {
		by.size = defaultPage
	}
	now := r.options.Now()
	answer, err := r.search(ctx, c.monitor, period{now.Add(-lengthOf(c.monitor.Schedule)), now})
	if err != nil {
		return true // the run will tell
	}
	if len(answer.Object("aggregations").Object(by.name).Array("buckets")) < by.size {
		return true
	}
	c.why = plan.ManyPages
	return false
}

// lengthOf is about how long a period of a schedule is.
func lengthOf(s monitors.Schedule) time.Duration {
	if s.Interval != nil {
		return s.Interval.Duration()
	}
	return 24 * time.Hour
}

// lookForIndices asks for each index of document-level monitors, which are run nowhere:
// the server refuses to save one whose index is not there. Of these searches nothing is
// brought back.
func (r *runs) lookForIndices(ctx context.Context, all []*candidate) {
	asked := map[string]error{}
	for _, c := range all {
		in, ok := c.monitor.Input.(*monitors.DocumentQueries)
		if !ok {
			continue
		}
		for _, name := range in.Indices {
			err, known := asked[name]
			if !known && len(asked) < mostIndices && r.stopped(ctx) == "" {
				err = r.lookFor(ctx, name)
				asked[name] = err
			}
			var refusal *Refusal
			if errors.As(err, &refusal) && refusal.Missing != "" {
				c.found = append(c.found, plan.Finding{Element: plan.Element{Part: plan.IndicesPart}, Kind: plan.MissingIndex, Error: true, Names: []string{name}, Documents: true})
			}
		}
	}
}

// mostIndices limits how many indices of document-level monitors are looked for.
const mostIndices = 50

func (r *runs) lookFor(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, r.options.Each)
	defer cancel()
	body := orderedjson.NewObject(orderedjson.Member{Key: "size", Value: json.Number("0")})
	_, err := r.cluster.Search(ctx, []string{name}, body)
	return err
}
