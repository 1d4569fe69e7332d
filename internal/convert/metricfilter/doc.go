// Package metricfilter reads the patterns of CloudWatch metric filters and says them
// as clauses of a search: JSON patterns, space-delimited ones, and plain terms.
//
// The grammar is the one of AWS's page "Filter pattern syntax for metric filters,
// subscription filters, filter log events, and Live Tail" (CloudWatch Logs user guide,
// FilterAndPatternSyntax), which the comments call "the page". What a search can't say
// faithfully is a Problem with its place in the pattern, never an approximation.
//
// It must not know files, alarms, monitors or HCL.
package metricfilter
