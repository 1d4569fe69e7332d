// Package trouble breaks requests to the sandbox on demand: for those who test
// what their pipeline does about a cluster that is slow, overloaded or gone.
//
// A rule is a line of a small language,
//
//	[METHOD ]PATH:WHAT[:WHEN]
//	POST /_plugins/_alerting/monitors:503:2%
//	PUT /_plugins/_alerting/**:reset-after:once
//	/**:latency=50ms..2s:10%
//	GET /_plugins/**:429,retry-after=5s:first 3
//
// which Parse reads. METHOD is one, several with commas, or * for all, which it is
// where it is left out. PATH is matched as it was sent, without the query; * stands
// for anything but a slash, ** for anything, {a,b} for either. WHAT is what
// happens, WHEN to which of the requests that fit (Effects and Turns list all).
//
// What is random comes from a seed, so that a run repeats as long as its requests
// come in the same order. All rules that fit count a request; their latencies add
// up, and of those that do something else the first one counts.
//
// The sandbox's own routes, below /_sandbox, are never hit. The package knows HTTP
// and nothing of what the server does; breaking is internal/faults.
package trouble
