package grammar

// Monitor is a scheduled query with triggers.
var Monitor = &Block{
	Name: "monitor", Labels: []string{"label"}, Count: Any, Dynamic: true,
	Doc: "A scheduled query with triggers. Blocks within may be made by `dynamic`, as in Terraform.",
	Arguments: []Argument{
		{Name: "for_each", Type: Each, Doc: "One monitor for each."},
		{Name: "name", Type: String, Usual: true, Example: `"A name of its own"`, Doc: "What people see in Dashboards and in alerts; one of its own for each monitor. Required, but beside `body`."},
		{Name: "description", Type: String, Doc: "For people; it is kept with the monitor."},
		{Name: "enabled", Type: Bool, Default: "true", Doc: "`false`: it does not run."},
		{Name: "rbac_roles", Type: Strings, Example: `["soc"]`, Doc: "The backend roles that may see and change it, where the cluster filters by them. From 2.4 on; the server takes them, and tells them to nobody."},
		{Name: "body", Type: Object, Example: `jsondecode(file("monitor.json"))`, Doc: "Instead of all else but `description`, `rbac_roles`, `destinations`, `for_each`, `lifecycle`, `quiet_hours` and `maintenance`: the monitor as the API has it, of any type."},
		{Name: "destinations", Type: "map of references", Example: `{ "old-id" = destination.slack.soc }`, Doc: "Beside `body`: what stands for the ids by which its actions name their destinations."},
	},
	Blocks: []*Block{Schedule, ExtractionQuery, Graph, DocumentQueries, ClusterMetrics, lifecycle("`[enabled, trigger.many.severity]`; `trigger` means the whole list: triggers that others added stay, and declared ones that are not there are not made"), Trigger, QuietHours, Maintenance},
}

// Schedule is when a monitor runs.
var Schedule = &Block{
	Name: "schedule", Count: One, Doc: "When the monitor runs: one of these, all but `interval` with a `timezone`.",
	Arguments: []Argument{
		{Name: "interval", Type: Duration, Usual: true, Doc: "Every so often: whole minutes, hours or days, `1m` or more."},
		{Name: "daily", Type: Clock, Example: `"07:00"`, Doc: "Each day at a time."},
		{Name: "cron", Type: String, Example: `"0 9 * * 1-5"`, Doc: "Five fields of cron."},
		{Name: "timezone", Type: Zone, Doc: "The zone in which times are meant."},
	},
	Blocks: []*Block{
		{Name: "weekly", Count: Optional, Doc: "On days of the week at a time.", Arguments: []Argument{
			{Name: "days", Type: Strings, Required: true, Example: `["mon", "fri"]`, Doc: "Some of `mon`, `tue`, `wed`, `thu`, `fri`, `sat` and `sun`."},
			{Name: "at", Type: Clock, Required: true, Example: `"07:00"`, Doc: "The time of day."},
		}},
		{Name: "monthly", Count: Optional, Doc: "On a day of each month at a time.", Arguments: []Argument{
			{Name: "day", Type: Number, Required: true, Example: "1", Doc: "1 to 31; months without that day are left out."},
			{Name: "at", Type: Clock, Required: true, Example: `"07:00"`, Doc: "The time of day."},
		}},
	},
}

// ExtractionQuery is the search of a monitor.
var ExtractionQuery = &Block{
	Name: "extraction_query", Count: Optional, Usual: true, Doc: "The search of each run; it, `graph`, `document_queries` or `cluster_metrics` must be there.",
	Arguments: []Argument{
		{Name: "indices", Type: Strings, Required: true, Example: `["cwl-*"]`, Doc: "Names, patterns and aliases."},
		{Name: "time_field", Type: String, Default: "@timestamp", Doc: "The field that the window is on."},
		{Name: "last", Type: Duration, Usual: true, Default: "the period: each run goes on where the one before ended", Doc: "The window: from so long before the end of the period to its end, the end not included."},
		{Name: "lag", Type: Duration, Default: "0s", Example: `"1m"`, Doc: "The window ends so long before the end of the period, for events that arrive late."},
		{Name: "filter", Usual: true, Type: "list of queries", Example: `[{ term = { "eventName.keyword" = "ConsoleLogin" } }]`, Doc: "Clauses that all must hold."},
		{Name: "query", Type: Query, Doc: "Or one whole query: inside the window if `last`, `lag` or `time_field` is given; without them it is all there is, and should mention `{{period_start}}` and `{{period_end}}` itself."},
		{Name: "aggregations", Type: Object, Example: `{ users = { terms = { field = "userIdentity.userName.keyword" } } }`, Doc: "As in the query DSL."},
		{Name: "group_by", Type: Strings, Example: `["userIdentity.userName.keyword"]`, Doc: "Fields: documents with the same values in them are a bucket, and the monitor is a bucket-level one, whose triggers look at each bucket. `aggregations` are then those within a bucket."},
		{Name: "size", Type: Number, Default: "10", Doc: "How many documents come back, for messages: 0 to 10,000."},
		{Name: "body", Type: Object, Doc: "Instead of all but `indices`: the search body as it is."},
	},
}

// Graph is a search as the visual editor of the Dashboards has it.
var Graph = &Block{
	Name: "graph", Count: Optional,
	Doc: "Instead of `extraction_query`: a figure over the documents of a time range, as in the visual editor of the Dashboards, where the monitor opens so.",
	Arguments: []Argument{
		{Name: "indices", Type: Strings, Required: true, Example: `["cwl-*"]`, Doc: "Names, patterns and aliases."},
		{Name: "time_field", Type: String, Default: "@timestamp", Doc: "The field that the time range is on."},
		{Name: "last", Type: Duration, Usual: true, Default: "1h", Doc: "The time range, in minutes, hours or days; it ends with the period."},
		{Name: "aggregation", Type: String, Usual: true, Default: "count", Values: []string{"count", "avg", "min", "max", "sum"}, Doc: "The figure that triggers hold against a number."},
		{Name: "field", Type: String, Usual: true, Example: `"bytes"`, Doc: "What it is made of. All but `count` need one; without a field `count` counts documents, up to 10,000."},
		{Name: "group_by", Type: Texts, Example: `"userIdentity.userName.keyword"`, Doc: "A field whose most frequent values are counted beside, for messages; triggers do not see it. A list of one or two fields makes the monitor a bucket-level one: its triggers look at the figure of each group."},
	},
	Blocks: []*Block{Where},
}

// Where is a filter of a graph.
var Where = &Block{
	Name: "where", Count: Any,
	Doc: "A filter, a field and one operator; all filters must hold, and the editor offers up to ten.",
	Arguments: []Argument{
		{Name: "field", Type: String, Required: true, Example: `"eventName.keyword"`, Doc: "The field."},
		{Name: "type", Type: String, Default: "`number` or `boolean` by the value, `keyword` for names that end in `.keyword`, else `text`", Values: []string{"text", "keyword", "number", "boolean"}, Doc: "The field's type, which decides how it is asked."},
		{Name: "is", Type: AnyValue, Usual: true, Example: `"ConsoleLogin"`, Doc: "It has this value; analysed text holds this phrase."},
		{Name: "is_not", Type: AnyValue, Example: `"ConsoleLogin"`, Doc: "It has not."},
		{Name: "is_null", Type: Bool, Doc: "`true`: there is no value."},
		{Name: "is_not_null", Type: Bool, Doc: "`true`: there is one."},
		{Name: "is_greater", Type: Number, Doc: "A number above this."},
		{Name: "is_greater_equal", Type: Number, Doc: "This number, or one above."},
		{Name: "is_less", Type: Number, Doc: "A number below this."},
		{Name: "is_less_equal", Type: Number, Doc: "This number, or one below."},
		{Name: "in_range", Type: "list of two numbers", Example: `[400, 499]`, Doc: "A number from the first to the second, both included."},
		{Name: "not_in_range", Type: "list of two numbers", Example: `[200, 299]`, Doc: "A number outside, or none."},
		{Name: "starts_with", Type: String, Example: `"Console"`, Doc: "A value, or a word of analysed text, that begins so."},
		{Name: "ends_with", Type: String, Example: `"Login"`, Doc: "One that ends so."},
		{Name: "contains", Type: String, Example: `"sole"`, Doc: "One that holds this."},
		{Name: "does_not_contain", Type: String, Example: `"sole"`, Doc: "None that does; for analysed text only."},
	},
}

// Trigger is a condition with actions.
var Trigger = &Block{
	Name: "trigger", Labels: []string{"label"}, Count: Some,
	Doc: "A condition, how bad it is, and who is told; one to ten in a monitor.",
	Arguments: []Argument{
		{Name: "severity", Type: Number, Required: true, Example: "1", Doc: "1 (the highest) to 5."},
		{Name: "name", Type: String, Default: "the label", Doc: "What people see."},
		{Name: "hits", Type: Compare, Usual: true, Doc: "A comparison with the number of documents found."},
		{Name: "condition", Type: Painless, Doc: "Or a script that returns true or false; of `document_queries` no script, but an expression over them."},
		{Name: "count", Type: Compare, Example: `"> 5"`, Doc: "Of a bucket-level monitor: a comparison with the number of documents in each bucket."},
		{Name: "above", Type: Number, Doc: "Of a `graph`: the figure is above this."},
		{Name: "below", Type: Number, Doc: "Of a `graph`: it is below this."},
		{Name: "equals", Type: Number, Doc: "Of a `graph`: it is this."},
	},
	Blocks: []*Block{{
		Name: "action", Labels: []string{"label"}, Count: Any, Usual: true, Doc: "A message to a destination.",
		Arguments: []Argument{
			{Name: "destination", Type: Reference, Required: true, Doc: "A destination or an existing channel."},
			{Name: "message", Type: Mustache, Required: true, Doc: "The text."},
			{Name: "name", Type: String, Default: "the label", Doc: "What people see."},
			{Name: "subject", Type: Mustache, Doc: "The subject, for kinds that show one."},
			{Name: "throttle", Type: Duration, Example: `"10m"`, Doc: "At most one message in so long: 1 minute to 24 hours."},
		},
		Blocks: []*Block{ExecutionPolicy},
	}, Buckets, QuietHours, Maintenance},
}
