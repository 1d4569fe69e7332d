package main

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/faults"
)

// shardsFailed is what a cluster says whose alerting index is just being made
// (observed on 1.3.14, 2.19.4 and 3.5.0).
const shardsFailed = `{"error":{"root_cause":[{"type":"alerting_exception","reason":"all shards failed"}],"type":"alerting_exception","reason":"all shards failed","caused_by":{"type":"exception","reason":"org.opensearch.action.search.SearchPhaseExecutionException: all shards failed"}},"status":500}`

// rejected is what a busy node says.
const rejected = `{"error":{"root_cause":[{"type":"rejected_execution_exception","reason":"rejected execution: queue is full"}],"type":"rejected_execution_exception","reason":"rejected execution: queue is full"},"status":429}`

// named gives faults of one kind a name in common.
func named(name string, f faults.Fault) faults.Fault {
	f.Name = name
	return f
}

// soakFaults are what requests meet.
func soakFaults() []faults.Fault {
	return append(passing(), named("403", faults.Status(http.StatusForbidden, "Forbidden", nil)))
}

// passing are the faults that pass.
func passing() []faults.Fault {
	later := http.Header{"Retry-After": {"0"}}
	return []faults.Fault{
		faults.Slow(15 * time.Millisecond),
		faults.ResetBefore(), faults.ResetAfter(), faults.EmptyBefore(), faults.EmptyAfter(), faults.Truncated(),
		faults.Status(http.StatusTooManyRequests, rejected, nil), named("429", faults.Status(http.StatusTooManyRequests, rejected, later)),
		faults.Status(http.StatusBadGateway, "<html><h1>502 Bad Gateway</h1></html>", nil), faults.StatusAfter(http.StatusBadGateway, "", nil),
		faults.Status(http.StatusServiceUnavailable, "busy", nil), faults.Status(http.StatusServiceUnavailable, "busy", later),
		faults.StatusAfter(http.StatusGatewayTimeout, "", nil),
		named("all shards failed", faults.Status(http.StatusInternalServerError, shardsFailed, nil)),
		named("all shards failed after", faults.StatusAfter(http.StatusInternalServerError, shardsFailed, nil)),
	}
}

// breakSome lets some faults meet requests, one or several in a row, mostly writes.
func (l *life) breakSome(n int) string { return l.breakOf(soakFaults(), n) }

func (l *life) breakOf(all []faults.Fault, n int) string {
	var said []string
	for range n {
		fault := all[l.IntN(len(all))]
		switch fault.Name {
		case http.StatusText(http.StatusTooManyRequests):
			fault.Name = "429"
		case "slow":
			fault.Name = "latency"
		}
		rule := faults.Rule{Fault: fault, Nth: 1 + l.IntN(2+l.changed()), Chosen: isWrite}
		if l.IntN(4) == 0 {
			rule.Chosen, rule.Nth = nil, 1+l.IntN(8+2*l.changed())
		}
		if status := strings.ContainsAny(fault.Name, "4") || strings.HasPrefix(fault.Name, "Bad") || strings.HasPrefix(fault.Name, "Service"); status {
			rule.Times = 1 + l.IntN(4) // a burst
		}
		l.proxy.Break(rule)
		said = append(said, fmt.Sprintf("%s from the %d. request on, %d times (writes: %t)", fault.Name, rule.Nth, max(rule.Times, 1), rule.Chosen != nil))
	}
	return strings.Join(said, ", ")
}
