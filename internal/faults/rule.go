package faults

import (
	"net/url"
	"regexp"
)

// Request is one that reached the proxy.
type Request struct {
	Method string
	Path   string // percent-encoded, as it was sent
	Query  url.Values
	Body   string
	Fault  string // the name of the fault that met it; "" for none
}

// Rule says which requests meet which fault. The first rule that fits counts.
type Rule struct {
	Method string         // "" for all
	Path   *regexp.Regexp // nil for all
	Body   *regexp.Regexp // nil for all

	// Nth is which of the requests that fit meets the fault, from 1; 0 for all.
	Nth int

	Fault Fault

	seen int // requests that fitted
}

// fits counts the requests that fit, so it is asked once for each.
func (r *Rule) fits(request Request) bool {
	if r.Method != "" && r.Method != request.Method ||
		r.Path != nil && !r.Path.MatchString(request.Path) ||
		r.Body != nil && !r.Body.MatchString(request.Body) {
		return false
	}
	r.seen++
	return r.Nth == 0 || r.Nth == r.seen
}
