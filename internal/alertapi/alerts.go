package alertapi

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

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
		keep:   func(a wire.Alert) bool { return slices.Contains(openStates, a.State) },
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
		keep:   func(a wire.Alert) bool { return a.State == state },
	})
}

// AlertsOf reads the alerts of one monitor, in all states.
func (c *Client) AlertsOf(ctx context.Context, monitor string) ([]wire.Alert, error) {
	return c.alerts(ctx, alertsQuery{
		filter: url.Values{"alertState": {"ALL"}, "monitorId": {monitor}}, keep: func(a wire.Alert) bool { return a.MonitorID == monitor },
	})
}

// RecentAlerts reads the latest alerts, open or past, that are wanted: most at most, the
// latest first, among the latest 10,000 of the cluster.
func (c *Client) RecentAlerts(ctx context.Context, most int, wanted func(wire.Alert) bool) ([]wire.Alert, error) {
	return c.alerts(ctx, alertsQuery{
		filter: url.Values{"alertState": {"ALL"}, "sortString": {"start_time"}, "sortOrder": {"desc"}},
		keep:   wanted, most: most,
	})
}

// alertsQuery is a list of alerts: which to ask for, which to keep, and when there is
// none left to keep.
type alertsQuery struct {
	filter url.Values
	keep   func(wire.Alert) bool
	beyond func(wire.AlertState) bool // behind one of this state there is none; nil: there may be
	most   int                        // so many are enough; 0: all

	// whole is set where the list was read to its end; nil: nobody asks.
	whole *bool
}

func (c *Client) alerts(ctx context.Context, q alertsQuery) ([]wire.Alert, error) {
	var kept []wire.Alert
	seen := map[string]bool{}
	for from := 0; ; from += alertsPage {
		request := call{method: http.MethodGet, path: c.alertingPath() + "/monitors/alerts", query: q.filter}
		if from+alertsPage > alertsWindow {
			if q.most > 0 {
				return kept, nil
			}
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
			if q.keep(alert) && !seen[alert.ID] {
				seen[alert.ID] = true
				kept = append(kept, alert)
			}
		}
		if q.whole != nil && from+len(page) >= total {
			*q.whole = true
		}
		switch {
		case q.most > 0 && len(kept) >= q.most:
			return kept[:q.most], nil
		case len(page) == 0 || from+len(page) >= total || q.beyond != nil && q.beyond(page[len(page)-1].State):
			return kept, nil
		}
	}
}
