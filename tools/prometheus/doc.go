// Package prometheus holds no code: its tests hold the alert rules in examples to
// Prometheus' own parser, to the metrics that docs/drift-job.md lists, and to what they
// are for. It is a module of its own, since that parser brings more than alertplan has.
package prometheus
