package wire_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/wire"
)

// TestLegacyDestinations reads destinations as 1.3.14 lists them (transcripts
// destinations/list_search, email/account), but for sns, which only Amazon's service
// has (the plugin's SNS.kt; from source, not run), and writes them again.
func TestLegacyDestinations(t *testing.T) {
	for stored, sent := range map[string]string{
		`{"id":"d","type":"slack","name":"ops","schema_version":4,"seq_no":7,"primary_term":1,"last_update_time":1700000000000,"slack":{"url":"https://x"}}`:                                                                                                  `{"name":"ops","type":"slack","slack":{"url":"https://x"}}`,
		`{"id":"d","type":"chime","name":"ops","seq_no":7,"primary_term":1,"chime":{"url":"https://x"}}`:                                                                                                                                                      `{"name":"ops","type":"chime","chime":{"url":"https://x"}}`,
		`{"id":"d","type":"custom_webhook","name":"ops","seq_no":7,"primary_term":1,"custom_webhook":{"url":"https://x","scheme":null,"host":null,"port":-1,"path":null,"method":null,"query_params":{},"header_params":{},"username":null,"password":null}}`: `{"name":"ops","type":"custom_webhook","custom_webhook":{"url":"https://x","header_params":{},"method":"POST"}}`,
		`{"id":"d","type":"custom_webhook","name":"ops","seq_no":7,"primary_term":1,"custom_webhook":{"url":"https://x","port":-1,"method":"PUT","query_params":{},"header_params":{"A":"1","B":"2"}}}`:                                                       `{"name":"ops","type":"custom_webhook","custom_webhook":{"url":"https://x","header_params":{"A":"1","B":"2"},"method":"PUT"}}`,
		`{"id":"d","type":"email","name":"ops","seq_no":7,"primary_term":1,"email":{"email_account_id":"acct","recipients":[{"type":"email","email":"a@b.example"},{"type":"email_group","email_group_id":"g"}]}}`:                                            `{"name":"ops","type":"email","email":{"email_account_id":"acct","recipients":[{"type":"email_group","email_group_id":"g"},{"type":"email","email":"a@b.example"}]}}`,
		`{"id":"d","type":"sns","name":"ops","seq_no":7,"primary_term":1,"sns":{"topic_arn":"arn:x","role_arn":"arn:y"}}`:                                                                                                                                     `{"name":"ops","type":"sns","sns":{"topic_arn":"arn:x","role_arn":"arn:y"}}`,
	} {
		live, err := wire.DecodeLegacyDestination(parse(t, stored))
		if err != nil || live.ID != "d" || live.Version != (destinations.Version{SeqNo: 7, PrimaryTerm: 1}) || live.DerivedName != "ops" {
			t.Errorf("%s: %+v, %v", stored, live, err)
			continue
		}
		if got := print(wire.EncodeLegacyDestination(live.Destination)); got != sent {
			t.Errorf("got %s, want %s", got, sent)
		}
	}
}

// What others have set of a webhook, and an update of ours would take away, is seen,
// and not shown.
func TestLegacyWebhookOfParts(t *testing.T) {
	live, err := wire.DecodeLegacyDestination(parse(t, `{"id":"d","type":"custom_webhook","name":"ops","custom_webhook":{"url":null,"host":"pager.example.com","port":8443,"query_params":{"k":"s3cret"},"header_params":{},"username":"u","password":"s3cret"}}`))
	if err != nil {
		t.Fatal(err)
	}
	w, ok := live.Destination.Settings.(*destinations.WebhookSettings)
	if !ok || w.Parts["port"].Reveal() != "8443" || w.Parts["password"].Reveal() != "s3cret" || len(w.Parts) != 5 {
		t.Errorf("got %#v", live.Destination.Settings)
	}
	plain := live.Destination
	without := *w
	without.Parts = nil
	plain.Settings = &without
	if plain.Equal(live.Destination) {
		t.Error("a host, a login and parameters are no difference")
	}
}

// TestLegacyEmailParts holds accounts and groups to the forms of 1.3.14
// (transcripts email/account, email/search).
func TestLegacyEmailParts(t *testing.T) {
	account, err := wire.DecodeLegacyAccount(parse(t, `{"_id":"a","_version":1,"_seq_no":3,"_primary_term":1,"email_account":{"schema_version":4,"name":"mail","email":"from@b.example","host":"smtp.example.com","port":587,"method":"starttls"}}`))
	if err != nil || account.ID != "a" || account.Version.SeqNo != 3 {
		t.Fatalf("%+v, %v", account, err)
	}
	if s, ok := account.Destination.Settings.(*destinations.SMTPSettings); !ok || s.Method != "start_tls" {
		t.Errorf("got %#v: the files know one word for the method", account.Destination.Settings)
	}
	if got, want := print(wire.EncodeLegacyAccount(account.Destination)), `{"name":"mail","email":"from@b.example","host":"smtp.example.com","port":587,"method":"starttls"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	group, err := wire.DecodeLegacyGroup(parse(t, `{"_id":"g","_seq_no":4,"_primary_term":1,"_source":{"schema_version":4,"name":"team","emails":[{"email":"a@b.example"},{"email":"c@d.example"}]}}`))
	if err != nil || group.ID != "g" {
		t.Fatalf("%+v, %v", group, err)
	}
	if got, want := print(wire.EncodeLegacyGroup(group.Destination)), `{"name":"team","emails":[{"email":"a@b.example"},{"email":"c@d.example"}]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLegacyErrorsShowNoValue(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"id":"d"}`, `{"id":"d","type":"slack","slack":{"url":["s3cret"]}}`, `{"id":"d","type":"custom_webhook","custom_webhook":"s3cret"}`,
		`{"id":"d","type":"email","email":{"recipients":["s3cret"]}}`,
	} {
		if _, err := wire.DecodeLegacyDestination(parse(t, text)); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: got %v", text, err)
		}
	}
}
