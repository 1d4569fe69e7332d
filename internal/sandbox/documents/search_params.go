package documents

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// inert are a search's parameters that change nothing in a cluster of one node.
var inert = []string{
	"allow_partial_search_results", "batched_reduce_size", "cancel_after_time_interval", "ccs_minimize_roundtrips",
	"ignore_throttled", "max_concurrent_shard_requests", "max_concurrent_searches", "phase_took", "pre_filter_shard_size", "preference",
	"request_cache", "search_type", "stats", "terminate_after", "timeout",
}

// leasts are how small parameters may be, and what the server says of smaller ones.
var leasts = []struct {
	name   string
	least  int
	reason string
}{
	{"batched_reduce_size", 2, "batchedReduceSize must be >= 2"},
	{"max_concurrent_searches", 1, "maxConcurrentSearchRequests must be positive"},
	{"max_concurrent_shard_requests", 1, "maxConcurrentShardRequests must be >= 1"},
	{"pre_filter_shard_size", 1, "preFilterShardSize must be >= 1"},
}

// checkInert refuses their values as a server does (observed on 2.19.4).
func checkInert(r *rest.Request) error {
	for _, p := range leasts {
		if n, err := r.Int(p.name, p.least); err != nil {
			return err
		} else if n < p.least {
			return rest.IllegalArgument("%s", p.reason)
		}
	}
	for _, name := range []string{"request_cache", "allow_partial_search_results", "ccs_minimize_roundtrips"} {
		if _, err := r.Bool(name, rest.OnByDefault); err != nil {
			return err
		}
	}
	if _, err := expansionFlag(r, "ignore_throttled", rest.OnByDefault); err != nil {
		return err
	}
	for _, name := range []string{"timeout", "cancel_after_time_interval"} {
		if _, err := r.Duration(name, 0); err != nil {
			return err
		}
	}
	if err := checkPreference(r.Param("preference")); err != nil {
		return err
	}
	return checkSearchType(r)
}

func checkSearchType(r *rest.Request) error {
	kind := r.Param("search_type")
	switch {
	case kind == "query_and_fetch" || kind == "dfs_query_and_fetch":
		return rest.IllegalArgument("Unsupported search type [%s]", kind)
	case r.Sent("search_type") && kind != "query_then_fetch" && kind != "dfs_query_then_fetch":
		return rest.IllegalArgument("No search type for [%s]", kind)
	}
	return nil
}

// preferences are those with a meaning; others are any text, and begin with no _.
var preferences = []string{"_shards", "_prefer_nodes", "_local", "_only_local", "_only_nodes", "_primary", "_primary_first", "_replica", "_replica_first"}

func checkPreference(v string) error {
	name, _, _ := strings.Cut(v, ":")
	if strings.HasPrefix(v, "_") && !slices.Contains(preferences, name) {
		return rest.IllegalArgument("no Preference for [%s]", v)
	}
	return nil
}

// enoughOf is terminate_after; 0 stands for no end.
func enoughOf(r *rest.Request) (int, error) {
	n, err := r.Int("terminate_after", 0)
	if err == nil && n < 0 {
		err = rest.IllegalArgument("terminateAfter must be > 0")
	}
	return n, err
}

// readEnough puts terminate_after where a body has it.
func (a *asked) readEnough(r *rest.Request) error {
	n, err := enoughOf(r)
	if err == nil && n > 0 {
		a.body.Set("terminate_after", number(n))
	}
	return err
}

// leastScore is the parameter min_score of a count; nil without one.
func leastScore(r *rest.Request) (any, error) {
	if !r.Has("min_score") {
		return nil, nil
	}
	text := r.Param("min_score")
	if _, err := strconv.ParseFloat(text, 32); err != nil {
		reason := fmt.Sprintf("For input string: %q", text)
		if text == "" {
			reason = "empty String"
		}
		return nil, rest.IllegalArgument("Failed to parse float parameter [min_score] with value [%s]", text).
			Because(&rest.Error{Type: "number_format_exception", Reason: reason})
	}
	return json.Number(text), nil
}

// searchOnly are parameters of a search that a count doesn't know (asked of 2.19.4).
var searchOnly = []string{
	"_source", "_source_excludes", "_source_includes", "allow_partial_search_results", "batched_reduce_size", "cancel_after_time_interval",
	"ccs_minimize_roundtrips", "docvalue_fields", "from", "max_concurrent_shard_requests", "phase_took", "pre_filter_shard_size", "request_cache",
	"rest_total_hits_as_int", "search_type", "seq_no_primary_term", "size", "sort", "stats", "stored_fields", "timeout", "track_scores",
	"track_total_hits", "typed_keys", "version",
}

// checkCount refuses what only a search knows.
func checkCount(r *rest.Request) error {
	for _, name := range searchOnly {
		if r.Sent(name) {
			return rest.IllegalArgument("request [%s] contains unrecognized parameter: [%s]", r.Path, name)
		}
	}
	return nil
}
