package documents

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
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

// checkScrolled refuses what a search that is scrolled can't have.
func (s *Service) checkScrolled(a asked, found []*index.Index, keep time.Duration) error {
	if err := s.checkBatch(byQuery{asked: a, batch: a.pageSize()}); err != nil {
		return err
	}
	switch {
	case keep > longestKept:
		return failedEverywhere(found, rest.IllegalArgument("Keep alive for request (%s) is too large. It must be less than (1d). "+
			"This limit can be set by changing the [search.max_keep_alive] cluster level setting.", days(keep)))
	case a.body.Has("search_after"):
		return failedEverywhere(found, rest.Errorf(http.StatusInternalServerError, "search_exception", "`search_after` cannot be used in a scroll context."))
	case a.body.Has("collapse"):
		return failedEverywhere(found, rest.Errorf(http.StatusInternalServerError, "search_exception", "cannot use `collapse` in a scroll context"))
	}
	return nil
}

// longestKept is how long a scroll may be kept (search.max_keep_alive).
const longestKept = 24 * time.Hour

// days is a time of more than a day as the server prints it.
func days(d time.Duration) string {
	return strings.TrimSuffix(strconv.FormatFloat(math.Floor(d.Hours()/24*10)/10, 'f', 1, 64), ".0") + "d"
}

// failedEverywhere is the error of a search that all shards refuse alike; nil where there
// are none.
func failedEverywhere(found []*index.Index, cause *rest.Error) error {
	e := rest.Errorf(cause.Status, "search_phase_execution_exception", "all shards failed")
	shards := []any{}
	for _, x := range found {
		e.RootCause = append(e.RootCause, &rest.Error{Type: cause.Type, Reason: cause.Reason})
		shards = append(shards, rest.O("shard", 0, "index", x.Name, "node", "offline", "reason", cause.Cause()))
	}
	if len(shards) == 0 {
		return nil
	}
	if cause.Type == "illegal_argument_exception" { // Java's own are told twice
		e.Because(rest.IllegalArgument("%s", cause.Reason).Because(&rest.Error{Type: cause.Type, Reason: cause.Reason}))
	}
	e.Extra = []orderedjson.Member{{Key: "phase", Value: "query"}, {Key: "grouped", Value: true}, {Key: "failed_shards", Value: shards}}
	return e
}

// scrollFaults are what is wrong with a search that is to be scrolled.
func scrollFaults(r *rest.Request, body *orderedjson.Object) (faults []string) {
	if v, ok := body.Get("track_total_hits"); ok && v != true {
		faults = append(faults, "disabling [track_total_hits] is not allowed in a scroll context")
	}
	if integerOf(first(body, "from")) > 0 {
		faults = append(faults, "using [from] is not allowed in a scroll context")
	}
	if v, ok := body.Get("size"); ok && integerOf(v) == 0 {
		faults = append(faults, "[size] cannot be [0] in a scroll context")
	}
	if body.Has("rescore") {
		faults = append(faults, "using [rescore] is not allowed in a scroll context")
	}
	if on, _ := r.Bool("request_cache", rest.OffByDefault); on {
		faults = append(faults, "[request_cache] cannot be used in a scroll context")
	}
	return faults
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

// scrollRequest is a request for the next page.
type scrollRequest struct {
	ids  []string
	keep time.Duration // 0: the scroll ends
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
	q, err := readScroll(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if len(q.ids) == 0 {
		return rest.Response{}, rest.ValidationFailed("scrollId is missing")
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

func checkScrollID(id string) error {
	plain, err := base64.RawURLEncoding.DecodeString(id)
	if err == nil && strings.HasPrefix(string(plain), scrollMark) {
		return nil
	}
	return rest.IllegalArgument("Cannot parse scroll id").Because(unreadID(id))
}

// unreadID is where the server stops to read an id that is none of its own: it begins
// with the length of a text.
func unreadID(id string) *rest.Error {
	plain, err := base64.URLEncoding.DecodeString(id + strings.Repeat("=", -len(id)&3))
	if err != nil {
		return &rest.Error{Type: "illegal_argument_exception", Reason: "Input byte array has wrong 4-byte ending unit"}
	}
	n, read := binary.Uvarint(plain)
	if read <= 0 {
		return &rest.Error{Type: "e_o_f_exception", NoReason: true}
	}
	return &rest.Error{Type: "e_o_f_exception", Reason: fmt.Sprintf("attempting to read %d bytes but only %d bytes are available", n, len(plain)-read)}
}

func scrollMissing() error {
	cause := &rest.Error{Type: "search_context_missing_exception", Reason: "No search context found for id [0]"}
	e := rest.Errorf(http.StatusNotFound, "search_phase_execution_exception", "all shards failed").Because(cause)
	e.RootCause = []*rest.Error{cause}
	e.Extra = []orderedjson.Member{{Key: "phase", Value: "query"}, {Key: "grouped", Value: true},
		{Key: "failed_shards", Value: []any{rest.O("shard", -1, "index", nil, "reason", cause.Cause())}}}
	return e
}

func (s *Service) clearScrolls(r *rest.Request) (rest.Response, error) {
	q, err := readScroll(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if len(q.ids) == 0 {
		return rest.Response{}, rest.ValidationFailed("no scroll ids specified")
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
	freed := s.freeScrolls(q.ids, all)
	status := http.StatusOK
	if freed == 0 && !all {
		status = http.StatusNotFound
	}
	return rest.JSON(status, rest.O("succeeded", true, "num_freed", freed)), nil
}

// every is whether all are meant, not some ids.
type every = bool

// freeScrolls ends scrolls; it counts the shards that they looked at.
func (s *Service) freeScrolls(ids []string, all every) (freed int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if all {
		ids = nil
		for id := range s.scrolls {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		if c := s.scrolls[id]; c != nil {
			c.stop()
			delete(s.scrolls, id)
			freed += c.shards
		}
	}
	return freed
}
