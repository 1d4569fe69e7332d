package sandbox_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
)

// slowReceiver is a webhook's receiver, which takes its time: begun tells of a
// message that arrives, heard what was in it, once it is answered.
type slowReceiver struct {
	url    string
	begun  chan struct{}
	answer chan struct{} // closed when it may answer
	heard  chan string
}

func newSlowReceiver(t *testing.T) *slowReceiver {
	s := &slowReceiver{begun: make(chan struct{}, 9), answer: make(chan struct{}), heard: make(chan string, 9)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.begun <- struct{}{}
		select {
		case <-s.answer:
			s.heard <- string(body)
		case <-r.Context().Done():
			s.heard <- "cut off"
		}
	}))
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// prepare makes a monitor that sends to the receiver, and gives its id.
func (s *slowReceiver) prepare(t *testing.T, url string, enabled bool) string {
	t.Helper()
	channel := fmt.Sprintf(`{"config_id":"slow","config":{"name":"slow","config_type":"webhook","webhook":{"url":%q}}}`, s.url)
	if status, body := request(t, "POST", url+"/_plugins/_notifications/configs", channel); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	request(t, "PUT", url+"/events/_doc/1?refresh=true", `{"a":1}`)
	monitor := fmt.Sprintf(`{"type":"monitor","name":"m","enabled":%t,"schedule":{"period":{"interval":1,"unit":"MINUTES"}},
		"inputs":[{"search":{"indices":["events"],"query":{"size":1,"query":{"match_all":{}}}}}],
		"triggers":[{"name":"t","severity":"1","condition":{"script":{"source":"return true","lang":"painless"}},
			"actions":[{"name":"a","destination_id":"slow","message_template":{"source":"hello"}}]}]}`, enabled)
	status, body := request(t, "POST", url+"/_plugins/_alerting/monitors", monitor)
	if m := givenID.FindStringSubmatch(body); status == 201 && m != nil {
		return m[1]
	}
	t.Fatalf("%d %s", status, body)
	return ""
}

// TestStopLetsARequestEnd: a run that is asked for sends its message and is
// answered, though the sandbox was told to stop.
func TestStopLetsARequestEnd(t *testing.T) {
	receiver := newSlowReceiver(t)
	address, stop := serve(t)
	id := receiver.prepare(t, "http://"+address, false)
	answered := make(chan string, 1)
	go func() {
		answer, err := http.Post("http://"+address+"/_plugins/_alerting/monitors/"+id+"/_execute", "application/json", nil)
		if err != nil {
			answered <- err.Error()
			return
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		answered <- fmt.Sprint(answer.StatusCode, " ", string(body))
	}()
	<-receiver.begun
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	waitUntilRefused(t, address)
	close(receiver.answer)
	if got := <-answered; !strings.HasPrefix(got, "200 ") || !strings.Contains(got, `"message":"hello"`) {
		t.Errorf("answered %s", got)
	}
	if got := <-receiver.heard; got != "hello" {
		t.Errorf("the receiver heard %q", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// TestStopLetsARunEnd: so does a run by schedule.
func TestStopLetsARunEnd(t *testing.T) {
	receiver := newSlowReceiver(t)
	now := clock.NewManual(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))
	address, stop := serveWith(t, sandbox.Options{Clock: now})
	receiver.prepare(t, "http://"+address, true)
	advanced := make(chan struct{})
	go func() {
		now.Advance(time.Minute)
		close(advanced)
	}()
	<-receiver.begun
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	waitUntilRefused(t, address)
	select {
	case <-stopped:
		t.Error("it did not wait for the run")
	default:
	}
	close(receiver.answer)
	if got := <-receiver.heard; got != "hello" {
		t.Errorf("the receiver heard %q", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	<-advanced
}

// TestStopCutsOffSilence: what never ends holds nobody up for good.
func TestStopCutsOffSilence(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for the five seconds that requests have")
	}
	t.Parallel()
	receiver := newSlowReceiver(t)
	address, stop := serve(t)
	id := receiver.prepare(t, "http://"+address, false)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		q, _ := http.NewRequestWithContext(ctx, "POST", "http://"+address+"/_plugins/_alerting/monitors/"+id+"/_execute", nil)
		if answer, err := http.DefaultClient.Do(q); err == nil {
			answer.Body.Close()
		}
	}()
	<-receiver.begun
	if err := stop(); err != nil {
		t.Error(err)
	}
	if got := <-receiver.heard; got != "cut off" {
		t.Errorf("the receiver heard %q", got)
	}
}

// waitUntilRefused waits until nobody listens any more.
func waitUntilRefused(t *testing.T, address string) {
	t.Helper()
	for {
		conn, err := net.DialTimeout("tcp", address, time.Second)
		if err != nil {
			return
		}
		conn.Close()
		time.Sleep(5 * time.Millisecond)
	}
}
