// Package generate says in the words of configurations what a cluster holds: the way
// back from the domain to HCL. A value becomes an expression, a search body the
// arguments that compile to it, a trigger or an action a block, as somebody would
// have written them.
//
// It never guesses what an argument compiles to: a short form is taken where the
// caller's test says that it means the same. It must not know a cluster, a plan or
// files; internal/accept writes what it says into them.
package generate
