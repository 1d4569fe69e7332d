// Package convert brings alerts over from other languages into configurations.
//
// Here is what all of them share: a source with its places, the options that say what
// a source doesn't (which family of indices, which destination), and a result of
// blocks, notes and refusals. The languages are packages below this one; each knows
// its own, and nothing of another.
//
// What can't be converted is refused with the reason and the place, and the object
// that it belongs to is left out whole: an alert that looks at more or less than the
// original is worse than none. What was understood otherwise than it stands there is a
// note. It must not know a cluster, files or the command line.
package convert
