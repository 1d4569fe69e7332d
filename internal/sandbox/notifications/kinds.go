package notifications

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Kind is what a config is, under its name in the API.
type Kind string

// The kinds of configs. None is a kind that the server does not know.
const (
	None       Kind = "none"
	Slack      Kind = "slack"
	Chime      Kind = "chime"
	Teams      Kind = "microsoft_teams"
	Webhook    Kind = "webhook"
	SNS        Kind = "sns"
	Email      Kind = "email"
	EmailGroup Kind = "email_group"
	SMTP       Kind = "smtp_account"
	SES        Kind = "ses_account"
	Mattermost Kind = "mattermost"
)

// sendable are the kinds that /channels lists.
var sendable = []Kind{Slack, Chime, Teams, Webhook, Email, SNS, Mattermost}

// config is what a client keeps under an id: the "config" of the API.
type config struct {
	name, description string
	kind              Kind
	enabled           bool
	data              data
}

// data is the part of a config that depends on its kind.
type data interface {
	// kind is the kind whose object the data was read from.
	kind() Kind
	object() *orderedjson.Object
}

// object is the config as it is stored and answered: defaults filled in, unknown
// fields gone.
func (c config) object() *orderedjson.Object {
	return orderedjson.NewObject(
		orderedjson.Member{Key: "name", Value: c.name},
		orderedjson.Member{Key: "description", Value: c.description},
		orderedjson.Member{Key: "config_type", Value: string(c.kind)},
		orderedjson.Member{Key: "is_enabled", Value: c.enabled},
		orderedjson.Member{Key: string(c.kind), Value: c.data.object()},
	)
}

// fits tells whether the data belongs to the kind. The server keeps Mattermost's
// in Slack's class, so these two stand for each other.
func (c config) fits() bool {
	if c.kind == None {
		return true
	}
	return c.data != nil && classOf(c.data.kind()) == classOf(c.kind)
}

func classOf(k Kind) Kind {
	if k == Mattermost {
		return Slack
	}
	return k
}

// urlData is all that Slack, Chime, Teams and Mattermost have.
type urlData struct {
	of  Kind
	url string
}

func (d urlData) kind() Kind { return d.of }

func (d urlData) object() *orderedjson.Object {
	return orderedjson.NewObject(orderedjson.Member{Key: "url", Value: d.url})
}

// webhookData is a webhook's: method is POST, PUT or PATCH.
type webhookData struct {
	url     string
	headers *orderedjson.Object // of strings
	method  string
}

func (webhookData) kind() Kind { return Webhook }

func (d webhookData) object() *orderedjson.Object {
	return orderedjson.NewObject(
		orderedjson.Member{Key: "url", Value: d.url},
		orderedjson.Member{Key: "header_params", Value: d.headers},
		orderedjson.Member{Key: "method", Value: d.method},
	)
}

// snsData is an SNS topic's. roleARN is "" where there is none.
type snsData struct{ topicARN, roleARN string }

func (snsData) kind() Kind { return SNS }

func (d snsData) object() *orderedjson.Object {
	o := orderedjson.NewObject(orderedjson.Member{Key: "topic_arn", Value: d.topicARN})
	if d.roleARN != "" {
		o.Set("role_arn", d.roleARN)
	}
	return o
}

// emailData is an e-mail channel's: ids of an account and of groups.
type emailData struct {
	account    string
	recipients []string
	groups     []string
}

func (emailData) kind() Kind { return Email }

func (d emailData) object() *orderedjson.Object {
	groups := []any{}
	for _, id := range d.groups {
		groups = append(groups, id)
	}
	return orderedjson.NewObject(
		orderedjson.Member{Key: "email_account_id", Value: d.account},
		orderedjson.Member{Key: "recipient_list", Value: recipientList(d.recipients)},
		orderedjson.Member{Key: "email_group_id_list", Value: groups},
	)
}

func recipientList(addresses []string) []any {
	list := []any{}
	for _, a := range addresses {
		list = append(list, orderedjson.NewObject(orderedjson.Member{Key: "recipient", Value: a}))
	}
	return list
}

type groupData struct{ recipients []string }

func (groupData) kind() Kind { return EmailGroup }

func (d groupData) object() *orderedjson.Object {
	return orderedjson.NewObject(orderedjson.Member{Key: "recipient_list", Value: recipientList(d.recipients)})
}

// smtpData is a mail server's account: method is none, ssl or start_tls.
type smtpData struct {
	host   string
	port   int
	method string
	from   string
}

func (smtpData) kind() Kind { return SMTP }

func (d smtpData) object() *orderedjson.Object {
	return orderedjson.NewObject(
		orderedjson.Member{Key: "host", Value: d.host},
		orderedjson.Member{Key: "port", Value: d.port},
		orderedjson.Member{Key: "method", Value: d.method},
		orderedjson.Member{Key: "from_address", Value: d.from},
	)
}

// sesData is an SES account's. roleARN is "" where there is none.
type sesData struct{ region, roleARN, from string }

func (sesData) kind() Kind { return SES }

func (d sesData) object() *orderedjson.Object {
	o := orderedjson.NewObject(orderedjson.Member{Key: "region", Value: d.region})
	if d.roleARN != "" {
		o.Set("role_arn", d.roleARN)
	}
	o.Set("from_address", d.from)
	return o
}
