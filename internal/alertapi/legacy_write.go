package alertapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/alertplan/alertplan/destinations"
)

// legacyReserved are words that stand where an id does in a path.
var legacyReserved = []string{"", ".", "..", "email_accounts", "email_groups", "_search"}

func (c *Client) legacyCall(method string, k destinations.Kind, id string) (call, error) {
	request := call{method: method, path: c.alertingPath() + routesOf(k).path + "/" + url.PathEscape(id)}
	if slices.Contains(legacyReserved, id) {
		return request, refused(request, fmt.Sprintf("%q is no destination's id", id))
	}
	return request, nil
}

// readLegacy reads one object as it is now. A destination that is asked for by its
// id comes as a list, which is empty where there is none.
func (c *Client) readLegacy(ctx context.Context, seen destinations.Live) (destinations.Live, error) {
	kind := seen.Destination.Kind
	request, err := c.legacyCall(http.MethodGet, kind, seen.ID)
	if err != nil {
		return destinations.Live{}, err
	}
	answer, err := c.do(ctx, request)
	if err != nil {
		return destinations.Live{}, err
	}
	c.originals.Load().readLegacy(routesOf(kind), answer)
	if routesOf(kind).path != legacyDestinations.path {
		live, err := routesOf(kind).decode(answer)
		if err != nil {
			return live, unreadable(request, err)
		}
		return live, nil
	}
	list, err := listedDestinations.read(request, answer)
	switch {
	case err != nil:
		return destinations.Live{}, err
	case len(list) == 0:
		return destinations.Live{}, &Error{Method: request.method, Path: request.path, Status: http.StatusNotFound, Reason: "the list of this id is empty"}
	case len(list) > 1:
		return destinations.Live{}, unreadable(request, fmt.Errorf("it holds %d destinations, not one", len(list)))
	default:
		return list[0], nil
	}
}

// createLegacy makes an object; the server chooses its id, and takes one name twice
// without a word, but for accounts and groups.
func (c *Client) createLegacy(ctx context.Context, d destinations.Destination) (id string, err error) {
	return c.saveLegacy(ctx, call{method: http.MethodPost, path: c.alertingPath() + routesOf(d.Kind).path}, d)
}

// updateLegacy replaces what was read as live, under its lock.
func (c *Client) updateLegacy(ctx context.Context, live destinations.Live, d destinations.Destination) error {
	request, err := c.legacyCall(http.MethodPut, live.Destination.Kind, live.ID)
	if err != nil {
		return err
	}
	if request, err = request.underLock(live); err != nil {
		return err
	}
	_, err = c.saveLegacy(ctx, request, d)
	return err
}

// underLock is a request that is carried out only if the destination that was read as
// live is as it was.
func (request call) underLock(live destinations.Live) (call, error) {
	if live.Version.PrimaryTerm < 1 {
		return request, refused(request, "no version of the destination is known to update")
	}
	request.query = lock(live.Version.SeqNo, live.Version.PrimaryTerm)
	return request, nil
}

func (c *Client) saveLegacy(ctx context.Context, request call, d destinations.Destination) (id string, err error) {
	if err := allKnown(request, d); err != nil {
		return "", err
	}
	routes := routesOf(d.Kind)
	request.body, request.secrets = routes.encode(d), d.Secrets()
	return c.sendLegacy(ctx, routes, request)
}

// sendLegacy sends a request that answers with a legacy object.
func (c *Client) sendLegacy(ctx context.Context, routes legacyRoutes, request call) (id string, err error) {
	answer, err := c.do(ctx, request)
	if err != nil {
		return "", err
	}
	live, err := routes.decode(answer)
	if err != nil {
		return "", &Error{
			Method: request.method, Path: request.path, Status: http.StatusOK, Reason: oneLine(err.Error()), Err: err, ambiguous: true,
		}
	}
	return live.ID, nil
}

// deleteLegacy deletes what has the id, whatever it is: callers read and compare
// just before. Of what is gone already the server says so, with status 200 (observed
// on 1.3.14: destinations/delete).
func (c *Client) deleteLegacy(ctx context.Context, live destinations.Live) error {
	request, err := c.legacyCall(http.MethodDelete, live.Destination.Kind, live.ID)
	if err != nil {
		return err
	}
	answer, err := c.do(ctx, request)
	if err == nil && answer.Text("result") != "deleted" && answer.Text("result") != "not_found" {
		return unreadable(request, errors.New("the answer does not say that it was deleted"))
	}
	return err
}

// allKnown refuses to send a destination with a secret that has no value.
func allKnown(request call, d destinations.Destination) error {
	for _, f := range d.Fields() {
		if s, ok := f.Value.(destinations.Secret); ok {
			if reason, unknown := s.Unknown(); unknown {
				return refused(request, fmt.Sprintf("its %s is not known: %s has no value", f.Path, reason))
			}
		}
	}
	return nil
}
