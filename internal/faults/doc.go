// Package faults is a reverse proxy for tests: it stands between a client and a
// server, and breaks on demand what goes through: connections that are reset
// before or after the server did the work, empty and cut answers, statuses of
// gateways, latency, and someone else's edit between two requests. It keeps a
// list of all requests, for tests to count.
//
// It works over real TCP, since what HTTP clients do about a lost connection is
// what there is to test. It is used by tests only, and must not know the API
// that it stands before.
package faults
