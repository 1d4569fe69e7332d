package alertapi_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
)

// looking is what a cluster answers to one who looks twice; by the beginning of the
// path.
type looking struct{ authinfo, channel, settings string }

const (
	noSecurity = `400 {"error":"no handler found for uri [/_plugins/_security/authinfo] and method [GET]"}`
	asAdmin    = `200 {"user_name":"admin","backend_roles":["admin"],"roles":["own_index","all_access"]}`
	asBlue     = `200 {"user_name":"blue1","backend_roles":["blue","sea"],"roles":["team"]}`

	channelAbsent = `404 {"error":{"type":"status_exception","reason":"NotificationConfig ap_soc_webhook_a_x not found"},"status":404}`
	channelHidden = `403 {"error":{"type":"status_exception","reason":"Permission denied for NotificationConfig ap_soc_webhook_a_x"},"status":403}`
	channelSeen   = `200 {"total_hits":1,"config_list":[{"config_id":"ap_soc_webhook_a_x","config":{"name":"c","description":"","config_type":"slack","is_enabled":true,"slack":{"url":"https://x"}}}]}`
	noConfigsGet  = `403 {"error":{"type":"security_exception","reason":"no permissions for [cluster:admin/opensearch/notifications/configs/get] and User [name=blue1, backend_roles=[blue], requestedTenant=null]"},"status":403}`

	settingOff  = `200 {"defaults":{"plugins.alerting.filter_by_backend_roles":"false"}}`
	settingOn   = `200 {"persistent":{"plugins.alerting.filter_by_backend_roles":"true"}}`
	settingOld  = `200 {"persistent":{"opendistro.alerting.filter_by_backend_roles":"true"},"defaults":{"plugins.alerting.filter_by_backend_roles":"false"}}`
	settingNone = `200 {}`
	noState     = `403 {"error":{"type":"security_exception","reason":"no permissions for [cluster:monitor/state] and User [name=blue1, backend_roles=[blue], requestedTenant=null]"},"status":403}`
	webPage     = `403 <html><head><title>Blocked</title></head></html>`
	gone        = `502 <html><head><title>502 Bad Gateway</title></head></html>`
	notKnown    = `401 Unauthorized`
)

func TestSeesAll(t *testing.T) {
	one, many := []string{"ap_soc_webhook_a_x"}, []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	cases := []struct {
		name     string
		cluster  looking
		channels []string
		want     string // true, false, hidden, or error
		requests int
	}{
		{"no security plugin", looking{authinfo: noSecurity}, one, "true", 1},
		{"an admin", looking{authinfo: asAdmin}, one, "true", 1},
		{"nothing applied", looking{asBlue, channelAbsent, ""}, one, "true", 2},
		{"no more than a handful", looking{asBlue, channelAbsent, ""}, many, "true", 6},
		{"hidden", looking{asBlue, channelHidden, ""}, one, "hidden", 2},
		{"hidden in other words", looking{asBlue, `403 {"error":"no"}`, ""}, one, "hidden", 2},
		{"hidden, and who asks is not told", looking{webPage, channelHidden, ""}, one, "hidden", 2},
		{"no channel, filter off", looking{asBlue, "", settingOff}, nil, "true", 2},
		{"no channel, filter on", looking{asBlue, "", settingOn}, nil, "false", 2},
		{"no channel, filter on by its old name", looking{asBlue, "", settingOld}, nil, "false", 2},
		{"no channel, no setting shown", looking{asBlue, "", settingNone}, nil, "false", 2},
		{"no channel, setting not readable", looking{asBlue, "", noState}, nil, "false", 2},
		{"a channel that is seen", looking{asBlue, channelSeen, noState}, one, "false", 3},
		{"channels not readable", looking{asBlue, noConfigsGet, noState}, one, "false", 3},
		{"channels not readable, filter off", looking{asBlue, noConfigsGet, settingOff}, one, "true", 3},
		{"a proxy forbids channels", looking{asBlue, webPage, noState}, one, "false", 3},
		{"a proxy has no channels", looking{asBlue, `404 <html>`, noState}, one, "false", 3},
		{"the API of the security plugin is shut", looking{notKnown, channelAbsent, ""}, one, "true", 2},
		{"all but the lists is shut", looking{notKnown, "", notKnown}, nil, "false", 2},
		{"the user is known no more", looking{asBlue, notKnown, ""}, one, "error", 2},
		{"away", looking{authinfo: gone}, one, "error", 1},
		{"away later", looking{asBlue, gone, ""}, one, "error", 2},
		{"away last", looking{asBlue, "", gone}, nil, "error", 2},
	}
	for _, c := range cases {
		requests := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			requests++
			answer := c.cluster.channel
			switch {
			case req.Method != http.MethodGet:
				t.Errorf("%s: asked with %s", c.name, req.Method)
			case strings.HasSuffix(req.URL.Path, "/authinfo"):
				answer = c.cluster.authinfo
			case strings.HasPrefix(req.URL.Path, "/_cluster/settings"):
				answer = c.cluster.settings
			}
			say(w, answer)
		}))
		all, err := client(t, alertapi.Config{URL: server.URL}).SeesAll(t.Context(), c.channels)
		server.Close()
		got := fmt.Sprint(all)
		var hidden *alertapi.HiddenError
		switch {
		case errors.As(err, &hidden):
			got = "hidden"
			if hidden.Channel != c.channels[0] || !strings.Contains(hidden.WayOut(), "filter_by_backend_roles") {
				t.Errorf("%s: got %+v: %v", c.name, hidden, err)
			}
		case err != nil:
			got = "error"
		}
		if got != c.want || requests != c.requests {
			t.Errorf("%s: got %s (%v) after %d requests, want %s after %d", c.name, got, err, requests, c.want, c.requests)
		}
	}
}

// say answers with a status and, after a space, a body.
func say(w http.ResponseWriter, answer string) {
	var status int
	text, body, _ := strings.Cut(answer, " ")
	fmt.Sscan(text, &status)
	w.WriteHeader(status)
	w.Write([]byte(body))
}

func TestHiddenErrorNamesTheWayOut(t *testing.T) {
	for want, e := range map[string]*alertapi.HiddenError{
		"Give this user a backend role of whoever applied the workspace, or":              {Channel: "c"},
		"Give the user x a backend role of whoever applied the workspace (now: none), or": {Channel: "c", User: "x"},
		"Give the user x a backend role of whoever applied the workspace (now: a, b), or": {Channel: "c", User: "x", BackendRoles: []string{"a", "b"}},
	} {
		if !strings.Contains(e.WayOut(), want) {
			t.Errorf("got %s, want in it %s", e.WayOut(), want)
		}
	}
}
