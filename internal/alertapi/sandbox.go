package alertapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// sandboxName is what alertplan's own sandbox calls itself; no real server has the
// route.
const sandboxName = "alertplan sandbox"

// errNoSandbox is a server that is none.
var errNoSandbox = errors.New("the server there is no sandbox of alertplan, which alone keeps what it sends")

// Sandbox fails where the server is no sandbox. A sandbox that asks for a login
// refuses as every server does.
func (c *Client) Sandbox(ctx context.Context) error {
	status, err := c.do(ctx, call{method: http.MethodGet, path: "/_sandbox"})
	switch {
	case err == nil && status.Text("name") == sandboxName:
		return nil
	case err == nil, !IsUnavailable(err) && !IsUnauthorized(err) && !IsForbidden(err) && ctx.Err() == nil:
		return fmt.Errorf("%s: %w", c.Endpoint(), errNoSandbox)
	}
	return err
}

// SandboxMessages reads messages of a sandbox after a number, oldest first, as it
// answers them: messages, and the number of the last as next.
func (c *Client) SandboxMessages(ctx context.Context, after int64) (*orderedjson.Object, error) {
	return c.do(ctx, call{method: http.MethodGet, path: "/_sandbox/messages", query: url.Values{"after": {strconv.FormatInt(after, 10)}, "size": {"1000"}}})
}
