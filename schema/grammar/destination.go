package grammar

import "slices"

// Destinations are the kinds of destination.
var Destinations = []*Block{
	destination("sns", "A topic of Amazon SNS.",
		Argument{Name: "topic_arn", Type: String, Required: true, Example: `"arn:aws:sns:eu-west-1:123456789012:alerts"`, Doc: "The topic; none of the FIFO kind."},
		Argument{Name: "role_arn", Type: String, Example: `"arn:aws:iam::123456789012:role/alerting-sns"`, Doc: "The role that the server takes to publish; required by Amazon's service."}),
	destination("slack", "An incoming webhook of Slack.", webhookURL(`env("SLACK_URL")`)),
	destination("chime", "An incoming webhook of Amazon Chime.", webhookURL(`env("CHIME_URL")`)),
	destination("webhook", "Any receiver of HTTP requests. The rendered message is the request's body, as it is.",
		Argument{Name: "url", Type: String, Secret: true, Usual: true, Example: `"https://pager.example.com/v1/page"`, Doc: "Where to send. Either this, or its parts."},
		Argument{Name: "scheme", Type: String, Default: "https", Values: []string{"http", "https"}, Doc: "Of the URL in parts."},
		Argument{Name: "host", Type: String, Doc: "Of the URL in parts: the receiver's name or address."},
		Argument{Name: "port", Type: Number, Doc: "Of the URL in parts; the scheme's own by default."},
		Argument{Name: "path", Type: String, Doc: "Of the URL in parts."},
		Argument{Name: "method", Type: String, Default: "POST", Values: []string{"POST", "PUT", "PATCH"}, Doc: "The method of the request."},
		Argument{Name: "headers", Type: StringMap, Secret: true, Example: `{ Authorization = env("PAGER_TOKEN") }`, Doc: "Headers of the request, by name."}),
}

func webhookURL(example string) Argument {
	return Argument{Name: "url", Type: String, Required: true, Secret: true, Example: example, Doc: "The webhook's URL."}
}

func destination(kind, doc string, own ...Argument) *Block {
	return &Block{
		Name: "destination", Kind: kind, Labels: []string{"kind", "label"}, Count: Any,
		Doc: doc + " An action refers to it as `destination." + kind + ".LABEL`.",
		Arguments: slices.Concat(own, []Argument{
			{Name: "for_each", Type: Each, Doc: "One destination for each."},
			{Name: "name", Type: String, Default: "the label", Doc: "What people see. With `for_each` the default is the label, a blank and the key."},
			{Name: "description", Type: String, Doc: "For people."},
			{Name: "enabled", Type: Bool, Default: "true", Doc: "`false` mutes it: sending to it fails."},
		}),
		Blocks: []*Block{lifecycle("`[name, url]`")},
	}
}

// Existing is a channel that someone else owns.
var Existing = &Block{
	Name: "existing", Labels: []string{"kind", "label"}, Count: Any,
	Doc: "A channel that someone else made and owns: alertplan sends to it, and changes nothing of it. Kinds: `sns`, `slack`, `chime`, `webhook`, `email`, `microsoft_teams`, `mattermost`. One of `id` and `name` is needed.",
	Arguments: []Argument{
		{Name: "id", Type: String, Usual: true, Doc: "The channel's id."},
		{Name: "name", Type: String, Doc: "Or its name, if only one has it."},
	},
}

// Lifecycle says what a plan must leave alone.
var Lifecycle = lifecycle("`[enabled]`")

func lifecycle(example string) *Block {
	return &Block{
		Name: "lifecycle", Count: Optional, Doc: "What a plan leaves alone.",
		Arguments: []Argument{
			{Name: "ignore_changes", Usual: true, Type: "list of names, or `all`", Example: "[enabled]", Doc: "What others may change: a plan leaves it as it is. For example " + example + ", or `all`."},
			{Name: "prevent_destroy", Type: Bool, Default: "false", Doc: "`true`: a plan that would delete it fails."},
		},
	}
}
