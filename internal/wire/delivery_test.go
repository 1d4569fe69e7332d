package wire_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

// deliveries are answers as nodes gave them (sending/test_message_*), less what is not read.
var deliveries = map[string]*wire.Delivery{
	`{"event_source":{"title":"Test Message Title-sl"},"status_list":[{"config_id":"sl","email_recipient_status":[],"delivery_status":{"status_code":"200","status_text":"ok"}}]}`: {Code: "200", Text: "ok"},
	`{"error":{"type":"status_exception","reason":"{\"event_status_list\": [{\"config_id\":\"mail\",\"email_recipient_status\":[{\"recipient\":\"ann@example.org\",\"delivery_status\":{\"status_code\":\"503\",\"status_text\":\"no\"}}],\"delivery_status\":{\"status_code\":\"503\",\"status_text\":\"no\"}}]}"},"status":503}`: {
		Code: "503", Text: "no", Recipients: []wire.RecipientDelivery{{Recipient: "ann@example.org", Code: "503", Text: "no"}},
	},
	`{"error":{"type":"status_exception","reason":"For input string: \"LOCKED\""},"status":400}`:    nil,
	`{"error":{"type":"status_exception","reason":"{\"event_status_list\": [{"},"status":500}`:      nil,
	`{"error":{"type":"status_exception","reason":"{\"event_status_list\": [1, 2]}"},"status":500}`: nil,
	`{"status_list":[]}`:                       nil,
	`{"status_list":[{"delivery_status":{}}]}`: nil,
	`{"status_list":[7]}`:                      nil,
}

func TestDecodeDelivery(t *testing.T) {
	for text, want := range deliveries {
		got, ok := wire.DecodeDelivery(parse(t, text))
		if ok != (want != nil) {
			t.Errorf("%s: %v, %+v", text, ok, got)
			continue
		}
		if want != nil {
			if diff := cmp.Diff(*want, got); diff != "" {
				t.Errorf("%s: %s", text, diff)
			}
		}
	}
}

// FuzzDecodeDelivery: whatever a server answers, it is read or it isn't.
func FuzzDecodeDelivery(f *testing.F) {
	for text := range deliveries {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := orderedjson.ParseLimited(text)
		if o, ok := v.(*orderedjson.Object); err == nil && ok {
			if d, told := wire.DecodeDelivery(o); told && d.Code == "" {
				t.Error("a delivery without a status")
			}
		}
	})
}
