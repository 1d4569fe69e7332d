package alertapi

import (
	"context"
	"net/http"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// CreateAgain makes a monitor or workflow as it once was, under an id that the server
// chooses. Roles, which no server tells, are those to give it; nil: the caller's.
func (c *Client) CreateAgain(ctx context.Context, o wire.Original, roles monitors.Roles) (monitors.Live, error) {
	request := call{method: http.MethodPost, path: c.alertingPath() + "/monitors", body: o.Request()}
	if o.Form == wire.FormWorkflow {
		request.path = workflowsPath
	}
	if roles != nil {
		list := make([]any, len(roles))
		for i, role := range roles {
			list[i] = role
		}
		request.body.Set("rbac_roles", list)
	}
	return c.monitor(ctx, request)
}

// PutBack replaces the monitor or workflow that was read as live by what it once was,
// under live's lock, as UpdateMonitor does.
func (c *Client) PutBack(ctx context.Context, live monitors.Live, o wire.Original) (monitors.Live, error) {
	request, err := c.monitorCall(http.MethodPut, live.ID)
	if o.Form == wire.FormWorkflow {
		request, err = workflowCall(http.MethodPut, live.ID)
	}
	if err != nil {
		return monitors.Live{}, err
	}
	if request, err = request.locked(live); err != nil {
		return monitors.Live{}, err
	}
	request.body = o.Request()
	return c.monitor(ctx, request)
}

// CreateDestinationAgain makes a channel under the id that it had, or a legacy
// destination under one that the server chooses.
func (c *Client) CreateDestinationAgain(ctx context.Context, o wire.Original) (id string, err error) {
	was, err := o.Destination()
	if err != nil {
		return "", err
	}
	if o.Form != wire.FormChannel {
		routes := routesOf(was.Destination.Kind)
		return c.sendLegacy(ctx, routes, call{method: http.MethodPost, path: c.alertingPath() + routes.path, body: o.Request(), secrets: was.Destination.Secrets()})
	}
	request, err := channelCall(http.MethodPost, o.ID)
	if err != nil {
		return o.ID, err
	}
	request.path, request.body, request.secrets = configsPath, o.Request(), was.Destination.Secrets()
	request.body.Set("config_id", o.ID)
	return o.ID, c.saveChannel(ctx, o.ID, channelWrite{call: request, want: was})
}

// PutDestinationBack replaces the destination that was read as live by what it once
// was, as UpdateChannel does.
func (c *Client) PutDestinationBack(ctx context.Context, live destinations.Live, o wire.Original) error {
	was, err := o.Destination()
	if err != nil {
		return err
	}
	if o.Form == wire.FormChannel {
		request, err := channelCall(http.MethodPut, live.ID)
		if err != nil {
			return err
		}
		request.body, request.secrets = o.Request(), was.Destination.Secrets()
		return c.saveChannel(ctx, live.ID, channelWrite{call: request, want: was})
	}
	request, err := c.legacyCall(http.MethodPut, was.Destination.Kind, live.ID)
	if err != nil {
		return err
	}
	if request, err = request.underLock(live); err != nil {
		return err
	}
	request.body, request.secrets = o.Request(), was.Destination.Secrets()
	_, err = c.sendLegacy(ctx, routesOf(was.Destination.Kind), request)
	return err
}
