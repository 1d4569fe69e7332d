package grammar

// Buckets makes a trigger a bucket-level one. The words are the API's
// (alerting-api 3).
var Buckets = &Block{
	Name: "buckets", Count: Optional,
	Doc: "The trigger looks at each bucket of an aggregation, and each bucket for which the condition holds has an alert of its own: the monitor is a bucket-level one, and all of its triggers are.",
	Arguments: []Argument{
		{Name: "parent_bucket_path", Type: String, Usual: true, Default: "the query's only aggregation that has buckets", Example: `"users"`, Doc: "The aggregation: `composite`, `terms`, `multi_terms`, ranges and their like; no histogram."},
		{Name: "buckets_path", Type: StringMap, Usual: true, Default: "those that the condition reads: `count` for `_count`, and each figure within a bucket by its name", Example: `{ count = "_count" }`, Doc: "What the condition reads as `params.NAME`, by where it stands within a bucket: `_count`, `ips`, `stats.max`, `failed>_count`."},
		{Name: "gap_policy", Type: String, Default: "skip", Values: []string{"skip", "insert_zeros"}, Doc: "What a figure over no value is: NaN with `skip`, which leaves no bucket out, or 0 with `insert_zeros`."},
		{Name: "filter", Type: Object, Example: `{ exclude = ["ci"] }`, Doc: "Which buckets come to the condition, by their keys: `include`, `exclude` or both, each a list of texts or a regular expression. Of any aggregation but `composite`."},
		{Name: "composite_agg_filter", Type: Object, Example: `{ user = { exclude = ["ci"] } }`, Doc: "The same of a `composite` aggregation, for each of its sources."},
	},
}
