package documents

import (
	"encoding/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// wholeTotals reads rest_total_hits_as_int.
func wholeTotals(r *rest.Request) (bool, error) {
	return r.Bool("rest_total_hits_as_int", rest.OffByDefault)
}

// countAll obeys rest_total_hits_as_int before a search: then all hits are counted.
func (a *asked) countAll() error {
	if !a.totalsAsInt {
		return nil
	}
	limit, given := a.body.Get("track_total_hits")
	if !given {
		a.body = orderedjson.Clone(a.body).(*orderedjson.Object)
		a.body.Set("track_total_hits", true)
		return nil
	}
	if n, ok := limit.(json.Number); ok && n != "-1" {
		return rest.IllegalArgument("[rest_total_hits_as_int] cannot be used if the tracking of total hits is not accurate, got %s", n)
	}
	return nil
}

// asInts turns every {"hits": {"total": {"value": n, …}}} of an answer into
// {"total": n}, as the server does in inner and top hits too; hits that were not
// counted have -1.
func asInts(v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			asInts(x)
		}
	case *orderedjson.Object:
		hits := v.Object("hits")
		if total := hits.Object("total"); total != nil {
			n, _ := total.Get("value")
			hits.Set("total", n)
		} else if hits.Has("hits") && !hits.Has("total") {
			hits.Set("total", number(-1))
		}
		for _, m := range v.Members() {
			if m.Key != "_source" {
				asInts(m.Value)
			}
		}
	}
}
