package alertapi

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// usualPage is how many objects one request asks for. A cluster holds 1,000 monitors
// at most unless its settings say otherwise; a search returns 10,000 at most
// (index.max_result_window), however it is paged but by search_after.
const usualPage = 1000

// Monitors reads all monitors and workflows, canonical, in order of their ids: one search a
// page, by _id, which does not move while others write.
// A cluster that never had a monitor has none. The error is ErrNoAlerting or an
// *Error; a search that lost shards is an error, since a monitor missing from
// the list would be created again.
func (c *Client) Monitors(ctx context.Context) ([]monitors.Live, error) {
	return c.search(ctx, object("bool", object("should", []any{object("exists", object("field", "monitor")), object("exists", object("field", "workflow"))})))
}

// longestKeyword is how long a name may be that can be searched for as a whole: what is
// longer is not in monitor.name.keyword (ignore_above of the plugin's mapping).
const longestKeyword = 256

// MonitorsNamed reads the monitors of a name, and perhaps others: one search.
func (c *Client) MonitorsNamed(ctx context.Context, name string) ([]monitors.Live, error) {
	if len(name) > longestKeyword {
		return c.Monitors(ctx)
	}
	return c.search(ctx, object("term", object("monitor.name.keyword", object("value", name))))
}

// Workflows reads the workflows of a cluster that has some.
func (c *Client) Workflows(ctx context.Context) ([]monitors.Live, error) {
	return c.search(ctx, object("exists", object("field", "workflow")))
}

func (c *Client) search(ctx context.Context, query *orderedjson.Object) ([]monitors.Live, error) {
	var all []monitors.Live
	after, seen := "", 0
	for {
		answer, err := c.do(ctx, c.searchCall(query, after))
		switch {
		case noSuchRoute(err):
			return nil, ErrNoAlerting
		case IsNotFound(err): // "Configured indices are not found", before 3.2
			return all, nil
		case err != nil:
			return nil, err
		}
		page, err := readPage(answer)
		if err != nil {
			return nil, err
		}
		c.originals.Load().readMonitors(answer)
		all = append(all, page.monitors...)
		seen += page.hits
		if page.hits < c.page || seen == page.total {
			if seen < page.total {
				return nil, searchError(cutShort)
			}
			return byID(all), nil
		}
		if page.last == after {
			return nil, searchError("the pages of the search don't advance")
		}
		after = page.last
	}
}

func byID(all []monitors.Live) []monitors.Live {
	slices.SortFunc(all, func(a, b monitors.Live) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

func (c *Client) searchCall(query *orderedjson.Object, after string) call {
	body := searchBody(query, c.page)
	if after != "" {
		body.Set("search_after", []any{after})
	}
	return call{method: http.MethodPost, path: c.alertingPath() + "/monitors/_search", body: body, reads: true}
}

// searchBody asks for the first page of what a query finds, in order of ids.
func searchBody(query *orderedjson.Object, size int) *orderedjson.Object {
	body := orderedjson.NewObject()
	body.Set("size", json.Number(strconv.Itoa(size)))
	body.Set("query", query)
	body.Set("sort", []any{object("_id", "asc")})
	body.Set("track_total_hits", true)
	return body
}

// cutShort is what is wrong with a list that has less in it than it says: taken
// for the whole, what is missing would be created again.
const cutShort = "the list is cut short, or changed while it was read: run again"

const searchPath = alertingAPI + "/monitors/_search"

var object = orderedjson.One

// page is one answer of a search for monitors.
type page struct {
	monitors []monitors.Live
	hits     int    // things that are no monitors among them
	last     string // id of the last hit
	total    int    // -1: not told exactly
}

func readPage(answer *orderedjson.Object) (page, error) {
	if timedOut, _ := answer.Get("timed_out"); timedOut == true || integer(answer.Object("_shards"), "failed") > 0 {
		return page{}, searchError("the cluster could not search all of its monitors")
	}
	p := page{total: -1}
	switch total, _ := answer.Object("hits").Get("total"); total := total.(type) {
	case json.Number: // Elasticsearch 6
		p.total = integer(answer.Object("hits"), "total")
	case *orderedjson.Object:
		if total.Text("relation") == "eq" {
			p.total = integer(total, "value")
		}
	}
	hits, there := answer.Object("hits").Get("hits")
	list, isList := hits.([]any)
	if !there || !isList {
		return page{}, searchError("the answer is no list of monitors")
	}
	for _, v := range list {
		hit, ok := v.(*orderedjson.Object)
		if !ok {
			return page{}, searchError("a hit is no object")
		}
		p.hits++
		p.last = hit.Text("_id")
		live, err := wire.DecodeLive(hit)
		switch {
		case errors.Is(err, wire.ErrNotMonitor):
		case err != nil:
			return page{}, searchError(err.Error())
		default:
			p.monitors = append(p.monitors, live)
		}
	}
	return p, nil
}

func searchError(reason string) *Error {
	return &Error{Method: http.MethodPost, Path: searchPath, Status: http.StatusOK, Reason: reason}
}

func integer(o *orderedjson.Object, key string) int {
	v, _ := o.Get(key)
	n, _ := v.(json.Number)
	i, _ := n.Int64()
	return int(i)
}

// reserved are words that stand where an id does in a path.
var reserved = []string{"", ".", "..", "alerts", "_search", "_execute"}

// monitorCall is a request about one monitor.
func (c *Client) monitorCall(method, id string) (call, error) {
	request := call{method: method, path: c.alertingPath() + "/monitors/" + url.PathEscape(id)}
	if slices.Contains(reserved, id) {
		return request, refused(request, fmt.Sprintf("%q is no monitor's id", id))
	}
	return request, nil
}

// Monitor reads one monitor as it is now.
func (c *Client) Monitor(ctx context.Context, id string) (monitors.Live, error) {
	request, err := c.monitorCall(http.MethodGet, id)
	if err != nil {
		return monitors.Live{}, err
	}
	return c.monitor(ctx, request)
}

// CreateMonitor makes a monitor. The server chooses its id, and repeats names
// without a word, so that the same request twice makes two.
func (c *Client) CreateMonitor(ctx context.Context, m monitors.Monitor, uiMetadata *orderedjson.Object) (monitors.Live, error) {
	return c.monitor(ctx, call{method: http.MethodPost, path: c.alertingPath() + "/monitors", body: c.encodeMonitor(m, uiMetadata)})
}

// encodeMonitor is a monitor as the cluster wants to hear it.
func (c *Client) encodeMonitor(m monitors.Monitor, uiMetadata *orderedjson.Object) *orderedjson.Object {
	body := wire.EncodeMonitor(m, uiMetadata)
	known := c.known()
	if known.BareTriggers {
		wire.BareTriggers(body)
	}
	if known.Untyped {
		body.Delete("monitor_type")
	}
	if !known.Has(generation.RemoteClusters) {
		wire.WithoutClusters(body)
	}
	wire.WithoutNewerDefaults(body)
	return body
}

// UpdateMonitor replaces the monitor that was read as live. IsConflict tells
// that it has changed since; nothing is written then. Without uiMetadata the
// server forgets what it has of it.
func (c *Client) UpdateMonitor(ctx context.Context, live monitors.Live, m monitors.Monitor, uiMetadata *orderedjson.Object) (monitors.Live, error) {
	request, err := c.monitorCall(http.MethodPut, live.ID)
	if err != nil {
		return monitors.Live{}, err
	}
	if request, err = request.locked(live); err != nil {
		return monitors.Live{}, err
	}
	request.body = c.encodeMonitor(m, uiMetadata)
	return c.monitor(ctx, request)
}

// locked is a request that is carried out only if what was read as live is as it was.
func (request call) locked(live monitors.Live) (call, error) {
	switch {
	case live.Unreadable != "":
		return request, refused(request, "the monitor could not be read whole: "+live.Unreadable)
	case live.Version.SeqNo < 0 || live.Version.PrimaryTerm < 1: // counts as no lock at all
		return request, refused(request, "no version of the monitor is known to update")
	}
	request.query = lock(live.Version.SeqNo, live.Version.PrimaryTerm)
	return request, nil
}

// lock are the parameters that let a write fail where the object has changed.
func lock(seqNo, primaryTerm int64) url.Values {
	return url.Values{"if_seq_no": {strconv.FormatInt(seqNo, 10)}, "if_primary_term": {strconv.FormatInt(primaryTerm, 10)}}
}

// monitor sends a request that answers with a monitor or a workflow.
func (c *Client) monitor(ctx context.Context, request call) (monitors.Live, error) {
	answer, err := c.do(ctx, request)
	if err != nil {
		return monitors.Live{}, err
	}
	if !request.writes() {
		c.originals.Load().readMonitor(answer)
	}
	live, err := wire.DecodeLive(answer)
	if err != nil {
		return monitors.Live{}, &Error{
			Method: request.method, Path: request.path, Status: http.StatusOK, Reason: err.Error(), Err: err, ambiguous: request.writes(),
		}
	}
	return live, nil
}

// DeleteMonitor deletes a monitor, whatever its version: DELETE takes no lock,
// so callers read and compare just before.
func (c *Client) DeleteMonitor(ctx context.Context, id string) error {
	request, err := c.monitorCall(http.MethodDelete, id)
	if err != nil {
		return err
	}
	_, err = c.do(ctx, request)
	return err
}
