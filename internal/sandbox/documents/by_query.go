package documents

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// deleteByQuery deletes what a search finds, all of it.
func (s *Service) deleteByQuery(r *rest.Request) (rest.Response, error) {
	start := time.Now()
	for _, known := range []string{"conflicts", "wait_for_completion", "scroll_size", "slices", "requests_per_second", "max_docs", "search_timeout"} {
		r.Has(known)
	}
	knowTimeouts(r)
	mode, err := refreshOf(r)
	if err != nil {
		return rest.Response{}, err
	}
	a, err := askedOf(r)
	if err != nil {
		return rest.Response{}, err
	}
	if !a.body.Has("query") {
		return rest.Response{}, rest.ValidationFailed("query is missing")
	}
	if err := s.check(a); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	found, err := s.allHits(a)
	if err != nil {
		return rest.Response{}, err
	}
	deleted := 0
	for _, h := range found {
		w := index.Write{Index: h.Text("_index"), ID: h.Text("_id"), Routing: h.Text("_routing"), Visible: mode.visibility()}
		done, err := s.remove(w)
		if err != nil {
			return rest.Response{}, err
		}
		if mode == refreshNot {
			s.refreshLater(done.Index)
		}
		if done.Result == "deleted" {
			deleted++
		}
	}
	return rest.JSON(http.StatusOK, byQueryAnswer(start, len(found), deleted)), nil
}

// byQueryBatch is how many documents the server deletes at a time.
const byQueryBatch = 1000

func byQueryAnswer(start time.Time, total, deleted int) *orderedjson.Object {
	return rest.O(
		"took", time.Since(start).Milliseconds(), "timed_out", false, "total", total, "deleted", deleted,
		"batches", (total+byQueryBatch-1)/byQueryBatch, "version_conflicts", 0, "noops", 0,
		"retries", rest.O("bulk", 0, "search", 0), "throttled_millis", 0,
		"requests_per_second", json.Number("-1.0"), "throttled_until_millis", 0, "failures", []any{},
	)
}

// allHits finds all documents of a search, page by page.
func (s *Service) allHits(a asked) ([]*orderedjson.Object, error) {
	found := []*orderedjson.Object{}
	for {
		page := a
		page.body = rest.O("size", number(byQueryBatch), "_source", false, "sort", []any{"_id"})
		query, _ := a.body.Get("query")
		page.body.Set("query", query)
		if len(found) > 0 {
			last := found[len(found)-1]
			page.body.Set("search_after", last.Array("sort"))
		}
		answer, err := s.run(page)
		if err != nil {
			return nil, err
		}
		hits := answer.Object("hits").Array("hits")
		for _, h := range hits {
			if o, ok := h.(*orderedjson.Object); ok {
				found = append(found, o)
			}
		}
		if len(hits) < byQueryBatch {
			return found, nil
		}
	}
}
