// Package backup keeps the bodies of objects before they are written over: one file
// an object, in a folder for each run, below one for each cluster and workspace.
//
// A file is whole or not there, and only its owner can read it: it holds the secrets
// that the object has. This package must not know HTTP, HCL, plans or how anything is
// printed; what it keeps comes as a wire.Original.
package backup
