package address_test

import (
	"regexp"
	"testing"

	"github.com/alertplan/alertplan/internal/address"
)

func TestNamesOfLegacyAccounts(t *testing.T) {
	allowed := regexp.MustCompile(`^[A-Za-z0-9_]+$`)
	seen := map[string]string{}
	for _, workspace := range []string{"soc", "soc-eu", "a", "a-", "-a", "a--b"} {
		for _, label := range []string{"mail", "mail_out", "mail-out", "h"} {
			for _, number := range []string{"", "-2", "-12"} {
				derived := address.ChannelID(workspace, address.ForDestination("smtp_account", label)) + number
				name := address.AccountName(derived)
				if !allowed.MatchString(name) || address.DerivedName(name) != derived {
					t.Errorf("%s: %s is read as %s", derived, name, address.DerivedName(name))
				}
				if other, twice := seen[name]; twice {
					t.Errorf("%s and %s have one name", other, derived)
				}
				seen[name] = derived
			}
		}
	}
	if got := address.DerivedName("HR_mail"); got != "HR_mail" {
		t.Errorf("someone else's name became %s", got)
	}
}

func TestTheAddressThatAChannelsIDWasMadeFor(t *testing.T) {
	for _, at := range []address.Address{
		address.ForDestination("slack", "soc"), address.ForDestination("slack", "on_call_team"), address.ForDestination("webhook", "on-call_x"),
		address.ForDestination("smtp_account", "mail"), address.ForDestination("slack", "team").WithKey("eu-west_1"),
	} {
		for _, workspace := range []string{"soc", "soc-eu"} {
			id := address.ChannelID(workspace, at)
			if got, ok := address.OfChannel(id); !ok || got != at {
				t.Errorf("%s is of %s, not %s", id, at, got)
			}
			if got, ok := address.OfChannel(id + "-2"); !ok || got != at {
				t.Errorf("%s-2 is of %s, not %s", id, at, got)
			}
		}
	}
	for _, id := range []string{"", "ap_", "ap_soc_", "ap_soc_slack_soc_nohash", "T6Ps_KEBmzibbaqfQLhk", "ap_soc_slack_" + "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o_123456"} {
		if at, ok := address.OfChannel(id); ok {
			t.Errorf("%q is said to be of %s", id, at)
		}
	}
}
