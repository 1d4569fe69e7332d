package preflight

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// Alone is the search of a monitor by itself, as a run at some time would make it; it
// brings no documents back. The error is that the monitor has no search, or one that
// makes no request.
func Alone(m monitors.Monitor, at time.Time) (indices []string, body *orderedjson.Object, err error) {
	switch in := m.Input.(type) {
	case *monitors.Search:
		body, err = rendered(in.Body, period{at.Add(-lengthOf(m.Schedule)), at})
		if err != nil {
			return nil, nil, err
		}
		indices = in.Indices
	case *monitors.DocumentQueries:
		indices, body = in.Indices, orderedjson.NewObject()
	default:
		return nil, nil, errNoSearch
	}
	body.Set("size", json.Number("0"))
	return indices, body, nil
}

// The statuses of one answer among several that are no fault of its search.
const (
	forbidden   = 403
	tooMany     = 429
	unavailable = 503
)

// AnswerOf says what the answer to a search by itself means for its monitor: one of
// several searches, where one that fails is an object with an error and a status.
func AnswerOf(m monitors.Monitor, answer *orderedjson.Object) []plan.Finding {
	r := &reading{monitor: m}
	failure := answer.Object("error")
	if failure == nil {
		return r.shards(answer.Object("_shards"))
	}
	indices, query := plan.Element{Part: plan.IndicesPart}, plan.Element{Part: plan.QueryPart}
	told := causeIn(failure.Array("failed_shards"))
	if told.reason == "" {
		told.reason = oneLine(innermost(failure))
	}
	switch status := wholeNumber(answer, "status"); {
	case failure.Text("type") == "index_not_found_exception":
		return []plan.Finding{{Element: indices, Kind: plan.MissingIndex, Error: true, Names: []string{failure.Text("index")}, Documents: m.Type == monitors.DocumentLevel}}
	case status == forbidden || noRight.MatchString(told.reason):
		return []plan.Finding{{Element: indices, Kind: plan.NotReadable, Reason: told.reason}}
	case told.away || status == tooMany || status == unavailable:
		return []plan.Finding{{Element: query, Kind: plan.ShardsAway, Reason: told.reason}}
	}
	return []plan.Finding{{Element: query, Kind: plan.SearchFails, Error: true, Reason: strings.TrimPrefix(told.reason, "all shards failed: ")}}
}
