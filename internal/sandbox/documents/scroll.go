package documents

import (
	"encoding/base64"
	"net/http"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// scroll is a search that is read page by page: it goes on seeing what it found when it
// began. Observed on 2.19.4, as all of this file.
type scroll struct {
	first  *orderedjson.Object // the whole answer, with all hits
	hits   []any
	at     int // how many were read
	size   int // of a page
	shards int
	stop   func() bool // cancels its end
}

// mostScrolls are those that may be open at a time (search.max_open_scroll_context).
const mostScrolls = 500

func (s *Service) registerScrolls(rt *rest.Router) {
	paths := []string{"/_search/scroll", "/_search/scroll/{scroll_id}"}
	rt.HandleEach("GET", paths, s.nextScroll)
	rt.HandleEach("POST", paths, s.nextScroll)
	rt.HandleEach("DELETE", paths, s.clearScrolls)
}

// begin answers the first page of a scroll that is kept for a time.
func (s *Service) begin(a asked, keep time.Duration) (*orderedjson.Object, error) {
	size := a.pageSize()
	found, err := s.open(a.targets, a.expand)
	if err != nil {
		return nil, err
	}
	if err := s.checkScrolled(a, found, keep); err != nil {
		return nil, err
	}
	all, shards := 1, 0
	for _, x := range found {
		all, shards = all+len(x.Docs), shards+x.Shards()
	}
	if shards == 0 { // there is nothing to go on with
		return s.run(a)
	}
	inInts := a.totalsAsInt
	a.totalsAsInt, a.unbounded = false, true
	a.body = orderedjson.NewObject(a.body.Members()...)
	a.body.Set("size", number(max(all, size)))
	a.body.Set("track_total_hits", true)
	answer, err := s.run(a)
	if err != nil {
		return nil, err
	}
	c := &scroll{first: answer, hits: answer.Object("hits").Array("hits"), size: size, shards: shards}
	id, err := s.keepScroll(c, keep)
	if err != nil {
		return nil, err
	}
	page := rest.O("_scroll_id", id)
	for _, m := range answer.Members() {
		page.Set(m.Key, m.Value)
	}
	page.Set("hits", c.next())
	if inInts {
		asInts(page)
	}
	return page, nil
}

// pageSize is how many hits a page has.
func (a asked) pageSize() int {
	if v, ok := a.body.Get("size"); ok {
		return int(integerOf(v))
	}
	return 10
}

// next are the hits of the next page, as an answer has them.
func (c *scroll) next() *orderedjson.Object {
	out := rest.O()
	for _, m := range c.first.Object("hits").Members() {
		out.Set(m.Key, m.Value)
	}
	end := min(c.at+c.size, len(c.hits))
	out.Set("hits", c.hits[c.at:end])
	c.at = end
	return out
}

// keepScroll keeps a scroll under a new id, until its time is over.
func (s *Service) keepScroll(c *scroll, keep time.Duration) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.scrolls) >= mostScrolls {
		return "", rest.Errorf(http.StatusTooManyRequests, "rejected_execution_exception", "Trying to create too many scroll contexts. Must be less than or equal to: [%d]. "+
			"This limit can be set by changing the [search.max_open_scroll_context] setting.", mostScrolls)
	}
	id := base64.RawURLEncoding.EncodeToString([]byte(scrollMark + newDocumentID()))
	s.scrolls[id] = c
	s.endLater(id, c, keep)
	return id, nil
}

// scrollMark begins what an id of a scroll stands for.
const scrollMark = "queryThenFetch;"

// endLater drops a scroll once its time is over; s.mu is held.
func (s *Service) endLater(id string, c *scroll, keep time.Duration) {
	if c.stop != nil {
		c.stop()
	}
	c.stop = s.clock.AfterFunc(keep, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.scrolls, id)
	})
}
