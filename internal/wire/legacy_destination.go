package wire

import (
	"fmt"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// customWebhook is what a webhook is called among legacy destinations.
const customWebhook = "custom_webhook"

// legacyParts are what a custom webhook has besides URL, method and headers.
var legacyParts = []string{"scheme", "host", "port", "path", "query_params", "username", "password"}

// DecodeLegacyDestination reads one element of the list of destinations of Open
// Distro or 1.x. No error shows a value, since any may be a secret.
func DecodeLegacyDestination(element *orderedjson.Object) (destinations.Live, error) {
	r := &reader{}
	o := object{Object: element, r: r}
	live := legacyLive(o.text("id"), o.text("name"), destinations.Version{SeqNo: o.long("seq_no"), PrimaryTerm: o.long("primary_term")})
	if live.ID == "" {
		r.fail("id", "is missing")
	}
	if ms, ok := wholeNumber(o.value("last_update_time")); ok {
		live.LastUpdate = time.UnixMilli(ms).UTC()
	}
	name := o.required("type")
	d := destinations.Destination{Kind: destinations.Kind(name), Name: o.text("name"), Enabled: true}
	settings, _ := o.child(name)
	switch name {
	case customWebhook:
		d.Kind, d.Settings = destinations.Webhook, decodeCustomWebhook(settings)
	case string(destinations.Email):
		d.Settings = decodeLegacyEmail(settings)
	case string(destinations.Slack), string(destinations.Chime), string(destinations.SNS):
		d.Settings = decodeSettings(o, d.Kind)
	default:
		d.Settings = &destinations.OtherSettings{Body: element}
	}
	live.Destination = d.Canonical()
	return live, r.result()
}

// legacyLive is what all legacy objects have in common.
func legacyLive(id, derived string, version destinations.Version) destinations.Live {
	live := destinations.Live{ID: id, DerivedName: derived, Version: version}
	live.Address, _ = address.OfChannel(derived)
	return live
}

func decodeCustomWebhook(o object) *destinations.WebhookSettings {
	w := decodeWebhook(o)
	for _, name := range legacyParts {
		v := o.value(name)
		if isUnsetPart(v) {
			continue
		}
		if w.Parts == nil {
			w.Parts = map[string]destinations.Secret{}
		}
		text, ok := plainText(v)
		if !ok {
			raw, _ := orderedjson.Marshal(v)
			text = string(raw)
		}
		w.Parts[name] = destinations.NewSecret(text)
	}
	return w
}

// decodeLegacyEmail reads recipients that are addresses and groups, mixed.
func decodeLegacyEmail(o object) *destinations.EmailSettings {
	s := &destinations.EmailSettings{Account: destinations.Ref{ID: o.text("email_account_id")}}
	for i, v := range o.list("recipients") {
		to, _ := o.r.object(v, fmt.Sprintf("%s[%d]", o.at("recipients"), i))
		if to.text("type") == "email_group" {
			s.Groups = append(s.Groups, destinations.Ref{ID: to.text("email_group_id")})
		} else {
			s.Recipients = append(s.Recipients, to.text("email"))
		}
	}
	return s
}

// EncodeLegacyDestination is the body that creates or replaces a destination of
// Open Distro or 1.x. It has no place for a description, and none for being
// switched off. It reveals the destination's secrets: the body is for the request
// alone.
func EncodeLegacyDestination(d destinations.Destination) *orderedjson.Object {
	kind, settings := string(d.Kind), encodeSettings(d.Settings)
	switch s := d.Settings.(type) {
	case *destinations.WebhookSettings:
		kind = customWebhook
	case *destinations.EmailSettings:
		settings = encodeLegacyEmail(s)
	}
	o := orderedjson.NewObject()
	o.Set("name", d.Name)
	o.Set("type", kind)
	o.Set(kind, settings)
	return o
}

func encodeLegacyEmail(s *destinations.EmailSettings) *orderedjson.Object {
	recipients := []any{}
	for _, g := range s.Groups {
		recipients = append(recipients, orderedjson.NewObject(
			orderedjson.Member{Key: "type", Value: "email_group"}, orderedjson.Member{Key: "email_group_id", Value: g.ID}))
	}
	for _, to := range s.Recipients {
		recipients = append(recipients, orderedjson.NewObject(
			orderedjson.Member{Key: "type", Value: "email"}, orderedjson.Member{Key: "email", Value: to}))
	}
	return orderedjson.NewObject(
		orderedjson.Member{Key: "email_account_id", Value: s.Account.ID}, orderedjson.Member{Key: "recipients", Value: recipients})
}
