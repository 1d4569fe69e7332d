package preflight

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// reading says what the answer of a dry run means.
type reading struct {
	monitor monitors.Monitor
	run     wire.Run
	why     func() cause // asks for the reason of a failed search; nil: nobody can be asked

	// limited: the cluster compiled no more scripts, so that the answer tells nothing.
	limited bool
}

// What the server says where an index is missing (observed on 1.3.14, 2.19.4 and
// 3.5.0: execute/missing_index), and where the caller may not search (2.19.4:
// security/run_with_the_saver_s_rights).
var (
	noSuchIndex = pattern.New(`^no such index \[([^\]]*)\]`)
	noRight     = pattern.New(`^no permissions for \[([^\]]*)\]|^User doesn't have read permissions for one or more configured index`)
)

// findings are those of the search, then of the triggers.
func (r *reading) findings() []plan.Finding {
	if r.holdsLimit() {
		r.limited = true
		return nil
	}
	failed, found := r.search()
	if failed {
		return found
	}
	var patterns []string // that match nothing
	if len(found) > 0 && found[0].Kind == plan.NothingMatches {
		patterns = found[0].Names
	}
	return append(found, r.triggers(patterns)...)
}

func (r *reading) holdsLimit() bool {
	all := []string{r.run.Error, r.run.InputError}
	for _, t := range r.run.Triggers {
		all = append(all, t.Error)
		for _, a := range t.Actions {
			all = append(all, a.Error)
		}
	}
	return slices.ContainsFunc(all, tooManyScripts)
}

// search tells whether it failed as a whole, so that triggers tell nothing of their
// own.
func (r *reading) search() (failed bool, found []plan.Finding) {
	if r.run.Error != "" {
		return true, []plan.Finding{{Element: whole, Kind: plan.RunRefused, Error: true, Reason: oneLine(r.run.Error)}}
	}
	answer := r.answer()
	if _, isSearch := r.monitor.Input.(*monitors.Search); !isSearch {
		if r.run.InputError != "" {
			return true, []plan.Finding{{Element: plan.Element{Part: plan.QueryPart}, Kind: plan.SearchFails, Error: true, Reason: oneLine(r.run.InputError), Pages: r.pages()}}
		}
		return false, nil
	}
	if r.searchFailed() {
		return r.failedSearch()
	}
	return false, r.shards(answer.Object("_shards"))
}

// searchFailed: a bucket-level search that fails may do so with an empty message
// (observed on 2.19.4: bucket/two-triggers-broken).
func (r *reading) searchFailed() bool {
	message, _ := r.run.Body.Object("input_results").Get("error")
	_, failed := message.(string)
	return failed
}

// answer is what the search answered, nil where it failed.
func (r *reading) answer() *orderedjson.Object {
	results := r.run.Body.Object("input_results").Array("results")
	if len(results) == 0 {
		return nil
	}
	first, _ := results[0].(*orderedjson.Object)
	return first
}

// failedSearch says why a search failed. The answer often says only that all shards
// did, and of a bucket-level monitor nothing, or what became of it in the plugin; so
// the search is asked once more, by itself.
func (r *reading) failedSearch() (failed bool, found []plan.Finding) {
	indices := plan.Element{Part: plan.IndicesPart}
	text := oneLine(r.run.InputError)
	if m := noSuchIndex.FindStringSubmatch(text); m != nil {
		return true, []plan.Finding{{Element: indices, Kind: plan.MissingIndex, Error: true, Names: []string{m[1]}, Pages: r.pages()}}
	}
	if noRight.MatchString(text) {
		return true, []plan.Finding{{Element: indices, Kind: plan.NotReadable, Reason: text, Pages: r.pages()}}
	}
	told := cause{reason: text}
	if r.why != nil {
		told = r.why()
	}
	switch {
	case told.nothing:
		return true, []plan.Finding{{Element: indices, Kind: plan.NothingMatches, Names: r.patterns()}}
	case told.away:
		return true, []plan.Finding{{Element: plan.Element{Part: plan.QueryPart}, Kind: plan.ShardsAway, Reason: told.reason}}
	case told.works && r.monitor.Type == monitors.BucketLevel:
		return true, r.selectors()
	}
	reason := told.reason
	if reason == "" {
		reason = text
	}
	return true, []plan.Finding{{Element: plan.Element{Part: plan.QueryPart}, Kind: plan.SearchFails, Error: true, Reason: reason, Pages: r.pages()}}
}

// selectors are the conditions of a bucket-level monitor whose search works without
// them: the server writes them into the search, and does not say which one fails.
func (r *reading) selectors() []plan.Finding {
	var found []plan.Finding
	for _, t := range r.monitor.Triggers {
		found = append(found, plan.Finding{
			Element: plan.Element{Part: plan.ConditionPart, Trigger: t.Label}, Kind: plan.ConditionSilences, Error: true, Reason: oneLine(r.run.InputError),
		})
	}
	if len(found) > 1 { // one of them it is
		found = found[:1]
		found[0].Trigger, found[0].Part = "", plan.QueryPart
	}
	return found
}

// pages tells whether somebody is told of the failure in every run: triggers that fire
// though nothing is known.
func (r *reading) pages() bool {
	return slices.ContainsFunc(r.run.Triggers, func(t wire.TriggerRun) bool { return t.Triggered })
}

// shards reads how many shards were asked, and failed.
func (r *reading) shards(shards *orderedjson.Object) []plan.Finding {
	total, failed := wholeNumber(shards, "total"), wholeNumber(shards, "failed")
	switch {
	case shards == nil:
		return nil
	case total == 0:
		return []plan.Finding{{Element: plan.Element{Part: plan.IndicesPart}, Kind: plan.NothingMatches, Names: r.patterns()}}
	case failed == 0:
		return nil
	}
	told := causeIn(shards.Array("failures"))
	if told.reason == "" && r.why != nil {
		told = r.why()
	}
	f := plan.Finding{Element: plan.Element{Part: plan.QueryPart}, Kind: plan.ShardsFailed, Error: true, Reason: told.reason, Count: failed, Total: total}
	if told.away {
		f.Kind, f.Error = plan.ShardsAway, false
	}
	return []plan.Finding{f}
}

// patterns are the index expressions, without those that take indices out.
func (r *reading) patterns() []string {
	var all, names []string
	switch in := r.monitor.Input.(type) {
	case *monitors.Search:
		all = in.Indices
	case *monitors.DocumentQueries:
		all = in.Indices
	}
	for _, name := range all {
		if !strings.HasPrefix(name, "-") {
			names = append(names, name)
		}
	}
	return names
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
