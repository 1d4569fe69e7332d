package wire_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

func TestChannelsRoundTrip(t *testing.T) {
	at := address.ForDestination("slack", "soc")
	for _, text := range []string{
		`{"config_id":"ap_soc_slack_soc_x","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"slack","is_enabled":true,"slack":{"url":"https://x"}}}`,
		`{"config_id":"ap_soc_slack_soc_x","config":{"name":"soc","description":"Pages (alertplan: destination.slack.soc)","config_type":"chime","is_enabled":false,"chime":{"url":"https://x"}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"sns","is_enabled":true,"sns":{"topic_arn":"arn:x","role_arn":"arn:y"}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"sns","is_enabled":true,"sns":{"topic_arn":"arn:x"}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"webhook","is_enabled":true,"webhook":{"url":"https://x","header_params":{"A":"1","B":"2"},"method":"PUT"}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"webhook","is_enabled":true,"webhook":{"url":"https://x","header_params":{},"method":"POST"}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"smtp_account","is_enabled":true,"smtp_account":{"host":"h","port":25,"method":"none","from_address":"a@b"}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"smtp_account","is_enabled":true,"smtp_account":{"host":"h","port":70000,"method":"start_tls","from_address":"a@b.example"}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"ses_account","is_enabled":true,"ses_account":{"region":"eu-west-1","role_arn":"arn:y","from_address":"a@b.example"}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"ses_account","is_enabled":true,"ses_account":{"region":"eu-west-1","from_address":"a@b.example"}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"email_group","is_enabled":true,"email_group":{"recipient_list":[{"recipient":"a@b.example"},{"recipient":"c@d.example"}]}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"email","is_enabled":true,"email":{"email_account_id":"acct","recipient_list":[{"recipient":"a@b.example"}],"email_group_id_list":["g1","g2"]}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"email","is_enabled":true,"email":{"email_account_id":"acct","recipient_list":[],"email_group_id_list":[]}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"microsoft_teams","is_enabled":true,"microsoft_teams":{"url":"https://x"}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"mattermost","is_enabled":true,"mattermost":{"url":"https://x"}}}`,
		`{"config_id":"a","config":{"name":"soc","description":"alertplan: destination.slack.soc","config_type":"carrier_pigeon","is_enabled":true,"carrier_pigeon":{"coop":"north"}}}`,
	} {
		live, err := wire.DecodeChannel(parse(t, text))
		if err != nil || live.Address != at {
			t.Fatalf("%s: %+v, %v", text, live, err)
		}
		if got := print(wire.EncodeChannel(live.ID, live.Destination, live.Address)); got != text {
			t.Errorf("got %s, want %s", got, text)
		}
		if again := wire.EncodeChannel("", live.Destination, at); again.Has("config_id") {
			t.Error("an update names its id in the body, which would win over the path's")
		}
	}
}

func TestChannelDefaults(t *testing.T) {
	live, err := wire.DecodeChannel(parse(t, `{"config_id":"a","last_updated_time_ms":1700000000000,"config":{"name":"n","config_type":"webhook","webhook":{"url":"https://x","header_params":{"A":1}}}}`))
	w, ok := live.Destination.Settings.(*destinations.WebhookSettings)
	if err != nil || !ok || !live.Destination.Enabled || w.Method != "POST" || w.Headers["A"].Reveal() != "1" || !live.Address.IsZero() || live.LastUpdate.UnixMilli() != 1700000000000 {
		t.Errorf("got %+v, %v", live, err)
	}
}

func TestChannelErrorsShowNoValue(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"config_id":"a"}`, `{"config_id":"a","config":[]}`, `{"config_id":"a","config":{"config_type":"slack","slack":"s3cret"}}`,
		`{"config_id":"a","config":{"config_type":"slack","slack":{"url":["s3cret"]}}}`, `{"config_id":"a","config":{"config_type":"webhook","webhook":{"url":"x","header_params":{"A":{"x":"s3cret"}}}}}`,
		`{"config_id":"a","config":{"config_type":"email_group","email_group":{"recipient_list":["s3cret"]}}}`, `{"config_id":"a","config":{"config_type":"email","email":{"email_group_id_list":[["s3cret"]]}}}`,
	} {
		if _, err := wire.DecodeChannel(parse(t, text)); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

func TestDescriptions(t *testing.T) {
	soc := address.ForDestination("slack", "soc")
	odd := address.ForDestination("slack", "x").WithKey(`a (alertplan: destination.slack.b) "c")`).InPack("p")
	for _, c := range []struct {
		description, text string
		at                address.Address
	}{
		{"", "", address.Address{}},
		{"Pages the team", "Pages the team", address.Address{}},
		{"alertplan: destination.slack.soc", "", soc},
		{"alertplan: destination.slack.soc\n", "", soc},
		{"Pages (alertplan: destination.slack.soc)", "Pages", soc},
		{"Pages (alertplan: destination.slack.soc) at night", "Pages at night", soc},
		{"(alertplan: destination.slack.soc)", "", soc},
		{"a (alertplan: destination.slack.b) (alertplan: destination.slack.soc)", "a (alertplan: destination.slack.b)", soc},
		{"x (alertplan: " + odd.String() + ")", "x", odd},
		{"alertplan: soon", "alertplan: soon", address.Address{}},
		{"see (alertplan: monitor.x)", "see (alertplan: monitor.x)", address.Address{}},
		{"see alertplan: destination.slack.soc", "see alertplan: destination.slack.soc", address.Address{}},
		{"(alertplan: " + strings.Repeat("(", 5000) + strings.Repeat(")", 5000), "(alertplan: " + strings.Repeat("(", 5000) + strings.Repeat(")", 5000), address.Address{}},
	} {
		text, at := wire.DecodeDescription(c.description)
		if text != c.text || at != c.at {
			t.Errorf("%.60q: got %.60q, %s", c.description, text, at)
		}
	}
}

func FuzzDescription(f *testing.F) {
	f.Add("Pages the team", "soc", "eu")
	f.Add("x (alertplan: destination.slack.b", "a", `k (alertplan: destination.slack.c)`)
	f.Add("alertplan: destination.slack.z", "a", `"])`)
	f.Fuzz(func(t *testing.T, text, label, key string) {
		wire.DecodeDescription(text)
		at, err := address.Parse(address.ForDestination("slack", label).WithKey(key).String())
		if err != nil || strings.Contains(text, "alertplan: ") || len(key) > 20 {
			return
		}
		if got, gotAt := wire.DecodeDescription(wire.EncodeDescription(text, at)); got != text || gotAt != at {
			t.Fatalf("%q, %s came back as %q, %s", text, at, got, gotAt)
		}
	})
}

func FuzzDecodeChannel(f *testing.F) {
	f.Add(`{"config_id":"a","config":{"name":"n","config_type":"webhook","webhook":{"url":"https://x","header_params":{"A":1}}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := orderedjson.Parse([]byte(text))
		if o, ok := v.(*orderedjson.Object); ok && err == nil {
			if live, err := wire.DecodeChannel(o); err == nil {
				wire.EncodeChannel(live.ID, live.Destination, live.Address)
			}
		}
	})
}
