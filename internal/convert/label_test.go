package convert_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/convert"
)

// TestLabels: names become labels that the language takes, each once.
func TestLabels(t *testing.T) {
	labels := &convert.Labels{}
	const long = "Accessing encrypted credentials from the login database of a browser that is not ours"
	for _, c := range []struct{ name, want string }{
		{"CIS 3.1 Root", "cis_3_1_root"},
		{"CIS 3.1 Root", "cis_3_1_root_2"},
		{"日本", "converted"},
		{"3.1", "converted_3_1"},
		{"3 logins", "m_3_logins"},
		{long, "accessing_encrypted_credentials_from_the_login_database_of_a"},
		{long, "accessing_encrypted_credentials_from_the_login_database_of_a_2"},
		{"a234567890123456789012345678901234567890123456789012345678901234567890", "a234567890123456789012345678901234567890123456789012345678901234"},
	} {
		if got := labels.Take("monitor", c.name); got != c.want || len(got) > 64 {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
