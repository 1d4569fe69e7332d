package grammar

import "slices"

// Test is what a monitor must do on sample events.
var Test = &Block{
	Name: "test", Labels: []string{"name"}, Count: Any, Dynamic: true,
	Doc: "What a monitor must do on sample events, run offline by `alertplan test`, on an index of its own for each test. By custom in `*.test.hcl`.",
	Arguments: []Argument{
		{Name: "monitor", Type: Reference, Required: true, Example: "monitor.console_login", Doc: "The monitor under test, `monitor.LABEL` or `monitor.LABEL[\"KEY\"]`."},
		{Name: "for_each", Type: Each, Doc: "One test for each, named `NAME[\"KEY\"]`. `for_each = monitor.LABEL` stands for all instances of a monitor with `for_each`; then `monitor = each.value`."},
		{Name: "events", Usual: true, Type: "path, object, or list of such", Default: "none: the index is empty", Example: `"testdata/events.ndjson"`, Doc: "A file of events, an event, or a list of such. Files are NDJSON or JSON, packed by gzip or not: one event a line, a list, CloudTrail's `{\"Records\": […]}`, what a CloudWatch Logs subscription sends, or a `_bulk` body."},
		{Name: "index", Type: String, Default: "the first index of the monitor", Example: `"cwl-*"`, Doc: "Where events go that don't say it: a name, or a pattern whose `*` becomes the day of the event."},
		{Name: "mapping", Type: "JSON text or object", Default: "made by the documents, as a server makes one", Example: `file("testdata/mapping.json")`, Doc: "How the index is made before they come: a mapping, the body of an index, or an index template."},
		{Name: "now", Type: Time, Default: "right after the last event's `@timestamp`", Doc: "The end of the first run's period."},
		{Name: "every", Type: Duration, Default: "the monitor's schedule", Doc: "The time between two runs."},
		{Name: "for", Type: Duration, Default: "one run", Example: `"15m"`, Doc: "How long the monitor goes on to run."},
	},
	Blocks: []*Block{
		{
			Name: "index", Labels: []string{"name"}, Count: Any, Doc: "The events of one more index.",
			Arguments: []Argument{
				{Name: "events", Usual: true, Type: "path, object, or list of such", Default: "none", Example: `"testdata/events.ndjson"`, Doc: "As in the test."},
				{Name: "mapping", Type: "JSON text or object", Example: `file("testdata/mapping.json")`, Doc: "As in the test."},
			},
		},
		{
			Name: "acknowledge", Labels: []string{"trigger"}, Count: Any, Doc: "Somebody acknowledges the trigger's alerts.",
			Arguments: []Argument{{Name: "after", Type: Duration, Required: true, Doc: "When, counted from the first run."}},
		},
		Expect,
	},
}

// Expect is what is expected of a trigger.
var Expect = &Block{
	Name: "expect", Labels: []string{"trigger"}, Count: Some,
	Doc: "What is expected of the trigger that is its label. Numbers are written as such, or as a comparison: `3`, `\"> 0\"`. What is not said is not expected.",
	Arguments: slices.Concat([]Argument{
		{Name: "fires", Type: Bool, Usual: true, Doc: "Whether the condition holds."},
		{Name: "after", Type: Duration, Default: "all runs: the trigger fires if it does in one of them, and all else is of the last run in which it fires, or of the last one", Doc: "The run so long after the first; `\"0m\"` is the first."},
		{Name: "times", Type: "number or comparison", Example: `">= 2"`, Doc: "In how many runs the condition holds; without `after`."},
		{Name: "hits", Type: "number or comparison", Example: "1", Doc: "How many documents the search finds."},
		{Name: "error", Type: String, Doc: "A part of the error in which the search or the condition ends. Without it an error fails the test, since a condition that fails counts as true on a server."},
		{Name: "documents", Type: Strings, Doc: "The `_id`s of those that come back, or that a document-level trigger finds, in any order."},
		{Name: "buckets", Type: Strings, Doc: "The keys of the buckets of a bucket-level trigger, in any order; keys of several parts are joined by commas, in the server's order."},
		{Name: "alerts", Type: "number or comparison", Example: "1", Doc: "How many alerts of the trigger are open after the run."},
		{Name: "state", Type: String, Values: []string{"ACTIVE", "ACKNOWLEDGED", "COMPLETED", "ERROR"}, Doc: "The state of the last alert."},
		{Name: "aggregations", Type: "map of values", Example: `{ "users.buckets.0.doc_count" = 3 }`, Doc: "Values by path."},
	}, textArguments),
	Blocks: []*Block{{
		Name: "action", Labels: []string{"label"}, Count: Any, Doc: "What is expected of one action.",
		Arguments: slices.Concat([]Argument{
			{Name: "sends", Type: Bool, Usual: true, Doc: "Whether a message goes out."},
			{Name: "throttled", Type: Bool, Doc: "Whether a throttle kept it back."},
		}, textArguments),
	}},
}

// textArguments are what is expected of a message and its subject.
var textArguments = []Argument{
	{Name: "message", Type: String, Doc: "The text that each action sends."},
	{Name: "message_contains", Type: Texts, Doc: "A part of it, or a list of parts."},
	{Name: "message_matches", Type: String, Doc: "A regular expression ([RE2](https://github.com/google/re2/wiki/Syntax)) that matches some of it."},
	{Name: "subject", Type: String, Doc: "The subject that each action sends."},
	{Name: "subject_contains", Type: Texts, Doc: "A part of it, or a list of parts."},
	{Name: "subject_matches", Type: String, Doc: "A regular expression that matches some of it."},
}
