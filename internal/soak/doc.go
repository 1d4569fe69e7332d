// Package soak makes random configurations that change step by step, and judges by
// itself whether a cluster holds what a configuration says: for tests of whole runs of
// alertplan through faults.
//
// A World is a configuration: it writes itself as HCL, and says what must be on the
// cluster once it is applied (Wants). Look reads all that is there, with requests of
// its own; Judge compares, by what objects hold and never by what alertplan thinks of
// them. Each object carries a tag for life, such as thing_7_eu, in what it holds,
// whatever its block is called: so duplicates, losses and changes of others' objects
// show.
//
// The package must not know how alertplan plans, what it sends, or how it is run.
package soak
