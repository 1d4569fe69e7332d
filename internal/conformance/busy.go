package conformance

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// tries is how often a request is sent again that a node was too busy for: it
// compiles 75 scripts of a context in five minutes, so one in four seconds.
const tries = 40

// pause is how long a node is left alone that was too busy.
const pause = 4100 * time.Millisecond

// rest waits as long as a busy node needs.
func (n *Node) rest(ctx context.Context) error {
	wait := pause
	if n.pause > 0 {
		wait = n.pause
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}

// tooMany tells from an answer that the node has no time or no memory for now. It
// hides in the failures of single shards, in the items of a bulk request and in the
// causes of other errors too.
func tooMany(a Answer) bool {
	if a.Status == http.StatusTooManyRequests {
		return true
	}
	if a.Body.Object("_shards").Array("failures") == nil && !a.Body.Has("error") {
		return false
	}
	return isBusy(a.Body)
}

// isBusy tells an error that says nothing about what was asked: the same request is
// answered another time.
func isBusy(said *orderedjson.Object) bool {
	if said == nil {
		return false
	}
	words := text(said)
	for _, sign := range []string{
		`"circuit_breaking_exception"`,
		`rejected_execution_exception"`, // es_ on 1.3, opensearch_ since, and Java's own
		`"task_cancelled_exception"`,    // by search backpressure
		"Too many dynamic script compilations",
	} {
		if strings.Contains(words, sign) {
			return true
		}
	}
	return false
}
