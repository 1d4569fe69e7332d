// Package sigma converts Sigma rules, of version 2 of their specification and of what came
// before it, to monitors.
//
// Documents of YAML become rules that know their places (rule.go); a rule's condition and
// its selections become one clause of a search (condition.go, detection.go, match.go);
// what counts events, in correlations and behind the bar of old conditions, becomes the
// condition of a trigger (tally.go). It knows Sigma as its specification has it, and of
// OpenSearch what a field's exact form is called; it must not know files, clusters, or the
// other languages.
//
// Sigma compares without regard to the case of letters, unless a value says `cased`. So
// texts are asked for by term, prefix and wildcard with case_insensitive, which came with
// Elasticsearch 7.10 and is in every OpenSearch. It folds the letters of ASCII alone; a
// value with others becomes a regular expression that holds both cases.
package sigma
