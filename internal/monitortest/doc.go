// Package monitortest runs unit tests of monitors: it loads their events, runs the
// monitor over them once or in a series, compares what comes out with what is
// expected, and explains what does not agree. It also tells what of a monitor no
// test has tried.
//
// It must not know HCL, nor how results are worded or printed, nor HTTP: a real
// cluster is reached through Engine, which others implement.
package monitortest
