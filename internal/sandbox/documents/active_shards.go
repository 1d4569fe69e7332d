package documents

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// copiesWanted is how many copies a wait_for_active_shards stands for, of an index.
func copiesWanted(x *index.Index, wanted string) int {
	wanted = cmp.Or(wanted, x.Settings.Text("index.write.wait_for_active_shards"), "1")
	if wanted == "all" {
		return 1 + replicas(x)
	}
	n, _ := strconv.Atoi(wanted) // refused before
	return n
}

// checkCopies refuses a write that waits for more copies than the one node has. A node
// says so once the time is over. Observed on 2.19.4.
func checkCopies(x *index.Index, w index.Write) error {
	if x == nil {
		return nil
	}
	needed := copiesWanted(x, w.Copies)
	if needed <= 1 {
		return nil
	}
	said := cmp.Or(w.Copies, x.Settings.Text("index.write.wait_for_active_shards"))
	return rest.Errorf(http.StatusServiceUnavailable, "unavailable_shards_exception",
		"[%s][%d] Not enough active copies to meet shard count of [%s] (have 1, needed %d). Timeout: [%s]",
		x.Name, x.ShardOf(cmp.Or(w.Routing, w.ID)), strings.ToUpper(said), needed, cmp.Or(w.Within, "1m"))
}

// checkCopiesOf refuses to wait for more copies of a new index than it has.
func checkCopiesOf(x *index.Index, wanted string) error {
	if n := copiesWanted(x, wanted); n > 1+replicas(x) {
		return rest.IllegalArgument("invalid wait_for_active_shards[%d]: cannot be greater than number of shard copies [%d]", n, 1+replicas(x))
	}
	return nil
}
