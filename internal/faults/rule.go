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

	// Chosen says more of which requests fit; nil: all.
	Chosen func(Request) bool

	// Nth is which of the requests that fit meets the fault, from 1; 0 for all. Times
	// is how many do from there on; 0 for one.
	Nth, Times int

	Fault Fault

	seen int // requests that fitted
}

// fits counts the requests that fit, so it is asked once for each.
func (r *Rule) fits(request Request) bool {
	if r.Method != "" && r.Method != request.Method ||
		r.Path != nil && !r.Path.MatchString(request.Path) ||
		r.Body != nil && !r.Body.MatchString(request.Body) ||
		r.Chosen != nil && !r.Chosen(request) {
		return false
	}
	r.seen++
	return r.Nth == 0 || r.Nth <= r.seen && r.seen < r.Nth+max(r.Times, 1)
}
