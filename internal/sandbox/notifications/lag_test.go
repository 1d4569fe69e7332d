package notifications_test

import (
	"strings"
	"testing"
	"time"
)

func reader(s string) *strings.Reader { return strings.NewReader(s) }

func webhookNamed(name string) string {
	return `{"config_id":"` + name + `","config":{"name":"` + name + `","config_type":"webhook",` + hook + `}}`
}

// A client that relies on the list right after a write is wrong, after each kind
// of write; one that reads by id is not.
func TestListsLag(t *testing.T) {
	s := newServer(t, "opensearch-2.19")
	seen := func(when, want string) {
		t.Helper()
		if got := s.ids(t, "/configs?sort_field=name&name=a,b,c"); got != want {
			t.Errorf("%s: the list shows %q, want %q", when, got, want)
		}
	}
	s.want(t, 200, "POST", "/configs", webhookNamed("a"))
	s.first(t, "a")
	seen("after a POST", "")
	s.clock.Advance(900 * time.Millisecond)
	seen("0.9 s after a POST", "")
	s.want(t, 200, "POST", "/configs", webhookNamed("b"))
	s.clock.Advance(200 * time.Millisecond)
	seen("after the refresh, which covers the second POST", "a b")

	s.want(t, 200, "DELETE", "/configs/a", "")
	s.want(t, 404, "GET", "/configs/a", "")
	seen("after a DELETE", "a b")
	s.clock.Advance(time.Second)
	seen("a second after a DELETE", "b")

	s.want(t, 200, "PUT", "/configs/b", strings.Replace(webhookNamed("b"), `"name":"b"`, `"name":"c"`, 1))
	if got := s.ids(t, "/configs?name=c"); got != "" {
		t.Errorf("after a PUT the new name finds %q", got)
	}
	s.clock.Advance(time.Second)
	if got := s.ids(t, "/configs?name=c"); got != "b" {
		t.Errorf("a second after a PUT the new name finds %q", got)
	}
}

// What is written after a refresh was due but before anybody looked waits for
// the next one.
func TestRefreshesComeOneAfterTheOther(t *testing.T) {
	s := newServer(t, "opensearch-2.19")
	s.want(t, 200, "POST", "/configs", webhookNamed("a"))
	s.clock.Advance(1500 * time.Millisecond)
	s.want(t, 200, "POST", "/configs", webhookNamed("b"))
	if got := s.ids(t, "/configs?sort_field=name"); got != "a" {
		t.Errorf("got %q, want a", got)
	}
	s.clock.Advance(time.Second)
	if got := s.ids(t, "/configs?sort_field=name"); got != "a b" {
		t.Errorf("got %q, want a b", got)
	}
}

func TestChannelsLagToo(t *testing.T) {
	s := newServer(t, "opensearch-2.19")
	s.want(t, 200, "POST", "/configs", webhookNamed("a"))
	s.want(t, 200, "POST", "/configs", `{"config_id":"g","config":{"name":"g","config_type":"email_group","email_group":{"recipient_list":[]}}}`)
	if got := s.want(t, 200, "GET", "/channels", "")["total_hits"]; got != 0.0 {
		t.Errorf("got %v channels", got)
	}
	s.clock.Advance(refreshed)
	if got := s.want(t, 200, "GET", "/channels", "")["total_hits"]; got != 1.0 {
		t.Errorf("got %v channels, want the webhook alone", got)
	}
	s.want(t, 400, "GET", "/channels?max_items=1", "")
}

func TestNewerListsDoNotLag(t *testing.T) {
	s := newServer(t, "opensearch-3.5")
	s.want(t, 200, "POST", "/configs", webhookNamed("a"))
	if got := s.ids(t, "/configs"); got != "a" {
		t.Errorf("got %q, want a", got)
	}
	s.want(t, 200, "DELETE", "/configs/a", "")
	if got := s.ids(t, "/configs"); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestReset(t *testing.T) {
	s := newServer(t, "opensearch-2.19")
	s.want(t, 200, "POST", "/configs", webhookNamed("a"))
	s.api.Reset()
	s.want(t, 404, "GET", "/configs/a", "")
	s.clock.Advance(refreshed)
	if got := s.ids(t, "/configs"); got != "" {
		t.Errorf("got %q", got)
	}
}
