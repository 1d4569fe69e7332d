package notifications

import "strings"

// fieldType says how a field of the index is searched.
type fieldType int

const (
	keyword fieldType = iota
	text              // with a sub-field .keyword
	nested            // a text of each recipient, also with .keyword
	boolean
	date
)

const keywordSuffix = ".keyword"

// fieldTypes are the fields that filters may name, without config. in front.
var fieldTypes = map[string]fieldType{
	"last_updated_time_ms": date,
	"created_time_ms":      date,

	"is_enabled": boolean,

	"config_type":               keyword,
	"email.email_account_id":    keyword,
	"email.email_group_id_list": keyword,
	"smtp_account.method":       keyword,
	"ses_account.region":        keyword,

	"name":                      text,
	"description":               text,
	"slack.url":                 text,
	"chime.url":                 text,
	"microsoft_teams.url":       text,
	"webhook.url":               text,
	"smtp_account.host":         text,
	"smtp_account.from_address": text,
	"sns.topic_arn":             text,
	"sns.role_arn":              text,
	"ses_account.role_arn":      text,
	"ses_account.from_address":  text,

	"email.recipient_list.recipient":       nested,
	"email_group.recipient_list.recipient": nested,
}

// field is a field that a request names: its type, and whether it names the
// keyword beneath a text.
type field struct {
	path      string
	kind      fieldType
	asKeyword bool
}

// fieldNamed finds a field by the name that a request has for it.
func fieldNamed(name string) (field, bool) {
	path, asKeyword := strings.CutSuffix(name, keywordSuffix)
	kind, ok := fieldTypes[path]
	if asKeyword && kind != text && kind != nested {
		return field{}, false
	}
	return field{path, kind, asKeyword}, ok
}

// filterNames are the parameters that filter a list.
func filterNames() []string {
	names := []string{"query", "text_query"}
	for name, kind := range fieldTypes {
		names = append(names, name)
		if kind == text || kind == nested {
			names = append(names, name+keywordSuffix)
		}
	}
	return names
}

// values are what the index holds of a config: texts by field.
type values map[string][]string

func indexed(c config) values {
	v := values{"name": {c.name}, "description": {c.description}, "config_type": {string(c.kind)}}
	v["is_enabled"] = []string{"false"}
	if c.enabled {
		v["is_enabled"] = []string{"true"}
	}
	set := func(name string, texts ...string) { v[string(c.kind)+"."+name] = texts }
	switch d := c.data.(type) {
	case urlData:
		set("url", d.url)
	case webhookData:
		set("url", d.url)
	case snsData:
		set("topic_arn", d.topicARN)
		set("role_arn", present(d.roleARN)...)
	case emailData:
		set("email_account_id", d.account)
		set("email_group_id_list", d.groups...)
		set("recipient_list.recipient", d.recipients...)
	case groupData:
		set("recipient_list.recipient", d.recipients...)
	case smtpData:
		set("host", d.host)
		set("method", d.method)
		set("from_address", d.from)
	case sesData:
		set("region", d.region)
		set("role_arn", present(d.roleARN)...)
		set("from_address", d.from)
	}
	return v
}

func present(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
