package schema

import "github.com/hashicorp/hcl/v2"

// bucketChecks are what the server saves of bucket-level monitors, and what then
// fails: a bucket-level trigger that fails alerts nobody, with no word to anybody
// (observed on 1.3.14, 2.19.4 and 3.5.0: bucket/*).
var bucketChecks = []Check{
	{"mixed-triggers", "Triggers of two kinds", hcl.DiagError, "The server refuses a monitor with bucket-level triggers beside others."},
	{"bucket-parent", "Aggregation without usable buckets", hcl.DiagError, "The server takes any parent_bucket_path; if there is no such aggregation, or its buckets have no text for a key, no trigger of the monitor ever alerts."},
	{"bucket-path", "Path to no figure", hcl.DiagError, "The server takes any buckets_path; one that leads to no number makes the search fail, and no trigger of the monitor ever alerts (OpenSearch 3.5 leaves it out)."},
	{"bucket-param", "Condition that reads no figure", hcl.DiagError, "A param that buckets_path does not name is null: the script throws, the search fails, and no trigger of the monitor ever alerts."},
	{"bucket-id", "Trigger id that fails", hcl.DiagError, "The server takes any id; one with [, ] or > can't name the condition in the search, which then fails, and no trigger of the monitor ever alerts."},
	{"bucket-filter", "Filter that fails", hcl.DiagError, "filter over a composite aggregation, composite_agg_filter over another, or one that does not name all sources: the search fails, or no bucket passes."},
	{"cached-filter", "Filter against the cache", hcl.DiagWarning, "A search of size 0 is answered from the cache when it is repeated over an unchanged index; with composite_agg_filter the server can't read that answer back, and nobody is alerted."},
	{"never-null", "Figure that is never null", hcl.DiagWarning, "A figure over no value is NaN, and gap_policy = \"skip\" leaves no bucket out: a comparison with null is always the same."},
	{"null-bucket-key", "Bucket key that may be null", hcl.DiagWarning, "From OpenSearch 2 on, one bucket with a null key makes the trigger fail, and none of its buckets alerts."},
	{"few-buckets", "Buckets left out", hcl.DiagWarning, "A terms aggregation without size has ten buckets, and a trigger sees no other; a composite one is read page by page, to its end."},
	{"key-type", "Bucket keys that are no text", hcl.DiagWarning, "OpenSearch 1.3 fails on every bucket whose key is a number, a boolean or a date, and none alerts."},
	{"unheard-alerts", "Message that leaves alerts out", hcl.DiagWarning, "Each message of an action has its own alerts in one of ctx.newAlerts, ctx.dedupedAlerts and ctx.completedAlerts; a message that does not read them all says nothing of some, is empty, or fails."},
	{"empty-results", "Results that are empty", hcl.DiagWarning, "In messages of a monitor over a composite aggregation ctx.results is the last page, which has no bucket."},
}
