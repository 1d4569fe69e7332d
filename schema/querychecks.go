package schema

import "github.com/hashicorp/hcl/v2"

var queryChecks = []Check{
	{"empty-indices", "No indices", hcl.DiagError, "Without indices the server searches every index of the cluster."},
	{"invalid-index", "Invalid index name", hcl.DiagError, "The server takes names that no index can have, several in one text, blanks: they find nothing, or fail when run."},
	{"refused-query", "Refused query", hcl.DiagError, "The server refuses the search body: an unknown clause, two fields in one term, a value of the wrong type."},
	{"unknown-construct", "Unknown construct in a query", hcl.DiagWarning, "A query, aggregation or rescorer that is of no plugin known here, and no misspelt name: the cluster may know it, or refuse the monitor when it is applied."},
	{"short-window", "Window shorter than the interval", hcl.DiagError, "Events between two windows are never looked at."},
	{"event-time", "Window on eventTime", hcl.DiagWarning, "CloudTrail events reach cwl-* about ten minutes after their eventTime: a five-minute window on it sees less than a third of them."},
	{"missing-window", "Query without a time window", hcl.DiagWarning, "A query that does not mention the period finds the same events in every run."},
	{"unknown-query-variable", "Unknown variable in a query", hcl.DiagError, "Of the tags in a query only {{period_start}} and {{period_end}} have values; others render empty."},
	{"hits-limit", "Number of hits beyond the limit", hcl.DiagError, "hits.total.value stops at 10,000 unless the body has track_total_hits: a condition beyond it never holds."},
	{"result-limit", "Too many results", hcl.DiagError, "The server takes from and size of more than 10,000 together, and the search fails when it runs."},
	{"query-too-large", "Query too large", hcl.DiagError, "The server takes more than 1,024 clauses or 65,536 terms, and the search fails when it runs."},
	{"dropped-option", "Option that the server drops", hcl.DiagWarning, "The server takes it and forgets it: an option that means nothing any more, or of two that say the same the one that yields. Whatever stands there, the same is stored."},
	{"two-aggregations", "Aggregations written twice", hcl.DiagError, "Of aggs and aggregations in one object the server drops one without a word."},
	{"missing-interval", "Histogram without interval", hcl.DiagError, "The server takes a date_histogram without an interval, and the search fails when it runs."},
	{"broken-query-string", "Broken query string", hcl.DiagError, "The server takes a query string with an open quote or bracket; the search fails when it runs, silently over a pattern of daily indices."},
	{"mixed-operators", "AND and OR without brackets", hcl.DiagWarning, "A OR B AND C means A? +B +C in a query string: A alone is not found."},
	{"broken-regexp", "Broken regular expression", hcl.DiagError, "The server takes a regexp with an open bracket; the search fails when it runs."},
}
