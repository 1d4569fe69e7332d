// Package converttest holds converted searches against events: in the store that
// evaluates monitors offline, and on a live node with the same documents. It is for
// tests, and knows no language that is converted.
package converttest
