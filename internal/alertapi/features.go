package alertapi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/destinations"
)

// Features are what a cluster can do, where clusters differ. Nothing else in
// the program asks for a version.
type Features struct {
	// ChannelKinds are the kinds that the cluster offers in its editor; nil where
	// the user may not see them.
	ChannelKinds []destinations.Kind
}

// Why a cluster can't be managed.
var (
	ErrLegacy = errors.New("the cluster speaks the API of before OpenSearch 2.0 (1.x, or Open Distro): it has legacy destinations and no notification channels, which this version of alertplan can't manage")

	ErrNoAlerting = errors.New("the cluster has no alerting plugin (opensearch-alerting), or the URL is not an OpenSearch cluster's")

	ErrNoNotifications = errors.New("the cluster has the alerting plugin but not the notifications plugin (opensearch-notifications)")
)

// Detect asks which API the cluster speaks. A cluster of 2.0 or later takes one
// request, of the notifications plugin's features: that answers wherever the
// plugin is, also to users who may not read the cluster's version (GET / is a
// 403 for them), and 1.3 answers 404. Whether the alerting plugin is there too
// shows in the first search (ErrNoAlerting), without a request of its own. The
// error is ErrLegacy, ErrNoAlerting, ErrNoNotifications or an *Error.
//
// A client asks until it has an answer, and then no more.
func (c *Client) Detect(ctx context.Context) (Features, error) {
	c.detecting.Lock()
	defer c.detecting.Unlock()
	if c.features != nil {
		return *c.features, nil
	}
	f, err := c.detect(ctx)
	if err == nil {
		c.features = &f
	}
	return f, err
}

func (c *Client) detect(ctx context.Context) (Features, error) {
	answer, err := c.do(ctx, call{method: http.MethodGet, path: notificationsAPI + "/features"})
	switch {
	case err == nil:
		var f Features
		for _, kind := range answer.Array("allowed_config_type_list") {
			if text, ok := kind.(string); ok {
				f.ChannelKinds = append(f.ChannelKinds, destinations.Kind(text))
			}
		}
		return f, nil
	case noSuchRoute(err), takenForDocument(err):
		return Features{}, c.whyNoNotifications(ctx, err)
	case IsForbidden(err):
		return Features{}, nil // only a plugin that is there forbids
	default:
		return Features{}, err
	}
}

// takenForDocument tells that the server takes the path for that of a document,
// and forbids to read it: what 1.3 does, which has no such route, where the user
// may not read indices (from source; 2.19 tells that there is no route before it
// asks who it is).
func takenForDocument(err error) bool {
	return IsForbidden(err) && slices.ContainsFunc(LackingIn(err).Permissions, func(name string) bool {
		return strings.HasPrefix(name, "indices:")
	})
}

// whyNoNotifications finds out what a cluster without notifications is. A core
// of 2.0 or later says "no handler found" (400) where one before takes the path
// for a document's (404). A GET of …/monitors is a 405 wherever the alerting
// plugin is (observed on 1.3, 2.19 and 3.5).
func (c *Client) whyNoNotifications(ctx context.Context, noRoute error) error {
	alerting, err := c.hasRoute(ctx, alertingAPI+"/monitors")
	if err != nil {
		return err
	}
	if hasStatus(noRoute, http.StatusBadRequest) {
		if alerting {
			return ErrNoNotifications
		}
		return c.noAlerting(ctx)
	}
	if !alerting {
		if alerting, err = c.hasRoute(ctx, "/_opendistro/_alerting/monitors"); err != nil {
			return err
		}
	}
	if alerting {
		return ErrLegacy
	}
	return c.noAlerting(ctx)
}

// noAlerting is ErrNoAlerting, and beside it that the user is not known: routes
// that are missing are told to anybody (observed on 2.19.4 and 1.3.14), so that
// nobody has looked at the password yet.
func (c *Client) noAlerting(ctx context.Context) error {
	if _, err := c.do(ctx, call{method: http.MethodGet, path: "/"}); IsUnauthorized(err) {
		return errors.Join(ErrNoAlerting, err)
	}
	return ErrNoAlerting
}

// hasRoute tells whether a path is one of the server's that takes no GET.
func (c *Client) hasRoute(ctx context.Context, path string) (bool, error) {
	_, err := c.do(ctx, call{method: http.MethodGet, path: path})
	if IsUnauthorized(err) || IsUnavailable(err) {
		return false, err
	}
	return hasStatus(err, http.StatusMethodNotAllowed), nil
}

// noSuchRoute tells that the server has no such API: 400 "no handler found", or
// what an index of that name would answer (1.3: 404 index_not_found_exception;
// 2.x: 400 invalid_index_name_exception), or 405.
func noSuchRoute(err error) bool {
	return is(err, func(e *Error) bool {
		switch e.Status {
		case http.StatusNotFound:
			return e.Type == "" || e.Type == "index_not_found_exception"
		case http.StatusMethodNotAllowed:
			return true
		case http.StatusBadRequest:
			return strings.HasPrefix(e.Reason, "no handler found") || e.Type == "invalid_index_name_exception"
		default:
			return false
		}
	})
}
