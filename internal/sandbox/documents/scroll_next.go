package documents

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// scrollRequest is a request for the next page.
type scrollRequest struct {
	ids  []string
	keep time.Duration // 0: the scroll ends
}

// readScrolls reads a request of scrolls; missing is what is said where it names none.
func readScrolls(r *rest.Request, missing string) (scrollRequest, error) {
	q, err := readScroll(r)
	if err != nil {
		return q, err
	}
	if err := r.CheckParams(); err != nil {
		return q, err
	}
	if len(q.ids) == 0 {
		return q, rest.ValidationFailed(missing)
	}
	return q, nil
}

// readScroll reads ids and the time to keep, from the path, the parameters or the body,
// which has the last word.
func readScroll(r *rest.Request) (q scrollRequest, err error) {
	q.ids = r.List("scroll_id")
	if q.keep, err = r.Duration("scroll", 0); err != nil || !r.HasBody() {
		return q, err
	}
	body, err := r.Object()
	if err != nil {
		return q, err
	}
	for _, m := range body.Members() {
		text, isText := m.Value.(string)
		list, isList := m.Value.([]any)
		switch {
		case m.Key == "scroll_id" && isText:
			q.ids = []string{text}
		case m.Key == "scroll_id" && isList:
			q.ids = nil
			for _, x := range list {
				q.ids = append(q.ids, textOf(x))
			}
		case m.Key == "scroll" && isText:
			if q.keep, err = rest.ParseTimeValue("scroll", text); err != nil {
				return q, err
			}
		default:
			return q, rest.IllegalArgument("Unknown parameter [%s] in request body or parameter is of the wrong type[%s] ", m.Key, jackson.KindOf(m.Value))
		}
	}
	return q, nil
}

func (s *Service) nextScroll(r *rest.Request) (rest.Response, error) {
	inInts, err := wholeTotals(r)
	if err != nil {
		return rest.Response{}, err
	}
	q, err := readScrolls(r, "scrollId is missing")
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	page, err := s.page(q)
	if err != nil {
		return rest.Response{}, err
	}
	if inInts {
		asInts(page)
	}
	return rest.JSON(http.StatusOK, page), nil
}

// page is the next page of a scroll, which ends with it where nobody asks for more.
func (s *Service) page(q scrollRequest) (*orderedjson.Object, error) {
	id := q.ids[0]
	if err := checkScrollID(id); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.scrolls[id]
	if c == nil {
		return nil, scrollMissing()
	}
	page := rest.O()
	if q.keep > 0 {
		page.Set("_scroll_id", id)
		s.endLater(id, c, q.keep)
	} else {
		c.stop()
		delete(s.scrolls, id)
	}
	for _, key := range []string{"took", "timed_out", "_shards"} {
		page.Set(key, first(c.first, key))
	}
	page.Set("hits", c.next())
	return page, nil
}

func (s *Service) clearScrolls(r *rest.Request) (rest.Response, error) {
	q, err := readScrolls(r, "no scroll ids specified")
	if err != nil {
		return rest.Response{}, err
	}
	all := len(q.ids) == 1 && q.ids[0] == "_all"
	for _, id := range q.ids {
		if err := checkScrollID(id); err != nil && !all {
			return rest.Response{}, err
		}
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if all {
		q.ids = slices.Collect(maps.Keys(s.scrolls))
	}
	freed := s.freeScrolls(q.ids)
	status := http.StatusOK
	if freed == 0 && !all {
		status = http.StatusNotFound
	}
	return rest.JSON(status, rest.O("succeeded", true, "num_freed", freed)), nil
}

// freeScrolls ends scrolls; it counts the shards that they looked at. s.mu is held.
func (s *Service) freeScrolls(ids []string) (freed int) {
	for _, id := range ids {
		if c := s.scrolls[id]; c != nil {
			c.stop()
			delete(s.scrolls, id)
			freed += c.shards
		}
	}
	return freed
}
