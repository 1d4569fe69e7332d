package grammar

// DocumentQueries is the input of a document-level monitor.
var DocumentQueries = &Block{
	Name: "document_queries", Count: Optional,
	Doc: "Instead of `extraction_query`: queries that each new document is held against, one by one; the monitor is a document-level one.",
	Arguments: []Argument{
		{Name: "indices", Type: Strings, Required: true, Example: `["audit"]`, Doc: "Names and aliases. The server takes no patterns here, and no name with a dot."},
		{Name: "description", Type: String, Doc: "For people; it is kept with the queries."},
		{Name: "fan_out_enabled", Type: Bool, Default: "true", Doc: "`false`: the node that runs the monitor does all of it by itself. From 2.19 on."},
		{Name: "delete_query_index_in_every_run", Type: Bool, Default: "false", Doc: "`true`: the index in which the server keeps the queries is made anew for each run. From 2.18 on."},
		{Name: "should_create_single_alert_for_findings", Type: Bool, Default: "false", Doc: "`true`: one alert for all that a run finds. From 2.19 on."},
	},
	Blocks: []*Block{{
		Name: "query", Labels: []string{"label"}, Count: Some, Doc: "A query. Its id stays the same as long as its label does.",
		Arguments: []Argument{
			{Name: "query", Type: String, Required: true, Example: `"user:root AND NOT mfa:true"`, Doc: "A query string, as in Lucene, whose words name their fields: `user:root`."},
			{Name: "name", Type: String, Default: "the label", Doc: "What conditions and messages call it."},
			{Name: "tags", Type: Strings, Example: `["auth"]`, Doc: "Words by which conditions name several queries at once."},
			{Name: "fields", Type: Strings, Example: `["user*"]`, Doc: "Patterns of the fields in which words without a field are looked for; the server knows none without a `*` here."},
		},
	}},
}

// ClusterMetrics is the input of a cluster-metrics monitor.
var ClusterMetrics = &Block{
	Name: "cluster_metrics", Count: Optional,
	Doc: "Instead of `extraction_query`: one of the cluster's own APIs, whose answer conditions find in `ctx.results[0]`; the monitor is a cluster-metrics one.",
	Arguments: []Argument{
		{Name: "path", Type: String, Required: true, Example: `"/_cluster/health"`, Doc: "Which API: `/_cluster/health`, `/_cluster/stats`, `/_cluster/settings`, `/_nodes/stats`, `/_cat/indices`, `/_cat/pending_tasks`, `/_cat/recovery`, `/_cat/shards`, `/_cat/snapshots` or `/_cat/tasks`."},
		{Name: "path_params", Type: String, Example: `"cwl-*"`, Doc: "What stands behind the path: indices, nodes, or the repository that `/_cat/snapshots` needs."},
		{Name: "clusters", Type: Strings, Example: `["eu"]`, Doc: "Remote clusters to ask instead of this one. From 2.12 on."},
	},
}
