package alertapi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/amazon"
	"github.com/alertplan/alertplan/internal/generation"
)

// Features are what a cluster can do, where clusters differ. Nothing else in
// this package asks for a version.
type Features struct {
	generation.Generation

	// UUID is the cluster's own (cluster_uuid of GET /); "" where that is not told.
	UUID string

	// ClusterName and ClusterVersion are for people; "" where they are not told.
	ClusterName, ClusterVersion string
}

// Why a cluster can't be managed.
var (
	ErrNoAlerting = errors.New("the cluster has no alerting plugin (opensearch-alerting), or the URL is not an OpenSearch cluster's")

	ErrNoNotifications = errors.New("the cluster has the alerting plugin but not the notifications plugin (opensearch-notifications)")
)

// Detect asks which generation the cluster is of: GET /, which tells the version,
// and from 2.0 on the notifications plugin's features, which answer wherever that
// plugin is. Where GET / tells too little (it is a 403 for users without
// cluster:monitor/main, and Amazon's service can be set to tell another version),
// the features and two more routes do. Whether the alerting plugin is there shows in
// the first search (ErrNoAlerting), without a request of its own. The error is
// ErrNoAlerting, ErrNoNotifications or an *Error.
//
// A client asks until it has an answer, and then no more.
func (c *Client) Detect(ctx context.Context) (Features, error) {
	c.detecting.Lock()
	defer c.detecting.Unlock()
	if f := c.features.Load(); f != nil {
		return *f, nil
	}
	f, err := c.detect(ctx)
	if err != nil {
		return f, err
	}
	f.UUID, f.ClusterName, f.ClusterVersion = c.uuid, c.name, c.number
	f.Amazon = amazon.ParseHost(c.base.Hostname()).Service != "" || c.signs
	c.features.Store(&f)
	return f, nil
}

// known is what Detect has found; of a client that has not asked, it is a cluster
// of 2.0 or later.
func (c *Client) known() Features {
	if f := c.features.Load(); f != nil {
		return *f
	}
	return Features{}
}

// alertingPath is where the alerting plugin's API lies.
func (c *Client) alertingPath() string {
	if c.known().OpendistroPaths {
		return opendistroAPI
	}
	return alertingAPI
}

func (c *Client) detect(ctx context.Context) (Features, error) {
	g, told, err := c.version(ctx)
	if err != nil || told && g.LegacyDestinations {
		return Features{Generation: g}, err
	}
	f := Features{Generation: g}
	_, err = c.do(ctx, call{method: http.MethodGet, path: notificationsAPI + "/features"})
	switch {
	case noSuchRoute(err), takenForDocument(err):
		f.Generation, err = c.withoutNotifications(ctx, err)
		return f, err
	case IsForbidden(err):
		return f, nil // only a plugin that is there forbids
	default:
		return f, err
	}
}

// version reads the version where the user may; told is false where it says too
// little. What the cluster answers to GET / is no error: other routes tell more.
func (c *Client) version(ctx context.Context) (g generation.Generation, told bool, err error) {
	answer, err := c.do(ctx, call{method: http.MethodGet, path: "/"})
	switch {
	case IsUnauthorized(err), hasStatus(err, 0):
		return g, false, err
	case err != nil:
		return g, false, nil
	}
	if uuid := answer.Text("cluster_uuid"); uuid != "_na_" { // what a cluster says that is not formed yet
		c.uuid = uuid
	}
	version := answer.Object("version")
	c.name, c.number = answer.Text("cluster_name"), version.Text("number")
	g, told = generation.Of(version.Text("distribution"), version.Text("number"))
	return g, told, nil
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

// withoutNotifications finds out what a cluster without notifications is, of which
// no version is known. A core of 2.0 or later says "no handler found" (400) where one
// before takes the path for a document's (404). A GET of …/monitors is a 405 wherever
// the alerting plugin is (observed on 1.3, 2.19 and 3.5).
func (c *Client) withoutNotifications(ctx context.Context, noRoute error) (generation.Generation, error) {
	alerting, err := c.hasRoute(ctx, alertingAPI+"/monitors")
	switch {
	case err != nil:
		return generation.Generation{}, err
	case alerting && hasStatus(noRoute, http.StatusBadRequest):
		return generation.Generation{}, ErrNoNotifications
	case alerting:
		return generation.Legacy(false), nil
	case hasStatus(noRoute, http.StatusBadRequest):
		return generation.Generation{}, c.noAlerting(ctx)
	}
	if alerting, err = c.hasRoute(ctx, opendistroAPI+"/monitors"); err != nil {
		return generation.Generation{}, err
	}
	if alerting {
		return generation.Legacy(true), nil
	}
	return generation.Generation{}, c.noAlerting(ctx)
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
