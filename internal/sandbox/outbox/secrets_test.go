package outbox_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox/outbox"
)

func TestHideSecrets(t *testing.T) {
	const address = "https://user:hunter22@hooks.example.com/services/T00000000/B00000000/AbCdEf?token=s3cr3t&x=1"
	for text, want := range map[string]string{
		"POST " + address + " failed":                              "POST (hidden) failed",
		"no /services/T00000000/B00000000/AbCdEf?token=s3cr3t&x=1": "no (hidden)",
		"team T00000000 is gone":                                   "team (hidden) is gone",
		"bad token s3cr3t, not s3cr3t-too":                         "bad token (hidden), not (hidden)",
		"password hunter22":                                        "password (hidden)",
		"Connect to hooks.example.com:443 failed, 1 service is /":  "Connect to hooks.example.com:443 failed, 1 service is /",
	} {
		if got := outbox.HideSecrets(text, address, "s3cr3t-too", "v"); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if got := outbox.HideSecrets("a ://% b", "://%"); got != "a (hidden) b" {
		t.Error(got)
	}
}
