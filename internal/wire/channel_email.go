package wire

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// decodeEmail reads an e-mail channel, or what it sends by and to. References
// have ids only: who knows addresses fills them in.
func decodeEmail(o object, kind destinations.Kind) destinations.Settings {
	switch kind {
	case destinations.Email:
		s := &destinations.EmailSettings{Account: destinations.Ref{ID: o.text("email_account_id")}, Recipients: recipients(o, "recipient_list", "recipient")}
		for _, id := range o.texts("email_group_id_list") {
			s.Groups = append(s.Groups, destinations.Ref{ID: id})
		}
		return s
	case destinations.EmailGroup:
		return &destinations.EmailGroupSettings{Recipients: recipients(o, "recipient_list", "recipient")}
	case destinations.SMTPAccount:
		s := &destinations.SMTPSettings{Host: o.text("host"), Method: o.text("method"), From: o.text("from_address")}
		if port, ok := wholeNumber(o.value("port")); ok {
			s.Port = strconv.FormatInt(port, 10)
		}
		return s
	default:
		return &destinations.SESSettings{Region: o.text("region"), RoleARN: o.text("role_arn"), From: o.text("from_address")}
	}
}

// recipients reads a list of objects with one address in each: under field.
func recipients(o object, key, field string) []string {
	var addresses []string
	for i, v := range o.list(key) {
		entry, _ := o.r.object(v, fmt.Sprintf("%s[%d]", o.at(key), i))
		addresses = append(addresses, entry.text(field))
	}
	return addresses
}

func encodeEmail(o *orderedjson.Object, settings destinations.Settings) {
	switch s := settings.(type) {
	case *destinations.EmailSettings:
		groups := make([]any, len(s.Groups))
		for i, g := range s.Groups {
			groups[i] = g.ID
		}
		o.Set("email_account_id", s.Account.ID)
		o.Set("recipient_list", recipientList(s.Recipients, "recipient"))
		o.Set("email_group_id_list", groups)
	case *destinations.EmailGroupSettings:
		o.Set("recipient_list", recipientList(s.Recipients, "recipient"))
	case *destinations.SMTPSettings:
		o.Set("host", s.Host)
		if s.Port != "" {
			o.Set("port", json.Number(s.Port))
		}
		o.Set("method", s.Method)
		o.Set("from_address", s.From)
	case *destinations.SESSettings:
		o.Set("region", s.Region)
		setText(o, "role_arn", s.RoleARN)
		o.Set("from_address", s.From)
	}
}

func recipientList(addresses []string, field string) []any {
	list := make([]any, len(addresses))
	for i, address := range addresses {
		list[i] = wrapped(field, address)
	}
	return list
}
