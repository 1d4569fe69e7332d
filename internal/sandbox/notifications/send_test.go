package notifications_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/notifications"
	"github.com/alertplan/alertplan/internal/sandbox/outbox"
)

// receiver answers each connection once, with the same bytes, and keeps what it
// was sent as it came.
type receiver struct {
	url   string
	heard chan string
}

func listen(t *testing.T, answer string) *receiver {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	r := &receiver{url: "http://" + l.Addr().String(), heard: make(chan string, 16)}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			r.heard <- readRequest(conn)
			_, _ = io.WriteString(conn, answer)
			conn.Close()
		}
	}()
	return r
}

func readRequest(conn net.Conn) string {
	in := bufio.NewReader(conn)
	head, length := "", 0
	for {
		line, err := in.ReadString('\n')
		head += line
		if _, err := fmt.Sscanf(line, "Content-Length: %d", &length); err == nil {
			continue
		}
		if err != nil || line == "\r\n" {
			break
		}
	}
	body := make([]byte, length)
	_, _ = io.ReadFull(in, body)
	return head + string(body)
}

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

// create posts a webhook of which the rest is given.
func (s *server) webhook(t *testing.T, url, more string) {
	t.Helper()
	s.want(t, 200, "POST", "/configs", `{"config_id":"hook","config":{"name":"the hook","config_type":"webhook","webhook":{"url":"`+url+`"`+more+`}}}`)
}

func TestRequestAsSent(t *testing.T) {
	cases := []struct{ name, path, more, want string }{
		{"by default", "", "",
			"POST / HTTP/1.1\r\nContent-type: application/json\r\nContent-Length: 9\r\n"},
		{"own headers", "/a%20b/c?key=s3cr3t&x=%C3%A4#frag", `,"header_params":{"X-Token":"t","X-Lower":"ä–\nb","bad header":"v"},"method":"PUT"`,
			"PUT /a%20b/c?key=s3cr3t&x=%C3%A4 HTTP/1.1\r\nX-Token: t\r\nX-Lower: \xe4? b\r\nbad header: v\r\nContent-Length: 9\r\nContent-Type: text/plain; charset=UTF-8\r\n"},
		{"own content type", "/ü//x", `,"header_params":{"content-type":"text/csv"},"method":"PATCH"`,
			"PATCH /%C3%BC/x HTTP/1.1\r\ncontent-type: text/csv\r\nContent-Length: 9\r\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, r := newServer(t, "opensearch-2.19"), listen(t, ok)
			s.webhook(t, r.url+c.path, c.more)
			result, err := s.api.Send(t.Context(), "hook", "", "größe 1")
			if err != nil {
				t.Fatal(err)
			}
			want := `{"event_source":{"title":"Alerting-Notification Action","reference_id":"hook","severity":"info","tags":[]},` +
				`"status_list":[{"config_id":"hook","config_type":"webhook","config_name":"the hook","email_recipient_status":[],` +
				`"delivery_status":{"status_code":"200","status_text":"ok"}}]}`
			if result.MessageID != want {
				t.Errorf("the result is %s", result.MessageID)
			}
			got := <-r.heard
			if !strings.HasPrefix(got, c.want) || !strings.HasSuffix(got, "\r\n\r\ngröße 1") {
				t.Errorf("got %q, want it to begin with %q", got, c.want)
			}
		})
	}
}

func TestVendorsBodies(t *testing.T) {
	s, r := newServer(t, "opensearch-2.19"), listen(t, ok)
	for kind, key := range map[string]string{"slack": "text", "chime": "Content"} {
		s.want(t, 200, "POST", "/configs", `{"config_id":"`+kind+`","config":{"name":"x","config_type":"`+kind+`","`+kind+`":{"url":"`+r.url+`/x"}}}`)
		if _, err := s.api.Send(t.Context(), kind, "Say \"hi\"", "two\nlines \x1b <b> \u2028 ü"); err != nil {
			t.Fatal(err)
		}
		want := `{"` + key + `":"Say \"hi\"\n\ntwo\nlines \u001B <b> ` + "\u2028 ü\"}"
		if got := <-r.heard; !strings.HasSuffix(got, "\r\n\r\n"+want) {
			t.Errorf("%s was sent %q", kind, got)
		}
	}
}

func TestAnswersOfReceivers(t *testing.T) {
	const failed = `{"event_status_list": [{"config_id":"hook","config_type":"webhook","config_name":"the hook","email_recipient_status":[],"delivery_status":{"status_code":"%s","status_text":"%s"}}]}`
	const sending, creation = "Failed to send webhook message ", "Webhook message creation failed with status:"
	cases := []struct{ answer, code, text, newer string }{
		{"HTTP/1.1 500 Oops\r\nContent-Length: 9\r\n\r\n{\"a\":\"b\"}", "500", sending + `Failed: {\"a\":\"b\"}`, sending + "Failed: Oops"},
		{"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "500", sending + "Failed: ", sending + "Failed: Not Found"},
		{"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", "500", sending + "Failed: ", sending + "Failed: Found"},
		{"HTTP/1.1 304 Not Modified\r\n\r\n", "400", creation + "Entity may not be null", ""},
		{"nonsense\r\n\r\n", "500", sending + "The server failed to respond with a valid HTTP response", ""},
	}
	for _, c := range cases {
		t.Run(c.answer, func(t *testing.T) {
			for name, text := range map[string]string{"opensearch-2.19": c.text, "opensearch-3.5": c.newer} {
				if text == "" {
					continue
				}
				s, r := newServer(t, name), listen(t, c.answer)
				s.webhook(t, r.url, "")
				_, err := s.api.Send(t.Context(), "hook", "", "x")
				if want := fmt.Sprintf(failed, c.code, text); err == nil || err.Error() != want {
					t.Errorf("%s: got %v, want %s", name, err, want)
				}
				if len(r.heard) != 1 {
					t.Errorf("%s: the receiver was asked %d times", name, len(r.heard))
				}
			}
		})
	}
}

// Bodies are read in the character set that the type implies, and unpacked.
func TestBodiesOfAnswers(t *testing.T) {
	packed := "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\xca\xcf\x06\x04\x00\x00\xff\xff\x47\xdd\xdc\x79\x02\x00\x00\x00"
	cases := []struct{ head, body, want string }{
		{"", "ü", "ü"},
		{"Content-Type: text/plain\r\n", "ü", "Ã¼"},
		{"Content-Type: text/plain; charset=utf-8\r\n", "ü", "ü"},
		{"Content-Type: application/json\r\n", "ü", "ü"},
		{"Content-Encoding: gzip\r\n", packed, "ok"},
		{"", "", "{}"},
	}
	for _, c := range cases {
		s := newServer(t, "opensearch-2.19")
		s.webhook(t, listen(t, fmt.Sprintf("HTTP/1.1 201 Created\r\n%sContent-Length: %d\r\n\r\n%s", c.head, len(c.body), c.body)).url, "")
		result, err := s.api.Send(t.Context(), "hook", "", "x")
		if err != nil || !strings.Contains(result.MessageID, `"status_text":"`+c.want+`"`) {
			t.Errorf("%q %q: got %s, %v", c.head, c.body, result.MessageID, err)
		}
	}
}

func TestNothingToSendTo(t *testing.T) {
	cases := []struct{ url, want string }{
		{"http://127.0.0.1:9/x", "Failed to send webhook message Connect to 127.0.0.1:9 [/127.0.0.1] failed: Connection refused"},
		{"http://nowhere.invalid/x", "Failed to send webhook message Host could not be resolved to a valid Ip address"},
		{"http://127.0.0.1:9/a b", "Webhook message creation failed with status:Illegal character in path at index 20: http://127.0.0.1:9/a b"},
		{"http://127.0.0.1:9/%zz", "Webhook message creation failed with status:Malformed escape pair at index 19: http://127.0.0.1:9/%zz"},
		{"https://", "Invalid URL or unsupported"},
		{"https://?x", "Webhook message creation failed with status:Expected authority at index 8: https://?x"},
		{"http:///path", "Failed to send webhook message URI does not specify a valid host name: http:///path"},
		{"http://127.0.0.1:99999/x", "Webhook message creation failed with status:port out of range:99999"},
		{"http://127.0.0.1", "Invalid URL or unsupported"},
		{"http://localhost", "Invalid URL or unsupported"},
	}
	for _, c := range cases {
		s := newServer(t, "opensearch-2.19")
		s.webhook(t, c.url, "")
		_, err := s.api.Send(t.Context(), "hook", "", "x")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.url, err, c.want)
		}
	}
}

func TestHostDenyList(t *testing.T) {
	r := listen(t, ok)
	for _, entry := range []string{"127.0.0.1", "127.0.0.0/8"} {
		api := notifications.New(notifications.Deps{
			Dialect: dialect.OpenSearch2(), HostDenyList: func() []string { return []string{"10.0.0.0/8", entry} },
		})
		s := serve(t, api, dialect.OpenSearch2())
		s.webhook(t, r.url, "")
		body := s.want(t, http.StatusBadRequest, "POST", "/feature/test/hook", "")
		if !strings.Contains(reasonOf(body), "Host of url is denied, based on plugin setting [notification.core.http.host_deny_list]") {
			t.Errorf("got %v", body)
		}
	}
	if len(r.heard) > 0 {
		t.Error("the receiver was asked")
	}
}

func TestMailIsNotedNotSent(t *testing.T) {
	s := newServer(t, "opensearch-2.19")
	for _, body := range []string{
		`{"config_id":"acct","config":{"name":"acct","config_type":"smtp_account","smtp_account":{"host":"smtp.example.org","port":25,"method":"none","from_address":"a@example.org"}}}`,
		`{"config_id":"group","config":{"name":"g","config_type":"email_group","email_group":{"recipient_list":[{"recipient":"bob@example.org"},{"recipient":"ann@example.org"}]}}}`,
		`{"config_id":"gone","config":{"name":"g","config_type":"email_group","email_group":{"recipient_list":[]}}}`,
		`{"config_id":"mail","config":{"name":"m","config_type":"email","email":{"email_account_id":"acct","recipient_list":[{"recipient":"ann@example.org"}],"email_group_id_list":["group","gone"]}}}`,
	} {
		s.want(t, 200, "POST", "/configs", body)
	}
	s.want(t, 200, "POST", "/feature/test/mail", "")
	s.want(t, 200, "DELETE", "/configs/gone", "")
	s.want(t, http.StatusMultiStatus, "POST", "/feature/test/mail", "")
	got := [][]string{}
	for _, m := range s.outbox.Export() {
		got = append(got, append([]string{string(m.Outcome), m.Status}, m.Receivers...))
	}
	want := [][]string{
		{"recorded", "200", "ann@example.org", "bob@example.org"},
		{"failed", "207", "ann@example.org", "bob@example.org", "unknown-recipient@example.com"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What a receiver or a connection says may quote secrets; the outbox doesn't.
func TestOutboxKnowsNoSecret(t *testing.T) {
	s := newServer(t, "opensearch-2.19")
	const quote = "no /services/T0000/B0000/hunter2?token=s3cr3t2 for Bearer s3cr3t"
	r := listen(t, fmt.Sprintf("HTTP/1.1 403 Forbidden\r\nContent-Length: %d\r\n\r\n%s", len(quote), quote))
	body := fmt.Sprintf(`{"config_id":"hook","config":{"name":"the hook","config_type":"webhook","webhook":{"url":%q,"header_params":{"Authorization":"Bearer s3cr3t"}}}}`,
		r.url+"/services/T0000/B0000/hunter2?token=s3cr3t2")
	s.want(t, 200, "POST", "/configs", body)
	s.want(t, http.StatusInternalServerError, "POST", "/feature/test/hook", "")
	want := []outbox.Message{{
		Number: 1, Time: s.clock.Now(), ChannelID: "hook", Subject: "Test Message Title-hook", Text: "Test message content body for config id hook",
		Receipt: outbox.Receipt{
			Channel: "the hook", Kind: "webhook", Receivers: []string{r.url}, Status: "500",
			Reason: "Failed to send webhook message Failed: no (hidden) for (hidden)",
		},
		Outcome: outbox.Failed,
	}}
	if diff := cmp.Diff(want, s.outbox.Export()); diff != "" {
		t.Error(diff)
	}
}

// What an action's message is told of: everything that alerting does not know.
func TestReceipts(t *testing.T) {
	s, r := newServer(t, "opensearch-2.19"), listen(t, ok)
	s.webhook(t, r.url+"/secret?token=s3cr3t", "")
	done, err := s.api.Send(t.Context(), "hook", "S", "hello")
	if err != nil {
		t.Fatal(err)
	}
	want := outbox.Receipt{Channel: "the hook", Kind: "webhook", Receivers: []string{r.url}, Status: "200"}
	if diff := cmp.Diff(want, done.Receipt); diff != "" || done.Unsent {
		t.Error(diff)
	}
	s.want(t, 200, "POST", "/configs", `{"config_id":"topic","config":{"name":"x","config_type":"sns","sns":{"topic_arn":"arn:aws:sns:eu-west-1:123456789012:t"}}}`)
	if done, err := s.api.Send(t.Context(), "topic", "S", "hello"); err != nil || !done.Unsent || done.Receivers[0] != "arn:aws:sns:eu-west-1:123456789012:t" {
		t.Errorf("%v %v", done, err)
	}
}

func TestUnknownAndDisabled(t *testing.T) {
	s := newServer(t, "opensearch-2.19")
	if _, err := s.api.Send(t.Context(), "nobody", "", "x"); err == nil {
		t.Error("an unknown channel is no error")
	}
	s.want(t, 200, "POST", "/configs", `{"config_id":"off","config":{"name":"x","config_type":"webhook","is_enabled":false,`+hook+`}}`)
	done, err := s.api.Send(t.Context(), "off", "", "x")
	if err == nil || err.Error() != `For input string: "LOCKED"` || done.Reason != "The channel is muted" {
		t.Errorf("a disabled channel: %v, %v", err, done)
	}
}
