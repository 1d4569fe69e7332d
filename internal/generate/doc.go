// Package generate says in the words of configurations what a cluster holds: the way
// back from the domain to HCL. A value becomes an expression, a search body the
// arguments that compile to it, a trigger, an action, a whole monitor, workflow or
// destination a block, as somebody would have written them.
//
// It never guesses what an argument compiles to: a short form is taken where the
// caller's test says that it means the same, or where what it composes is stored as
// the search is. It must not know a cluster, a plan or
// files; internal/accept writes what it says into them.
package generate
