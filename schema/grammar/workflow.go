package grammar

// Workflow is a sequence of monitors with triggers over their alerts.
var Workflow = &Block{
	Name: "workflow", Labels: []string{"label"}, Count: Any, Dynamic: true,
	Doc: "Monitors that run one after the other, and triggers over which of them alerted: what the Dashboards call a composite monitor (OpenSearch 2.9 and later).",
	Arguments: []Argument{
		{Name: "for_each", Type: Each, Doc: "One workflow for each."},
		{Name: "name", Type: String, Usual: true, Example: `"A name of its own"`, Doc: "What people see in Dashboards and in alerts. Required, but beside `body`."},
		{Name: "description", Type: String, Doc: "For people who read the files; the server has no place for it."},
		{Name: "enabled", Type: Bool, Default: "true", Doc: "`false`: it does not run."},
		{Name: "delegates", Type: References, Usual: true, Example: "[monitor.console_login]", Doc: "The monitors, in the order in which they run: up to ten, each once. The id of a monitor that is not declared here stands as a text."},
		{Name: "audit_delegate_alerts", Type: Bool, Default: "true", Doc: "The delegates' alerts of these runs are only for the workflow to judge, and their own actions are not done. With `false` no trigger of the workflow ever holds."},
		{Name: "body", Type: Object, Example: `jsondecode(file("workflow.json"))`, Doc: "Instead of all else but `description`, `for_each` and `lifecycle`: the workflow as the API has it."},
	},
	Blocks: []*Block{Schedule, Delegate, Monitor.Block("lifecycle"), ChainedTrigger},
}

// Delegate is a monitor of a workflow that looks at what others have found.
var Delegate = &Block{
	Name: "delegate", Count: Any, Doc: "Instead of `delegates`: one block for each, in the order in which they run.",
	Arguments: []Argument{
		{Name: "monitor", Type: Reference, Required: true, Example: "monitor.console_login", Doc: "The monitor, or the id of one that is not declared here."},
		{Name: "findings_of", Type: References, Example: "[monitor.failed_logins]", Doc: "Only the documents that these delegates, which come before it, have found; none of them query-level, and over no index that this monitor does not search."},
	},
}

// ChainedTrigger is a condition over the delegates of a workflow.
var ChainedTrigger = &Block{
	Name: "trigger", Labels: []string{"label"}, Count: Some,
	Doc: "Which delegates must have alerted in a run, how bad that is, and who is told; one to ten in a workflow.",
	Arguments: []Argument{
		{Name: "severity", Type: Number, Required: true, Example: "1", Doc: "1 (the highest) to 5."},
		{Name: "name", Type: String, Default: "the label", Doc: "What people see."},
		{Name: "condition", Type: Chained, Usual: true, Doc: "Delegates by their labels, with `&&`, `||`, `!` and parentheses. `&&` and `||` bind alike, from the left."},
		{Name: "all_of", Type: References, Example: "[monitor.console_login]", Doc: "Or: these have all alerted."},
		{Name: "any_of", Type: References, Example: "[monitor.console_login]", Doc: "And one of these at least."},
		{Name: "none_of", Type: References, Example: "[monitor.console_login]", Doc: "And none of these."},
	},
	Blocks: []*Block{Trigger.Block("action")},
}
