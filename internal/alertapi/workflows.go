package alertapi

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

const workflowsPath = alertingAPI + "/workflows"

// workflowCall is a request about one workflow.
func workflowCall(method, id string) (call, error) {
	request := call{method: method, path: workflowsPath + "/" + url.PathEscape(id)}
	if slices.Contains(reserved, id) {
		return request, refused(request, fmt.Sprintf("%q is no workflow's id", id))
	}
	return request, nil
}

// Workflow reads one workflow as it is now. Lists of them come with the monitors
// (Monitors): they have no search of their own.
func (c *Client) Workflow(ctx context.Context, id string) (monitors.Live, error) {
	request, err := workflowCall(http.MethodGet, id)
	if err != nil {
		return monitors.Live{}, err
	}
	return c.monitor(ctx, request)
}

// CreateWorkflow makes a workflow (2.9 and later). The server chooses its id. The
// error of a delegate that is not there is a 403 that speaks of permissions (observed
// on 2.19.4: workflows/delegates_refused).
func (c *Client) CreateWorkflow(ctx context.Context, m monitors.Monitor) (monitors.Live, error) {
	return c.monitor(ctx, call{method: http.MethodPost, path: workflowsPath, body: wire.EncodeWorkflow(m, "")})
}

// UpdateWorkflow replaces the workflow that was read as live, and leaves its owner.
// IsConflict tells that it has changed since; nothing is written then.
func (c *Client) UpdateWorkflow(ctx context.Context, live monitors.Live, m monitors.Monitor) (monitors.Live, error) {
	request, err := workflowCall(http.MethodPut, live.ID)
	if err != nil {
		return monitors.Live{}, err
	}
	if request, err = request.locked(live); err != nil {
		return monitors.Live{}, err
	}
	request.body = wire.EncodeWorkflow(m, live.Owner)
	return c.monitor(ctx, request)
}

// DeleteWorkflow deletes a workflow, whatever its version, and none of its delegates.
func (c *Client) DeleteWorkflow(ctx context.Context, id string) error {
	request, err := workflowCall(http.MethodDelete, id)
	if err != nil {
		return err
	}
	_, err = c.do(ctx, request)
	return err
}

// HasWorkflows asks whether the cluster knows workflows: their path takes no GET where
// it is one of the server's (405, observed on 2.19.4; before 2.9 "no handler found").
func (c *Client) HasWorkflows(ctx context.Context) (bool, error) {
	return c.hasRoute(ctx, workflowsPath)
}
