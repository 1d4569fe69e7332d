package wire

import (
	"maps"
	"slices"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// DecodeChannel reads one element of a config_list: {config_id, config, …}. The
// destination is canonical; kinds that can't be declared keep their fields as
// OtherSettings. No error shows a value, since any may be a secret.
func DecodeChannel(element *orderedjson.Object) (destinations.Live, error) {
	r := &reader{}
	o := object{Object: element, r: r}
	live := destinations.Live{ID: o.text("config_id")}
	if live.ID == "" {
		r.fail("config_id", "is missing")
	}
	if ms, ok := wholeNumber(o.value("last_updated_time_ms")); ok {
		live.LastUpdate = time.UnixMilli(ms).UTC()
	}
	config, ok := o.child("config")
	if !ok {
		r.fail("config", "is missing")
		return live, r.result()
	}
	d := destinations.Destination{
		Kind: destinations.Kind(config.required("config_type")),
		Name: config.text("name"), Enabled: config.boolean("is_enabled", true),
	}
	d.Description, live.Address = DecodeDescription(config.text("description"))
	d.Settings = decodeSettings(config, d.Kind)
	live.Destination = d.Canonical()
	return live, r.result()
}

func decodeSettings(config object, kind destinations.Kind) destinations.Settings {
	o, _ := config.child(string(kind))
	switch kind {
	case destinations.Slack, destinations.Chime, destinations.MicrosoftTeams, destinations.Mattermost:
		return &destinations.ChatSettings{URL: o.secret("url")}
	case destinations.SNS:
		return &destinations.SNSSettings{TopicARN: o.text("topic_arn"), RoleARN: o.text("role_arn")}
	case destinations.Webhook:
		return decodeWebhook(o)
	case destinations.Email, destinations.EmailGroup, destinations.SMTPAccount, destinations.SESAccount:
		return decodeEmail(o, kind)
	default:
		return &destinations.OtherSettings{Body: o.Object}
	}
}

// decodeWebhook reads a webhook: of channels, and of legacy destinations.
func decodeWebhook(o object) *destinations.WebhookSettings {
	w := &destinations.WebhookSettings{URL: o.secret("url"), Method: o.text("method")}
	headers, _ := o.child("header_params")
	for _, name := range headers.Keys() {
		if w.Headers == nil {
			w.Headers = map[string]destinations.Secret{}
		}
		w.Headers[name] = headers.secret(name)
	}
	return w
}

func (o object) secret(key string) destinations.Secret { return destinations.NewSecret(o.text(key)) }

// EncodeChannel is the body that creates a channel under id, or with id ""
// replaces one (a config_id in the body of a PUT would win over the one in its
// path). at goes into the description. It reveals the destination's secrets: the
// body is for the request alone.
func EncodeChannel(id string, d destinations.Destination, at address.Address) *orderedjson.Object {
	config := orderedjson.NewObject()
	config.Set("name", d.Name)
	config.Set("description", EncodeDescription(d.Description, at))
	config.Set("config_type", string(d.Kind))
	config.Set("is_enabled", d.Enabled)
	config.Set(string(d.Kind), encodeSettings(d.Settings))
	o := orderedjson.NewObject()
	setText(o, "config_id", id)
	o.Set("config", config)
	return o
}

func encodeSettings(settings destinations.Settings) *orderedjson.Object {
	o := orderedjson.NewObject()
	switch s := settings.(type) {
	case *destinations.ChatSettings:
		o.Set("url", s.URL.Reveal())
	case *destinations.SNSSettings:
		o.Set("topic_arn", s.TopicARN)
		setText(o, "role_arn", s.RoleARN)
	case *destinations.WebhookSettings:
		o.Set("url", s.URL.Reveal())
		headers := orderedjson.NewObject()
		for _, name := range slices.Sorted(maps.Keys(s.Headers)) {
			headers.Set(name, s.Headers[name].Reveal())
		}
		o.Set("header_params", headers)
		setText(o, "method", s.Method)
	case *destinations.OtherSettings:
		return s.Body
	default:
		encodeEmail(o, s)
	}
	return o
}
