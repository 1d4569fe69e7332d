package alertapi

import (
	"context"
	"net/http"

	"github.com/alertplan/alertplan/internal/wire"
)

// Runs reads when each scheduled monitor and workflow has run last, in one request; the
// user needs cluster:admin/opendistro/_scheduled_jobs/stats. What has not run since its
// node was started has no time (observed on 1.3.14 and 2.19.4: limits/stats).
func (c *Client) Runs(ctx context.Context) (wire.Runs, error) {
	answer, err := c.do(ctx, call{method: http.MethodGet, path: c.alertingPath() + "/stats"})
	if err != nil {
		return wire.Runs{}, err
	}
	return wire.DecodeRuns(answer), nil
}
