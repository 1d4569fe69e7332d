package generate

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Secrets gives what stands for a secret, by it and its argument's or header's name: a
// reference to a variable, for none is ever written.
type Secrets func(argument string, s destinations.Secret) Reference

// Destination is the block that declares a destination of any kind. refer gives the address
// of an account or a group. It is false for a kind that can't be declared.
func Destination(d destinations.Destination, label string, secret Secrets, refer func(destinations.Ref) Reference) (Block, bool) {
	b := Block{Type: "destination", Labels: []string{string(d.Kind), label}}
	if d.Name != label {
		b.Set("name", d.Name)
	}
	b.Set("description", unlessEmpty(d.Description))
	switch s := d.Settings.(type) {
	case *destinations.SNSSettings:
		b.Set("topic_arn", s.TopicARN)
		b.Set("role_arn", unlessEmpty(s.RoleARN))
	case *destinations.ChatSettings:
		b.Set("url", secret("url", s.URL))
	case *destinations.WebhookSettings:
		b.Set("url", secret("url", s.URL))
		if s.Method != "" && s.Method != "POST" {
			b.Set("method", s.Method)
		}
		if !onlyContentType(s.Headers) {
			b.Set("headers", headers(s.Headers, secret))
		}
		if len(s.Parts) > 0 {
			return b, false
		}
	case *destinations.EmailSettings:
		b.Set("account", refer(s.Account))
		if len(s.Recipients) > 0 {
			b.Set("recipients", texts(s.Recipients))
		}
		if groups := referAll(s.Groups, refer); len(groups) > 0 {
			b.Set("groups", groups)
		}
	case *destinations.EmailGroupSettings:
		b.Set("recipients", texts(s.Recipients))
	case *destinations.SMTPSettings:
		b.Set("host", s.Host)
		b.Set("port", portNumber(s.Port))
		b.Set("method", s.Method)
		b.Set("from", s.From)
	case *destinations.SESSettings:
		b.Set("region", s.Region)
		b.Set("role_arn", unlessEmpty(s.RoleARN))
		b.Set("from", s.From)
	default:
		return b, false
	}
	if d.Kind.IsChannel() && !d.Enabled {
		b.Set("enabled", false)
	}
	_, ok := b.Text("")
	return b, ok && !hasEmptyReference(b)
}

func referAll(refs []destinations.Ref, refer func(destinations.Ref) Reference) []any {
	list := make([]any, len(refs))
	for i, r := range refs {
		list[i] = refer(r)
	}
	return list
}

// hasEmptyReference tells whether something is referred to that nothing declares.
func hasEmptyReference(b Block) bool {
	empty := func(v any) bool { return v == Reference("") }
	return slices.ContainsFunc(b.Attributes, func(a Attribute) bool {
		list, _ := a.Value.([]any)
		return empty(a.Value) || slices.ContainsFunc(list, empty)
	})
}

// contentType is the header that tells no secret.
const contentType = "Content-Type"

// headers are those of a webhook, each value a secret but the type of the content.
func headers(all map[string]destinations.Secret, secret Secrets) *orderedjson.Object {
	o := orderedjson.NewObject()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if strings.EqualFold(name, contentType) {
			o.Set(name, all[name].Reveal())
			continue
		}
		o.Set(name, secret(name, all[name]))
	}
	return o
}

// onlyContentType tells whether headers are none, or those that are written without
// any.
func onlyContentType(headers map[string]destinations.Secret) bool {
	for name := range maps.Keys(headers) {
		if name != contentType || headers[name].Reveal() != "application/json" {
			return false
		}
	}
	return true
}

// Existing is the block that names a channel of somebody else, by its id.
func Existing(kind destinations.Kind, label, id string) Block {
	b := Block{Type: "existing", Labels: []string{string(kind), label}}
	b.Set("id", id)
	return b
}

// Variable is the block of a sensitive variable; a run that has no value for it can
// check and plan, and not apply.
func Variable(name, description string) Block {
	b := Block{Type: "variable", Labels: []string{name}}
	b.Set("type", Reference("string"))
	b.Set("sensitive", true)
	b.Set("description", unlessEmpty(description))
	return b
}

// portNumber is a port of digits as a number.
func portNumber(port string) any {
	if n, err := strconv.Atoi(port); err == nil && strconv.Itoa(n) == port {
		return json.Number(port)
	}
	return port
}
