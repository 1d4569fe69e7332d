package sandbox_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox"
)

// serve starts a sandbox; stop ends it and gives Serve's error.
func serve(t *testing.T) (address string, stop func() error) {
	t.Helper()
	return serveWith(t, sandbox.Options{})
}

func serveWith(t *testing.T, o sandbox.Options) (address string, stop func() error) {
	t.Helper()
	l, err := sandbox.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- sandbox.New(o).Serve(ctx, l) }()
	stop = func() error {
		cancel()
		return <-served
	}
	t.Cleanup(cancel)
	return l.Addr().String(), stop
}

func request(t *testing.T, method, url, body string) (int, string) {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

const smallest = `{"type":"monitor","name":"m","enabled":false,"schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[],"triggers":[]%s}`

func TestResetEmptiesEverything(t *testing.T) {
	address, _ := serve(t)
	url := "http://" + address
	request(t, "PUT", url+"/events/_doc/1", `{"a":1}`)
	request(t, "POST", url+"/_plugins/_alerting/monitors", fmt.Sprintf(smallest, ""))
	request(t, "PUT", url+"/_cluster/settings", `{"persistent":{"plugins.alerting.monitor.max_monitors":1}}`)
	request(t, "POST", url+"/_plugins/_notifications/configs", `{"config_id":"c","config":{"name":"c","config_type":"slack","slack":{"url":"https://example.com"}}}`)
	if status, body := request(t, "POST", url+sandbox.ResetPath, ""); status != 200 {
		t.Fatalf("reset: %d %s", status, body)
	}
	for path, want := range map[string]string{
		"/_cat/indices":                     "",
		"/_cluster/settings":                `{"persistent":{},"transient":{}}`,
		"/_plugins/_notifications/channels": `"total_hits":0`,
	} {
		if _, body := request(t, "GET", url+path, ""); !strings.Contains(body, want) || want == "" && body != "" {
			t.Errorf("%s: %s, want %s", path, body, want)
		}
	}
	if status, _ := request(t, "POST", url+"/_plugins/_alerting/monitors/_search", `{}`); status != 404 {
		t.Errorf("search over monitors: %d, want 404: there is no index", status)
	}
}

// TestSilence holds the requests that a real node never answers: played as it
// is, they wait until the client leaves, the sandbox is reset or it stops.
func TestSilence(t *testing.T) {
	address, stop := serveWith(t, sandbox.Options{AsReal: true})
	url := "http://" + address
	silent := func(path, body string) <-chan error {
		ended := make(chan error, 1)
		go func() {
			answer, err := http.Post(url+path, "application/json", strings.NewReader(body))
			if err == nil {
				answer.Body.Close()
				err = fmt.Errorf("answered with %d", answer.StatusCode)
			} else {
				err = nil
			}
			ended <- err
		}()
		return ended
	}
	create := "/_plugins/_alerting/monitors"
	first := silent(create, fmt.Sprintf(smallest, `,"ui_metadata":[]`))
	second := silent(create+"/unknown/_acknowledge/alerts", `{"alerts":["x"]}`)
	if status, body := request(t, "POST", url+create, fmt.Sprintf(smallest, "")); status != 201 {
		t.Errorf("others are not answered beside it: %d %s", status, body)
	}
	request(t, "POST", url+sandbox.ResetPath, "")
	for _, ended := range []<-chan error{first, second} {
		if err := resetUntil(t, url, ended); err != nil {
			t.Error(err)
		}
	}
	third := silent(create, fmt.Sprintf(smallest, `,"ui_metadata":[]`))
	if err := stop(); err != nil {
		t.Errorf("stopping: %v", err)
	}
	<-third // ended, whatever it saw
}

// resetUntil waits for the end of a silent request. A request that had not
// arrived when the sandbox was reset is ended by the next reset.
func resetUntil(t *testing.T, url string, ended <-chan error) error {
	t.Helper()
	for range 200 {
		select {
		case err := <-ended:
			return err
		case <-time.After(50 * time.Millisecond):
			request(t, "POST", url+sandbox.ResetPath, "")
		}
	}
	return errors.New("no reset ends it")
}

// TestMalformedEscapes: net/http would refuse these itself.
func TestMalformedEscapes(t *testing.T) {
	address, _ := serve(t)
	conn, err := net.DialTimeout("tcp", address, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	// One connection, so that bodies of both kinds must be passed over.
	for _, x := range []struct {
		send   string
		status int
		want   string
	}{
		{"GET /events/_doc/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, `{"error":"Unexpected HTTP method, allowed: [DELETE, GET, HEAD, POST, PUT]","status":405}`},
		{"PUT /events/_doc/1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 23\r\n\r\n{\"a\":\"GET /%zz HTTP/1\"}", 201, ""},
		{"PUT /events/_doc/2 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n", 201, ""},
		{"GET /events/_doc/1?x=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, ""},
		{"GET /events/_doc/%31?filter_path=found HTTP/1.1\r\nHost: localhost\r\n\r\n", 200, `{"found":true}`},
	} {
		if _, err := io.WriteString(conn, x.send); err != nil {
			t.Fatal(err)
		}
		answer, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatalf("%.30s: %v", x.send, err)
		}
		body, _ := io.ReadAll(answer.Body)
		if answer.StatusCode != x.status || x.want != "" && string(body) != x.want {
			t.Errorf("%.30s: %d %s", x.send, answer.StatusCode, body)
		}
	}
}
