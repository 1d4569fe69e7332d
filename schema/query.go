package schema

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// withBody are the arguments that a raw body leaves no room for.
var withBody = []string{"time_field", "last", "lag", "filter", "query", "aggregations", "group_by", "size"}

const defaultTimeField = "@timestamp"

// queryFacts are what triggers and messages are held against.
type queryFacts struct {
	body *orderedjson.Object

	// graph is what the search is made of in the words of the visual editor; nil
	// where it is written as a query.
	graph *monitors.Graph

	// compiled is false for a body that the user wrote.
	compiled bool

	// written is what clauses are called by in explanations.
	written testcase.Written

	// needsTotal: a condition needs the number of hits beyond 10,000.
	needsTotal bool

	// refused: what is wrong with the body has been told.
	refused bool

	// sources say which expression a part of the body comes from.
	sources []bodySource
	reading reading
}

// extractionQuery compiles the block into a search.
func (b *monitorBlock) extractionQuery(times scheduleTimes) (*monitors.Search, *queryFacts) {
	facts := &queryFacts{compiled: true, reading: b.reading}
	search := &monitors.Search{Indices: b.indices()}
	if b.has("body") {
		b.rawSearch(facts)
	} else {
		b.compile(facts, times)
		b.checkTimeField(search.Indices)
	}
	if facts.body == nil {
		facts.refused = true
		return search, facts
	}
	search.Body = facts.body
	b.checkBody(facts, search.Indices)
	return search, facts
}

func (b *monitorBlock) rawSearch(facts *queryFacts) {
	facts.compiled = false
	for _, name := range withBody {
		if b.has(name) {
			b.report("conflicting-attributes", b.at(name), "body is the whole search; %s can't stand beside it. Write it into the body.", name)
		}
	}
	facts.sources = []bodySource{{"", b.attributes["body"].Expr}}
	b.needed("body")
	v, ok := b.json("body")
	if !ok {
		return
	}
	body, ok := v.(*orderedjson.Object)
	if text, isText := v.(string); isText && isUnknown(text) {
		return
	}
	if !ok {
		b.report("wrong-type", b.at("body"), "body must be an object: the whole search body. A JSON text becomes one by jsondecode().")
		return
	}
	facts.body = body
}

// compile puts the body together: the window and the filters in a bool.filter,
// the rest as it is.
func (b *monitorBlock) compile(facts *queryFacts, times scheduleTimes) {
	window, windowed := b.window(times)
	if b.has("filter") && b.has("query") {
		b.report("conflicting-attributes", b.at("query"), "filter and query exclude each other: query is the whole query, filter a list of clauses. Keep one of them.")
	}
	facts.body = orderedjson.NewObject()
	if size, ok := b.size(); ok {
		facts.body.Set("size", size)
	}
	switch {
	case b.has("query") && !windowed:
		if query, ok := b.json("query"); ok {
			facts.body.Set("query", query)
		}
		facts.sources = append(facts.sources, bodySource{"/query", b.attributes["query"].Expr})
	case b.has("query"):
		facts.written = testcase.AsQuery
		clauses := []any{window}
		if query, ok := b.json("query"); ok {
			clauses = append(clauses, query)
		}
		facts.body.Set("query", filtered(clauses))
		facts.sources = append(facts.sources, bodySource{"/query/bool/filter/1", b.attributes["query"].Expr})
	default:
		facts.written = testcase.AsFilter
		facts.body.Set("query", filtered(b.filters(facts, window)))
	}
	b.aggregations(facts)
	if b.has("size") {
		facts.sources = append(facts.sources, bodySource{"/size", b.attributes["size"].Expr})
	}
}

func filtered(clauses []any) *orderedjson.Object {
	return object("bool", object("filter", clauses))
}

var object = orderedjson.One

// filters are the window and what filter lists; one clause may stand without a
// list.
func (b *monitorBlock) filters(facts *queryFacts, window *orderedjson.Object) []any {
	clauses := []any{window}
	if !b.has("filter") {
		return clauses
	}
	expr := b.attributes["filter"].Expr
	v, ok := b.json("filter")
	if !ok {
		return clauses
	}
	list, isList := v.([]any)
	if !isList {
		facts.sources = append(facts.sources, bodySource{"/query/bool/filter/1", expr})
		return append(clauses, v)
	}
	facts.sources = append(facts.sources, listSource("/query/bool/filter", expr)...)
	return append(clauses, list...)
}

func (b *monitorBlock) size() (any, bool) {
	v, ok := b.converted("size", cty.Number)
	if !ok {
		return nil, false
	}
	plain, _ := v.Unmark()
	if plain.IsKnown() {
		if n, whole := smallNumber(plain); !whole || n < 0 {
			b.report("wrong-type", b.at("size"), "size must be a whole number from 0 to 10000: how many documents a run brings back for messages.")
			return nil, false
		}
	}
	size, err := toJSON(v)
	return size, err == nil
}

func withTotal(body *orderedjson.Object) *orderedjson.Object {
	with := orderedjson.Clone(body).(*orderedjson.Object)
	with.Set("track_total_hits", true)
	return with
}

// longestCount is where the server stops to count hits.
const longestCount = 10_000

// compare notes what a condition asks of the number of hits.
func (q *queryFacts) compare(operator string, number int64, at place, r reading) {
	limit, limited := q.countLimit()
	if limit < 0 {
		r.report("hits-limit", at, "track_total_hits = false in the body leaves the number of hits out, so that the condition throws and counts as true. Take it out, or make it true.")
		return
	}
	if !limited || number < limit || number == limit && (operator == ">=" || operator == "<") {
		return
	}
	if q.compiled {
		q.needsTotal = true
		return
	}
	r.report("hits-limit", at, "The server stops counting hits at %d, so a comparison with %d does not hold as it says. Put track_total_hits = true into the body.", limit, number)
}

// countLimit is how far hits are counted, -1 for not at all.
func (q *queryFacts) countLimit() (limit int64, limited bool) {
	if q.body == nil {
		return 0, false
	}
	switch v, _ := q.body.Get("track_total_hits"); v {
	case true:
		return 0, false
	case false:
		return -1, true
	}
	if n, ok := wholeNumber(q.body, "track_total_hits"); ok {
		return n, true
	}
	return longestCount, true
}
