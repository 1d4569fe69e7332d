package notifications

import (
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// outcome is how one delivery ended: an HTTP status, or now and then its name.
type outcome struct{ code, text string }

// delivery is what became of an event at one channel.
type delivery struct {
	id         string
	kind       Kind
	name       string
	recipients []recipientOutcome
	outcome
}

// recipientOutcome is what became of an e-mail to one address.
type recipientOutcome struct {
	address string
	outcome
}

func (o outcome) object() *orderedjson.Object {
	return rest.O("status_code", o.code, "status_text", o.text)
}

func (d delivery) object() *orderedjson.Object {
	recipients := []any{}
	for _, r := range d.recipients {
		recipients = append(recipients, rest.O("recipient", r.address, "delivery_status", r.outcome.object()))
	}
	return rest.O(
		"config_id", d.id,
		"config_type", string(d.kind),
		"config_name", d.name,
		"email_recipient_status", recipients,
		"delivery_status", d.outcome.object(),
	)
}

func (d delivery) json() string { return write(d.object()) }

func (e event) object() *orderedjson.Object {
	return rest.O("title", e.title, "reference_id", e.reference, "severity", "info", "tags", []any{})
}

// json is the event with its delivery in one line.
func (e event) json(d delivery) string {
	return write(rest.O("event_source", e.object(), "status_list", []any{d.object()}))
}

// write prints objects, lists and texts as the server's JSON writer does: Go's
// escapes some letters and the control characters in another way.
func write(value any) string {
	var b strings.Builder
	switch v := value.(type) {
	case string:
		quote(&b, v)
	case []any:
		b.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(write(x))
		}
		b.WriteByte(']')
	case *orderedjson.Object:
		b.WriteByte('{')
		for i, m := range v.Members() {
			if i > 0 {
				b.WriteByte(',')
			}
			quote(&b, m.Key)
			b.WriteByte(':')
			b.WriteString(write(m.Value))
		}
		b.WriteByte('}')
	}
	return b.String()
}

var shortEscapes = map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}

func quote(b *strings.Builder, text string) {
	b.WriteByte('"')
	for _, r := range text {
		short, ok := shortEscapes[r]
		switch {
		case ok:
			b.WriteString(short)
		case r < ' ':
			fmt.Fprintf(b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}

// newMessageID makes an id such as SNS and SES give to a message.
func newMessageID() string {
	b := make([]byte, 16)
	rand.Read(b) // it never fails
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
