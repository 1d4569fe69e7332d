package alertapi

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Now is what time it is on the cluster, in milliseconds; zero where it has no monitors,
// so that nothing there has a time either. A server tells no time in the headers of its
// answers. So a search of the monitors asks for what is older than now, and the answer
// names that moment: it needs no right but that to read monitors (aggregations in it:
// search/aggregations; their "now" as asked of nodes of the core).
func (c *Client) Now(ctx context.Context) (time.Time, error) {
	body := object("size", json.Number("0"))
	body.Set("query", object("match_all", orderedjson.NewObject()))
	older := object("field", "monitor.last_update_time")
	older.Set("ranges", []any{object("to", "now")})
	body.Set("aggs", object("now", object("date_range", older)))
	answer, err := c.do(ctx, call{method: http.MethodPost, path: c.alertingPath() + "/monitors/_search", body: body, reads: true})
	switch {
	case IsNotFound(err), IsMissingIndex(err): // there is no index of monitors, before 3.2
		return time.Time{}, nil
	case err != nil:
		return time.Time{}, err
	}
	for _, v := range answer.Object("aggregations").Object("now").Array("buckets") {
		bucket, _ := v.(*orderedjson.Object)
		to, _ := bucket.Get("to")
		number, _ := to.(json.Number)
		if millis, err := strconv.ParseFloat(number.String(), 64); err == nil && millis > 0 {
			return time.UnixMilli(int64(millis)), nil
		}
	}
	return time.Time{}, nil
}
