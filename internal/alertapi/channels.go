package alertapi

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/wire"
)

const configsPath = notificationsAPI + "/configs"

// Channels reads all channels, in order of their ids: accounts and groups of
// e-mail too, as destinations that can't be declared. Of a cluster before 2.0 they
// are its legacy destinations, accounts and groups.
func (c *Client) Channels(ctx context.Context) ([]destinations.Live, error) {
	if c.known().LegacyDestinations {
		return c.legacyLive(ctx)
	}
	all := destinationsByID{}
	if err := c.list(ctx, configsPath, listedChannels, all); err != nil {
		return nil, err
	}
	return all.sorted(), nil
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
	c.originals.Load().readChannel(answer)
	list, err := listedChannels.read(request, answer)
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
	_, err := c.do(ctx, write.call)
	if err == nil || IsAmbiguous(err) { // perhaps it will be seen to be done
		c.written.set(id, &write.want)
	}
	return err
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
