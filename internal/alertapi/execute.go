package alertapi

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// Execution says how a monitor is run.
type Execution struct {
	// PeriodEnd is the end of the period that the run looks at, in place of the
	// cluster's now; zero: now. Its start follows from the schedule.
	PeriodEnd time.Time

	// DryRun renders messages and sends none, and opens no alerts.
	DryRun bool

	// Once: a dry run that fails on the way is not sent again.
	Once bool
}

// Execute runs a stored monitor once. Without DryRun its messages are sent and
// its alerts opened, so that the request counts as a write.
func (c *Client) Execute(ctx context.Context, id string, how Execution) (wire.Run, error) {
	request, err := c.monitorCall(http.MethodPost, id)
	if err != nil {
		return wire.Run{}, err
	}
	return c.execute(ctx, request, how)
}

// ExecuteInline runs a monitor that is not stored. It opens no alerts, but
// without DryRun it sends. A document-level monitor is not sent: on an index that
// is not there the server never answers, and later such runs hang too (observed
// on 2.19.4 and 3.5.0).
func (c *Client) ExecuteInline(ctx context.Context, m monitors.Monitor, how Execution) (wire.Run, error) {
	request := call{method: http.MethodPost, path: c.alertingPath() + "/monitors", body: c.encodeMonitor(m, nil)}
	if m.Type == monitors.DocumentLevel {
		return wire.Run{}, refused(request, "a document-level monitor that is not stored can block the node")
	}
	return c.execute(ctx, request, how)
}

func (c *Client) execute(ctx context.Context, request call, how Execution) (wire.Run, error) {
	request.path += "/_execute"
	request.reads = how.DryRun
	request.query = url.Values{"dryrun": {strconv.FormatBool(how.DryRun)}}
	if !how.PeriodEnd.IsZero() {
		request.query.Set("period_end", fmt.Sprintf("%dms", how.PeriodEnd.UnixMilli()))
	}
	send := c.do
	if how.Once {
		send = c.once
	}
	answer, err := send(ctx, request)
	if err != nil {
		return wire.Run{}, err
	}
	run, err := wire.DecodeRun(answer)
	if err != nil {
		return run, unreadable(request, err)
	}
	return run, nil
}

// Search searches indices as the user. What it brings back is the cluster's answer, of
// which some shards may have failed. It is sent once.
func (c *Client) Search(ctx context.Context, indices []string, body *orderedjson.Object) (*orderedjson.Object, error) {
	path := "/_search"
	if len(indices) > 0 {
		escaped := make([]string, len(indices))
		for i, name := range indices {
			escaped[i] = url.PathEscape(name)
		}
		path = "/" + strings.Join(escaped, ",") + path
	}
	return c.once(ctx, call{method: http.MethodPost, path: path, body: body, reads: true})
}
