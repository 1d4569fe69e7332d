package alertapi_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/alertapi"
)

// counter serves channels, and counts how many requests are under way. It answers when
// it is let.
type counter struct {
	let chan struct{}

	mu           sync.Mutex
	begun        []string // ids, in turn
	atOnce, most int
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := path.Base(r.URL.Path)
	c.mu.Lock()
	c.begun = append(c.begun, id)
	c.atOnce++
	c.most = max(c.most, c.atOnce)
	c.mu.Unlock()
	<-c.let
	c.mu.Lock()
	c.atOnce--
	c.mu.Unlock()
	fmt.Fprintf(w, `{"total_hits":1,"config_list":[{"config_id":%q,"config":{"name":"x","config_type":"slack","slack":{"url":"u"}}}]}`, id)
}

func (c *counter) seen() (begun []string, most int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string{}, c.begun...), c.most
}

// awaitBegun waits until n requests have reached the server, of those about one id, or
// of all.
func (c *counter) awaitBegun(t *testing.T, n int, of ...string) []string {
	t.Helper()
	for range 5000 {
		begun, _ := c.seen()
		counted := slices.DeleteFunc(begun, func(id string) bool { return len(of) > 0 && !slices.Contains(of, id) })
		if len(counted) >= n {
			return counted
		}
		time.Sleep(time.Millisecond)
	}
	begun, _ := c.seen()
	t.Fatalf("not %d requests have begun: %v", n, begun)
	return nil
}

// TestPlacesAreTakenInTurn: those that wait are sent in the order in which they came, and
// one that gives up leaves its place to the next.
func TestPlacesAreTakenInTurn(t *testing.T) {
	server := &counter{let: make(chan struct{})}
	at := httptest.NewServer(server)
	defer at.Close()
	c := client(t, alertapi.Config{URL: at.URL})
	c.AtOnce(2)

	var group sync.WaitGroup
	read := func(ctx context.Context, id string) {
		group.Go(func() { _, _ = c.Channel(ctx, id) })
		time.Sleep(20 * time.Millisecond) // so that they come in turn
	}
	for _, id := range []string{"a", "b"} {
		read(t.Context(), id)
	}
	server.awaitBegun(t, 2)
	impatient, giveUp := context.WithCancel(t.Context())
	read(impatient, "gives-up")
	for _, id := range []string{"c", "d", "e"} {
		read(t.Context(), id)
	}
	giveUp()
	for n := 3; n <= 5; n++ {
		server.let <- struct{}{}
		begun := server.awaitBegun(t, n)
		if got, want := begun[n-1], string("abcde"[n-1]); got != want {
			t.Errorf("request %d is %s, want %s (%v)", n, got, want, begun)
		}
	}
	close(server.let)
	group.Wait()
	if begun, most := server.seen(); len(begun) != 5 || most != 2 {
		t.Errorf("%v were sent, at most %d at once, want 5, 2 at once", begun, most)
	}
}

// TestNoPlaceIsLost: however many give up while they wait, as many are sent at once
// afterwards as may be.
func TestNoPlaceIsLost(t *testing.T) {
	server := &counter{let: make(chan struct{})}
	at := httptest.NewServer(server)
	defer at.Close()
	c := client(t, alertapi.Config{URL: at.URL})
	c.AtOnce(3)

	var hasty, last sync.WaitGroup
	for i := range 300 {
		hasty.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i%20)*time.Millisecond)
			defer cancel()
			_, _ = c.Channel(ctx, "hasty")
		})
	}
	done := make(chan struct{})
	go func() { hasty.Wait(); close(done) }()
	for answering := true; answering; {
		select {
		case server.let <- struct{}{}:
		case <-done:
			answering = false
		}
	}
	for range 4 {
		last.Go(func() { _, _ = c.Channel(t.Context(), "last") })
	}
	server.awaitBegun(t, 3, "last")
	close(server.let)
	last.Wait()
}
