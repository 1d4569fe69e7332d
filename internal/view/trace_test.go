package view_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/view"
)

// writes counts how often something is written: what is shown of a request must
// come in one piece.
type writes struct {
	text bytes.Buffer
	n    int
}

func (w *writes) Write(p []byte) (int, error) {
	w.n++
	return w.text.Write(p)
}

func TestTrace(t *testing.T) {
	var out writes
	trace := view.NewTrace(view.NewPrinter(&out, view.Plain))
	trace.Connection(view.Connection{URL: "https://search.example.com/base", Proxy: "http://proxy:3128", CAFile: "ca.pem", CertFile: "client.pem", AnyCertificate: true, Timeout: time.Minute})
	x := view.Exchange{
		Method: "POST", Target: "/base/x?y=z", Login: "bearer token", Status: 200, Duration: 1234567 * time.Nanosecond, Sent: 12, Received: 3 << 20, RequestID: "X-Request-Id 7",
		Connection: "10.0.0.1:443, opened in 2ms", Request: "{\n  \"a\": 1\n}", Answer: "red \x1b[31m\u202e\nline\n",
	}
	trace.Exchange(x)
	x.Connection, x.Request, x.Answer, x.RequestID, x.Status, x.Failed, x.Received = "", "", "", "", 0, "nobody\nthere", 1536
	trace.Exchange(x)
	want := strings.TrimPrefix(`
debug: cluster https://search.example.com/base, 1m0s for each request
debug:   through the proxy http://proxy:3128
debug:   trusts the authority in ca.pem
debug:   takes any certificate
debug:   shows the client certificate in client.pem
debug: POST /base/x?y=z: 200 in 1.2ms, 12 B sent, 3.0 MiB received, X-Request-Id 7
debug:   connection: 10.0.0.1:443, opened in 2ms
debug:   login: bearer token
debug:   sent:
debug:     {
debug:       "a": 1
debug:     }
debug:   received:
debug:     red [31m
debug:     line
debug: POST /base/x?y=z: failed in 1.2ms, 12 B sent, 1.5 KiB received
debug:   nobody there
`, "\n")
	if got := out.text.String(); got != want || out.n != 3 {
		t.Errorf("in %d pieces:\n%s\nwant:\n%s", out.n, got, want)
	}
}
