package documents

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// byQuery is a request to change what a search finds. Observed on 2.19.4.
type byQuery struct {
	asked
	mode    refreshMode
	proceed bool // in spite of conflicts
	most    int  // documents; -1: all
	batch   int
	sliced  bool // as many slices as an index has shards
	script  any  // of _update_by_query; nil: none
	copies  string
	within  string
	hasBody bool
}

// readByQuery reads what _delete_by_query and _update_by_query have in common. Keys
// that the one does not know are refused as those of a search are.
func (s *Service) readByQuery(r *rest.Request, unknown ...string) (byQuery, error) {
	q := byQuery{most: -1, batch: byQueryBatch, hasBody: r.HasBody(), copies: r.Param("wait_for_active_shards"), within: r.Param("timeout")}
	for _, known := range []string{"wait_for_completion", "search_timeout", "pipeline", "scroll", "include_named_queries_score"} {
		r.Has(known)
	}
	knowTimeouts(r)
	if err := checkShardsWait(r); err != nil {
		return q, err
	}
	var err error
	if q.mode, err = refreshOf(r); err != nil {
		return q, err
	}
	if q.asked, err = s.askedOf(r, "script", "conflicts", "max_docs"); err != nil {
		return q, err
	}
	for _, key := range unknown {
		if v, ok := q.body.Get(key); ok {
			at, _ := jackson.Locate(r.Raw(), key)
			return q, rest.ParsingError("Unknown key for a "+string(jackson.KindOf(v))+" in ["+key+"].", at.Line, at.Column)
		}
	}
	conflicts := r.Param("conflicts")
	q.body = orderedjson.NewObject(q.body.Members()...)
	for _, key := range []string{"conflicts", "max_docs"} {
		if v, ok := q.body.Get(key); ok && !r.Has(key) {
			if key == "conflicts" {
				conflicts = textOf(v)
			} else if q.most, err = strconv.Atoi(textOf(v)); err != nil || q.most < -1 {
				return q, rest.IllegalArgument("[max_docs] parameter cannot be negative, found [%s]", textOf(v))
			}
		}
		q.body.Delete(key)
	}
	if err := q.readLimits(r, conflicts); err != nil {
		return q, err
	}
	q.script, _ = q.body.Get("script")
	if q.body.Has("size") {
		q.batch = int(integerOf(first(q.body, "size")))
	}
	return q, nil
}

func first(o *orderedjson.Object, key string) any { v, _ := o.Get(key); return v }

func (q *byQuery) readLimits(r *rest.Request, conflicts string) error {
	switch conflicts {
	case "", "abort":
	case "proceed":
		q.proceed = true
	default:
		return rest.IllegalArgument(`conflicts may only be "proceed" or "abort" but was [%s]`, conflicts)
	}
	var err error
	if q.most, err = r.Int("max_docs", q.most); err != nil {
		return err
	}
	if q.batch, err = r.Int("scroll_size", q.batch); err != nil {
		return err
	}
	q.sliced = r.Param("slices") == "auto"
	if slices := r.Param("slices"); slices != "" && slices != "auto" {
		n, err := strconv.Atoi(slices)
		if err != nil || n < 1 {
			return rest.IllegalArgument(`[slices] must be a positive integer or the string "auto", but was [%s]`, slices)
		}
		if n > 1 {
			return notEvaluated("parameter [slices]")
		}
	}
	if q.most == 0 {
		return rest.IllegalArgument("[max_docs] should be >= [slices]")
	}
	if rate := r.Param("requests_per_second"); rate != "" && rate != "-1" {
		f, err := strconv.ParseFloat(rate, 32)
		if err != nil {
			return rest.IllegalArgument("[requests_per_second] must be a float greater than 0. Use -1 to disable throttling.")
		}
		if f <= 0 {
			return rest.IllegalArgument("[requests_per_second] must be a float greater than 0. Use -1 to disable throttling.")
		}
	}
	return nil
}

// validate refuses what does not validate, once all is read.
func (q *byQuery) validate() error {
	if q.batch == 0 {
		return rest.ValidationFailed("[size] cannot be [0] in a scroll context")
	}
	return nil
}

// tally counts what was done.
type tally struct {
	start                                time.Time
	total, updated, deleted, noops, done int
	conflicts                            int
	failures                             []any
	status                               int
}

// note counts a write; false where the request ends with it.
func (t *tally) note(q byQuery, hit *orderedjson.Object, done index.Written, err error) bool {
	t.done++
	if err == nil {
		switch done.Result {
		case "deleted":
			t.deleted++
		case noop:
			t.noops++
		default:
			t.updated++
		}
		return true
	}
	e := rest.AsError(err)
	if e.Status == http.StatusConflict {
		if t.conflicts++; q.proceed {
			return true
		}
	}
	t.failures = append(t.failures, rest.O("index", hit.Text("_index"), "id", hit.Text("_id"), "cause", e.Cause(), "status", e.Status))
	t.status = max(t.status, e.Status)
	return false
}

// answer is what is told in the end. The batch that holds a failure is finished.
func (t *tally) answer(q byQuery, updates bool) rest.Response {
	o := rest.O("took", time.Since(t.start).Milliseconds(), "timed_out", false, "total", t.total)
	if updates {
		o.Set("updated", t.updated)
	}
	for _, m := range rest.O("deleted", t.deleted, "batches", (t.done+q.batch-1)/q.batch, "version_conflicts", t.conflicts, "noops", t.noops,
		"retries", rest.O("bulk", 0, "search", 0), "throttled_millis", 0, "requests_per_second", json.Number("-1.0"), "throttled_until_millis", 0).Members() {
		o.Set(m.Key, m.Value)
	}
	if t.failures == nil {
		t.failures = []any{}
	}
	o.Set("failures", t.failures)
	return rest.JSON(max(t.status, http.StatusOK), o)
}

// each does something with every document that is found, batch by batch: the batch
// that holds a failure is the last one.
func (s *Service) each(q byQuery, do func(hit *orderedjson.Object) (index.Written, error)) (*tally, error) {
	t := &tally{start: time.Now()}
	if err := s.checkBatch(q); err != nil {
		return nil, err
	}
	found, err := s.allHits(q.asked)
	if err != nil {
		return nil, err
	}
	if q.most >= 0 {
		found = found[:min(q.most, len(found))]
	}
	t.total = len(found)
	touched := map[string]bool{}
	ok := true
	for i, hit := range found {
		if i%q.batch == 0 && !ok {
			break
		}
		done, err := do(hit)
		var whole *wholeFailure
		if errors.As(err, &whole) {
			return nil, whole.error
		}
		ok = t.note(q, hit, done, err) && ok
		touched[hit.Text("_index")] = true
	}
	for name := range touched {
		if q.mode == refreshNow {
			_ = s.store.Refresh(name) // it was written to just now
			continue
		}
		s.refreshLater(name)
	}
	return t, nil
}

// wholeFailure ends a whole request, not only a document of it.
type wholeFailure struct{ error }

// deleteByQuery deletes what a search finds, all of it.
func (s *Service) deleteByQuery(r *rest.Request) (rest.Response, error) {
	q, err := s.readByQuery(r, "script")
	if err != nil {
		return rest.Response{}, err
	}
	if err := s.check(q.asked); err != nil {
		return rest.Response{}, err
	}
	if !q.body.Has("query") {
		return rest.Response{}, rest.ValidationFailed("query is missing")
	}
	if err := q.validate(); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	t, err := s.each(q, func(hit *orderedjson.Object) (index.Written, error) { return s.remove(q.writeOf(hit)) })
	if err != nil {
		return rest.Response{}, err
	}
	return t.answer(q, false), nil
}

// writeOf is a write to the version of a document that was found.
func (q byQuery) writeOf(hit *orderedjson.Object) index.Write {
	return index.Write{Copies: q.copies, Within: q.within, Index: hit.Text("_index"), ID: hit.Text("_id"), Routing: hit.Text("_routing"), Visible: index.AtRefresh,
		Lock: &index.Lock{SeqNo: integerOf(first(hit, "_seq_no")), PrimaryTerm: integerOf(first(hit, "_primary_term"))}}
}

// byQueryBatch is how many documents the server takes at a time.
const byQueryBatch = 1000

// allHits finds all documents of a search, page by page.
func (s *Service) allHits(a asked) ([]*orderedjson.Object, error) {
	most, err := s.pageOf(a)
	if err != nil {
		return nil, err
	}
	found, total, err := s.hitsPage(a, rest.O("size", number(most), "sort", []any{"_doc"}))
	if err != nil || total <= len(found) {
		return found, err
	}
	found = nil
	for after := []any(nil); ; {
		page := rest.O("size", number(most), "sort", []any{"_index", "_id"})
		if after != nil {
			page.Set("search_after", after)
		}
		more, _, err := s.hitsPage(a, page)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
		if len(more) < most {
			return found, nil
		}
		after = more[len(more)-1].Array("sort")
	}
}

// byQueryMost is how many documents are looked for at once.
const byQueryMost = 10000

func (s *Service) hitsPage(a asked, page *orderedjson.Object) (found []*orderedjson.Object, total int, err error) {
	query, ok := a.body.Get("query")
	a.body, a.totalsAsInt, a.whole = page, false, true
	for _, key := range []string{"seq_no_primary_term", "version", "track_total_hits"} {
		page.Set(key, true)
	}
	if ok {
		page.Set("query", query)
	}
	answer, err := s.run(a)
	if err != nil {
		return nil, 0, err
	}
	for _, h := range answer.Object("hits").Array("hits") {
		if o, ok := h.(*orderedjson.Object); ok {
			found = append(found, o)
		}
	}
	return found, int(integerOf(first(answer.Object("hits").Object("total"), "value"))), nil
}
