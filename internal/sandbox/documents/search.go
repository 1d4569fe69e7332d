package documents

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
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
}

// number is a Go number as values have them.
func number(n int) json.Number { return json.Number(strconv.Itoa(n)) }

// inert are a search's parameters that change nothing in a cluster of one node.
var inert = []string{
	"allow_partial_search_results", "batched_reduce_size", "cancel_after_time_interval", "ccs_minimize_roundtrips",
	"ignore_throttled", "max_concurrent_shard_requests", "max_concurrent_searches", "phase_took", "pre_filter_shard_size", "preference",
	"request_cache", "routing", "search_type", "stats", "terminate_after", "timeout", "include_named_queries_score",
}

// unevaluated are parameters that would change the answer.
var unevaluated = []string{
	"scroll", "rest_total_hits_as_int", "typed_keys", "suggest_field", "search_pipeline", "explain", "stored_fields", "docvalue_fields",
}

// refuseUnevaluated names the first parameter that can't be obeyed.
func refuseUnevaluated(r *rest.Request) error {
	for _, name := range inert {
		r.Has(name)
	}
	for _, name := range unevaluated {
		if r.Has(name) && r.Param(name) != "false" {
			return rest.Errorf(http.StatusNotImplemented, "sandbox_unsupported_exception", "the sandbox does not evaluate this: parameter [%s]", name)
		}
	}
	return nil
}

// asked is one search: where, what, and the text that errors point into.
type asked struct {
	targets []string
	expand  expansion
	body    *orderedjson.Object
	raw     []byte
}

// askedOf reads a search from a request.
func askedOf(r *rest.Request) (asked, error) {
	a := asked{targets: r.List("index"), body: &orderedjson.Object{}, raw: r.Raw()}
	if err := refuseUnevaluated(r); err != nil {
		return a, err
	}
	var err error
	if a.expand, err = indexOptions(r); err != nil {
		return a, err
	}
	if r.HasBody() {
		d, err := r.WholeBody()
		if err != nil {
			return a, err
		}
		o, ok := d.Value.(*orderedjson.Object)
		if !ok {
			return a, rest.ParsingError("Expected [START_OBJECT] but found ["+string(jackson.KindOf(d.Value))+"]", d.Start.Line, d.Start.Column)
		}
		a.body = o
	}
	return a, a.readURL(r)
}

// readURL takes the parameters that say what a body can say too.
func (a *asked) readURL(r *rest.Request) error {
	if q, err := queryOfURL(r); err != nil {
		return err
	} else if q != nil {
		a.body = orderedjson.Clone(a.body).(*orderedjson.Object)
		a.body.Set("query", q)
	}
	for _, name := range []string{"size", "from"} {
		n, err := r.Int(name, -1)
		if err != nil {
			return err
		}
		if r.Has(name) {
			a.body.Set(name, number(n))
		}
	}
	for _, name := range []string{"track_scores", "version", "seq_no_primary_term"} {
		if on, err := r.Bool(name, rest.OffByDefault); err != nil {
			return err
		} else if r.Has(name) {
			a.body.Set(name, on)
		}
	}
	if r.Has("track_total_hits") {
		a.body.Set("track_total_hits", totalOfURL(r.Param("track_total_hits")))
	}
	if keys := r.List("sort"); len(keys) > 0 {
		a.body.Set("sort", sortOfURL(keys))
	}
	a.readSource(r)
	return nil
}

func totalOfURL(v string) any {
	if n, err := strconv.Atoi(v); err == nil {
		return number(n)
	}
	return v != "false"
}

func sortOfURL(keys []string) []any {
	sorts := []any{}
	for _, key := range keys {
		if field, order, ok := strings.Cut(key, ":"); ok {
			sorts = append(sorts, rest.O(field, rest.O("order", order)))
		} else {
			sorts = append(sorts, key)
		}
	}
	return sorts
}

func (a *asked) readSource(r *rest.Request) {
	includes, excludes := r.List("_source_includes"), r.List("_source_excludes")
	for _, v := range r.List("_source") {
		if v == "true" || v == "false" {
			a.body.Set("_source", v == "true")
			continue
		}
		includes = append(includes, v)
	}
	if len(includes)+len(excludes) > 0 {
		a.body.Set("_source", rest.O("includes", texts(includes), "excludes", texts(excludes)))
	}
}

func texts(list []string) []any {
	out := []any{}
	for _, x := range list {
		out = append(out, x)
	}
	return out
}

// queryOfURL is the query_string of the parameter q, nil without one.
func queryOfURL(r *rest.Request) (*orderedjson.Object, error) {
	options := rest.O()
	for _, m := range [][2]string{{"df", "default_field"}, {"analyzer", "analyzer"}, {"default_operator", "default_operator"}} {
		if v := r.Param(m[0]); v != "" {
			options.Set(m[1], v)
		}
	}
	for _, name := range []string{"lenient", "analyze_wildcard"} {
		if on, err := r.Bool(name, rest.OffByDefault); err != nil {
			return nil, err
		} else if r.Has(name) {
			options.Set(name, on)
		}
	}
	if !r.Has("q") {
		return nil, nil
	}
	query := rest.O("query", r.Param("q"))
	for _, m := range options.Members() {
		query.Set(m.Key, m.Value)
	}
	return rest.O("query_string", query), nil
}

// check refuses a body that does not parse, with the place of the fault.
func (a asked) check() error {
	_, err := querydsl.Canonical(a.body)
	var refused *querydsl.Error
	if !errors.As(err, &refused) {
		return told(err)
	}
	e := asRest(search.ParseFault(refused))
	at, ok := jackson.Locate(a.raw, steps(refused.Path)...)
	if !ok {
		at = jackson.Place{Line: 1, Column: 1}
	}
	placed(e, at)
	return e
}

// placed puts the place of a fault into the errors that have one.
func placed(e *rest.Error, at jackson.Place) {
	for ; e != nil; e = e.CausedBy {
		switch e.Type {
		case "parsing_exception":
			e.Extra = append(e.Extra, orderedjson.Member{Key: "line", Value: at.Line}, orderedjson.Member{Key: "col", Value: at.Column})
		case "x_content_parse_exception", "named_object_not_found_exception":
			if e.Type == "named_object_not_found_exception" { // it suggests nothing, unlike the error that it caused
				e.Reason, _, _ = strings.Cut(e.Reason, " did you mean")
			}
			if !strings.HasPrefix(e.Reason, "[") || !strings.Contains(e.Reason, ":") {
				e.Reason = "[" + strconv.Itoa(at.Line) + ":" + strconv.Itoa(at.Column) + "] " + e.Reason
			}
		}
	}
}

// steps are a JSON pointer's keys and indices.
func steps(pointer string) []any {
	out := []any{}
	unescape := strings.NewReplacer("~1", "/", "~0", "~")
	for _, step := range strings.Split(pointer, "/")[1:] {
		if n, err := strconv.Atoi(step); err == nil {
			out = append(out, n)
		} else {
			out = append(out, unescape.Replace(step))
		}
	}
	return out
}

// run answers a search whose body parses.
func (s *Service) run(a asked) (*orderedjson.Object, error) {
	start := time.Now()
	targets, err := s.openTargets(a)
	if err != nil {
		return nil, err
	}
	answer, err := search.Search(s.store, targets, a.body, search.Options{Now: s.clock.Now(), Indices: a.expand.Options})
	if err != nil {
		return nil, told(err)
	}
	answer.Set("took", time.Since(start).Milliseconds())
	return answer, nil
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
	a, err := askedOf(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := a.check(); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	answer, err := s.run(a)
	if err != nil {
		return rest.Response{}, err
	}
	return rest.JSON(http.StatusOK, answer), nil
}

func (s *Service) count(r *rest.Request) (rest.Response, error) {
	a, err := askedOf(r)
	if err != nil {
		return rest.Response{}, err
	}
	r.Has("min_score")
	for _, m := range a.body.Members() {
		if m.Key != "query" {
			at, _ := jackson.Locate(a.raw, m.Key)
			return rest.Response{}, rest.ParsingError("request does not support ["+m.Key+"]", max(1, at.Line), max(1, at.Column-len(m.Key)-3))
		}
	}
	if err := a.check(); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	answer, err := s.run(a.counting())
	if err != nil {
		return rest.Response{}, err
	}
	total, _ := answer.Object("hits").Object("total").Get("value")
	shards, _ := answer.Get("_shards")
	return rest.JSON(http.StatusOK, rest.O("count", total, "_shards", shards)), nil
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
