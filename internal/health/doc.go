// Package health says how the monitors of a workspace are doing on a cluster: when each
// has run and will run, what alerts it has open, what of it fails or is held back.
//
// It reckons from what was read, at a time that it is given. It must not know how
// anything is read, printed or asked.
package health
