package delivery_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/delivery"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

// Each row is what a node said, or what Java's clients say.
func TestOf(t *testing.T) {
	const sending, creation = "Failed to send webhook message ", "Webhook message creation failed with status:"
	for _, c := range []struct {
		code, text string
		want       delivery.Outcome
		words      string
	}{
		{"200", "ok", delivery.Delivered, "ok"},
		{"200", "{}", delivery.Delivered, ""},
		{"200", "Success, message id: 1", delivery.Delivered, "Success, message id: 1"},
		{"500", sending + "Connect to 127.0.0.1:9 [/127.0.0.1] failed: Connection refused", delivery.Unreachable, "Connect to 127.0.0.1:9 [/127.0.0.1] failed: Connection refused"},
		{"500", sending + "Connect to http://127.0.0.1:9 failed: Connection refused", delivery.Unreachable, "Connect to http://127.0.0.1:9 failed: Connection refused"},
		{"500", sending + "Failed: no room", delivery.Refused, "no room"},
		{"500", sending + "Failed: ", delivery.Refused, ""},
		{"500", sending + "Failed: Connection refused by policy", delivery.Refused, "Connection refused by policy"},
		{"500", sending + "Read timed out", delivery.Silent, "Read timed out"},
		{"500", sending + "PKIX path building failed: x", delivery.Untrusted, "PKIX path building failed: x"},
		{"500", sending + "Host could not be resolved to a valid Ip address", delivery.Unreachable, "Host could not be resolved to a valid Ip address"},
		{"400", creation + "Entity may not be null", delivery.Refused, "Entity may not be null"},
		{"400", creation + "Host of url is denied, based on plugin setting [notification.core.http.host_deny_list]", delivery.Denied, "Host of url is denied, based on plugin setting [notification.core.http.host_deny_list]"},
		{"400", creation + "port out of range:99999", delivery.BadURL, "port out of range:99999"},
		{"503", "sendEmail Error, status:Couldn't connect to host, port: 127.0.0.1, 9; timeout -1", delivery.Unreachable, "Couldn't connect to host, port: 127.0.0.1, 9; timeout -1"},
		{"404", "Channel nobody not found", delivery.Gone, "Channel nobody not found"},
		{"403", "Access denied for channel x", delivery.Hidden, "Access denied for channel x"},
		{"500", "Failed: HttpResponseProxy{HTTP/1.0 404 Not Found [Content-Length: 0] [Content-Length: 0,Chunked: false]}", delivery.Refused, "HttpResponseProxy{HTTP/1.0 404 Not Found [Content-Length: 0] [Content-Length: 0,Chunked: false]}"},
		{"500", "something else", delivery.Failed, "something else"},
	} {
		got := delivery.Of(wire.Delivery{Code: c.code, Text: c.text})
		if diff := cmp.Diff(delivery.Result{Outcome: c.want, Words: c.words}, got); diff != "" {
			t.Errorf("%s %q: %s", c.code, c.text, diff)
		}
	}
}

func TestOfRefusal(t *testing.T) {
	for reason, want := range map[string]delivery.Result{
		`For input string: "LOCKED"`:    {Outcome: delivery.Disabled},
		`For input string: "NOT_FOUND"`: {Outcome: delivery.NoChannel},
		"Failed requirement.":           {Outcome: delivery.NoAccount},
		"List is empty.":                {Outcome: delivery.NoRecipients},
		"Invalid URL or unsupported":    {Outcome: delivery.BadURL, Words: "Invalid URL or unsupported"},
		"who knows":                     {Outcome: delivery.Failed, Words: "who knows"},
	} {
		if diff := cmp.Diff(want, delivery.OfRefusal(reason)); diff != "" {
			t.Errorf("%q: %s", reason, diff)
		}
	}
}

// Of some recipients and of none.
func TestRecipients(t *testing.T) {
	ok, gone := wire.RecipientDelivery{Recipient: "a", Code: "200", Text: "Success"}, wire.RecipientDelivery{Recipient: "b", Code: "404", Text: "Recipient g not found"}
	if got := delivery.Of(wire.Delivery{Code: "207", Text: "Errors", Recipients: []wire.RecipientDelivery{ok, gone}}); got.Outcome != delivery.Partly || got.Words != "" || got.Recipients[1].Outcome != delivery.Gone {
		t.Errorf("got %+v", got)
	}
	other := gone
	other.Code = "503"
	if got := delivery.Of(wire.Delivery{Code: "207", Text: "Errors", Recipients: []wire.RecipientDelivery{other, gone}}); got.Outcome != delivery.Failed {
		t.Errorf("got %+v", got)
	}
}

// Every answer to a test that was recorded is understood.
func TestRecordedAnswers(t *testing.T) {
	files, err := filepath.Glob("../sandbox/testdata/transcripts/*/sending-test_message_*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	seen := map[delivery.Outcome]int{}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var told struct {
			Steps []struct {
				Send struct{ Method, Path string }
				Got  struct {
					Status int
					Body   json.RawMessage
				}
			}
		}
		if err := json.Unmarshal(text, &told); err != nil {
			t.Fatal(err)
		}
		for _, s := range told.Steps {
			if filepath.Base(filepath.Dir(s.Send.Path)) != "test" || s.Send.Method != "POST" {
				continue
			}
			v, err := orderedjson.Parse(s.Got.Body)
			if err != nil {
				t.Fatal(err)
			}
			answer := v.(*orderedjson.Object)
			result := delivery.OfRefusal(answer.Object("error").Text("reason"))
			if d, ok := wire.DecodeDelivery(answer); ok {
				result = delivery.Of(d)
			}
			if result.Outcome == delivery.Failed || (result.Outcome == delivery.Delivered) != (s.Got.Status == 200) {
				t.Errorf("%s, %s: %+v", path, s.Send.Path, result)
			}
			seen[result.Outcome]++
		}
	}
	t.Log(seen)
	if len(seen) < 6 {
		t.Errorf("only these were seen: %v", seen)
	}
}

// TestDiscreet: what a receiver says, and a URL, may hold secrets; a host is none.
func TestDiscreet(t *testing.T) {
	for _, o := range []delivery.Outcome{delivery.Delivered, delivery.Refused, delivery.BadURL, delivery.Failed, delivery.Unreachable, delivery.Denied} {
		r := delivery.Result{Outcome: o, Words: "words", Recipients: []delivery.Recipient{{Address: "a", Outcome: o, Words: "words"}}}
		told := o == delivery.Unreachable || o == delivery.Denied
		if got := r.Discreet(); (got.Words != "") != told || (got.Recipients[0].Words != "") != told || r.Recipients[0].Words == "" {
			t.Errorf("%s: %+v", o, got)
		}
	}
}
