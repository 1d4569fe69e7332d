package schema

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

var queryChecks = []Check{
	{"empty-indices", "No indices", hcl.DiagError, "Without indices the server searches every index of the cluster."},
	{"invalid-index", "Invalid index name", hcl.DiagError, "The server takes names that no index can have, several in one text, blanks: they find nothing, or fail when run."},
	{"refused-query", "Refused query", hcl.DiagError, "The server refuses the search body: an unknown clause, two fields in one term, a value of the wrong type."},
	{"short-window", "Window shorter than the interval", hcl.DiagError, "Events between two windows are never looked at."},
	{"event-time", "Window on eventTime", hcl.DiagWarning, "CloudTrail events reach cwl-* about ten minutes after their eventTime: a five-minute window on it sees less than a third of them."},
	{"missing-window", "Query without a time window", hcl.DiagWarning, "A query that does not mention the period finds the same events in every run."},
	{"hits-limit", "Number of hits beyond the limit", hcl.DiagError, "hits.total.value stops at 10,000 unless the body has track_total_hits: a condition beyond it never holds."},
	{"result-limit", "Too many results", hcl.DiagError, "The server takes from and size of more than 10,000 together, and the search fails when it runs."},
	{"two-aggregations", "Aggregations written twice", hcl.DiagError, "Of aggs and aggregations in one object the server drops one without a word."},
	{"missing-interval", "Histogram without interval", hcl.DiagError, "The server takes a date_histogram without an interval, and the search fails when it runs."},
	{"broken-query-string", "Broken query string", hcl.DiagError, "The server takes a query string with an open quote or bracket; the search fails when it runs, silently over a pattern of daily indices."},
	{"mixed-operators", "AND and OR without brackets", hcl.DiagWarning, "A OR B AND C means A? +B +C in a query string: A alone is not found."},
	{"broken-regexp", "Broken regular expression", hcl.DiagError, "The server takes a regexp with an open bracket; the search fails when it runs."},
}

var querySchema = &hcl.BodySchema{
	Attributes: attributes([]string{"indices"}, "time_field", "last", "lag", "filter", "query", "aggregations", "size", "body"),
}

// withBody are the arguments that a raw body leaves no room for.
var withBody = []string{"time_field", "last", "lag", "filter", "query", "aggregations", "size"}

const defaultTimeField = "@timestamp"

// queryFacts are what triggers and messages are held against.
type queryFacts struct {
	body *orderedjson.Object

	// compiled is false for a body that the user wrote.
	compiled bool

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
		clauses := []any{window}
		if query, ok := b.json("query"); ok {
			clauses = append(clauses, query)
		}
		facts.body.Set("query", filtered(clauses))
		facts.sources = append(facts.sources, bodySource{"/query/bool/filter/1", b.attributes["query"].Expr})
	default:
		facts.body.Set("query", filtered(b.filters(facts, window)))
	}
	if aggregations, ok := b.json("aggregations"); ok {
		facts.body.Set("aggregations", aggregations)
		facts.sources = append(facts.sources, bodySource{"/aggregations", b.attributes["aggregations"].Expr})
	}
	if b.has("size") {
		facts.sources = append(facts.sources, bodySource{"/size", b.attributes["size"].Expr})
	}
}

func filtered(clauses []any) *orderedjson.Object {
	return object("bool", object("filter", clauses))
}

func object(key string, value any) *orderedjson.Object {
	return orderedjson.NewObject(orderedjson.Member{Key: key, Value: value})
}

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

// window is the half-open range of time that a run looks at. Its forms were
// tried on 2.19.4: date math on epoch milliseconds in gte and lt.
func (b *monitorBlock) window(times scheduleTimes) (clause *orderedjson.Object, asked bool) {
	asked = b.has("last") || b.has("lag") || b.has("time_field")
	field := defaultTimeField
	if given, ok := b.publicText("time_field"); ok && b.notBlank("time_field", given) {
		field = given
	}
	last, lag := b.span("last"), b.span("lag")
	if last.known() && times.gap > last.length() {
		b.report("short-window", b.at("last"), "A run looks at the last %s, but there are %s between two runs: what happens in between is never seen. Make last as long at least, or leave it out: then each run goes on where the one before ended.", last.span, spanOf(times.gap))
	}
	bounds := orderedjson.NewObject()
	switch {
	case last.missing != "":
		bounds.Set("gte", last.missing)
	case last.known() && lag.missing == "":
		bounds.Set("gte", "{{period_end}}||-"+last.plus(lag))
	case lag.missing != "":
		bounds.Set("gte", lag.missing)
	case lag.known():
		bounds.Set("gte", "{{period_start}}||-"+lag.String())
	default:
		bounds.Set("gte", "{{period_start}}")
	}
	switch {
	case lag.missing != "":
		bounds.Set("lt", lag.missing)
	case lag.known():
		bounds.Set("lt", "{{period_end}}||-"+lag.String())
	default:
		bounds.Set("lt", "{{period_end}}")
	}
	bounds.Set("format", "epoch_millis")
	return object("range", object(field, bounds)), asked
}

// givenSpan is a duration of a query: known, unknown in this run, or absent.
type givenSpan struct {
	span
	missing string // monitors.UnknownText
}

func (g givenSpan) known() bool { return g.count > 0 }

func (g givenSpan) plus(lag givenSpan) string {
	if !lag.known() {
		return g.String()
	}
	return spanOf(g.length() + lag.length()).String()
}

func (b *monitorBlock) span(name string) givenSpan {
	text, ok := b.publicText(name)
	if !ok {
		return givenSpan{}
	}
	if isUnknown(text) {
		return givenSpan{missing: text}
	}
	s, err := parseSpan(text)
	if err != nil {
		b.report("invalid-duration", b.at(name), "%s is no duration: %s.", name, err)
		return givenSpan{}
	}
	return givenSpan{span: s}
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
	beyond := number > longestCount || number == longestCount && operator != ">=" && operator != "<"
	if !beyond {
		return
	}
	q.needsTotal = true
	if q.compiled || q.body == nil {
		return
	}
	total, _ := q.body.Get("track_total_hits")
	if total != true && !countsTo(total, number) {
		r.report("hits-limit", at, "The server stops counting hits at %d, so this never tells whether there are %d. Put track_total_hits = true into the body.", longestCount, number)
	}
}
