package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// receiver stands for the pager, or for Slack.
type receiver struct {
	url    string
	heard  chan string // the bodies of messages
	server *http.Server
}

// listen starts a receiver. A cluster elsewhere must reach it, by a host that is
// given; "" is this machine.
func listen(host string) (*receiver, error) {
	if host == "" {
		host = "127.0.0.1"
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return nil, err
	}
	r := &receiver{url: "http://" + listener.Addr().String(), heard: make(chan string, 64)}
	r.server = &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(io.LimitReader(q.Body, 1<<20))
		r.heard <- string(body)
		_, _ = io.WriteString(w, "ok")
	})}
	go func() { _ = r.server.Serve(listener) }()
	return r, nil
}

func (r *receiver) close() error { return r.server.Close() }

// next waits for a message.
func (r *receiver) next() (string, error) {
	select {
	case message := <-r.heard:
		return message, nil
	case <-time.After(30 * time.Second):
		return "", errors.New("no message arrived")
	}
}

// inSlack is a message as Slack would show it, from the body that it was sent: the
// subject is the first line.
func (s *screen) inSlack(at time.Time, body string) error {
	var message struct{ Text string }
	if err := json.Unmarshal([]byte(body), &message); err != nil {
		return fmt.Errorf("what Slack was sent is no JSON: %w", err)
	}
	subject, text, _ := strings.Cut(strings.TrimRight(message.Text, "\n"), "\n\n")
	s.line("")
	s.line("  %s %s  %s", s.paint(bold, "OpenSearch"), s.paint(faint, "APP"), s.paint(faint, at.UTC().Format("15:04")))
	s.line("  %s %s", s.paint(red, "│"), s.paint(bold, subject))
	for _, l := range wrap(text, width-6) {
		s.line("  %s %s", s.paint(red, "│"), l)
	}
	return nil
}
