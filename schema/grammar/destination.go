package grammar

import "slices"

// Destinations are the kinds of destination.
var Destinations = []*Block{
	destination("sns", "A topic of Amazon SNS.",
		Argument{Name: "topic_arn", Type: String, Required: true, Example: `"arn:aws:sns:eu-west-1:123456789012:alerts"`, Doc: "The topic; none of the FIFO kind."},
		Argument{Name: "role_arn", Type: String, Example: `"arn:aws:iam::123456789012:role/alerting-sns"`, Doc: "The role that the server takes to publish; required by Amazon's service."}),
	destination("slack", "An incoming webhook of Slack.", webhookURL(`env("SLACK_URL")`)),
	destination("chime", "An incoming webhook of Amazon Chime.", webhookURL(`env("CHIME_URL")`)),
	destination("microsoft_teams", "An incoming webhook of Microsoft Teams (OpenSearch 2.10 or later).", webhookURL(`env("TEAMS_URL")`)),
	destination("mattermost", "An incoming webhook of Mattermost (OpenSearch 3.5 or later).", webhookURL(`env("MATTERMOST_URL")`)),
	destination("webhook", "Any receiver of HTTP requests. The rendered message is the request's body, as it is.",
		Argument{Name: "url", Type: String, Secret: true, Usual: true, Example: `"https://pager.example.com/v1/page"`, Doc: "Where to send. Either this, or its parts."},
		Argument{Name: "scheme", Type: String, Default: "https", Values: []string{"http", "https"}, Doc: "Of the URL in parts."},
		Argument{Name: "host", Type: String, Doc: "Of the URL in parts: the receiver's name or address."},
		Argument{Name: "port", Type: Number, Doc: "Of the URL in parts; the scheme's own by default."},
		Argument{Name: "path", Type: String, Doc: "Of the URL in parts."},
		Argument{Name: "method", Type: String, Default: "POST", Values: []string{"POST", "PUT", "PATCH"}, Doc: "The method of the request."},
		Argument{Name: "headers", Type: StringMap, Secret: true, Example: `{ Authorization = env("PAGER_TOKEN") }`, Doc: "Headers of the request, by name."}),
	destination("email", "E-mails to people and groups. One of `recipients` and `groups` is needed.",
		Argument{Name: "account", Type: Reference, Required: true, Example: "destination.smtp_account.mail", Doc: "The account that it is sent by: a destination of the kind `smtp_account` or `ses_account`, or an `existing` one."},
		Argument{Name: "recipients", Type: Strings, Usual: true, Example: `["oncall@example.com"]`, Doc: "Addresses that it goes to. Their order means nothing."},
		Argument{Name: "groups", Type: References, Example: "[destination.email_group.team]", Doc: "Groups that it goes to: destinations of the kind `email_group`, or `existing` ones."}),
	partOfEmail("smtp_account", "A mail server by which e-mails go out. Its user and password are kept in the keystore of each node, under the account's name.",
		Argument{Name: "host", Type: String, Required: true, Example: `"smtp.example.com"`, Doc: "The server's name or address."},
		Argument{Name: "port", Type: Number, Required: true, Example: "587", Doc: "The server's port: usually 587 for `start_tls`, 465 for `ssl`."},
		Argument{Name: "method", Type: String, Required: true, Values: []string{"none", "ssl", "start_tls"}, Doc: "How the connection is encrypted."},
		Argument{Name: "from", Type: String, Required: true, Example: `"alerts@example.com"`, Doc: "The sender's address."}),
	partOfEmail("ses_account", "Amazon SES, by which e-mails go out.",
		Argument{Name: "region", Type: String, Required: true, Example: `"eu-west-1"`, Doc: "The region of SES."},
		Argument{Name: "role_arn", Type: String, Example: `"arn:aws:iam::123456789012:role/alerting-ses"`, Doc: "The role that the server takes to send; required by Amazon's service."},
		Argument{Name: "from", Type: String, Required: true, Example: `"alerts@example.com"`, Doc: "The sender's address, which SES must have verified."}),
	partOfEmail("email_group", "People that e-mails go to.",
		Argument{Name: "recipients", Type: Strings, Required: true, Example: `["ann@example.com", "bob@example.com"]`, Doc: "Their addresses. The order means nothing."}),
}

func webhookURL(example string) Argument {
	return Argument{Name: "url", Type: String, Required: true, Secret: true, Example: example, Doc: "The webhook's URL."}
}

func destination(kind, doc string, own ...Argument) *Block {
	return destinationBlock(kind, doc+" An action refers to it as `destination."+kind+".LABEL`.", slices.Concat(own, []Argument{
		{Name: "for_each", Type: Each, Doc: "One destination for each."},
		{Name: "name", Type: String, Default: "the label", Doc: "What people see. With `for_each` the default is the label, a blank and the key; of accounts and groups `_` is in between."},
		{Name: "description", Type: String, Doc: "For people."},
		{Name: "enabled", Type: Bool, Default: "true", Doc: "`false` mutes it: sending to it fails."},
	}))
}

// partOfEmail is a destination that no action sends to: its name is a technical
// one, and it can't be muted.
func partOfEmail(kind, doc string, own ...Argument) *Block {
	return destinationBlock(kind, doc+" An e-mail refers to it as `destination."+kind+".LABEL`.", slices.Concat(own, []Argument{
		{Name: "for_each", Type: Each, Doc: "One destination for each."},
		{Name: "name", Type: String, Default: "the label", Doc: "What people see. With `for_each` the default is the label, a blank and the key; of accounts and groups `_` is in between."},
		{Name: "description", Type: String, Doc: "For people."},
	}))
}

func destinationBlock(kind, doc string, arguments []Argument) *Block {
	return &Block{
		Name: "destination", Kind: kind, Labels: []string{"kind", "label"}, Count: Any, Doc: doc, Arguments: arguments,
		Blocks: []*Block{lifecycle("`[name, " + arguments[0].Name + "]`")},
	}
}

// Existing is a channel that someone else owns.
var Existing = &Block{
	Name: "existing", Labels: []string{"kind", "label"}, Count: Any,
	Doc: "A channel that someone else made and owns: alertplan sends to it, and changes nothing of it. Kinds: those of `destination`; an account or a group is for e-mails of one's own. One of `id` and `name` is needed.",
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
