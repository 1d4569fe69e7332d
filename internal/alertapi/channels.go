package alertapi

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

const (
	configsPath = notificationsAPI + "/configs"

	channelsPage = 1000

	// listWindow is as far as a list goes: from_index and max_items beyond it are
	// a 500 (observed on 2.19.4: channel_lists/page_limits).
	listWindow = 10000
)

// Channels reads all channels, in order of their ids: accounts and groups of
// e-mail too, as destinations that can't be declared. One request a page, by
// time of creation, which does not move while others write. Of a cluster before 2.0
// they are its legacy destinations, accounts and groups.
func (c *Client) Channels(ctx context.Context) ([]destinations.Live, error) {
	if c.known().LegacyDestinations {
		return c.legacyLive(ctx)
	}
	all := map[string]destinations.Live{}
	for from := 0; ; from += channelsPage {
		request := call{method: http.MethodGet, path: configsPath, query: url.Values{
			"from_index": {strconv.Itoa(from)}, "max_items": {strconv.Itoa(channelsPage)},
			"sort_field": {"created_time_ms"}, "sort_order": {"asc"},
		}}
		answer, err := c.do(ctx, request)
		if err != nil {
			return nil, err
		}
		list, err := decodeChannels(request, answer)
		if err != nil {
			return nil, err
		}
		for _, live := range list {
			all[live.ID] = live
		}
		total := integer(answer, "total_hits")
		if from+len(list) >= total {
			break
		}
		if len(list) < channelsPage {
			return nil, unreadable(request, errors.New(cutShort))
		}
		if from+2*channelsPage > listWindow {
			return nil, unreadable(request, fmt.Errorf("the cluster has more than %d channels, which is as far as its list goes", listWindow))
		}
	}
	ids := slices.Sorted(maps.Keys(all))
	sorted := make([]destinations.Live, len(ids))
	for i, id := range ids {
		sorted[i] = all[id]
	}
	return sorted, nil
}

func decodeChannels(request call, answer *orderedjson.Object) ([]destinations.Live, error) {
	elements, there := answer.Get("config_list")
	all, isList := elements.([]any)
	if !there || !isList || !answer.Has("total_hits") {
		return nil, unreadable(request, errors.New("the answer is no list of channels"))
	}
	var list []destinations.Live
	for _, v := range all {
		element, ok := v.(*orderedjson.Object)
		if !ok {
			return nil, unreadable(request, errNoJSON)
		}
		live, err := wire.DecodeChannel(element)
		if err != nil {
			return nil, unreadable(request, fmt.Errorf("channel %s: %w", element.Text("config_id"), err))
		}
		list = append(list, live)
	}
	return list, nil
}

func unreadable(request call, err error) *Error {
	return &Error{Method: request.method, Path: request.path, Status: http.StatusOK, Reason: oneLine(err.Error()), Err: err}
}

func channelCall(method, id string) (call, error) {
	request := call{method: method, path: configsPath + "/" + url.PathEscape(id)}
	if id == "" || id == "." || id == ".." {
		return request, refused(request, fmt.Sprintf("%q is no channel's id", id))
	}
	return request, nil
}

// Channel reads one channel as it is now: lists lag behind on some versions, a
// read by id never does.
func (c *Client) Channel(ctx context.Context, id string) (destinations.Live, error) {
	request, err := channelCall(http.MethodGet, id)
	if err != nil {
		return destinations.Live{}, err
	}
	answer, err := c.do(ctx, request)
	if err != nil {
		return destinations.Live{}, err
	}
	list, err := decodeChannels(request, answer)
	if err != nil {
		return destinations.Live{}, err
	}
	if len(list) != 1 {
		return destinations.Live{}, unreadable(request, fmt.Errorf("it holds %d channels, not one", len(list)))
	}
	return list[0], nil
}

// Reread reads a channel or legacy destination that was seen as it is now.
func (c *Client) Reread(ctx context.Context, seen destinations.Live) (destinations.Live, error) {
	if c.known().LegacyDestinations {
		return c.readLegacy(ctx, seen)
	}
	return c.Channel(ctx, seen.ID)
}

// CreateChannel makes a channel under an id of ours. IsConflict tells that
// there is one already. A legacy destination gets its id from the server.
func (c *Client) CreateChannel(ctx context.Context, id string, d destinations.Destination, at address.Address) (given string, err error) {
	if c.known().LegacyDestinations {
		return c.createLegacy(ctx, d)
	}
	if _, err := channelCall(http.MethodPost, id); err != nil {
		return id, err
	}
	return id, c.saveChannel(ctx, id, channelWrite{
		call: call{method: http.MethodPost, path: configsPath, body: wire.EncodeChannel(id, d, at), secrets: d.Secrets()},
		want: destinations.Live{ID: id, Destination: d.Canonical(), Address: at},
	})
}

// UpdateChannel replaces a channel. There is no lock: callers read and compare
// just before. A legacy destination is replaced under the lock of what was read.
func (c *Client) UpdateChannel(ctx context.Context, live destinations.Live, d destinations.Destination, at address.Address) error {
	if c.known().LegacyDestinations {
		return c.updateLegacy(ctx, live, d)
	}
	id := live.ID
	request, err := channelCall(http.MethodPut, id)
	if err != nil {
		return err
	}
	request.body, request.secrets = wire.EncodeChannel("", d, at), d.Secrets()
	return c.saveChannel(ctx, id, channelWrite{call: request, want: destinations.Live{ID: id, Destination: d.Canonical(), Address: at}})
}

// channelWrite is a request and what the lists will show after it.
type channelWrite struct {
	call call
	want destinations.Live
}

func (c *Client) saveChannel(ctx context.Context, id string, write channelWrite) error {
	if err := allKnown(write.call, write.want.Destination); err != nil {
		return err
	}
	if _, err := c.do(ctx, write.call); err != nil {
		return err
	}
	c.written.set(id, &write.want)
	return nil
}

// DeleteChannel deletes a channel, even one that monitors use.
func (c *Client) DeleteChannel(ctx context.Context, live destinations.Live) error {
	if c.known().LegacyDestinations {
		return c.deleteLegacy(ctx, live)
	}
	id := live.ID
	request, err := channelCall(http.MethodDelete, id)
	if err != nil {
		return err
	}
	if _, err := c.do(ctx, request); err != nil {
		return err
	}
	c.written.set(id, nil)
	return nil
}
