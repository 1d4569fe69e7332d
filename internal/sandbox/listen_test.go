package sandbox_test

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

func TestListen(t *testing.T) {
	for _, address := range []string{":0", "localhost:0", "127.0.0.1:0", "[::ffff:127.0.0.1]:0"} {
		l, err := sandbox.Listen(t.Context(), address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if at := l.Addr().(*net.TCPAddr); !at.IP.IsLoopback() || at.Port == 0 {
			t.Errorf("%s: listens on %s", address, at)
		}
		l.Close()
	}
	for _, address := range []string{"0.0.0.0:0", "[::]:0", "192.0.2.1:0", "[2001:db8::1]:9200"} {
		_, err := sandbox.Listen(t.Context(), address)
		var remote *sandbox.RemoteError
		if !errors.As(err, &remote) || !strings.Contains(err.Error(), address) {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{"nonsense", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "::1"} {
		if l, err := sandbox.Listen(t.Context(), address); err == nil || !strings.Contains(err.Error(), address) {
			t.Errorf("%s: %v %v", address, l, err)
		}
	}
}

func TestTwoOnOnePort(t *testing.T) {
	first, err := sandbox.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	_, err = sandbox.Listen(t.Context(), first.Addr().String())
	if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), first.Addr().String()) {
		t.Errorf("got %v", err)
	}
}

// TestForeignPages: what a page of another site causes is refused, what curl,
// clients and people's own pages send is not.
func TestForeignPages(t *testing.T) {
	strict, _ := serve(t)
	named, _ := serveWith(t, sandbox.Options{Hosts: []string{"opensearch.test", "192.0.2.7"}})
	open, _ := serveWith(t, sandbox.Options{AnyHost: true})
	for _, test := range []struct {
		at     string
		host   string // "": the address
		header map[string]string
		status int
	}{
		{strict, "", nil, 200},
		{strict, "localhost:9200", nil, 200},
		{strict, "LOCALHOST.", nil, 200},
		{strict, "search.localhost", nil, 200},
		{strict, "[::1]:9200", nil, 200},
		{strict, "127.0.0.9", nil, 200},
		{strict, "evil.example:9200", nil, 403},
		{strict, "127.0.0.1.evil.example", nil, 403},
		{strict, "192.0.2.7", nil, 403},
		{strict, "opensearch.test", nil, 403},
		{named, "opensearch.test:9200", nil, 200},
		{named, "192.0.2.7:9200", nil, 200},
		{named, "other.test", nil, 403},
		{open, "evil.example", nil, 200},
		{strict, "", map[string]string{"Origin": "http://localhost:5601"}, 200},
		{strict, "", map[string]string{"Origin": "https://evil.example"}, 403},
		{strict, "", map[string]string{"Origin": "null"}, 403},
		{strict, "", map[string]string{"Origin": "http://localhost.evil.example"}, 403},
		{named, "", map[string]string{"Origin": "https://opensearch.test"}, 200},
		{open, "", map[string]string{"Origin": "https://evil.example"}, 403},
		{open, "box.example:9200", map[string]string{"Origin": "http://box.example:9200"}, 200},
		{open, "box.example:9200", map[string]string{"Origin": "http://other.example:9200"}, 403},
		{strict, "", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403},
		{strict, "", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200},
		{strict, "", map[string]string{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, 200},
	} {
		for path, method := range map[string]string{"/": "GET", sandbox.ResetPath: "POST"} {
			q, err := http.NewRequestWithContext(t.Context(), method, "http://"+test.at+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			q.Host = test.host
			for name, value := range test.header {
				q.Header.Set(name, value)
			}
			answer, err := http.DefaultClient.Do(q)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode != test.status {
				t.Errorf("%s host %q %v: %d, want %d", path, test.host, test.header, answer.StatusCode, test.status)
			}
		}
	}
}

// TestUsersNeedNoHost: who has to log in can't be anybody's page, but for pages.
func TestUsersNeedNoHost(t *testing.T) {
	address, _ := serveWith(t, sandbox.Options{Users: []security.Account{{Name: "admin"}}})
	q, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+address+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	q.Host = "search.example"
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("got %s", answer.Status)
	}
}
