package alertapi

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/alertplan/alertplan/destinations"
)

const (
	// listsLag is how long to wait for lists: 0.7 s was seen on 2.19.4, where they
	// are refreshed once a second.
	listsLag = 15 * time.Second

	betweenReads = 100 * time.Millisecond

	// readsBeforeDoubt is after how many reads, at least two seconds, the channels
	// themselves are asked whether they are as they were written.
	readsBeforeDoubt = 20
)

// errLag says that the lists did not catch up.
var errLag = errors.New("the cluster's list of channels does not show yet what was written; a plan made now may see the old state")

// writtenChannels are this client's own writes of channels, so that waiting
// knows what the lists are to show. nil: deleted.
type writtenChannels struct {
	mu   sync.Mutex
	byID map[string]*destinations.Live
}

func (w *writtenChannels) set(id string, live *destinations.Live) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.byID == nil {
		w.byID = map[string]*destinations.Live{}
	}
	w.byID[id] = live
}

func (w *writtenChannels) get(id string) *destinations.Live {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.byID[id]
}

// WaitForChannels returns when the list of channels shows those written, as this
// client wrote them, and no longer those deleted. On 2.19 the list lags up to a
// second behind each write; on 3.1 and later not at all. Nothing to wait for
// takes no request.
func (c *Client) WaitForChannels(ctx context.Context, written, deleted []string) error {
	if len(written)+len(deleted) == 0 || c.known().LegacyDestinations { // they show at once
		return nil
	}
	until := time.Now().Add(listsLag)
	for reads := 0; ; reads++ {
		if reads == readsBeforeDoubt {
			if err := c.readWritten(ctx, written); err != nil {
				return err
			}
		}
		list, err := c.Channels(ctx)
		if err != nil {
			return err
		}
		if c.listShows(list, written, deleted) {
			return nil
		}
		if time.Now().After(until) {
			return unreadable(call{method: http.MethodGet, path: configsPath}, errLag)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(betweenReads):
		}
	}
}

// readWritten takes what the channels are by now for what the lists are to show:
// someone else may have changed them since. A read by id never lags.
func (c *Client) readWritten(ctx context.Context, written []string) error {
	for _, id := range written {
		live, err := c.Channel(ctx, id)
		if err != nil {
			return err
		}
		c.written.set(id, &live)
	}
	return nil
}

func (c *Client) listShows(list []destinations.Live, written, deleted []string) bool {
	shown := map[string]destinations.Live{}
	for _, live := range list {
		shown[live.ID] = live
	}
	for _, id := range written {
		live, ok := shown[id]
		if want := c.written.get(id); !ok || want != nil && (live.Address != want.Address || !live.Destination.Equal(want.Destination)) {
			return false
		}
	}
	for _, id := range deleted {
		if _, ok := shown[id]; ok {
			return false
		}
	}
	return true
}
