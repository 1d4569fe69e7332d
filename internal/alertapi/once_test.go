package alertapi_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/alertapi"
)

// TestWritesAreSentOnce counts what reaches a server that fails in every way
// that makes HTTP clients try again: a write sent twice makes two monitors.
func TestWritesAreSentOnce(t *testing.T) {
	faults := map[string]func(*net.TCPConn){
		"503": answer503, "reset": reset, "EOF": closeWithoutAnswer, "an answer that breaks off": breakOff, "no HTTP": garbage,
	}
	for fault, finish := range faults {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
			t.Run(fault+" on "+method, func(t *testing.T) {
				server := newRawServer(t, finish)
				err := send(t, client(t, alertapi.Config{URL: server.url()}), method)
				if n := server.requests.Load(); n != 1 {
					t.Errorf("%d requests reached the server, want 1", n)
				}
				if !alertapi.IsAmbiguous(err) || !alertapi.IsUnavailable(err) {
					t.Errorf("the error must tell that the end is unknown: %v", err)
				}
				if err == io.EOF {
					t.Error("io.EOF came through bare")
				}
			})
		}
	}
}

// TestChannelWritesAreSentOnce does it for the other API.
func TestChannelWritesAreSentOnce(t *testing.T) {
	d := destinations.Destination{Kind: destinations.Slack, Name: "soc", Enabled: true, Settings: &destinations.ChatSettings{URL: destinations.NewSecret("https://x/secret")}}
	at := address.ForDestination("slack", "soc")
	for fault, finish := range map[string]func(*net.TCPConn){"503": answer503, "reset": reset, "EOF": closeWithoutAnswer} {
		for name, write := range map[string]func(*alertapi.Client) error{
			"create": func(c *alertapi.Client) error { _, err := c.CreateChannel(t.Context(), "ap_x", d, at); return err },
			"update": func(c *alertapi.Client) error {
				return c.UpdateChannel(t.Context(), destinations.Live{ID: "ap_x"}, d, at)
			},
			"delete": func(c *alertapi.Client) error { return c.DeleteChannel(t.Context(), destinations.Live{ID: "ap_x"}) },
		} {
			server := newRawServer(t, finish)
			err := write(client(t, alertapi.Config{URL: server.url()}))
			if n := server.requests.Load(); n != 1 || !alertapi.IsAmbiguous(err) {
				t.Errorf("%s of a channel on %s: %d requests, %v", name, fault, n, err)
			}
		}
	}
}

// TestWritesOnAKeptConnectionAreSentOnce fails the second request of a
// connection: there Go's own client repeats what it takes for repeatable.
func TestWritesOnAKeptConnectionAreSentOnce(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		for fault, finish := range map[string]func(*net.TCPConn){"reset": reset, "EOF": closeWithoutAnswer} {
			var answered atomic.Bool
			server := newRawServer(t, func(conn *net.TCPConn) {
				if answered.Swap(true) {
					finish(conn)
					return
				}
				io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
			})
			c := client(t, alertapi.Config{URL: server.url()})
			if _, err := c.Channel(t.Context(), "x"); alertapi.IsUnavailable(err) {
				t.Fatal(err)
			}
			err := send(t, c, method)
			if n := server.requests.Load(); n != 2 || !alertapi.IsAmbiguous(err) {
				t.Errorf("%s on %s: %d requests, want a read and a write: %v", fault, method, n, err)
			}
		}
	}
}

func TestReadsAreNotAmbiguous(t *testing.T) {
	for _, finish := range []func(*net.TCPConn){answer503, reset, closeWithoutAnswer, breakOff} {
		server := newRawServer(t, finish)
		_, err := client(t, alertapi.Config{URL: server.url()}).Monitors(t.Context())
		if alertapi.IsAmbiguous(err) || !alertapi.IsUnavailable(err) {
			t.Errorf("got %v", err)
		}
	}
}

// TestNothingSentIsNotAmbiguous: who could not even connect has done nothing.
func TestNothingSentIsNotAmbiguous(t *testing.T) {
	server := newRawServer(t, reset)
	server.listener.Close()
	err := send(t, client(t, alertapi.Config{URL: server.url()}), http.MethodPost)
	if alertapi.IsAmbiguous(err) || !alertapi.IsUnavailable(err) {
		t.Errorf("got %v", err)
	}
	var e *alertapi.Error
	if !errors.As(err, &e) || e.Status != 0 {
		t.Errorf("got %v", err)
	}
}

// TestTestMessagesAreSentOnce does it for messages: a second one is one too many.
func TestTestMessagesAreSentOnce(t *testing.T) {
	for fault, finish := range map[string]func(*net.TCPConn){
		"503": answer503, "reset": reset, "EOF": closeWithoutAnswer, "an answer that breaks off": breakOff, "no HTTP": garbage,
	} {
		server := newRawServer(t, finish)
		_, err := client(t, alertapi.Config{URL: server.url()}).SendTest(t.Context(), "ap_x")
		if n := server.requests.Load(); n != 1 || !alertapi.IsAmbiguous(err) {
			t.Errorf("a test message on %s: %d requests, %v", fault, n, err)
		}
	}
}
