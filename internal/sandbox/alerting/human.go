package alerting

import (
	"encoding/json"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// timeFields are the fields that hold a time; a client that asks for human
// readable answers gets each of them as a date too, under a name with _in_millis
// behind it (http/common_parameters).
var timeFields = map[string]bool{
	"enabled_time": true, "last_update_time": true, "start_time": true, "last_notification_time": true,
	"end_time": true, "acknowledged_time": true, "period_start": true, "period_end": true,
	"executionTime": true, "last_execution_time": true, "timestamp": true,
}

// answer is a 200 with the dates that the client asked for.
func answer(r *rest.Request, status int, body *orderedjson.Object) rest.Response {
	if r.Human() {
		body, _ = withDates(jsonForm(body)).(*orderedjson.Object)
	}
	return rest.JSON(status, body)
}

func withDates(v any) any {
	switch v := v.(type) {
	case *orderedjson.Object:
		o := &orderedjson.Object{}
		for _, m := range v.Members() {
			if n, ok := m.Value.(json.Number); ok && timeFields[m.Key] {
				if ms, err := n.Int64(); err == nil {
					o.Set(m.Key+"_in_millis", time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z"))
				}
			}
			o.Set(m.Key, withDates(m.Value))
		}
		return o
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = withDates(v[i])
		}
		return list
	}
	return v
}
