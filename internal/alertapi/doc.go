// Package alertapi speaks to a cluster: it is the only client of the alerting
// and notifications APIs.
//
// Every method is one request, reads of lists apart, which are one request a
// page; no write is ever repeated, since a repeated create makes a second
// monitor. Every request has a time limit, for there are requests that a server
// never answers; those that are known are not sent. Errors are *Error: callers
// ask the predicates (IsNotFound, IsConflict, …) and match no texts.
//
// It must not know HCL, plans, or what a configuration is.
package alertapi
