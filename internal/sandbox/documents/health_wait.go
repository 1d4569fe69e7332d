package documents

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// healthWait is what a question for the cluster's health waits for. Here it is there
// at once, or never: then the answer is the one at the end of the wait (408).
type healthWait struct {
	status string // in small letters; "" for any
	nodes  string // such as 3 or >=2
	shards int    // active ones
	all    bool   // no shard is missing
}

// readHealthWait reads and judges the parameters as 2.19.4 does (asked of a node).
func readHealthWait(r *rest.Request) (w healthWait, err error) {
	w.status, err = enumParam(r, "wait_for_status", "cluster.health.ClusterHealthStatus", "GREEN", "YELLOW", "RED")
	if err != nil {
		return w, err
	}
	if _, err = enumParam(r, "wait_for_events", "common.Priority", "IMMEDIATE", "URGENT", "HIGH", "NORMAL", "LOW", "LANGUID"); err != nil {
		return w, err
	}
	for _, name := range []string{"wait_for_no_relocating_shards", "wait_for_no_initializing_shards", "local"} {
		if _, err := r.Bool(name, rest.OffByDefault); err != nil {
			return w, err
		}
	}
	if err := checkShardsWait(r); err != nil {
		return w, err
	}
	w.all = r.Param("wait_for_active_shards") == "all"
	w.shards, _ = strconv.Atoi(r.Param("wait_for_active_shards")) // judged already
	w.nodes = r.Param("wait_for_nodes")
	_, err = w.enoughNodes()
	return w, err
}

func enumParam(r *rest.Request, name, class string, known ...string) (string, error) {
	v := strings.ToUpper(r.Param(name))
	if r.Sent(name) && !slices.Contains(known, v) {
		return "", rest.IllegalArgument("No enum constant org.opensearch.%s.%s", class, v)
	}
	return strings.ToLower(v), nil
}

// comparisons are how wait_for_nodes can compare the one node that there is.
var comparisons = []struct {
	before, after string
	holds         func(n int) bool
}{
	{">=", "", func(n int) bool { return n <= 1 }}, {"ge(", ")", func(n int) bool { return n <= 1 }},
	{"<=", "", func(n int) bool { return n >= 1 }}, {"le(", ")", func(n int) bool { return n >= 1 }},
	{">", "", func(n int) bool { return n < 1 }}, {"gt(", ")", func(n int) bool { return n < 1 }},
	{"<", "", func(n int) bool { return n > 1 }}, {"lt(", ")", func(n int) bool { return n > 1 }},
	{"", "", func(n int) bool { return n == 1 }},
}

func (w healthWait) enoughNodes() (bool, error) {
	if w.nodes == "" {
		return true, nil
	}
	for _, c := range comparisons {
		begun, begins := strings.CutPrefix(w.nodes, c.before)
		text, ends := strings.CutSuffix(begun, c.after)
		if !begins || !ends {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return false, rest.Errorf(http.StatusBadRequest, "number_format_exception", "For input string: %q", text)
		}
		return c.holds(int(n)), nil
	}
	return true, nil // the last one always fits
}

// inVain tells whether what is waited for never comes.
func (w healthWait) inVain(c shardCount) bool {
	enough, _ := w.enoughNodes() // judged before
	return !enough || w.shards > c.active || w.all && c.unassigned > 0 || w.status == "green" && c.status != "green"
}
