package alertapi

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

const (
	alertsPage = 500

	// alertsWindow is as far as the list goes: from and size beyond it are a 400.
	alertsWindow = 10000
)

// OpenAlerts reads all alerts that are active, acknowledged or in error. The API
// filters by one state at a time, so the first two come from the beginning of all
// alerts sorted by their state (ACKNOWLEDGED, ACTIVE, then what is past), and those in
// error by a filter, unless a single page holds all alerts.
func (c *Client) OpenAlerts(ctx context.Context) ([]wire.Alert, error) {
	readAll := false
	open, err := c.alerts(ctx, alertsQuery{
		filter: url.Values{"alertState": {"ALL"}, "sortString": {"state"}, "sortOrder": {"asc"}},
		wanted: func(s wire.AlertState) bool { return slices.Contains(openStates, s) },
		beyond: func(s wire.AlertState) bool { return s > wire.AlertActive },
		whole:  &readAll,
	})
	if err != nil || readAll {
		return open, err
	}
	open = slices.DeleteFunc(open, func(a wire.Alert) bool { return a.State == wire.AlertError })
	failed, err := c.Alerts(ctx, wire.AlertError)
	return append(open, failed...), err
}

// openStates are the states of alerts that are not past.
var openStates = []wire.AlertState{wire.AlertActive, wire.AlertAcknowledged, wire.AlertError}

// Alerts reads all alerts of one state.
func (c *Client) Alerts(ctx context.Context, state wire.AlertState) ([]wire.Alert, error) {
	return c.alerts(ctx, alertsQuery{
		filter: url.Values{"alertState": {string(state)}, "sortString": {"start_time"}, "sortOrder": {"asc"}},
		wanted: func(s wire.AlertState) bool { return s == state },
		beyond: func(wire.AlertState) bool { return false },
	})
}

// alertsQuery is a list of alerts: which to ask for, which to keep, and after
// which there is none left to keep.
type alertsQuery struct {
	filter         url.Values
	wanted, beyond func(wire.AlertState) bool

	// whole is set where the list was read to its end; nil: nobody asks.
	whole *bool
}

func (c *Client) alerts(ctx context.Context, q alertsQuery) ([]wire.Alert, error) {
	var kept []wire.Alert
	seen := map[string]bool{}
	for from := 0; ; from += alertsPage {
		request := call{method: http.MethodGet, path: c.alertingPath() + "/monitors/alerts", query: q.filter}
		if from+alertsPage > alertsWindow {
			return kept, unreadable(request, fmt.Errorf("there are more than %d alerts, which is as far as the list goes", alertsWindow))
		}
		q.filter.Set("size", strconv.Itoa(alertsPage))
		q.filter.Set("startIndex", strconv.Itoa(from))
		answer, err := c.do(ctx, request)
		if err != nil {
			return nil, err
		}
		page, total, err := wire.DecodeAlerts(answer)
		if err != nil {
			return nil, unreadable(request, err)
		}
		for _, alert := range page {
			if q.wanted(alert.State) && !seen[alert.ID] {
				seen[alert.ID] = true
				kept = append(kept, alert)
			}
		}
		if q.whole != nil && from+len(page) >= total {
			*q.whole = true
		}
		if len(page) == 0 || from+len(page) >= total || q.beyond(page[len(page)-1].State) {
			return kept, nil
		}
	}
}

// Acknowledgement is what became of each alert that was to be acknowledged.
type Acknowledgement struct {
	Acknowledged []string          // ids
	Failed       map[string]string // id → why not
}

// Acknowledge acknowledges alerts of a monitor. It reads the monitor first: under
// an id that is unknown or hidden from the user the server never answers, and
// from then on acknowledges nothing of anybody's until the node is restarted
// (observed on 2.19.4 and 3.5.0).
func (c *Client) Acknowledge(ctx context.Context, monitorID string, alertIDs []string) (Acknowledgement, error) {
	if len(alertIDs) == 0 {
		return Acknowledgement{}, nil
	}
	if _, err := c.Monitor(ctx, monitorID); err != nil {
		return Acknowledgement{}, fmt.Errorf("alerts are acknowledged under a monitor that can be read only: %w", err)
	}
	request, err := c.monitorCall(http.MethodPost, monitorID)
	if err != nil {
		return Acknowledgement{}, err
	}
	ids := make([]any, len(alertIDs))
	for i, id := range alertIDs {
		ids[i] = id
	}
	request.path += "/_acknowledge/alerts"
	request.body = object("alerts", ids)
	answer, err := c.do(ctx, request)
	if err != nil {
		return Acknowledgement{}, err
	}
	return decodeAcknowledgement(answer), nil
}

func decodeAcknowledgement(answer *orderedjson.Object) Acknowledgement {
	ack := Acknowledgement{Failed: map[string]string{}}
	for _, v := range answer.Array("success") {
		if id, ok := v.(string); ok {
			ack.Acknowledged = append(ack.Acknowledged, id)
		}
	}
	for _, v := range answer.Array("failed") {
		failed, _ := v.(*orderedjson.Object)
		for _, id := range failed.Keys() {
			ack.Failed[id] = oneLine(failed.Object(id).Text("failed_reason"))
		}
	}
	return ack
}
