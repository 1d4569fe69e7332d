// Package faults breaks what goes between a client and a server: connections that
// are reset before or after the server did the work, empty and cut answers,
// statuses of gateways, latency, silence, and someone else's edit between two
// requests.
//
// A Fault stands around a handler (the sandbox's --fault); a Proxy stands before
// any server, breaks what its rules say, and keeps a list of all requests, for
// tests to count. Both work over real TCP, since what HTTP clients do about a lost
// connection is what there is to test. The package must not know the API that it
// stands before.
package faults
