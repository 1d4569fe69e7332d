package schema

import (
	"errors"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// queryProblem tells of a body that the server would refuse.
func (b *monitorBlock) queryProblem(err error) {
	var refused *querydsl.Error
	if !errors.As(err, &refused) || b.query == nil || b.query.body == nil {
		b.report("refused-query", place{subject: b.block}, "The server would refuse this query: %s.", strings.TrimSuffix(err.Error(), "."))
		return
	}
	b.query.refused = true
	found := bodyProblems(b.query.body)
	if len(found) == 0 {
		found = []*querydsl.Error{refused}
	}
	for _, problem := range found {
		b.refusedQuery(problem)
	}
}

// serverSuggestion is how the server ends a reason; we say it in our words.
var serverSuggestion = pattern.New(` did you mean .*$`)

func (b *monitorBlock) refusedQuery(refused *querydsl.Error) {
	at := b.query.at(refused.Path)
	suggestion := ""
	switch {
	case refused.Suggestion != "":
		suggestion = " Did you mean \"" + refused.Suggestion + "\"?"
	case nearest(refused.UnknownName, clauseNames) != "":
		suggestion = didYouMean(refused.UnknownName, clauseNames)
	case refused.UnknownName != "":
		suggestion = " Look the name up: it is spelt otherwise, or not of OpenSearch."
	}
	b.report("refused-query", at, "The server would refuse this query: %s.%s", strings.TrimSuffix(serverSuggestion.ReplaceAllString(refused.Root().Reason, ""), "."), suggestion)
}

// clauseNames are the queries and aggregations that people write most; the
// server's own suggestions need more likeness.
var clauseNames = strings.Fields(`
	bool term terms match match_phrase match_phrase_prefix match_all multi_match range exists prefix wildcard regexp fuzzy
	ids nested query_string simple_query_string constant_score
	avg cardinality composite date_histogram date_range extended_stats filter filters histogram max min missing
	percentiles significant_terms stats sum top_hits value_count`)

// bodyProblems takes a refused body apart, since the server, and querydsl as it,
// tells the first problem only: each clause and each aggregation is tried alone.
func bodyProblems(body *orderedjson.Object) []*querydsl.Error {
	var found []*querydsl.Error
	for _, m := range body.Members() {
		pointer := "/" + pointerKey(m.Key)
		switch m.Key {
		case "query", "post_filter":
			found = append(found, clauseProblems(m.Value, pointer)...)
		case "aggs", "aggregations":
			found = append(found, aggregationProblems(m.Value, pointer)...)
		default:
			found = append(found, alone(object(m.Key, m.Value), "", "")...)
		}
	}
	return found
}

// alone are the problems of a body that holds a part of another; what lies
// under inner there lies under outer in the other.
func alone(part *orderedjson.Object, inner, outer string) []*querydsl.Error {
	_, err := readable(part)
	var refused *querydsl.Error
	if !errors.As(err, &refused) {
		return nil
	}
	moved := *refused
	if len(moved.Path) >= len(inner) {
		moved.Path = outer + moved.Path[len(inner):]
	} else {
		moved.Path = outer
	}
	return []*querydsl.Error{&moved}
}

var clauseLists = []string{"must", "filter", "should", "must_not"}

// clauseProblems goes into bool queries, which hold others.
func clauseProblems(clause any, pointer string) []*querydsl.Error {
	whole := alone(object("query", clause), "/query", pointer)
	o, _ := clause.(*orderedjson.Object)
	inner := o.Object("bool")
	if len(whole) == 0 || inner == nil || o.Len() != 1 {
		return whole
	}
	var found []*querydsl.Error
	for _, name := range clauseLists {
		v, ok := inner.Get(name)
		if !ok {
			continue
		}
		list, isList := v.([]any)
		if !isList {
			found = append(found, clauseProblems(v, pointer+"/bool/"+name)...)
			continue
		}
		for i, x := range list {
			found = append(found, clauseProblems(x, pointer+"/bool/"+name+"/"+strconv.Itoa(i))...)
		}
	}
	if len(found) == 0 {
		return whole
	}
	return found
}

func aggregationProblems(v any, pointer string) []*querydsl.Error {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return alone(object("aggregations", v), "/aggregations", pointer)
	}
	var found []*querydsl.Error
	for _, m := range o.Members() {
		found = append(found, alone(object("aggregations", object(m.Key, m.Value)), "/aggregations", pointer)...)
	}
	return found
}
