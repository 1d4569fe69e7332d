package grammar

// ExecutionPolicy is how often an action of a bucket- or document-level trigger is
// taken. The words are the API's (alerting-api 4).
var ExecutionPolicy = &Block{
	Name: "action_execution_policy", Count: Optional,
	Doc: "Of bucket- and document-level monitors, whose runs open an alert for each bucket or finding: whether each has a message of its own.",
	Arguments: []Argument{
		{Name: "scope", Type: String, Usual: true, Default: "per_alert", Values: []string{"per_alert", "per_execution"}, Doc: "`per_alert`: a message for each alert. `per_execution`: one message for all alerts of a run; it takes no `throttle`."},
		{Name: "actionable_alerts", Type: Strings, Default: `["DEDUPED", "NEW"]`, Example: `["NEW", "COMPLETED"]`, Doc: "With `per_alert`: which alerts have a message. `NEW`: those that a run opens; `DEDUPED`: those that were open before and go on; `COMPLETED`: those that end."},
	},
}
