package wire

import (
	"encoding/json"
	"strconv"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// The keys under which a legacy e-mail account and group lie in their envelopes.
const (
	accountKey = "email_account"
	groupKey   = "email_group"
)

// legacyStartTLS is how legacy accounts spell destinations.StartTLS (1.3 refuses
// 2.x's spelling with a 500, and the other way round 2.x sends unencrypted:
// observed-channels 13).
const legacyStartTLS = "starttls"

// DecodeLegacyAccount reads an e-mail account of Open Distro or 1.x: a hit of its
// _search, or the answer of GET, POST and PUT.
func DecodeLegacyAccount(envelope *orderedjson.Object) (destinations.Live, error) {
	o, live := legacyEnvelope(envelope, accountKey)
	name := o.required("name")
	live = legacyLive(live.ID, address.DerivedName(name), live.Version)
	s := &destinations.SMTPSettings{Host: o.text("host"), Method: o.text("method"), From: o.text("email")}
	if s.Method == legacyStartTLS {
		s.Method = destinations.StartTLS
	}
	if port, ok := wholeNumber(o.value("port")); ok && port >= 0 {
		s.Port = strconv.FormatInt(port, 10)
	}
	live.Destination = destinations.Destination{Kind: destinations.SMTPAccount, Name: name, Enabled: true, Settings: s}.Canonical()
	return live, o.r.result()
}

// DecodeLegacyGroup reads an e-mail group of Open Distro or 1.x.
func DecodeLegacyGroup(envelope *orderedjson.Object) (destinations.Live, error) {
	o, live := legacyEnvelope(envelope, groupKey)
	name := o.required("name")
	live = legacyLive(live.ID, name, live.Version)
	s := &destinations.EmailGroupSettings{Recipients: recipients(o, "emails", "email")}
	live.Destination = destinations.Destination{Kind: destinations.EmailGroup, Name: name, Enabled: true, Settings: s}.Canonical()
	return live, o.r.result()
}

// legacyEnvelope finds the object itself, with its id and lock.
func legacyEnvelope(envelope *orderedjson.Object, key string) (object, destinations.Live) {
	r := &reader{}
	o := object{Object: envelope, r: r}
	live := destinations.Live{ID: o.text("_id"), Version: destinations.Version{SeqNo: o.long("_seq_no"), PrimaryTerm: o.long("_primary_term")}}
	if live.ID == "" {
		r.fail("_id", "is missing")
	}
	body := envelope.Object(key)
	if source := envelope.Object("_source"); body == nil && source != nil {
		body = source
		if inner := source.Object(key); inner != nil {
			body = inner
		}
	}
	if body == nil {
		r.fail(key, "is missing")
		body = orderedjson.NewObject()
	}
	return object{Object: body, path: key, r: r}, live
}

// EncodeLegacyAccount is the body that creates or replaces an e-mail account of
// Open Distro or 1.x.
func EncodeLegacyAccount(d destinations.Destination) *orderedjson.Object {
	s, _ := d.Settings.(*destinations.SMTPSettings)
	o := orderedjson.NewObject()
	o.Set("name", d.Name)
	o.Set("email", s.From)
	o.Set("host", s.Host)
	if s.Port != "" {
		o.Set("port", json.Number(s.Port))
	}
	method := s.Method
	if method == destinations.StartTLS {
		method = legacyStartTLS
	}
	o.Set("method", method)
	return o
}

// EncodeLegacyGroup is the body that creates or replaces an e-mail group of Open
// Distro or 1.x.
func EncodeLegacyGroup(d destinations.Destination) *orderedjson.Object {
	s, _ := d.Settings.(*destinations.EmailGroupSettings)
	o := orderedjson.NewObject()
	o.Set("name", d.Name)
	o.Set("emails", recipientList(s.Recipients, "email"))
	return o
}
