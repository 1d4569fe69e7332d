package search

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// request is a search body, read.
type request struct {
	query        *orderedjson.Object // nil: match_all
	postFilter   *orderedjson.Object
	from, size   int
	sorts        []sortKey
	after        []any
	source       sourceFilter
	totalUpTo    int // -1: not counted
	version      bool
	seqNo        bool
	trackScores  bool
	minScore     *float32
	docvalues    []docvalue
	fields       []docvalue
	scripts      []scriptField
	highlight    *orderedjson.Object
	sourceSaid   bool     // _source was given
	fieldsAsked  bool     // fields, be it an empty list
	sourceAsked  bool     // _source, other than false
	collapse     string   // a field, "" for none
	enough       int      // terminate_after, 0 for none
	storedNone   bool     // stored_fields: _none_
	stored       []string // stored_fields, but _source
	boosts       []indexBoost
	rescored     bool                  // rescore, which is not evaluated
	rescoresAll  bool                  // it is one of match_all, and no more
	rescores     []*orderedjson.Object // its queries
	expand       []*orderedjson.Object // inner_hits of collapse
	aggregations *orderedjson.Object
}

// byScore tells whether hits show a score, or are sorted by it.
func (r *request) byScore() bool {
	return len(r.sorts) == 0 || r.trackScores || slices.ContainsFunc(r.sorts, func(k sortKey) bool { return k.field == "_score" })
}

// docvalue is one of docvalue_fields.
type docvalue struct{ field, format string }

// readRequest reads a canonical body. Keys that would change the answer and are
// not known here are an UnsupportedError.
func readRequest(body *orderedjson.Object) (*request, error) {
	r := &request{size: 10, totalUpTo: 10000, source: sourceFilter{fetch: true}, version: flag(body, "version"),
		seqNo: flag(body, "seq_no_primary_term"), trackScores: flag(body, "track_scores")}
	stored, sourceSaid := false, false
	for _, m := range body.Members() {
		var err error
		switch m.Key {
		case "query":
			r.query, _ = m.Value.(*orderedjson.Object)
		case "post_filter":
			r.postFilter, _ = m.Value.(*orderedjson.Object)
		case "from", "size":
			err = r.setPage(m.Key, integer(body, m.Key, 0))
		case "sort":
			r.sorts, err = readSorts(m.Value)
		case "search_after":
			r.after, _ = m.Value.([]any)
		case "_source":
			asked := r.source.asked
			r.source, err = readSource(m.Value)
			r.source.asked = asked
			sourceSaid, r.sourceSaid = true, true
		case "track_total_hits":
			r.totalUpTo, err = readTotal(m.Value)
		case "min_score":
			n, _ := toFloat(m.Value)
			least := float32(n)
			r.minScore = &least
		case "docvalue_fields":
			r.docvalues, err = readDocvalues(m.Value, "_seq_no", "_id")
			if slices.ContainsFunc(r.docvalues, func(d docvalue) bool { return strings.HasPrefix(d.field, "*") }) {
				err = fault.Unsupported("docvalue_fields with a pattern that may hit metadata fields")
			}
		case "stored_fields":
			stored = true
			err = r.readStored(m.Value)
		case "aggregations", "aggs":
			r.aggregations, _ = m.Value.(*orderedjson.Object)
		case "fields", "script_fields", "highlight", "collapse", "terminate_after":
			err = r.setExtra(m)
		case "indices_boost":
			r.boosts = readIndicesBoost(m.Value)
		case "rescore":
			r.rescored = lengthOf(m.Value) > 0
			r.rescoresAll = rescoresAll(m.Value)
			r.rescores = rescoreQueries(m.Value)
		case "ext", "suggest", "stats":
			if lengthOf(m.Value) > 0 && m.Key != "stats" {
				err = fault.Unsupported("search with [%s]", m.Key)
			}
		case "explain", "profile", "verbose_pipeline":
			if flag(body, m.Key) {
				err = fault.Unsupported("search with [%s]", m.Key)
			}
		case "version", "seq_no_primary_term", "track_scores", "timeout", "include_named_queries_score", "pre_filter_shard_size":
		default:
			err = fault.Unsupported("search with [%s]", m.Key)
		}
		if err != nil {
			return nil, err
		}
	}
	switch {
	case r.source.asked: // whatever _source says
		r.source.fetch = true
	case (stored || len(r.scripts) > 0) && !sourceSaid:
		r.source.fetch = false
	}
	return r, r.checkEnough()
}

// checkEnough refuses terminate_after where it depends on the order of collectors.
func (r *request) checkEnough() error {
	uncounted := r.size == 0 && r.aggregations.Len() == 0
	if r.enough > 0 && (uncounted || r.minScore != nil || r.postFilter != nil) {
		return fault.Unsupported("search with [terminate_after] and min_score, post_filter or nothing to collect")
	}
	return nil
}

// setExtra reads what hits show beside their source, and which hits there are.
func (r *request) setExtra(m orderedjson.Member) (err error) {
	switch m.Key {
	case "fields":
		r.fields, err = readDocvalues(m.Value)
		r.fieldsAsked = true
	case "script_fields":
		r.scripts, err = readScriptFields(m.Value)
	case "highlight":
		r.highlight, _ = m.Value.(*orderedjson.Object)
	case "collapse":
		err = r.readCollapse(m.Value)
	case "terminate_after":
		n, _ := toFloat(m.Value)
		r.enough = int(n)
		if n < 0 { // finds nothing, or all, by the query's kind
			err = fault.Unsupported("search with [terminate_after] below 0")
		}
	}
	return err
}

func lengthOf(v any) int {
	switch v := v.(type) {
	case *orderedjson.Object:
		return v.Len()
	case []any:
		return len(v)
	case nil:
		return 0
	}
	return 1
}

func (r *request) setPage(key string, n int) error {
	if n < 0 {
		return fault.Illegal("[%s] parameter cannot be negative, found [%d]", key, n)
	}
	if key == "from" {
		r.from = n
	} else {
		r.size = n
	}
	return nil
}

func readTotal(v any) (int, error) {
	switch text := javaText(v); text {
	case "true":
		return math.MaxInt32, nil
	case "false", "-1":
		return -1, nil
	default:
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return 0, fault.Illegal("[track_total_hits] parameter must be positive or equals to -1, got %s", text)
		}
		return n, nil
	}
}

// readDocvalues reads fields with formats; of metadata fields those that are known.
func readDocvalues(v any, known ...string) ([]docvalue, error) {
	list, _ := v.([]any)
	var out []docvalue
	for _, x := range list {
		d := docvalue{field: javaText(x)}
		if o, ok := x.(*orderedjson.Object); ok {
			d = docvalue{field: o.Text("field"), format: o.Text("format")}
		}
		if d.field == "" || d.field[0] == '_' && !slices.Contains(known, d.field) {
			return nil, fault.Unsupported("field [%s] of a hit", d.field)
		}
		out = append(out, d)
	}
	return out, nil
}

// maxRescoreWindow is index.max_rescore_window, as it is by default.
const maxRescoreWindow = 10000

// rescoresAll tells whether rescores, in the form in which the server stores them,
// are of match_all: no shard can find fault with one.
func rescoresAll(rescores any) bool {
	list, _ := rescores.([]any)
	for _, each := range list {
		o, _ := each.(*orderedjson.Object)
		query := o.Object("query").Object("rescore_query")
		if query.Len() != 1 || !query.Has("match_all") || integer(o, "window_size", 10) > maxRescoreWindow {
			return false
		}
	}
	return len(list) > 0
}

func rescoreQueries(rescores any) []*orderedjson.Object {
	var out []*orderedjson.Object
	list, _ := rescores.([]any)
	for _, each := range list {
		o, _ := each.(*orderedjson.Object)
		out = append(out, o.Object("query").Object("rescore_query"))
	}
	return out
}
