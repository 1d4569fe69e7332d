package wire

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Delivery is what a cluster tells of a message that it has tried to send to a channel.
type Delivery struct {
	// Code is a status of HTTP as the plugin chose it, which need not be the receiver's:
	// "200" is the only one that means delivered, "207" that some recipients are not reached.
	Code string

	Text string // the receiver's words, or why it could not be sent

	Recipients []RecipientDelivery // of an e-mail; else none
}

// RecipientDelivery is the same of one recipient of an e-mail.
type RecipientDelivery struct {
	Recipient  string
	Code, Text string
}

// DecodeDelivery reads what became of a test message: status_list of an answer, or the
// event_status_list that stands as JSON in the reason of an error (sending/test_message_*).
// ok is false where the answer tells no delivery.
func DecodeDelivery(answer *orderedjson.Object) (d Delivery, ok bool) {
	list := answer.Array("status_list")
	if reason := answer.Object("error").Text("reason"); strings.HasPrefix(reason, `{"event_status_list"`) {
		v, err := orderedjson.ParseLimited([]byte(reason))
		if err != nil {
			return Delivery{}, false
		}
		told, _ := v.(*orderedjson.Object)
		list = told.Array("event_status_list")
	}
	if len(list) != 1 { // one channel was tested
		return Delivery{}, false
	}
	one, _ := list[0].(*orderedjson.Object)
	status := one.Object("delivery_status")
	d = Delivery{Code: status.Text("status_code"), Text: status.Text("status_text")}
	for _, v := range one.Array("email_recipient_status") {
		recipient, _ := v.(*orderedjson.Object)
		status := recipient.Object("delivery_status")
		d.Recipients = append(d.Recipients, RecipientDelivery{
			Recipient: recipient.Text("recipient"), Code: status.Text("status_code"), Text: status.Text("status_text"),
		})
	}
	return d, d.Code != ""
}
