// Package destination is the alerting plugin's model of where messages go before
// there were notification channels (Open Distro, 1.3): destinations, e-mail
// accounts, e-mail groups. It reads a body field by field as the plugin's own
// parsers do, and prints the form that is stored and answered (recorded on
// 1.3.14: destinations/*, email/*).
//
// It knows bodies only: no store, no request, no network.
package destination

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// The keys under which documents of the config index hold a destination, an
// account, a group.
const (
	Key        = "destination"
	AccountKey = "email_account"
	GroupKey   = "email_group"
)

// The types of destinations.
const (
	Chime      = "chime"
	Slack      = "slack"
	Webhook    = "custom_webhook"
	Email      = "email"
	TestAction = "test_action"
)

// types are all of them, in the plugin's order.
var types = []string{Chime, Slack, Webhook, Email, TestAction}

// Destination is a body that was taken.
type Destination struct {
	ID, Name, Type string
	// LastUpdate is in milliseconds since 1970.
	LastUpdate int64
	// SeqNo and Term are those of the document; 0 in the answer to a write.
	SeqNo, Term int64

	url     map[string]string // of Slack and Chime
	webhook *webhook
	email   *email
}

// draft is a destination while its fields come.
type draft struct {
	*Destination
	hasName, hasType bool
}

// Parse reads a destination. The reader stands on the beginning of the object;
// now is in milliseconds since 1970. The object of its type may be missing:
// Stored tells. Errors are *fault.Fault or xcontent.ErrEndless.
func Parse(r *xcontent.Reader, now int64) (*Destination, error) {
	d := draft{Destination: &Destination{LastUpdate: now, url: map[string]string{}}}
	err := xcontent.Catch(func() {
		r.Expect(xcontent.StartObject, r.Token())
		for r.Next() != xcontent.EndObject {
			name := r.Name()
			r.Next()
			d.field(r, name)
		}
		initialized(d.hasType, "type")
		initialized(d.hasName, "name")
	})
	return d.Destination, err
}

// field reads the value of one field; unknown ones are dropped. The value of "test"
// is stepped over token by token, as if its fields were the destination's.
func (d *draft) field(r *xcontent.Reader, name string) {
	switch name {
	case "name":
		d.Name, d.hasName = r.Text(), true
	case "type":
		d.Type, d.hasType = r.Text(), true
		if !slices.Contains(types, d.Type) {
			refuse("Type should be one of the [%s]", strings.Join(types, ", "))
		}
	case "user":
		if r.Token() != xcontent.Null {
			model.ParseUser(r)
		}
	case "last_update_time":
		if at, given := model.ParseInstant(r); given {
			d.LastUpdate = at
		}
	case "schema_version":
		r.Int()
	case Chime, Slack:
		d.url[name] = parseURL(r, name)
	case Webhook:
		d.webhook = parseWebhook(r)
	case Email:
		d.email = parseEmail(r)
	case "test":
	default:
		r.Skip()
	}
}

// Stored is the destination as it is stored and answered, without the user. The
// fault is that of a body that lacks the object of its type.
func (d *Destination) Stored(schemaVersion int) (*orderedjson.Object, *fault.Fault) {
	content := d.content()
	if content == nil {
		return nil, fault.Require("Content is NULL for destination type %s", d.Type)
	}
	return object("id", d.ID, "type", d.Type, "name", d.Name, "schema_version", schemaVersion,
		"seq_no", d.SeqNo, "primary_term", d.Term, "last_update_time", d.LastUpdate, d.Type, content), nil
}

// content is the object of the destination's type, nil where none was sent.
func (d *Destination) content() any {
	switch {
	case d.Type == Webhook && d.webhook != nil:
		return d.webhook.stored()
	case d.Type == Email && d.email != nil:
		return d.email.stored()
	case d.Type == TestAction:
		return "dummy"
	}
	if url, ok := d.url[d.Type]; ok {
		return object("url", url)
	}
	return nil
}

// vendors are the names of Slack and Chime in errors.
var vendors = map[string]string{Chime: "Chime", Slack: "Slack"}

// parseURL reads the object of a destination that is a URL.
func parseURL(r *xcontent.Reader, kind string) string {
	url, given := "", false
	eachField(r, func(name string) {
		if name != "url" {
			refuse("Unexpected field: %s, while parsing %s destination", name, vendors[kind])
		}
		url, given = r.Text(), true
	})
	initialized(given, "url")
	xcontent.Check(url != "", "URL is null or empty")
	return url
}

// eachField reads an object, standing on its beginning.
func eachField(r *xcontent.Reader, field func(name string)) {
	r.Expect(xcontent.StartObject, r.Token())
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		field(name)
	}
}

// refuse throws Kotlin's IllegalStateException.
func refuse(format string, args ...any) {
	xcontent.Throw(fault.New(fault.IllegalState, format, args...))
}

// initialized throws Kotlin's fault of a property that was never set.
func initialized(set bool, property string) {
	if !set {
		xcontent.Throw(fault.New(fault.Uninitialized, "lateinit property %s has not been initialized", property))
	}
}

// object builds an object from alternating keys and values.
func object(keysAndValues ...any) *orderedjson.Object {
	o := &orderedjson.Object{}
	for i := 0; i+1 < len(keysAndValues); i += 2 {
		o.Set(keysAndValues[i].(string), keysAndValues[i+1])
	}
	return o
}
