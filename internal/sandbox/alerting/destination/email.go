package destination

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// email is the object of a destination that sends e-mails.
type email struct {
	account    string
	recipients []recipient
}

// recipient is an address or a group of them.
type recipient struct{ kind, group, address string }

const (
	toGroup   = "email_group"
	toAddress = "email"
)

func parseEmail(r *xcontent.Reader) *email {
	e, hasAccount := &email{}, false
	eachField(r, func(name string) {
		switch name {
		case "email_account_id":
			e.account, hasAccount = r.Text(), true
		case "recipients":
			r.Expect(xcontent.StartArray, r.Token())
			for r.Next() != xcontent.EndArray {
				e.recipients = append(e.recipients, parseRecipient(r))
			}
		default:
			refuse("Unexpected field: %s, while parsing email destination", name)
		}
	})
	initialized(hasAccount, "emailAccountID")
	xcontent.Check(len(e.recipients) > 0, "At least one recipient must be provided")
	return e
}

// parseRecipient steps over unknown fields token by token, without looking into
// them.
func parseRecipient(r *xcontent.Reader) recipient {
	var to recipient
	hasKind, hasGroup, hasAddress := false, false, false
	eachField(r, func(name string) {
		switch name {
		case "type":
			to.kind, hasKind = r.Text(), true
			if !slices.Contains([]string{toAddress, toGroup}, to.kind) {
				refuse("Type should be one of [email, email_group]")
			}
		case "email_group_id":
			to.group, hasGroup = r.Text(), true
		case "email":
			to.address, hasAddress = r.Text(), true
		}
	})
	initialized(hasKind, "type")
	if to.kind == toGroup {
		xcontent.Check(hasGroup, "Email group ID is null")
		return to
	}
	xcontent.Check(hasAddress, "Email is null")
	xcontent.Check(isAddress(to.address), "Invalid email")
	return to
}

func (e *email) stored() *orderedjson.Object {
	list := []any{}
	for _, to := range e.recipients {
		if to.kind == toGroup {
			list = append(list, object("email_group_id", to.group, "type", to.kind))
		} else {
			list = append(list, object("type", to.kind, "email", to.address))
		}
	}
	return object("recipients", list, "email_account_id", e.account)
}

// address is the form of RFC 5322 that the plugin takes: an atom or a quoted
// string, and a domain with a dot or an address in brackets.
var address = pattern.New(`^(?i)(?:` +
	"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*" +
	`|"(?:[\x01-\x08\x0b\x0c\x0e-\x1f\x21\x23-\x5b\x5d-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*")` +
	`@(?:(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?` +
	`|\[(?:(?:2(?:5[0-5]|[0-4][0-9])|1[0-9][0-9]|[1-9]?[0-9])\.){3}` +
	`(?:2(?:5[0-5]|[0-4][0-9])|1[0-9][0-9]|[1-9]?[0-9]|[a-z0-9-]*[a-z0-9]:` +
	`(?:[\x01-\x08\x0b\x0c\x0e-\x1f\x21-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])+)\])$`)

func isAddress(text string) bool { return address.MatchString(text) }
