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
		{Name: "body", Type: Object, Example: `jsondecode(file("monitor.json"))`, Doc: "Instead of all else but `description`, `for_each`, `lifecycle`, `quiet_hours` and `maintenance`: the monitor as the API has it, of any type."},
	},
	Blocks: []*Block{Schedule, ExtractionQuery, lifecycle("`[enabled, trigger.many.severity]`; `trigger` means the whole list: triggers that others added stay, and declared ones that are not there are not made"), Trigger, QuietHours, Maintenance},
}

// Schedule is when a monitor runs.
var Schedule = &Block{
	Name: "schedule", Count: One, Doc: "When the monitor runs: one of these.",
	Arguments: []Argument{
		{Name: "interval", Type: Duration, Usual: true, Doc: "Every so often: whole minutes, hours or days, `1m` or more."},
		{Name: "cron", Type: String, Example: `"0 9 * * 1-5"`, Doc: "Five fields of cron."},
		{Name: "timezone", Type: Zone, Doc: "The zone in which times are meant."},
	},
}

// ExtractionQuery is the search of a monitor.
var ExtractionQuery = &Block{
	Name: "extraction_query", Count: One, Doc: "The search of each run.",
	Arguments: []Argument{
		{Name: "indices", Type: Strings, Required: true, Example: `["cwl-*"]`, Doc: "Names, patterns and aliases."},
		{Name: "time_field", Type: String, Default: "@timestamp", Doc: "The field that the window is on."},
		{Name: "last", Type: Duration, Usual: true, Default: "the period: each run goes on where the one before ended", Doc: "The window: from so long before the end of the period to its end, the end not included."},
		{Name: "lag", Type: Duration, Default: "0s", Example: `"1m"`, Doc: "The window ends so long before the end of the period, for events that arrive late."},
		{Name: "filter", Usual: true, Type: "list of queries", Example: `[{ term = { "eventName.keyword" = "ConsoleLogin" } }]`, Doc: "Clauses that all must hold."},
		{Name: "query", Type: Query, Doc: "Or one whole query: inside the window if `last`, `lag` or `time_field` is given; without them it is all there is, and should mention `{{period_start}}` and `{{period_end}}` itself."},
		{Name: "aggregations", Type: Object, Example: `{ users = { terms = { field = "userIdentity.userName.keyword" } } }`, Doc: "As in the query DSL."},
		{Name: "size", Type: Number, Default: "10", Doc: "How many documents come back, for messages: 0 to 10,000."},
		{Name: "body", Type: Object, Doc: "Instead of all but `indices`: the search body as it is."},
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
		{Name: "condition", Type: Painless, Doc: "Or a script that returns true or false."},
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
	}, QuietHours, Maintenance},
}
