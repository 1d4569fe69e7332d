// Package search answers search bodies over an index.Store as OpenSearch 2.19
// does. It compiles canonical bodies only (internal/querydsl's form), refuses by
// name what it can't answer faithfully, and must not know monitors.
package search

import (
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// query is a compiled query over one shard.
type query interface {
	matches(d *doc) bool
	score(d *doc) float32 // only of documents that match
}

// doc is a document, or a nested one, as a query sees it.
type doc struct {
	*mapping.Document
	top *index.Doc
	ord int // its number in the shard, nested documents counted
}

// relative is a document of the same one of the index: nested in d, or what d is nested in.
func (d *doc) relative(other *mapping.Document) *doc {
	return &doc{Document: other, top: d.top, ord: d.ord}
}

// shard is a shard of an index as one search sees it.
type shard struct {
	*index.Index
	number    int
	place     int // in the order of this search's shards
	now       time.Time
	dialect   dialect.Dialect
	docs      []*doc
	whole     []*doc // with what an alias leaves out; nil: docs
	fields    map[string]*fieldStats
	scripts   []*script           // of script_fields
	thrown    error               // by a script of a query
	scripted  bool                // there is a script query
	scoredTop *orderedjson.Object // the function_score that is the whole of a scored search; nil for none
	// mappedOnly: queries may name mapped fields only, as a percolator's.
	mappedOnly  bool
	unseen      bool             // its documents are still to come: no range can be outside of them
	labels      map[string]query // clauses with a _name
	labelling   bool             // the query is being compiled, whose names count
	weighed     bool             // the clause that is being compiled has a boost, or one above it has
	gone        *Gone            // nil: all documents are here
	boost       *float32         // of indices_boost; nil for none
	labelScores bool             // Options.LabelScores
	broken      *fault.Error     // by an aggregation, while it collected
}

func newShard(x *index.Index, number int, o Options) *shard {
	s := &shard{Index: x, number: number, now: o.Now, dialect: o.Dialect, labelScores: o.LabelScores, fields: map[string]*fieldStats{}}
	if s.gone = o.Unkept.of(x.Name, number); s.gone != nil {
		s.gone.count(s)
	}
	ord := -1
	for _, d := range x.Docs {
		if x.ShardOf(d.RoutedBy()) != number {
			continue
		}
		ord += 1 + descendants(d.Fields) // nested documents come before their own
		s.docs = append(s.docs, &doc{Document: d.Fields, top: d, ord: ord})
	}
	return s
}

func descendants(d *mapping.Document) int {
	n := len(d.Nested)
	for _, c := range d.Nested {
		n += descendants(c)
	}
	return n
}

// field finds a field; nil where it is not mapped.
func (s *shard) field(path string) *mapping.Field { return s.Mapping.Field(path) }

// queryError is the server's "failed to create query".
func (s *shard) queryError(reason string, cause *fault.Error) *fault.Error {
	e := fault.New(400, "query_shard_exception", "%s", reason).With("index", s.Name).With("index_uuid", s.UUID)
	e.Cause = cause
	return e
}

// failedToCreate wraps an exception that was thrown while a query was built.
func (s *shard) failedToCreate(cause *fault.Error) error {
	if cause.Type == "query_shard_exception" {
		return cause
	}
	return s.queryError("failed to create query: "+cause.Reason, cause)
}

// clause splits {"name": {…}} into its name and its object.
func clause(o *orderedjson.Object) (string, *orderedjson.Object, error) {
	if o.Len() != 1 {
		return "", nil, fault.Unsupported("query that is not one clause")
	}
	name := o.Keys()[0]
	return name, o.Object(name), nil
}

// compile makes a query of a canonical clause.
func (s *shard) compile(o *orderedjson.Object) (query, error) {
	name, body, err := clause(o)
	if err != nil {
		return nil, err
	}
	above := s.weighed
	s.weighed = above || boost(body) != 1
	q, err := s.compileClause(name, body)
	s.weighed = above
	if err == nil {
		s.label(body, q)
	}
	return q, err
}

func (s *shard) compileClause(name string, body *orderedjson.Object) (query, error) {
	switch name {
	case "match_all":
		return constant{all{}, boost(body)}, nil
	case "match_none":
		return none{}, nil
	case "bool":
		return s.boolQuery(body)
	case "constant_score":
		inner, err := s.compile(body.Object("filter"))
		return constant{inner, boost(body)}, err
	case "dis_max":
		return s.disMax(body)
	case "boosting":
		return s.boosting(body)
	case "term":
		return s.fieldClause(body, s.term)
	case "terms":
		return s.terms(body)
	case "range":
		return s.fieldClause(body, s.rangeQuery)
	case "exists":
		return s.exists(body.Text("field"), boost(body))
	case "ids":
		return s.ids(body)
	case "prefix":
		return s.fieldClause(body, s.prefix)
	case "wildcard":
		return s.fieldClause(body, s.wildcard)
	case "regexp":
		return s.fieldClause(body, s.regexp)
	case "match":
		return s.fieldClause(body, s.match)
	case "match_phrase":
		return s.fieldClause(body, s.matchPhrase)
	case "nested":
		return s.nested(body)
	case "function_score":
		return s.functionScore(body)
	case "intervals":
		return s.fieldClause(body, s.intervals)
	case "span_term", "span_near", "span_or", "span_first", "span_not", "span_containing", "span_within", "span_multi", "span_field_masking", "field_masking_span":
		return s.spanQuery(name, body)
	case "fuzzy":
		return s.fieldClause(body, s.fuzzy)
	case "match_phrase_prefix":
		return s.fieldClause(body, s.matchPhrasePrefix)
	case "match_bool_prefix":
		return s.fieldClause(body, s.matchBoolPrefix)
	case "terms_set":
		return s.fieldClause(body, s.termsSet)
	case "script":
		return s.scriptClause(body)
	case "query_string":
		return s.queryString(body)
	case "multi_match":
		return s.multiMatch(body)
	case "simple_query_string":
		return s.simpleQueryString(body)
	}
	return nil, fault.Unsupported("query [%s]", name)
}

// params is a field with the options of its clause.
type params struct {
	field string
	*orderedjson.Object
}

// fieldClause compiles {"field": {options}}; other keys of the clause are its
// options beside the field (_name).
func (s *shard) fieldClause(body *orderedjson.Object, build func(params) (query, error)) (query, error) {
	for _, m := range body.Members() {
		if o, ok := m.Value.(*orderedjson.Object); ok {
			return build(params{m.Key, o})
		}
	}
	return nil, fault.Unsupported("query clause without a field")
}

// only refuses a clause that has options not named in known. A rewrite by constant_score is
// what each server does unasked, as far as can be seen.
func (p params) only(query string, known ...string) error {
	for _, key := range p.Keys() {
		ok := key == "boost" || key == "_name" || key == "rewrite" && p.Text(key) == "constant_score"
		for _, k := range known {
			ok = ok || k == key
		}
		if !ok {
			return fault.Unsupported("query [%s] with [%s]", query, key)
		}
	}
	return nil
}

func boost(o *orderedjson.Object) float32 {
	v, ok := o.Get("boost")
	if !ok {
		return 1
	}
	n, err := toFloat(v)
	if err != nil {
		return 1
	}
	return float32(n)
}

// all matches every document.
type all struct{}

func (all) matches(*doc) bool  { return true }
func (all) score(*doc) float32 { return 1 }

// none matches no document.
type none struct {
	held int // how many clauses a server may count in it
}

func (none) matches(*doc) bool  { return false }
func (none) score(*doc) float32 { return 0 }

// nothing tells whether a query is known to match no document.
func nothing(q query) bool {
	_, none := q.(none)
	return none
}

// constant gives every document that inner matches the same score.
type constant struct {
	inner query
	value float32
}

func (q constant) matches(d *doc) bool { return q.inner.matches(d) }
func (q constant) score(*doc) float32  { return q.value }

// predicate is a query by a function; its score is 1.
type predicate func(d *doc) bool

func (p predicate) matches(d *doc) bool { return p(d) }
func (predicate) score(*doc) float32    { return 1 }
