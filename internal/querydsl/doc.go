// Package querydsl brings a search body, as people write it, to the form in
// which OpenSearch's alerting plugin stores it: what SearchSourceBuilder prints
// of what it parsed. Shorthands become long forms, defaults appear, options
// stand in the server's order, and what the server refuses is refused, with the
// server's kind of error and its reason.
//
// Two bodies mean the same monitor input exactly where their canonical forms
// are equal; a canonical form is its own canonical form. Bodies of different
// generations are compared by Portable.
//
// The forms are those of OpenSearch 2.19.4 (core, parent-join, percolator,
// aggs-matrix-stats, geo), held to recordings of nodes with the plugin. Other
// generations differ in few places: see Dialect.
//
// How it is laid out: a shape (shape.go) is an object of fixed options, a table
// of names, kinds and presets in the order of printing; manners (manners.go) are
// the ways in which the server's parsers refuse. Clauses are in queries_*.go by
// family, aggregations in aggs_*.go, the body's own parts in source.go, sort.go,
// fetch.go, highlight.go, suggest.go and rescore.go. What a table can't say
// stands in code beside it.
//
// The package must not know monitors, HTTP, HCL or a cluster. It checks what
// the server checks when it parses, nothing that only fails when a search runs.
package querydsl
