package querydsl

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// queryParser reads the body of a query clause and returns the body as printed.
type queryParser func(c *context, body *orderedjson.Object) (any, *Error)

// queries are the clauses that the server knows, by name.
var queries = sync.OnceValue(func() map[string]queryParser {
	all := map[string]queryParser{}
	for _, family := range []map[string]queryParser{
		termQueries, fullTextQueries, compoundQueries, joiningQueries, geoQueries, spanQueries, specialQueries,
	} {
		maps.Copy(all, family)
	}
	for _, name := range pluginQueries {
		all[name] = func(c *context, body *orderedjson.Object) (any, *Error) {
			c.note(ForeignQuery, name)
			return body, nil
		}
	}
	return all
})

// pluginQueries are clauses that plugins of a cluster add (k-NN, neural search,
// SQL, learning to rank, security analytics). Whether a cluster has them, and
// their defaults, can't be told here: they go through as they are, and what
// they hold is not looked at.
var pluginQueries = []string{
	"knn", "neural", "neural_sparse", "neural_query_enricher", "hybrid", "agentic",
	"sltr", "stored_ltr", "validating_ltr_query", "xy_shape", "star_tree",
}

var queryKind = kind{tObject, readQuery}

func readQueries(c *context, v any) (any, *Error) { return objectsOf(readQuery)(c, v) }

// objectsOf reads one object or a list. A scalar before an object is passed
// over, as the server does.
func objectsOf(read reader) reader {
	return func(c *context, v any) (any, *Error) {
		list, isList := v.([]any)
		if !isList {
			return listOf(read)(c, v)
		}
		objects := []any{}
		for i, item := range list {
			switch token := tokenOf(item); {
			case token == tArray:
				return nil, underIndex(refuse(KindIllegalState, "expected value but got [START_ARRAY]"), i)
			case token != tObject && i+1 < len(list) && tokenOf(list[i+1]) == tObject:
				continue
			}
			object, err := read(c, item)
			if err != nil {
				return nil, underIndex(err, i)
			}
			objects = append(objects, object)
		}
		return objects, nil
	}
}

// readQuery reads {"name": {...}}.
func readQuery(c *context, v any) (any, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, parsing("[_na] query malformed, must start with start_object")
	}
	if o.Len() == 0 {
		return nil, illegal("query malformed, empty clause found")
	}
	clause := o.Members()[0]
	body, ok := clause.Value.(*orderedjson.Object)
	if !ok {
		return nil, under(parsing("[%s] query malformed, no start_object after query name", clause.Key), clause.Key)
	}
	parse, known := queries()[clause.Key]
	if !known || !clausesSince[clause.Key].holds(c.dialect) {
		refusal := unknownQuery(c, clause.Key)
		if known || !c.letsThrough(ForeignQuery, clause.Key, refusal) {
			return nil, under(refusal, clause.Key)
		}
		parse = func(_ *context, body *orderedjson.Object) (any, *Error) { return body, nil }
	}
	printed, err := parse(c, body)
	if err != nil {
		return nil, under(notFoundWithin(clause.Key, err), clause.Key)
	}
	if o.Len() > 1 {
		return nil, under(parsing("[%s] malformed query, expected [END_OBJECT] but found [FIELD_NAME]", clause.Key), o.Members()[1].Key)
	}
	return orderedjson.NewObject(orderedjson.Member{Key: printedQueryName(clause.Key), Value: printed}), nil
}

// printedQueryName is the name under which a clause of that name is stored.
func printedQueryName(name string) string {
	if name == "field_masking_span" {
		return "span_field_masking"
	}
	return name
}

func unknownQuery(c *context, name string) *Error {
	names := queryNames(c.dialect)
	nearest, words := didYouMean(name, names)
	err := parsing("unknown query [%s]%s", name, words)
	err.UnknownName, err.Suggestion, err.candidates = name, nearest, names
	err.Cause = &Error{Kind: KindNotFound, Reason: "unknown field [" + name + "]" + words, UnknownName: name, Suggestion: nearest}
	return err
}

// notFoundWithin: a name that is unknown inside a clause is told as if the clause
// were unknown.
func notFoundWithin(clause string, err *Error) *Error {
	if err.Kind != KindNotFound {
		return err
	}
	_, words := didYouMean(clause, err.candidates)
	return wrap(KindParsing, "unknown query ["+clause+"]"+words, err)
}

// queryNames are the names that a plain server would suggest.
func queryNames(d Dialect) []string {
	var names []string
	for name := range queries() {
		if !slices.Contains(pluginQueries, name) && clausesSince[name].holds(d) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, strings.Compare)
	return names
}

// byShape is a clause whose body is one object of options.
func byShape(s *shape) queryParser {
	return func(c *context, body *orderedjson.Object) (any, *Error) { return s.canonical(c, body) }
}

// toldAsParsing is byShape for clauses whose refusals the server hands on as
// another exception, in the same words.
func toldAsParsing(s *shape) queryParser {
	return func(c *context, body *orderedjson.Object) (any, *Error) {
		printed, err := s.canonical(c, body)
		if err != nil {
			return nil, wrap(KindParsing, err.Reason, err)
		}
		return printed, nil
	}
}

// standard are the options that all clauses have, in their order.
var standard = []field{opt("boost", boostKind, one), opt("_name", textKind)}

func withStandard(fields ...field) []field { return append(slices.Clone(fields), standard...) }
