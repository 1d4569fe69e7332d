package alertapi_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/patience/patiencetest"
)

// Each try of a request is told of, with what was answered; and Close leaves no
// connection behind.
func TestSentAndClose(t *testing.T) {
	statuses := []int{503, 0, 200}
	var asked, open atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		status := statuses[min(int(asked.Add(1)), len(statuses))-1]
		if status == 0 {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(status)
		fmt.Fprint(w, `{"version":{"distribution":"opensearch","number":"2.19.4"},"hits":{"total":{"value":0},"hits":[]}}`)
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed:
			open.Add(-1)
		}
	}
	server.Start()
	defer server.Close()
	var told []int
	c := client(t, alertapi.Config{URL: server.URL, Clock: patiencetest.NewStill(), Sent: func(status int) { told = append(told, status) }})
	if _, err := c.Monitors(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := []int{503, 0, 200}; !slices.Equal(told[:min(3, len(told))], want) {
		t.Errorf("told of %v, want %v", told, want)
	}
	c.Close()
	for range 100 { // the server hears of it a little later
		if open.Load() == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d connections are open", open.Load())
}
