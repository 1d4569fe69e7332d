package documents

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (s *Service) registerSearches(rt *rest.Router) {
	for _, method := range []string{"GET", "POST"} {
		rt.HandleEach(method, []string{"/_search", "/{index}/_search"}, s.search)
		rt.HandleEach(method, []string{"/_count", "/{index}/_count"}, s.count)
		rt.HandleEach(method, []string{"/_msearch", "/{index}/_msearch"}, s.msearch)
		rt.HandleEach(method, []string{"/_field_caps", "/{index}/_field_caps"}, s.fieldCaps)
	}
	rt.Handle("POST", "/{index}/_delete_by_query", s.deleteByQuery)
	rt.Handle("POST", "/{index}/_update_by_query", s.updateByQuery)
}

// number is a Go number as values have them.
func number(n int) json.Number { return json.Number(strconv.Itoa(n)) }

// unevaluated are parameters that would change the answer.
var unevaluated = []string{
	"suggest_field", "search_pipeline", "explain",
}

// refuseUnevaluated names the first parameter that can't be obeyed.
func refuseUnevaluated(r *rest.Request) error {
	for _, name := range inert {
		r.Has(name)
	}
	for _, name := range unevaluated {
		if v := r.Param(name); r.Has(name) && v != "false" && v != "_none" {
			return notEvaluated("parameter [" + name + "]")
		}
	}
	return nil
}

// notEvaluated refuses what the sandbox has not, by name.
func notEvaluated(what string) error {
	return rest.Errorf(http.StatusNotImplemented, "sandbox_unsupported_exception", "the sandbox does not evaluate this: %s", what)
}

// asked is one search: where, what, and the text that errors point into.
type asked struct {
	targets []string
	expand  expansion
	body    *orderedjson.Object
	raw     []byte

	totalsAsInt bool     // hits.total is a number, not an object
	routing     []string // whose shards are searched; nil: all
	labelScores bool     // named queries show their scores
	unbounded   bool     // the page may be larger than an index's window
	whole       bool     // an answer of some shards only is an error
	queryKey    string   // where the query stood in the text; "": under query
	typedKeys   bool     // kinds of aggregations stand before their names
}

// askedOf reads a search from a request. A server tells of its body first, but for
// those keys that the search does not read.
func (s *Service) askedOf(r *rest.Request, others ...string) (asked, error) {
	a := asked{targets: r.List("index"), body: &orderedjson.Object{}, raw: r.Raw()}
	if err := a.readBody(r); err != nil {
		return a, err
	}
	sent := a
	sent.body = orderedjson.NewObject(a.body.Members()...)
	for _, key := range others {
		sent.body.Delete(key)
	}
	if err := s.check(sent); err != nil {
		return a, err
	}
	return a, a.readParams(r)
}

func (a *asked) readBody(r *rest.Request) error {
	if !r.HasBody() {
		return nil
	}
	d, err := r.WholeBody()
	if err != nil {
		return err
	}
	o, ok := d.Value.(*orderedjson.Object)
	if !ok {
		return rest.ParsingError("Expected [START_OBJECT] but found ["+string(jackson.KindOf(d.Value))+"]", d.Start.Line, d.Start.Column)
	}
	a.body = o
	return nil
}

// readParams reads what a search has beside its body.
func (a *asked) readParams(r *rest.Request) (err error) {
	if err := refuseUnevaluated(r); err != nil {
		return err
	}
	if err := checkInert(r); err != nil {
		return err
	}
	a.routing = r.List("routing")
	partly, err := r.Bool("allow_partial_search_results", rest.OnByDefault)
	if err != nil {
		return err
	}
	a.whole = !partly
	if a.expand, err = indexOptions(r, openOnes); err != nil {
		return err
	}
	if err := a.readURL(r); err != nil {
		return err
	}
	if a.totalsAsInt, err = wholeTotals(r); err != nil {
		return err
	}
	if a.typedKeys, err = r.Bool("typed_keys", rest.OffByDefault); err != nil {
		return err
	}
	return a.countAll()
}

// run answers a search whose body parses.
func (s *Service) run(a asked) (*orderedjson.Object, error) {
	start := time.Now()
	if s.settings.Get("search.allow_expensive_queries").Text == "false" {
		return nil, notEvaluated("search.allow_expensive_queries: false")
	}
	targets, err := s.openTargets(a)
	if err != nil {
		return nil, err
	}
	answer, err := search.Search(s.store, targets, a.body, search.Options{
		Now: s.clock.Now(), Dialect: s.dialect.Searches(), Indices: s.veiled(a.expand.Options), TypedKeys: a.typedKeys,
		LabelScores: a.labelScores, Routing: a.routing, Whole: a.whole, Unbounded: a.unbounded, MaxBuckets: s.settings.Int("search.max_buckets"),
	})
	if err != nil {
		return nil, told(err)
	}
	if a.totalsAsInt {
		asInts(answer)
	}
	answer.Set("took", time.Since(start).Milliseconds())
	return answer, nil
}

// veiled are options by which nobody sees what is hidden.
func (s *Service) veiled(o index.Options) index.Options {
	o.Veiled = s.hidden
	return o
}

// nothing is a pattern that no index fits; no names at all would be every index.
const nothing = "-*"

// openTargets are the names to search: as they were asked for, or by name where
// closed indices have to be left out.
func (s *Service) openTargets(a asked) ([]string, error) {
	all, err := s.resolve(a.targets, a.expand)
	if err != nil {
		return nil, err
	}
	open, err := s.open(a.targets, a.expand)
	if err != nil || len(open) == len(all) {
		return a.targets, err
	}
	if len(open) == 0 {
		return []string{nothing}, nil
	}
	names := []string{}
	for _, x := range open {
		names = append(names, x.Name)
	}
	return names, nil
}

func (s *Service) search(r *rest.Request) (rest.Response, error) {
	a, err := s.askedOf(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := a.readEnough(r); err != nil {
		return rest.Response{}, err
	}
	if err := s.check(a); err != nil {
		return rest.Response{}, err
	}
	if a.labelScores, err = r.Bool("include_named_queries_score", rest.OffByDefault); err != nil {
		return rest.Response{}, err
	}
	keep, err := r.Duration("scroll", 0)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if faults := scrollFaults(r, a.body); r.Sent("scroll") && len(faults) > 0 {
		return rest.Response{}, rest.ValidationFailed(faults...)
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	answer, err := (*orderedjson.Object)(nil), error(nil)
	if r.Sent("scroll") {
		answer, err = s.begin(a, keep)
	} else {
		answer, err = s.run(a)
	}
	if err != nil {
		return rest.Response{}, err
	}
	return rest.JSON(http.StatusOK, answer), nil
}

func (s *Service) count(r *rest.Request) (rest.Response, error) {
	a := asked{targets: r.List("index"), body: &orderedjson.Object{}, raw: r.Raw()}
	if err := a.readBody(r); err != nil {
		return rest.Response{}, err
	}
	if err := s.checkOnly(a, "query"); err != nil {
		return rest.Response{}, err
	}
	if err := checkCount(r); err != nil {
		return rest.Response{}, err
	}
	if err := a.readParams(r); err != nil {
		return rest.Response{}, err
	}
	enough, err := enoughOf(r)
	if err != nil {
		return rest.Response{}, err
	}
	least, err := leastScore(r)
	if err != nil {
		return rest.Response{}, err
	}
	if r.HasBody() && r.Sent("q") { // nobody reads it beside a body
		return rest.Response{}, rest.IllegalArgument("request [%s] contains unrecognized parameter: [q]", r.Path)
	}
	if err := s.check(a); err != nil {
		return rest.Response{}, ofQuery(a, err)
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	counted := a.counting()
	if least != nil {
		counted.body.Set("min_score", least)
	}
	answer, err := s.run(counted)
	if err != nil {
		return rest.Response{}, err
	}
	total, _ := answer.Object("hits").Object("total").Get("value")
	shards, _ := answer.Get("_shards")
	body := rest.O()
	if enough > 0 {
		if integerOf(total) > int64(enough) { // by segments, some of which are counted at once
			return rest.Response{}, notEvaluated("parameter [terminate_after] below the count")
		}
		var early any
		if integerOf(first(answer.Object("_shards"), "successful")) > 0 {
			early = false
		}
		body.Set("terminated_early", early)
	}
	body.Set("count", total)
	body.Set("_shards", shards)
	return rest.JSON(http.StatusOK, body), nil
}

// checkOnly holds the body of a request that reads a query, and nothing else.
func (s *Service) checkOnly(a asked, key string) error {
	for _, m := range a.body.Members() {
		if m.Key != key {
			at, _ := jackson.Locate(a.raw, m.Key)
			return rest.ParsingError("request does not support ["+m.Key+"]", max(1, at.Line), max(1, at.Column-len(m.Key)-3))
		}
	}
	v, ok := a.body.Get(key)
	if _, isObject := v.(*orderedjson.Object); ok && !isObject {
		at, _ := jackson.Locate(a.raw, key)
		return rest.ParsingError("[_na] query malformed, must start with start_object", at.Line, at.Column)
	}
	if ok && key != "query" {
		a.body, a.queryKey = rest.O("query", v), key
	}
	if err := s.check(a); err != nil {
		return ofQuery(a, err)
	}
	return nil
}

// ofQuery words what is wrong with a query as requests do that read nothing else: a
// fault of the parser is wrapped once more.
func ofQuery(a asked, err error) error {
	var e *rest.Error
	if !errors.As(err, &e) || e.Type != "x_content_parse_exception" && e.Type != "illegal_argument_exception" {
		return err
	}
	whole := rest.Errorf(http.StatusBadRequest, "parsing_exception", "Failed to parse").Because(e)
	at, _ := jackson.Locate(a.raw, cmp.Or(a.queryKey, "query"))
	_, stood := fmt.Sscanf(e.Reason, "[%d:%d]", &at.Line, &at.Column)
	if _, empty, ok := strings.Cut(e.Reason, "empty clause found at "); ok {
		_, stood = fmt.Sscanf(empty, "[%d:%d]", &at.Line, &at.Column)
	}
	if place := placeOf(e); stood != nil && e.Type == "x_content_parse_exception" && place != nil {
		whole.Extra = place
	} else {
		whole.With("line", max(1, at.Line)).With("col", max(1, at.Column))
	}
	e.RootCause = nil
	return whole
}

// placeOf is where the innermost fault of a parser was found.
func placeOf(e *rest.Error) []orderedjson.Member {
	for ; e != nil; e = e.CausedBy {
		for _, m := range e.Extra {
			if m.Key == "line" {
				return e.Extra
			}
		}
	}
	return nil
}

// counting is the search that only counts.
func (a asked) counting() asked {
	body := rest.O("size", number(0), "track_total_hits", true)
	if q, ok := a.body.Get("query"); ok {
		body.Set("query", q)
	}
	a.body = body
	return a
}
