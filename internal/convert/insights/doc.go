// Package insights converts queries of CloudWatch Logs Insights to monitors.
//
// A query is read into a tree whose nodes know their places (Parse), and the tree
// becomes a search, a condition and a message (Kind). It knows the language as Amazon's
// documentation has it, and of OpenSearch what a field's exact form is called; it must
// not know files, clusters, or the other languages.
//
// Three mistakes of queries that are passed around are corrected, with a note: a star
// in a value that is compared by =, which Insights compares letter by letter; a value
// without quotes, which it takes for a field; a closing parenthesis too many where it
// changes nothing. Each is refused instead where it could have meant something else.
package insights
