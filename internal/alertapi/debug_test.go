package alertapi_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// traced is what is told of one request that a server answers with a body.
func traced(t testing.TB, answer string) alertapi.Exchange {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Request-Id", "id-7")
		w.Write([]byte(answer))
	}))
	defer server.Close()
	var told []alertapi.Exchange
	c, err := alertapi.New(alertapi.Config{URL: server.URL, Patience: -1, Trace: func(x alertapi.Exchange) { told = append(told, x) }})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = c.Monitors(t.Context())
	if len(told) == 0 {
		t.Fatal("nothing was told")
	}
	return told[0]
}

func TestExchange(t *testing.T) {
	x := traced(t, `{"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}`)
	if x.Method != "POST" || x.Target != "/_plugins/_alerting/monitors/_search" || x.Status != 200 || x.Login != "none" || x.Failed != "" || x.RequestID != "X-Request-Id id-7" ||
		x.Received != 56 || x.Sent == 0 || !strings.HasPrefix(x.Connection, "127.0.0.1:") || !strings.Contains(x.Request, "\"exists\"") || !strings.Contains(x.Answer, "\"relation\": \"eq\"") {
		t.Errorf("got %+v", x)
	}
	if x = traced(t, strings.Repeat("long ", 1000)+strings.Repeat("\nline", 1000)); len(x.Answer) > 1000 || !strings.Contains(x.Answer, "… (941 more lines)") || !strings.Contains(x.Answer, "… (4700 more)") {
		t.Errorf("%d bytes: %s", len(x.Answer), x.Answer)
	}
}

func TestMaskedBodies(t *testing.T) {
	for body, want := range map[string]string{
		`{"webhook":{"url":"https://x/secret","host":"secret.example.com","path":"/secret","header_params":{"X-Key":"secret"},"method":"POST"}}`:     `{"webhook":{"url":"(sensitive)","host":"(sensitive)","path":"(sensitive)","header_params":{"X-Key":"(sensitive)"},"method":"POST"}}`,
		`{"custom_webhook":{"query_params":{"token":"secret"},"password":"secret","username":"","port":443}}`:                                        `{"custom_webhook":{"query_params":{"token":"(sensitive)"},"password":"(sensitive)","username":"","port":443}}`,
		`{"inputs":[{"uri":{"path":"_cluster/health","url":""}}],"url":null}`:                                                                        `{"inputs":[{"uri":{"path":"_cluster/health","url":""}}],"url":null}`,
		`{"message":"to https://me:secret@x/y and https://hooks.slack.com/services/T/B/secret."}`:                                                    `{"message":"to https://***@x/y and https://hooks.slack.com/(sensitive)"}`,
		`{"message":"Authorization: Bearer secret.secret.secret"}`:                                                                                   `{"message":"Authorization: Bearer (sensitive)"}`,
		`{"message":"got AWS4-HMAC-SHA256 Credential=AKIASECRET/20260101/eu-west-1/es/aws4_request, SignedHeaders=host;secret, Signature=secret00"}`: `{"message":"got AWS4-HMAC-SHA256 (sensitive)"}`,
		`{"note":"x-amz-security-token:secret/secret=="}`:                                                                                            `{"note":"x-amz-security-token: (sensitive)"}`,
		`{"x":[[{"Token":["secret",{"a":"secret"}]}]]}`:                                                                                              `{"x":[[{"Token":["(sensitive)",{"a":"(sensitive)"}]}]]}`,
	} {
		got := traced(t, body).Answer
		wanted, err := orderedjson.Parse([]byte(want))
		if err != nil {
			t.Fatal(err)
		}
		pretty, _ := orderedjson.MarshalIndent(wanted)
		if got != string(pretty) {
			t.Errorf("%s becomes %s, want %s", body, got, want)
		}
	}
	for body, secret := range map[string]string{
		`{"slack":{"url":"https://x/secret`: "secret", `{"url":"a"}` + "\n" + `{"url":"secret"}`: "secret",
		`{"webhook":{"header_params":{"X-Key":"secret`: "secret",
		"<html>https://me:secret@x</html>":             "secret", `{"password" : "se\"cret`: "cret",
	} {
		if got := traced(t, body).Answer; strings.Contains(got, secret) {
			t.Errorf("%q becomes %q", body, got)
		}
	}
}

// FuzzMaskedBodies: a secret field shows nothing, whatever is around it and
// wherever the body is cut.
func FuzzMaskedBodies(f *testing.F) {
	f.Add("name", "value", uint16(40))
	f.Add("a\"b", "\\", uint16(3))
	f.Fuzz(func(t *testing.T, key, value string, cut uint16) {
		o := orderedjson.NewObject()
		o.Set(key, value)
		inner := orderedjson.NewObject()
		inner.Set("url", "https://example.com/S3CR3T/"+value)
		o.Set("webhook", inner)
		text, err := orderedjson.Marshal(o)
		if err != nil || strings.Contains(key+value, "S3CR3T") {
			return
		}
		text = text[:min(len(text), int(cut))]
		if got := alertapi.ShownBody(text); strings.Contains(got, "S3CR3T") {
			t.Errorf("%q becomes %q", text, got)
		}
	})
}

// What no server should answer takes no process down because somebody looks at it.
func TestADeepBodyIsShown(t *testing.T) {
	if got := alertapi.ShownBody([]byte(strings.Repeat("[", 4_000_000))); !strings.HasPrefix(got, "[[[") {
		t.Errorf("got %.40s", got)
	}
}
