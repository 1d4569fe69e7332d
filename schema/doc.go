// Package schema is alertplan's configuration language. It reads a directory of
// *.hcl files into a Config: destinations and monitors as domain values, in
// canonical form, each with the place where it was declared.
//
// Everything that is wrong in a configuration is reported in one run, as
// hcl.Diagnostics: each carries the name of its check (see Checks), the range of
// the value and a way out. Values that are not known in this run, because a
// variable has none, go through as what monitors.UnknownText and
// destinations.UnknownSecret make of them; secrets travel under a mark and are
// printed by no diagnostic.
//
// The package must not know clusters, HTTP, plans or how diagnostics are
// printed, and takes the environment from its caller.
package schema
