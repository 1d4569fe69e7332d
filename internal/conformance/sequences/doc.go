// Package sequences makes up random sequences of requests, of what someone needs who
// loads events and looks at them: documents one by one and in bulk, indices,
// mappings, templates, aliases, data streams, searches; right ones and wrong ones. It
// plays them on two servers, compares the answers, and shrinks a sequence that is
// answered otherwise to the few requests that show it.
//
// It must know nothing of a server but its URL.
package sequences
