package wire

import (
	"encoding/json"
	"strconv"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// Form says to which part of the API the body of an object belongs.
type Form string

// The forms.
const (
	FormMonitor      Form = "monitor"
	FormWorkflow     Form = "workflow"
	FormChannel      Form = "channel"
	FormDestination  Form = "destination" // of Open Distro and 1.x, as the two below
	FormEmailAccount Form = accountKey
	FormEmailGroup   Form = groupKey
)

// Known tells whether it is one of the forms.
func (f Form) Known() bool {
	switch f {
	case FormMonitor, FormWorkflow, FormChannel, FormDestination, FormEmailAccount, FormEmailGroup:
		return true
	default:
		return false
	}
}

// IsDestination tells whether such a body is a destination's, of any generation.
func (f Form) IsDestination() bool { return f != FormMonitor && f != FormWorkflow }

// Original is an object as a cluster had it, to the last field: what decoding it
// would drop is in it. It may hold secrets.
type Original struct {
	Form               Form
	ID                 string
	SeqNo, PrimaryTerm int64               // the lock; 0 for a channel, which has none
	Body               *orderedjson.Object // of a channel {"config": …}
}

// OriginalMonitor is the monitor or workflow of an envelope as DecodeLive reads it.
func OriginalMonitor(envelope *orderedjson.Object) (Original, error) {
	body, err := monitorBody(envelope)
	if err != nil {
		return Original{}, err
	}
	o := original(FormMonitor, envelope, body)
	if isWorkflow(envelope, body) {
		o.Form = FormWorkflow
	}
	return o, nil
}

// OriginalChannel is the channel of an element as DecodeChannel reads it.
func OriginalChannel(element *orderedjson.Object) Original {
	config, _ := element.Get("config")
	return Original{Form: FormChannel, ID: element.Text("config_id"), Body: orderedjson.NewObject(orderedjson.Member{Key: "config", Value: config})}
}

// OriginalDestination is the destination of an element as DecodeLegacyDestination
// reads it.
func OriginalDestination(element *orderedjson.Object) Original {
	return Original{Form: FormDestination, ID: element.Text("id"), SeqNo: long(element, "seq_no"), PrimaryTerm: long(element, "primary_term"), Body: element}
}

// OriginalEmail is what the envelope of an e-mail account or group of Open Distro or
// 1.x holds.
func OriginalEmail(form Form, envelope *orderedjson.Object) Original {
	body, _ := legacyEnvelope(envelope, string(form))
	return original(form, envelope, body.Object)
}

func original(form Form, envelope, body *orderedjson.Object) Original {
	return Original{Form: form, ID: envelope.Text("_id"), SeqNo: long(envelope, "_seq_no"), PrimaryTerm: long(envelope, "_primary_term"), Body: body}
}

func long(o *orderedjson.Object, key string) int64 {
	n, _ := wholeNumber(value(o, key))
	return n
}

// Monitor decodes the original of a monitor or workflow.
func (o Original) Monitor() (monitors.Live, error) {
	return DecodeLive(o.enveloped(string(o.Form), o.Body))
}

// Destination decodes the original of a channel or legacy destination. No error shows
// a value.
func (o Original) Destination() (destinations.Live, error) {
	switch o.Form {
	case FormDestination:
		element := orderedjson.NewObject(o.Body.Members()...)
		element.Set("id", o.ID)
		element.Set("seq_no", integer(o.SeqNo))
		element.Set("primary_term", integer(o.PrimaryTerm))
		return DecodeLegacyDestination(element)
	case FormEmailAccount:
		return DecodeLegacyAccount(o.enveloped(accountKey, o.Body))
	case FormEmailGroup:
		return DecodeLegacyGroup(o.enveloped(groupKey, o.Body))
	default:
		element := orderedjson.NewObject(orderedjson.Member{Key: "config_id", Value: o.ID})
		element.Set("config", value(o.Body, "config"))
		return DecodeChannel(element)
	}
}

func (o Original) enveloped(key string, body *orderedjson.Object) *orderedjson.Object {
	envelope := orderedjson.NewObject()
	envelope.Set("_id", o.ID)
	envelope.Set("_seq_no", integer(o.SeqNo))
	envelope.Set("_primary_term", integer(o.PrimaryTerm))
	envelope.Set(key, body)
	return envelope
}

func integer(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }

// serverOwned are fields of bodies that a server sets itself. Where it takes them (a
// legacy destination's last_update_time, a new monitor's schema_version: recorded on
// 1.3.14 destinations/ignored_fields and 2.19.4 monitors/versions), they would say
// what is no longer so.
var serverOwned = []string{"id", "seq_no", "primary_term", "schema_version", "last_update_time", "user"}

// Request is the body that puts the object back: all of it but what the server owns.
// Servers take what they have printed (recorded: ownership/copy_from_an_export,
// channels/put_read_element).
func (o Original) Request() *orderedjson.Object {
	body, _ := orderedjson.Clone(o.Body).(*orderedjson.Object)
	if body == nil {
		return orderedjson.NewObject()
	}
	if o.Form == FormChannel {
		return body
	}
	for _, key := range serverOwned {
		body.Delete(key)
	}
	if webhook := body.Object(customWebhook); o.Form == FormDestination && webhook != nil {
		dropUnsetParts(webhook)
	}
	return body
}

// dropUnsetParts takes the parts of a custom webhook away that nobody has set.
func dropUnsetParts(webhook *orderedjson.Object) {
	for _, name := range append([]string{"url", "method"}, legacyParts...) {
		if isUnsetPart(value(webhook, name)) {
			webhook.Delete(name)
		}
	}
}

// isUnsetPart tells whether a part of a custom webhook is as it comes back where
// nobody has set it: null, {} or -1 (recorded on 1.3.14: destinations/list_search).
func isUnsetPart(v any) bool {
	inner, ok := v.(*orderedjson.Object)
	return ok && inner.Len() == 0 || v == nil || v == json.Number("-1")
}
